#include "words/scan_row.h"

#include <algorithm>

#include "words/phrases.h"

namespace weighmaster::words {
namespace {

using base::Effect;
using base::Finding;
using verdict::Report;
using verdict::Verdict;

std::vector<Finding> weighty_codes(const Report& report) {
  std::vector<Finding> findings;
  for (const auto& step : report.steps) {
    for (const auto& finding : step.findings) {
      const bool again = std::any_of(findings.begin(), findings.end(),
                                     [&](const Finding& other) { return other.code == finding.code; });
      if (base::effect(finding.code) != Effect::none && !again) findings.push_back(finding);
    }
  }
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return base::effect(a.code) > base::effect(b.code);
  });
  return findings;
}

Fact signer(const Report& report) {
  if (!report.method) return {FactMark::none, {phrases::scan_nobody, {}, {}}, {}};
  return facts(report).signer;
}

}  // namespace

ScanRow scan_row(const verdict::Scanned& scanned) {
  const auto& report = scanned.report;
  ScanRow row;
  row.ending = {verdict::verdict(report), verdict::exit_code(report)};
  row.signer = signer(report);
  row.reason = card(report, {}).basis.front();
  row.findings = weighty_codes(report);
  row.method = report.method;
  if (report.signer && row.ending.verdict != Verdict::signature_invalid)
    row.identity = report.signer->identity;
  row.name = scanned.name;
  row.size = scanned.size;
  row.bytes_hashed = report.bytes_hashed;
  row.checked_at = report.checked_at;
  row.took = report.took;
  return row;
}

std::string_view title(Verdict verdict) {
  using namespace phrases;
  switch (verdict) {
    case Verdict::trusted:
      return short_trusted;
    case Verdict::partial:
      return short_partial;
    case Verdict::extra_files:
      return short_extra_files;
    case Verdict::unknown_signer:
      return short_unknown_signer;
    case Verdict::unsigned_:
      return short_unsigned;
    case Verdict::undetermined:
      return short_undetermined;
    case Verdict::wrong_signer:
      return short_wrong_signer;
    case Verdict::changed:
      return short_changed;
    case Verdict::signature_invalid:
      return short_invalid;
  }
  return {};
}

std::string_view title(model::LeftOutReason reason) {
  switch (reason) {
    case model::LeftOutReason::dataset:
      return phrases::left_out_dataset;
    case model::LeftOutReason::space:
      return phrases::left_out_space;
    case model::LeftOutReason::empty_store:
      return phrases::left_out_empty_store;
  }
  return {};
}

std::vector<VerdictCount> count_verdicts(const std::vector<verdict::Ending>& endings) {
  std::vector<VerdictCount> counts;
  for (int place = static_cast<int>(Verdict::signature_invalid); place >= 0; --place) {
    const auto verdict = static_cast<Verdict>(place);
    const auto count = static_cast<std::size_t>(
        std::count_if(endings.begin(), endings.end(),
                      [&](const verdict::Ending& ending) { return ending.verdict == verdict; }));
    if (count > 0) counts.push_back({verdict, count});
  }
  return counts;
}

}  // namespace weighmaster::words
