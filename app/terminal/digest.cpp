#include "digest.h"

#include <algorithm>
#include <ostream>

#include "answer.h"
#include "base/file.h"
#include "base/text.h"
#include "model/measure.h"
#include "progress.h"
#include "verdict/discovery.h"
#include "verdict/report_json.h"

namespace weighmaster::terminal {
namespace {

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

model::ListOptions list_options(const DigestOptions& options) {
  model::ListOptions asked;
  asked.ignore_git_paths = options.folder.ignore_git_paths;
  asked.ignore_paths = options.folder.ignore_paths;
  asked.allow_symlinks = options.folder.allow_symlinks;
  return asked;
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
  const auto tree = model::list_whole_model(options.path, list_options(options), task);
  const auto manifest =
      tree ? model::measure(*tree, how, task) : base::Result<manifest::Manifest>(base::fail(tree.error()));
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
