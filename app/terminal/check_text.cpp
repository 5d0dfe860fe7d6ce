#include "check_text.h"

#include <algorithm>
#include <ostream>

#include "words/audit.h"

namespace weighmaster::terminal {
namespace {

using audit::CheckedModel;
using audit::CheckedReport;
using audit::Pages;
using audit::RootUsed;
using words::Sentence;

void write(std::ostream& out, const Sentence& sentence) {
  if (!sentence.empty()) out << words::fill(sentence) << '\n';
}

void write(std::ostream& out, const std::vector<base::Finding>& findings) {
  for (const auto& finding : findings) {
    write(out, words::what_is_so(finding));
    write(out, words::what_to_do(finding.code));
  }
}

bool agrees(const CheckedReport& report) {
  return report.findings.empty() &&
         std::all_of(report.models.begin(), report.models.end(),
                     [](const CheckedModel& model) { return model.findings.empty(); });
}

/// "3 files are not as the report says", with the first of them.
std::vector<std::string> names_of(const std::vector<audit::Since>& since) {
  std::vector<std::string> names;
  for (const auto& each : since) names.push_back(each.name);
  return names;
}

void write_model(std::ostream& out, const CheckedModel& model, const std::string& program,
                 const TextStyle& style) {
  write(out, words::what_it_says(model.stated, model.stated_verdict, program));
  write(out, words::whom_it_expected(model.stated));
  if (model.root == RootUsed::known) write(out, words::phrase_of(words::AuditWord::root_is_known));
  if (model.root == RootUsed::another) write(out, words::phrase_of(words::AuditWord::root_is_another));
  if (model.root == RootUsed::enclosed_unsafe)
    write(out, words::phrase_of(words::AuditWord::root_taken_unsafe));
  write(out, model.findings);
  write(out, words::what_changed_since(names_of(model.since)));
  out << '\n';
  write_report(out, model.now, style);
}

void write_pages(std::ostream& out, Pages pages) {
  if (pages == Pages::same) write(out, words::phrase_of(words::AuditWord::page_made_anew));
  if (pages == Pages::other_version) write(out, words::phrase_of(words::AuditWord::page_of_another_version));
  if (pages == Pages::not_compared) write(out, words::phrase_of(words::AuditWord::pages_not_compared));
}

Sentence headline(const CheckedReport& report) {
  using enum words::AuditWord;
  if (!agrees(report)) return words::phrase_of(contradicts);
  const bool has_model = std::all_of(report.models.begin(), report.models.end(),
                                     [](const CheckedModel& model) { return model.has_model; });
  const auto verdict = audit::verdict(report);
  if (has_model && verdict == verdict::Verdict::trusted) return words::phrase_of(holds);
  if (!has_model && verdict == verdict::Verdict::partial) return words::phrase_of(holds_without_model);
  return words::phrase_of(evidence_agrees);
}

}  // namespace

void write_checked(std::ostream& out, const CheckedReport& report, const TextStyle& style) {
  write(out, headline(report));
  if (!report.models.empty() && !report.models.front().has_model)
    write(out, words::phrase_of(words::AuditWord::do_give_model));
  write_pages(out, report.pages);
  write(out, report.findings);
  for (const auto& model : report.models) {
    out << '\n';
    write_model(out, model, report.program, style);
  }
}

}  // namespace weighmaster::terminal
