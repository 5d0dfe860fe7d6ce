#include "words/document.h"

#include <algorithm>

#include "base/file.h"
#include "trust/model_name.h"
#include "words/basis.h"
#include "words/document_parts.h"
#include "words/scan_row.h"

namespace weighmaster::words {
namespace {

using verdict::Report;
using verdict::Verdict;

/// Of a hub's cache its name there: revisions all look alike.
std::string model_name(const Report& report) {
  const auto& path = report.model;
  if (auto name = trust::model_name_of_snapshot(path)) return *std::move(name);
  const auto last = path.has_filename() ? path.filename() : path.parent_path().filename();
  return base::utf8(last.empty() ? path : last);
}

Sentence title_of(const Report& report) {
  return {phrases::audit_title, {quoted_name("model", model_name(report))}, {}};
}

/// Among others: folders of one name are told apart by where they lie.
std::string model_place(const Report& report) {
  return trust::model_name_of_snapshot(report.model).value_or(base::utf8(report.model));
}

/// On paper nothing can be clicked.
Card card_on_paper(const Report& report) {
  Card face = card(report, utc(checked_at(report)));
  face.main = Action::none;
  face.others.clear();
  return face;
}

void add_model(FactsList& list, const Report& report) {
  add_literal(list, phrases::audit_model, model_name(report));
  add_literal(list, phrases::audit_place, base::utf8(report.model));
  add_row(list, phrases::audit_signature_file,
          report.signature ? literal_cell(base::utf8(*report.signature))
                           : words_cell(phrases::audit_no_signature_file, FactMark::doubt));
}

FactsList summary_of(const Report& report, const std::string& program) {
  FactsList list;
  const auto verdict = verdict::verdict(report);
  add_row(list, phrases::audit_verdict, words_cell(title(verdict), mark_of(verdict)));
  add_model(list, report);
  list.rows.push_back({phrases::audit_signer, signer_cells(report)});
  list.rows.push_back({phrases::audit_expected, expected_cells(report)});
  add_row(list, phrases::audit_signed_at,
          report.signed_at && may_name_signer(report) ? time_cell(*report.signed_at)
                                                      : words_cell(phrases::audit_no_time));
  add_row(list, phrases::audit_checked_at, time_cell(checked_at(report)));
  const auto files = facts(report).files;
  list.rows.push_back(
      {phrases::audit_files, {words_cell(files.value, files.mark), words_cell(files.remark)}});
  list.rows.push_back({phrases::audit_trust_root, trust_root_cells(report)});
  add_row(list, phrases::audit_program, words_cell(with_value(phrases::audit_value, program)));
  return list;
}

std::vector<Section> sections_of(const Report& report) {
  std::vector<Section> sections{
      checks_section(report), signer_section(report),      policy_section(report),
      log_section(report),    timestamps_section(report),  statement_section(report),
      files_section(report),  not_covered_section(report), code_section(report)};
  if (!report.looked_in.empty() || !report.other_signatures.empty())
    sections.push_back(search_section(report));
  return sections;
}

}  // namespace

FactMark mark_of(Verdict verdict) {
  switch (tone(verdict)) {
    case Tone::good:
      return FactMark::good;
    case Tone::neutral:
    case Tone::caution:
      return FactMark::doubt;
    case Tone::bad:
      return FactMark::bad;
  }
  return FactMark::doubt;
}

Sentence footer(const std::string& program, base::TimePoint checked_at) {
  return {phrases::audit_footer, {plain("program", program), plain("time", utc(checked_at))}, {}};
}

ModelDocument model_document(const Report& report, const std::string& program) {
  ModelDocument model;
  auto& document = model.document;
  document.title = title_of(report);
  document.card = card_on_paper(report);
  document.summary = summary_of(report, program);
  document.sections = sections_of(report);
  document.footer = footer(program, checked_at(report));
  const auto verdict = document.card.verdict;
  const auto files = facts(report).files;
  model.row = {literal_cell(model_place(report)), words_cell(title(verdict), mark_of(verdict)),
               signer_cells(report).front(), words_cell(files.value, files.mark)};
  model.checked_at = checked_at(report);
  return model;
}

Document document(const Report& report, const std::string& program, const std::vector<Enclosed>& enclosed) {
  auto document = model_document(report, program).document;
  document.sections.push_back(about_section(enclosed));
  return document;
}

}  // namespace weighmaster::words
