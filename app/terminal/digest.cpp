#include "digest.h"

#include <algorithm>
#include <ostream>

#include "answer.h"
#include "base/file.h"
#include "base/text.h"
#include "model/hashing.h"
#include "progress.h"
#include "verdict/discovery.h"
#include "verdict/report_json.h"

namespace weighmaster::terminal {
namespace {

using base::Code;
using base::Result;
using manifest::Manifest;

manifest::Serialization serialization(const DigestOptions& options) {
  manifest::Serialization result;
  result.hash = crypto::manifest_algorithm(options.hash).value_or(crypto::DigestAlgorithm::sha256);
  result.allow_symlinks = options.folder.allow_symlinks;
  if (options.shard_size) {
    result.method = manifest::Method::shards;
    result.shard_size = *options.shard_size;
  }
  return result;
}

/// The whole folder or nothing: a digest over a part of it would be taken for that of the whole.
Result<model::Tree> list(const DigestOptions& options, const base::Task& task) {
  model::ListOptions asked;
  asked.ignore_git_paths = options.folder.ignore_git_paths;
  asked.ignore_paths = options.folder.ignore_paths;
  asked.allow_symlinks = options.folder.allow_symlinks;
  auto tree = model::list_model(options.path, asked, task);
  if (!tree) return tree;
  for (const auto& finding : tree->findings()) {
    if (base::effect(finding.code) != base::Effect::none)
      return base::fail(finding.code, finding.subject, finding.detail);
  }
  if (tree->files().empty()) return base::fail(Code::model_empty, options.path);
  return tree;
}

using Digests = std::vector<std::optional<crypto::Digest>>;

/// One a piece, none absent.
Result<Digests> hash(const model::Tree& tree, const manifest::Serialization& how,
                     const std::vector<model::Piece>& pieces, const base::Task& task) {
  Digests digests(pieces.size());
  std::optional<base::Error> trouble;
  const auto done = [&](const model::HashedPiece& piece) {
    if (piece.digest) digests.at(piece.piece) = *piece.digest;
    if (!piece.digest && !trouble) trouble = piece.digest.error();
  };
  const auto hashed = model::hash_pieces(tree, how.hash, pieces, task, done);
  if (!hashed) return base::fail(hashed.error());
  if (trouble) return base::fail(std::move(*trouble));
  if (const auto changes = tree.changes_since(); !changes.empty()) {
    return base::fail(changes.front().code, changes.front().subject, changes.front().detail);
  }
  return digests;
}

Result<Manifest> manifest_of(const model::Tree& tree, const manifest::Serialization& how,
                             const base::Task& task) {
  const auto pieces = model::all_pieces(tree, how);
  if (!pieces) return base::fail(pieces.error());
  const auto digests = hash(tree, how, *pieces, task);
  if (!digests) return base::fail(digests.error());

  const bool in_shards = how.method == manifest::Method::shards;
  std::vector<manifest::Resource> resources;
  for (std::size_t i = 0; i < pieces->size(); ++i) {
    const auto& piece = pieces->at(i);
    resources.push_back({tree.files().at(piece.file).name,
                         in_shards ? std::optional(piece.range) : std::nullopt, digests->at(i).value()});
  }
  // The order in which they count (OMS section 5.2.1).
  std::sort(resources.begin(), resources.end(),
            [](const manifest::Resource& a, const manifest::Resource& b) { return a.name() < b.name(); });
  return Manifest::create(how, std::move(resources));
}

/// A signature in the folder is hashed like any file; the digest that it states was made without it.
void note_signatures(const model::Tree& tree, const DigestOptions& options, const CommonOptions& common,
                     const Console& console) {
  for (const auto& path : verdict::find_signatures(options.path).found) {
    const auto name = base::utf8(path.lexically_relative(tree.root()));
    const bool counted = std::any_of(tree.files().begin(), tree.files().end(),
                                     [&](const model::File& file) { return file.name == name; });
    if (counted) {
      note("the signature file " + base::visible(name) + " was hashed too; --ignore-paths leaves it out.",
           common, console);
    }
  }
}

}  // namespace

int digest(const DigestOptions& options, const CommonOptions& common, const Console& console) {
  const auto how = serialization(options);
  // The progress line is gone before anything else is said.
  std::optional<ProgressLine> line(std::in_place, console.err, console.progress && common.progress());
  const auto task = line->task(console.stop);
  const auto tree = list(options, task);
  const auto manifest = tree ? manifest_of(*tree, how, task) : Result<Manifest>(base::fail(tree.error()));
  line.reset();
  if (!manifest) return give_up(manifest.error(), common, console);

  const auto root = "sha256:" + manifest->root_digest().hex();
  if (common.json) {
    write_json(console.out, {{"schema", verdict::report_schema_version},
                             {"exit_code", 0},
                             {"digest", root},
                             {"files", tree->files().size()},
                             {"hash_type", crypto::name(how.hash)},
                             {"method", options.shard_size ? "shards" : "files"}});
  } else {
    console.out << root << '\n';
  }
  note_signatures(*tree, options, common, console);
  return 0;
}

}  // namespace weighmaster::terminal
