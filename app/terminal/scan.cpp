#include "scan.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "address_book.h"
#include "answer.h"
#include "base/text.h"
#include "expected.h"
#include "progress.h"
#include "scan_text.h"
#include "stored_digests.h"
#include "verdict/scan.h"

namespace weighmaster::terminal {
namespace {

namespace fs = std::filesystem;
using base::Result;

/// Nothing where no policy file is given: then the address book says who is expected.
Result<std::optional<trust::PolicyFile>> policy_file(const ScanOptions& options,
                                                     const model::Collection& found) {
  if (options.each.policy.empty()) return std::nullopt;
  std::vector<fs::path> models;
  for (const auto& model : found.models) models.push_back(model.path);
  auto file = read_policy_file(options.each.policy, models);
  if (!file) return base::fail(std::move(file.error()));
  return std::move(*file);
}

Result<trust::Publishers> address_book(const ScanOptions& options, const Console& console) {
  if (options.each.no_publishers) return trust::Publishers({});
  return read_book(options.each.publishers, console);
}

Result<verdict::ScanRequest> request(const ScanOptions& options, const model::Collection& found,
                                     const CommonOptions& common, const Console& console) {
  const auto file = policy_file(options, found);
  if (!file) return base::fail(file.error());
  const auto book = address_book(options, console);
  if (!book) return base::fail(book.error());
  auto each = request_without_policy(options.each, common, console);
  if (!each) return base::fail(std::move(each.error()));
  verdict::ScanRequest request;
  request.models = found.models;
  request.labels_are_names = options.labels_are_names;
  request.policy_for = [file = *file, book = *book, given = options.each,
                        authorities = each->policy.timestamp_authorities](const std::string& name) {
    auto policy = file ? file->policy_for(name) : Result<trust::Policy>(book.policy_for(name));
    if (!policy) return policy;
    policy->timestamp_authorities = authorities;
    policy->allow_unsigned_files |= given.ignore_unsigned_files;
    policy->independent_times = std::max(policy->independent_times, given.timestamp_threshold);
    return policy;
  };
  request.each = std::move(*each);
  request.each.known_names = book->known();
  return request;
}

int exit_code(const ScanAnswer& answer, const base::Task& task) {
  std::vector<verdict::Ending> endings;
  for (const auto& row : answer.rows) {
    if (row) endings.push_back(row->ending);
  }
  if (task.stopped()) endings.push_back({verdict::Verdict::undetermined, exit_cancelled});
  // Where not all was looked at, what is there may be worse, or nothing.
  if (!answer.found.findings.empty()) endings.push_back({verdict::Verdict::undetermined, exit_undetermined});
  return verdict::worst_exit_code(endings);
}

/// "12 of 300, org/model: "
std::string head(const ScanAnswer& answer, std::size_t place) {
  return std::to_string(place + 1) + " of " + std::to_string(answer.rows.size()) + ", " +
         base::visible(answer.found.models[place].label, 40) + ": ";
}

}  // namespace

int scan(const ScanOptions& options, const CommonOptions& common, const Console& console) {
  std::optional<ProgressLine> line(std::in_place, console.err, console.progress && common.progress());
  const auto task = line->task(console.stop);
  ScanAnswer answer;
  answer.found = model::find_models({options.places.begin(), options.places.end()}, task);
  answer.rows.resize(answer.found.models.size());
  auto asked = request(options, answer.found, common, console);
  if (!asked) {
    line.reset();
    return give_up(asked.error(), common, console);
  }
  StoredDigests stored(options.each.use_digest_cache, console.now);
  asked->each.digest_cache = stored.cache();

  ScanTable table(console.out, console.colour, options.quiet);
  verdict::ScanWatch watch;
  watch.begun = [&](std::size_t place) { line->begin(head(answer, place)); };
  watch.finished = [&](const verdict::Scanned& scanned) {
    auto& row = answer.rows[scanned.place];
    row = words::scan_row(scanned);
    if (common.json) return;
    line->clear();
    table.add(answer.found.models[scanned.place], *row);
  };
  verdict::scan(*asked, task, watch);
  answer.exit_code = exit_code(answer, task);
  line.reset();
  if (common.json) {
    write_json(console.out, scan_json(answer));
  } else {
    table.end(answer);
  }
  return answer.exit_code;
}

}  // namespace weighmaster::terminal
