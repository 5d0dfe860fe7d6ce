#include "words/document.h"

#include <algorithm>

#include "base/file.h"
#include "words/basis.h"
#include "words/document_parts.h"

namespace weighmaster::words {
namespace {

using verdict::Report;
using verdict::Verdict;

std::string model_name(const Report& report) {
  const auto& path = report.model;
  const auto last = path.has_filename() ? path.filename() : path.parent_path().filename();
  return base::utf8(last.empty() ? path : last);
}

Sentence title_of(const Report& report) {
  return {phrases::audit_title, {quoted_name("model", model_name(report))}, {}};
}

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

/// On paper nothing can be clicked.
Card card_on_paper(const Report& report) {
  Card face = card(report, utc(report.checked_at));
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
  add_row(list, phrases::audit_verdict, literal_cell(name(verdict), mark_of(verdict)));
  add_model(list, report);
  list.rows.push_back({phrases::audit_signer, signer_cells(report)});
  list.rows.push_back({phrases::audit_expected, expected_cells(report)});
  add_row(list, phrases::audit_signed_at,
          report.signed_at && may_name_signer(report) ? time_cell(*report.signed_at)
                                                      : words_cell(phrases::audit_no_time));
  add_row(list, phrases::audit_checked_at, time_cell(report.checked_at));
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

Sentence footer_of(const std::string& program, base::TimePoint checked_at) {
  return {phrases::audit_footer, {plain("program", program), plain("time", utc(checked_at))}, {}};
}

bool is_trusted(const Report& report) {
  return verdict::verdict(report) == Verdict::trusted;
}

Card card_of_all(const std::vector<Report>& reports) {
  Card card;
  card.verdict = reports.empty() ? Verdict::undetermined : Verdict::trusted;
  for (const auto& report : reports) card.verdict = std::max(card.verdict, verdict::verdict(report));
  const auto others =
      reports.size() - static_cast<std::size_t>(std::count_if(reports.begin(), reports.end(), is_trusted));
  if (reports.empty()) {
    card.headline = phrase(phrases::audit_no_models);
  } else if (others == 0) {
    card.headline = counted(reports.size(), phrases::audit_all_trusted, phrases::audit_all_trusted);
  } else {
    card.headline = counted(others, phrases::audit_some_one, phrases::audit_some_many);
  }
  card.advice = phrase(phrases::audit_do_read_each);
  return card;
}

Section table_of_models(const std::vector<Report>& reports) {
  Table table{{{phrases::audit_number, 1, Cell::Kind::number},
               {phrases::audit_model, 5, Cell::Kind::literal},
               {phrases::audit_verdict, 3},
               {phrases::audit_signer, 5},
               {phrases::audit_files, 4}},
              {}};
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const auto& report = reports[i];
    const auto verdict = verdict::verdict(report);
    const auto files = facts(report).files;
    table.rows.push_back({number_cell(i + 1), literal_cell(base::utf8(report.model)),
                          literal_cell(name(verdict), mark_of(verdict)), signer_cells(report).front(),
                          words_cell(files.value, files.mark)});
  }
  return {phrase(phrases::audit_models), {table}, {}};
}

Section section_of(const Report& report, const std::string& program) {
  const Card face = card_on_paper(report);
  Section section{title_of(report), {}, sections_of(report)};
  section.blocks.emplace_back(Paragraph{face.headline, true});
  for (const auto& sentence : face.basis) section.blocks.emplace_back(Paragraph{sentence});
  section.blocks.emplace_back(Paragraph{face.advice});
  section.blocks.emplace_back(summary_of(report, program));
  return section;
}

}  // namespace

Document document(const Report& report, const std::string& program, const std::vector<Enclosed>& enclosed) {
  Document document;
  document.title = title_of(report);
  document.card = card_on_paper(report);
  document.summary = summary_of(report, program);
  document.sections = sections_of(report);
  document.sections.push_back(about_section(enclosed));
  document.footer = footer_of(program, report.checked_at);
  return document;
}

Document document(const std::vector<Report>& reports, const std::string& program,
                  const std::vector<Enclosed>& enclosed) {
  if (reports.size() == 1) return document(reports.front(), program, enclosed);
  Document document;
  document.title = counted(reports.size(), phrases::audit_title_all, phrases::audit_title_all);
  document.card = card_of_all(reports);
  base::TimePoint checked_at{};
  for (const auto& report : reports) checked_at = std::max(checked_at, report.checked_at);
  add_row(document.summary, phrases::audit_verdict,
          literal_cell(name(document.card.verdict), mark_of(document.card.verdict)));
  add_row(document.summary, phrases::audit_checked_at, time_cell(checked_at));
  add_row(document.summary, phrases::audit_program, words_cell(with_value(phrases::audit_value, program)));
  document.sections.push_back(table_of_models(reports));
  for (const auto& report : reports) document.sections.push_back(section_of(report, program));
  document.sections.push_back(about_section(enclosed));
  document.footer = footer_of(program, checked_at);
  return document;
}

}  // namespace weighmaster::words
