#include "words/document_parts.h"

#include <chrono>
#include <limits>

#include "base/text.h"

namespace weighmaster::words {

using verdict::Outcome;

Sentence phrase(std::string_view text) {
  return {text, {}, {}};
}

Sentence with_value(std::string_view text, std::string value) {
  return {text, {plain("value", std::move(value))}, {}};
}

Cell words_cell(Sentence text, FactMark mark) {
  return {std::move(text), Cell::Kind::text, mark};
}

Cell words_cell(std::string_view text, FactMark mark) {
  return words_cell(phrase(text), mark);
}

Cell literal_cell(std::string_view value, FactMark mark) {
  constexpr auto whole = std::numeric_limits<std::size_t>::max();
  return {with_value(phrases::audit_value, base::visible(value, whole)), Cell::Kind::literal, mark};
}

Cell number_cell(std::uint64_t value) {
  return {with_value(phrases::audit_value, grouped(value)), Cell::Kind::number, FactMark::none};
}

std::string utc(base::TimePoint time) {
  auto text = base::to_rfc3339(time);
  text.at(10) = ' ';
  text.back() = ' ';
  return text + "UTC";
}

base::TimePoint checked_at(const verdict::Report& report) {
  return std::chrono::floor<std::chrono::seconds>(report.checked_at);
}

Cell time_cell(base::TimePoint time) {
  return words_cell(with_value(phrases::audit_value, utc(time)));
}

Cell outcome_cell(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return words_cell(title(outcome), FactMark::good);
    case Outcome::failed:
      return words_cell(title(outcome), FactMark::bad);
    case Outcome::not_checked:
      return words_cell(title(outcome), FactMark::doubt);
    case Outcome::not_applicable:
      break;
  }
  return words_cell(title(Outcome::not_applicable));
}

Cell finding_cell(const base::Finding& finding) {
  auto told = finding;
  if (told.code == base::Code::content_changed) told.detail.clear();
  return words_cell(what_is_so(told));
}

void add_row(FactsList& list, std::string_view label, Cell value) {
  list.rows.push_back({label, {std::move(value)}});
}

void add_literal(FactsList& list, std::string_view label, std::string_view value) {
  if (!value.empty()) add_row(list, label, literal_cell(value));
}

}  // namespace weighmaster::words
