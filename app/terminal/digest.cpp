#include "digest.h"

#include <nlohmann/json.hpp>
#include <ostream>

#include "answer.h"
#include "base/file.h"
#include "base/text.h"
#include "digest_how.h"
#include "digest_parts.h"
#include "model/measure.h"
#include "progress.h"
#include "stored_digests.h"
#include "verdict/report_json.h"

namespace weighmaster::terminal {
namespace {

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
  auto list = model::measure_digests(tree, how_to_hash(options), asked, task, known);
  if (!list) return base::fail(std::move(list.error()));
  list->tool = tool_name();
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

int digest_whole(const DigestOptions& options, const CommonOptions& common, const Console& console) {
  StoredDigests stored(options.use_digest_cache, console.now);
  // The progress line is gone before anything else is said.
  std::optional<ProgressLine> line(std::in_place, console.err, console.progress && common.progress());
  const auto task = line->task(console.stop);
  const auto tree = model::list_whole_model(options.path, what_to_list(options), task);
  const auto result = tree ? measured(*tree, options, task, stored.known())
                           : base::Result<Measured>(base::fail(tree.error()));
  line.reset();
  stored.save(common, console);
  if (!result) return give_up(result.error(), common, console);
  const auto written = write_list(result->list, options);
  if (!written) return give_up(written.error(), common, console);
  answer(*result, options, common, console);
  note_signatures(*tree, "was hashed too", common, console);
  return 0;
}

}  // namespace

int digest(const DigestOptions& options, const CommonOptions& common, const Console& console) {
  if (options.plan) return make_plan(options, common, console);
  if (options.part) return digest_part(options, common, console);
  return digest_whole(options, common, console);
}

}  // namespace weighmaster::terminal
