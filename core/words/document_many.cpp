#include <algorithm>

#include "base/file.h"
#include "words/basis.h"
#include "words/document_parts.h"
#include "words/scan_row.h"

namespace weighmaster::words {
namespace {

using verdict::ScanScope;
using verdict::Verdict;
using Models = std::vector<ModelDocument>;

bool is_whole(const std::optional<ScanScope>& scope) {
  return !scope || scope->is_whole();
}

Verdict worst_of(const Models& models, const std::optional<ScanScope>& scope) {
  auto worst = models.empty() || !is_whole(scope) ? Verdict::undetermined : Verdict::trusted;
  for (const auto& model : models) worst = std::max(worst, model.document.card.verdict);
  return worst;
}

Card card_of_all(const Models& models, const std::optional<ScanScope>& scope) {
  Card card;
  card.verdict = worst_of(models, scope);
  const auto others =
      static_cast<std::size_t>(std::count_if(models.begin(), models.end(), [](const auto& model) {
        return model.document.card.verdict != Verdict::trusted;
      }));
  if (models.empty()) {
    card.headline = phrase(phrases::audit_no_models);
  } else if (others > 0) {
    card.headline = counted(others, phrases::audit_some_one, phrases::audit_some_many);
  } else if (!is_whole(scope)) {
    card.headline = phrase(phrases::audit_not_all);
  } else {
    card.headline = counted(models.size(), phrases::audit_all_one, phrases::audit_all_many);
  }
  if (!is_whole(scope)) card.basis.push_back(phrase(phrases::audit_scope_left));
  card.advice = phrase(phrases::audit_do_read_each);
  return card;
}

Section table_of_models(Models& models) {
  Table table{{{phrases::audit_number, 1, Cell::Kind::number},
               {phrases::audit_model, 5, Cell::Kind::literal},
               {phrases::audit_verdict, 3},
               {phrases::audit_signer, 5},
               {phrases::audit_files, 4}},
              {}};
  for (auto& model : models) {
    auto row = std::move(model.row);
    row.insert(row.begin(), number_cell(table.rows.size() + 1));
    table.rows.push_back(std::move(row));
  }
  return {phrase(phrases::audit_models), {std::move(table)}, {}};
}

/// A smaller heading with a table; nothing where that is empty.
void add_part(Section& section, std::string_view title, Table table) {
  if (!table.rows.empty()) section.parts.push_back({phrase(title), {std::move(table)}, {}});
}

Section scope_section(const ScanScope& scope) {
  Section section{phrase(phrases::audit_scope), {}, {}};
  const auto text = scope.is_whole() ? phrases::audit_scope_whole : phrases::audit_scope_left;
  section.blocks.emplace_back(Paragraph{phrase(text), !scope.is_whole()});
  Table models{{{phrases::audit_place, 1, Cell::Kind::literal}}, {}};
  for (const auto& path : scope.not_checked) models.rows.push_back({literal_cell(base::utf8(path))});
  add_part(section, phrases::audit_scope_models, std::move(models));
  Table places{{{phrases::audit_found, 4}, {phrases::audit_code, 2, Cell::Kind::literal}}, {}};
  for (const auto& finding : scope.findings)
    places.rows.push_back({words_cell(what_is_so(finding)), literal_cell(base::name(finding.code))});
  add_part(section, phrases::audit_scope_places, std::move(places));
  Table left_out{{{phrases::audit_place, 4, Cell::Kind::literal}, {phrases::audit_risk, 2}}, {}};
  for (const auto& each : scope.left_out)
    left_out.rows.push_back({literal_cell(base::utf8(each.path)), words_cell(title(each.reason))});
  add_part(section, phrases::audit_scope_left_out, std::move(left_out));
  return section;
}

/// All of a model's own document, as a chapter under its number in the table and its name.
Section chapter_of(Document document, std::size_t number) {
  Section section{std::move(document.title), {}, std::move(document.sections)};
  section.title.text = phrases::audit_chapter;
  section.title.arguments.push_back(plain("count", std::to_string(number)));
  section.blocks.emplace_back(Paragraph{std::move(document.card.headline), true});
  for (auto& sentence : document.card.basis) section.blocks.emplace_back(Paragraph{std::move(sentence)});
  section.blocks.emplace_back(Paragraph{std::move(document.card.advice)});
  section.blocks.emplace_back(std::move(document.summary));
  return section;
}

/// How many came to what, the worst first.
std::vector<Cell> counts_of(const Models& models) {
  std::vector<verdict::Ending> endings;
  for (const auto& model : models) endings.push_back({model.document.card.verdict, 0});
  std::vector<Cell> cells;
  for (const auto& [verdict, count] : count_verdicts(endings)) {
    auto text = with_value(phrases::audit_counted, std::string(title(verdict)));
    text.arguments.push_back(plain("count", grouped(count)));
    cells.push_back(words_cell(std::move(text), mark_of(verdict)));
  }
  return cells;
}

void summarise(Document& document, const Models& models, const std::string& program) {
  base::TimePoint checked_at{};
  for (const auto& model : models) checked_at = std::max(checked_at, model.checked_at);
  const auto verdict = document.card.verdict;
  add_row(document.summary, phrases::audit_verdict, words_cell(title(verdict), mark_of(verdict)));
  if (!models.empty()) document.summary.rows.push_back({phrases::audit_models, counts_of(models)});
  add_row(document.summary, phrases::audit_checked_at, time_cell(checked_at));
  add_row(document.summary, phrases::audit_program, words_cell(with_value(phrases::audit_value, program)));
  document.footer = footer(program, checked_at);
}

}  // namespace

Document document(Models models, const std::string& program, const std::vector<Enclosed>& enclosed,
                  const std::optional<ScanScope>& scope) {
  if (models.size() == 1 && !scope) {
    auto document = std::move(models.front().document);
    document.sections.push_back(about_section(enclosed));
    return document;
  }
  Document document;
  document.title = counted(models.size(), phrases::audit_title_one, phrases::audit_title_many);
  document.card = card_of_all(models, scope);
  summarise(document, models, program);
  document.sections.push_back(table_of_models(models));
  if (scope) document.sections.push_back(scope_section(*scope));
  std::size_t number = 0;
  for (auto& model : models) document.sections.push_back(chapter_of(std::move(model.document), ++number));
  document.sections.push_back(about_section(enclosed));
  return document;
}

}  // namespace weighmaster::words
