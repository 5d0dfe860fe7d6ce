#include "audit/told.h"

#include <algorithm>

#include "words/audit.h"

namespace weighmaster::audit {
namespace {

using words::AuditWord;
using words::Sentence;

void add(std::vector<Sentence>& sentences, Sentence sentence) {
  if (!sentence.empty()) sentences.push_back(std::move(sentence));
}

void add(std::vector<Sentence>& sentences, const std::vector<base::Finding>& findings) {
  for (const auto& finding : findings) {
    add(sentences, words::what_is_so(finding));
    add(sentences, words::what_to_do(finding.code));
  }
}

bool all_compared(const CheckedReport& report) {
  return std::all_of(report.models.begin(), report.models.end(),
                     [](const CheckedModel& model) { return model.has_model; });
}

Sentence about_pages(Pages pages) {
  switch (pages) {
    case Pages::same:
      return words::phrase_of(AuditWord::page_made_anew);
    case Pages::other_version:
      return words::phrase_of(AuditWord::page_of_another_version);
    case Pages::not_compared:
      return words::phrase_of(AuditWord::pages_not_compared);
    case Pages::none:
    case Pages::differ:  // a finding
      break;
  }
  return {};
}

Sentence about_root(RootUsed root) {
  switch (root) {
    case RootUsed::known:
      return words::phrase_of(AuditWord::root_is_known);
    case RootUsed::another:
      return words::phrase_of(AuditWord::root_is_another);
    case RootUsed::enclosed_unsafe:
      return words::phrase_of(AuditWord::root_taken_unsafe);
    case RootUsed::none:
      break;
  }
  return {};
}

std::vector<std::string> names_of(const std::vector<Since>& since) {
  std::vector<std::string> names;
  for (const auto& each : since) names.push_back(each.name);
  return names;
}

}  // namespace

Sentence headline(const CheckedReport& report) {
  const bool is_bad = report.beside && best_with(*report.beside) >= verdict::Verdict::changed;
  return words::headline({agrees_with_itself(report), rests_on_unknown_root(report), all_compared(report),
                          is_bad, verdict(report)});
}

std::vector<Sentence> about_report(const CheckedReport& report) {
  std::vector<Sentence> sentences;
  // A model can be compared with a report of one.
  if (report.models.size() == 1 && !all_compared(report))
    add(sentences, words::phrase_of(AuditWord::do_give_model));
  if (report.scope && !report.scope->is_whole()) add(sentences, words::phrase_of(AuditWord::says_not_all));
  if (report.beside) {
    for (auto& sentence : words::who_signed_the_report(report.beside->report))
      add(sentences, std::move(sentence));
  }
  add(sentences, about_pages(report.pages));
  add(sentences, report.findings);
  return sentences;
}

words::Card card(const CheckedModel& model, const std::string& checked_at_local) {
  return model.has_model ? words::card(model.now, checked_at_local)
                         : words::card_without_model(model.now, verdict(model), checked_at_local);
}

std::vector<Sentence> about_model(const CheckedModel& model, const std::string& program) {
  std::vector<Sentence> sentences;
  add(sentences, words::what_it_says(model.stated, model.stated_verdict, program));
  for (auto& sentence : words::whom_it_expected(model.stated)) add(sentences, std::move(sentence));
  add(sentences, about_root(model.root));
  add(sentences, model.findings);
  add(sentences, words::what_changed_since(names_of(model.since)));
  return sentences;
}

}  // namespace weighmaster::audit
