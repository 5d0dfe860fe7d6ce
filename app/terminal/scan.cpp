#include "scan.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "address_book.h"
#include "answer.h"
#include "audit/report.h"
#include "base/limits.h"
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

int exit_code(const ScanAnswer& answer, const std::stop_token& stop) {
  std::vector<verdict::Ending> endings;
  for (const auto& row : answer.rows) {
    if (row) endings.push_back(row->ending);
  }
  if (stop.stop_requested()) endings.push_back({verdict::Verdict::undetermined, exit_cancelled});
  // Where not all was looked at, what is there may be worse, or nothing.
  if (!answer.found.findings.empty() || answer.report_error)
    endings.push_back({verdict::Verdict::undetermined, exit_undetermined});
  return verdict::worst_exit_code(endings);
}

/// The answer stands all the same: the models were checked.
void give_up_report(const base::Error& error, const CommonOptions& common, const Console& console) {
  console.out << std::flush;
  say(Level::error, "No report was written.", common, console);
  static_cast<void>(give_up(error, common, console));
}

/// "12 of 300, org/model: "
std::string head(const ScanAnswer& answer, std::size_t place) {
  return std::to_string(place + 1) + " of " + std::to_string(answer.rows.size()) + ", " +
         base::visible(answer.found.models[place].label, 40) + ": ";
}

/// The audit report, made as models finish; nothing where none is asked for.
std::optional<audit::ReportMaker> report_maker(const ReportFileOptions& options) {
  if (options.file.empty()) return std::nullopt;
  return std::optional<audit::ReportMaker>(std::in_place, program_and_version(),
                                           options.form() != audit::Form::json);
}

/// Nobody could check a report of more.
Result<void> fits_one_report(const ScanOptions& options, const model::Collection& found) {
  const bool is_asked = !options.report.file.empty();
  if (!is_asked || found.models.size() <= base::limits::audit_models) return {};
  return base::fail(base::Code::scan_too_many, options.places.front(),
                    "a report takes " + std::to_string(base::limits::audit_models) + " models");
}

/// Of a scan that was stopped none is written, as of everything else that is stopped.
Result<void> write_report_of_all(audit::ReportMaker maker, const ScanOptions& options, const base::Task& task,
                                 const ScanAnswer& answer, const Console& console) {
  if (task.stopped()) return base::fail(base::cancelled());
  return write_report_file(std::move(maker).finish(answer.scope()), options.report, console);
}

}  // namespace

int scan(const ScanOptions& options, const CommonOptions& common, const Console& console) {
  auto maker = report_maker(options.report);
  if (maker) {
    if (auto can = check_report_target(options.report); !can) return give_up(can.error(), common, console);
  }
  std::optional<ProgressLine> line(std::in_place, console.err, console.progress && common.progress());
  const auto task = line->task(console.stop);
  ScanAnswer answer;
  answer.found = model::find_models({options.places.begin(), options.places.end()}, task);
  answer.rows.resize(answer.found.models.size());
  auto fits = fits_one_report(options, answer.found);
  auto asked = fits ? request(options, answer.found, common, console) : base::fail(fits.error());
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
    if (maker) maker->add(scanned.report, *scanned.request);
    if (common.json) return;
    line->clear();
    table.add(answer.found.models[scanned.place], *row);
  };
  verdict::scan(*asked, task, watch);
  line.reset();
  if (maker) {
    answer.report = options.report;
    auto written = write_report_of_all(std::move(*maker), options, {console.stop, {}}, answer, console);
    if (!written) answer.report_error = std::move(written.error());
  }
  answer.exit_code = exit_code(answer, console.stop);
  if (common.json) {
    write_json(console.out, scan_json(answer));
  } else {
    table.end(answer);
    if (answer.report_error) give_up_report(*answer.report_error, common, console);
  }
  return answer.exit_code;
}

}  // namespace weighmaster::terminal
