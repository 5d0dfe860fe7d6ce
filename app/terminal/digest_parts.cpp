#include "digest_parts.h"

#include <nlohmann/json.hpp>
#include <ostream>

#include "answer.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "digest_how.h"
#include "model/measure.h"
#include "progress.h"
#include "verdict/report_json.h"

namespace weighmaster::terminal {
namespace {

using base::fail;
using base::Result;
using manifest::DigestList;
using manifest::Plan;

Result<void> write_text(const std::string& text, const DigestOptions& options) {
  return base::write_file(*options.output, as_bytes(text), base::Existing::replace);
}

Result<Plan> read_plan(const DigestOptions& options) {
  const auto text = base::read_file(options.of, base::limits::digest_file_bytes);
  if (!text) return fail(text.error());
  auto plan = manifest::parse_plan(*text, options.of);
  if (!plan) return plan;
  const auto there = plan->check_part(*options.part);
  if (!there) return fail(there.error());
  return plan;
}

/// The result of an earlier run, where it is whole and no file of the part was touched since.
std::optional<DigestList> earlier_result(const model::Tree& tree, const Plan& plan,
                                         const DigestOptions& options) {
  const auto text = base::read_file(*options.output, base::limits::digest_file_bytes);
  if (!text || !model::untouched_since(tree, plan, *options.part, *options.output)) return std::nullopt;
  auto list = manifest::parse_digest_list(*text, *options.output);
  if (!list || !manifest::is_result_of(*list, plan, *options.part)) return std::nullopt;
  return std::move(*list);
}

struct Part {
  DigestList list;
  bool kept = false;
};

Result<Part> make_part(const DigestOptions& options, const base::Task& task) {
  const auto plan = read_plan(options);
  if (!plan) return fail(plan.error());
  const auto tree = model::list_planned_model(options.path, *plan, task);
  if (!tree) return fail(tree.error());
  if (options.resume) {
    if (auto earlier = earlier_result(*tree, *plan, options)) return Part{std::move(*earlier), true};
  }
  auto list = model::measure_part(*tree, *plan, *options.part, task);
  if (!list) return fail(std::move(list.error()));
  list->tool = tool_name();
  const auto written = write_text(manifest::digest_list_text(*list), options);
  if (!written) return fail(written.error());
  return Part{std::move(*list), false};
}

std::uint64_t bytes_of(const DigestList& list) {
  std::uint64_t bytes = 0;
  for (const auto& file : list.files) {
    for (const auto& piece : file.pieces) bytes += piece.range.size();
  }
  return bytes;
}

base::Json part_json(const Part& part, const DigestOptions& options) {
  const auto& list = part.list;
  const bool in_shards = list.serialization.method == manifest::Method::shards;
  return {{"schema", verdict::report_schema_version},
          {"exit_code", 0},
          {"digest", nullptr},
          {"files", list.files.size()},
          {"files_of_the_model", list.listing->files},
          {"bytes", bytes_of(list)},
          {"hash_type", crypto::name(list.serialization.hash)},
          {"method", in_shards ? "shards" : "files"},
          {"output", *options.output},
          {"part", list.part->number},
          {"parts", list.part->parts},
          {"kept", part.kept}};
}

void answer(const Part& part, const DigestOptions& options, const CommonOptions& common,
            const Console& console) {
  const auto& list = part.list;
  if (common.json) return write_json(console.out, part_json(part, options));
  console.out << "Part " << list.part->number << " of " << list.part->parts << ", "
              << base::format_size(bytes_of(list)) << " in " << list.files.size()
              << (list.files.size() == 1 ? " file" : " files")
              << (part.kept ? ", was already in " : ", is in ") << base::visible(*options.output) << ".\n";
}

void answer(const Plan& plan, const DigestOptions& options, const CommonOptions& common,
            const Console& console) {
  const auto listing = plan.listing();
  if (common.json) {
    return write_json(console.out, {{"schema", verdict::report_schema_version},
                                    {"exit_code", 0},
                                    {"digest", nullptr},
                                    {"files", 0},
                                    {"files_of_the_model", listing.files},
                                    {"bytes_of_the_model", listing.bytes},
                                    {"hash_type", crypto::name(plan.serialization().hash)},
                                    {"method", options.shard_size ? "shards" : "files"},
                                    {"output", *options.output},
                                    {"parts", plan.parts()}});
  }
  console.out << base::format_size(listing.bytes) << " in " << listing.files
              << (listing.files == 1 ? " file" : " files") << " are shared out to " << plan.parts()
              << (plan.parts() == 1 ? " part" : " parts") << " in " << base::visible(*options.output)
              << ".\n";
}

}  // namespace

int make_plan(const DigestOptions& options, const CommonOptions& common, const Console& console) {
  const auto tree = model::list_whole_model(options.path, what_to_list(options), {console.stop, {}});
  if (!tree) return give_up(tree.error(), common, console);
  const auto plan = model::plan_for(*tree, how_to_hash(options), *options.plan);
  if (!plan) return give_up(plan.error(), common, console);
  const auto written = write_text(manifest::plan_text(*plan), options);
  if (!written) return give_up(written.error(), common, console);
  answer(*plan, options, common, console);
  note_signatures(*tree, "is in the plan too", common, console);
  return 0;
}

int digest_part(const DigestOptions& options, const CommonOptions& common, const Console& console) {
  // The progress line is gone before anything else is said.
  std::optional<ProgressLine> line(std::in_place, console.err, console.progress && common.progress());
  const auto made = make_part(options, line->task(console.stop));
  line.reset();
  if (!made) return give_up(made.error(), common, console);
  answer(*made, options, common, console);
  return 0;
}

}  // namespace weighmaster::terminal
