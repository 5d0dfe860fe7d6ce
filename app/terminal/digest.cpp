#include "digest.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "answer.h"
#include "base/file.h"
#include "base/text.h"
#include "model/measure.h"
#include "progress.h"
#include "stored_digests.h"
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

base::Result<void> write_list(const manifest::DigestList& list, const DigestOptions& options) {
  if (!options.output) return {};
  return base::write_file(*options.output, as_bytes(manifest::digest_list_text(list)),
                          base::Existing::replace);
}

/// What was measured. A part has no root digest: it would be taken for that of the whole.
struct Measured {
  manifest::DigestList list;
  std::optional<crypto::Digest> root;
};

base::Result<Measured> measured(const model::Tree& tree, const DigestOptions& options, const base::Task& task,
                                const model::KnownDigests& known) {
  const model::Asked asked(options.only, tree);
  auto list = model::measure_digests(tree, serialization(options), asked, task, known);
  if (!list) return base::fail(std::move(list.error()));
  list->tool = std::string("weighmaster-cli ") + WEIGHMASTER_VERSION;
  if (!asked.all()) return Measured{std::move(*list), {}};
  const auto manifest = manifest::manifest_of({*list});
  if (!manifest) return base::fail(manifest.error());
  return Measured{std::move(*list), manifest->root_digest()};
}

void answer(const Measured& measured, const DigestOptions& options, const CommonOptions& common,
            const Console& console) {
  const auto& [list, root] = measured;
  const auto digest = root ? "sha256:" + root->hex() : std::string();
  if (common.json) {
    write_json(console.out, {{"schema", verdict::report_schema_version},
                             {"exit_code", 0},
                             {"digest", root ? base::Json(digest) : base::Json()},
                             {"files", list.files.size()},
                             {"files_of_the_model", list.listing->files},
                             {"hash_type", crypto::name(list.serialization.hash)},
                             {"method", options.shard_size ? "shards" : "files"},
                             {"output", options.output ? base::Json(*options.output) : base::Json()}});
  } else if (root) {
    console.out << digest << '\n';
  } else {
    console.out << "The digests of " << list.files.size() << " of " << list.listing->files << " files are in "
                << base::visible(*options.output) << ".\n";
  }
}

}  // namespace

int digest(const DigestOptions& options, const CommonOptions& common, const Console& console) {
  StoredDigests stored(options.use_digest_cache, console.now);
  // The progress line is gone before anything else is said.
  std::optional<ProgressLine> line(std::in_place, console.err, console.progress && common.progress());
  const auto task = line->task(console.stop);
  const auto tree = model::list_whole_model(options.path, list_options(options), task);
  const auto result = tree ? measured(*tree, options, task, stored.known())
                           : base::Result<Measured>(base::fail(tree.error()));
  line.reset();
  stored.save(common, console);
  if (!result) return give_up(result.error(), common, console);
  const auto written = write_list(result->list, options);
  if (!written) return give_up(written.error(), common, console);
  answer(*result, options, common, console);
  note_signatures(*tree, options, common, console);
  return 0;
}

}  // namespace weighmaster::terminal
