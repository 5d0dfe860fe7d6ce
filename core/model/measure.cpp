#include "model/measure.h"

#include <set>
#include <utility>

#include "base/file.h"
#include "model/hub.h"

namespace weighmaster::model {

using base::Code;
using base::fail;
using base::Result;
using manifest::DigestList;
using manifest::Manifest;

namespace {

using Digests = std::vector<std::optional<crypto::Digest>>;

/// One thing to measure: the pieces that were asked about, and how.
struct Measurement {
  const Tree& tree;
  crypto::DigestAlgorithm algorithm;
  const std::vector<Piece>& pieces;
  const KnownDigests& known;
};

Digests known_digests(const Measurement& what) {
  Digests digests(what.pieces.size());
  if (!what.known.find) return digests;
  for (std::size_t i = 0; i < digests.size(); ++i)
    digests[i] = what.known.find(what.tree, what.pieces[i], what.algorithm);
  return digests;
}

/// Fills the places that are empty.
Result<void> hash_the_rest(const Measurement& what, const base::Task& task, Digests& digests) {
  std::vector<Piece> rest;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < digests.size(); ++i) {
    if (digests[i]) continue;
    rest.push_back(what.pieces[i]);
    places.push_back(i);
  }
  std::optional<base::Error> trouble;
  const auto hashed = hash_pieces(what.tree, what.algorithm, rest, task, [&](const HashedPiece& piece) {
    if (!piece.digest) {
      if (!trouble) trouble = piece.digest.error();
      return;
    }
    digests[places[piece.piece]] = *piece.digest;
    if (what.known.found) what.known.found(what.tree, rest[piece.piece], *piece.digest);
  });
  if (!hashed) return hashed;
  if (trouble) return fail(std::move(*trouble));
  return {};
}

Result<void> check_unchanged(const Tree& tree, const base::Task& task) {
  auto changes = tree.changes_since(task);
  if (changes.empty()) return {};
  auto& first = changes.front();
  return fail(first.code, std::move(first.subject), std::move(first.detail));
}

/// A path that names no file of the tree.
std::optional<std::string> first_unknown(const Tree& tree, const Asked& asked) {
  if (!asked.outside().empty()) return asked.outside().front();
  if (asked.all()) return std::nullopt;
  std::set<std::string> named = asked.names();
  for (const auto& file : tree.files()) {
    std::erase_if(named, [&](const std::string& name) {
      return file.name == name || file.name.starts_with(name + "/");
    });
  }
  return named.empty() ? std::nullopt : std::optional(*named.begin());
}

manifest::Listing listing_of(const Tree& tree) {
  manifest::ListingMaker maker;
  for (const auto& file : tree.files()) maker.add({file.name, file.size});
  return maker.finish();
}

/// The files that were asked about with their digests, also those that have no piece: empty ones in shards.
std::vector<manifest::FileDigests> files_of(const Tree& tree, const Asked& asked,
                                            const std::vector<Piece>& pieces, const Digests& digests) {
  std::vector<manifest::FileDigests> files;
  std::size_t piece = 0;
  for (std::size_t i = 0; i < tree.files().size(); ++i) {
    const auto& [name, size] = tree.files()[i];
    if (!asked.covers(name)) continue;
    files.push_back({name, size, {}});
    for (; piece < pieces.size() && pieces[piece].file == i; ++piece)
      files.back().pieces.push_back({pieces[piece].range, digests[piece].value()});
  }
  return files;
}

}  // namespace

Result<Tree> list_whole_model(const std::filesystem::path& path, const ListOptions& options,
                              const base::Task& task) {
  const auto folder = model_folder(path);
  if (!folder) return fail(folder.error());
  auto tree = list_model(*folder, options, task);
  if (!tree) return tree;
  for (const auto& finding : tree->findings()) {
    if (base::effect(finding.code) != base::Effect::none)
      return fail(finding.code, finding.subject, finding.detail);
  }
  if (tree->files().empty()) return fail(Code::model_empty, base::utf8(path));
  return tree;
}

Result<DigestList> measure_digests(const Tree& tree, manifest::Serialization how, const Asked& asked,
                                   const base::Task& task, const KnownDigests& known) {
  if (const auto unknown = first_unknown(tree, asked)) return fail(Code::content_asked_unknown, *unknown);
  auto pieces = all_pieces(tree, how);
  if (!pieces) return fail(pieces.error());
  if (!asked.all()) {
    std::erase_if(*pieces, [&](const Piece& piece) { return !asked.covers(tree.files()[piece.file].name); });
  }
  const Measurement what{tree, how.hash, *pieces, known};
  auto digests = known_digests(what);
  const auto hashed = hash_the_rest(what, task, digests);
  if (!hashed) return fail(hashed.error());
  const auto unchanged = check_unchanged(tree, task);
  if (!unchanged) return fail(unchanged.error());
  how.ignore_paths = tree.exclusions();
  return DigestList{std::move(how), listing_of(tree), files_of(tree, asked, *pieces, digests), {}};
}

Result<Manifest> measure(const Tree& tree, manifest::Serialization how, const base::Task& task,
                         const KnownDigests& known) {
  auto list = measure_digests(tree, std::move(how), Asked({}, tree), task, known);
  if (!list) return fail(std::move(list.error()));
  std::vector<DigestList> lists;
  lists.push_back(std::move(*list));
  return manifest::manifest_of(std::move(lists));
}

}  // namespace weighmaster::model
