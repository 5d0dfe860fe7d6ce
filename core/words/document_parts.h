#pragma once

#include "words/document.h"
#include "words/phrases.h"

/// What an audit report's document is put together from; each part in its own file.
namespace weighmaster::words {

/// A phrase without arguments.
[[nodiscard]] Sentence phrase(std::string_view text);
/// `text` with our own value, or escaped one, as `{value}`.
[[nodiscard]] Sentence with_value(std::string_view text, std::string value);

/// Words of our own.
[[nodiscard]] Cell words_cell(Sentence text, FactMark mark = FactMark::none);
[[nodiscard]] Cell words_cell(std::string_view text, FactMark mark = FactMark::none);
/// What is compared letter by letter, from wherever: escaped, whole.
[[nodiscard]] Cell literal_cell(std::string_view value, FactMark mark = FactMark::none);
[[nodiscard]] Cell number_cell(std::uint64_t value);
/// "2026-06-01 12:00:05 UTC", or with parts of a second where there are any.
[[nodiscard]] std::string utc(base::TimePoint time);
/// When the check was, to the second.
[[nodiscard]] base::TimePoint checked_at(const verdict::Report& report);
[[nodiscard]] Cell time_cell(base::TimePoint time);
/// Passed, failed, not checked, does not apply.
[[nodiscard]] Cell outcome_cell(verdict::Outcome outcome);

/// What a verdict is, by a sign.
[[nodiscard]] FactMark mark_of(verdict::Verdict verdict);
/// At the foot of every page.
[[nodiscard]] Sentence footer(const std::string& program, base::TimePoint checked_at);
/// What was found. Of a changed file without its digests, which stand whole in the table of files.
[[nodiscard]] Cell finding_cell(const base::Finding& finding);

/// Adds a row, where there is something to say.
void add_row(FactsList& list, std::string_view label, Cell value);
void add_literal(FactsList& list, std::string_view label, std::string_view value);

/// Whether the names in the signature file may be shown as a signer's.
[[nodiscard]] bool may_name_signer(const verdict::Report& report);
/// Who signed, as far as that may be said: for the first page.
[[nodiscard]] std::vector<Cell> signer_cells(const verdict::Report& report);
/// Whom the person expects: a row for each name, issuer, key and root, its value first; none of nobody.
[[nodiscard]] FactsList expected_list(const verdict::Report& report);
[[nodiscard]] std::vector<Cell> expected_cells(const verdict::Report& report);
[[nodiscard]] std::vector<Cell> trust_root_cells(const verdict::Report& report);

[[nodiscard]] Section checks_section(const verdict::Report& report);
[[nodiscard]] Section signer_section(const verdict::Report& report);
[[nodiscard]] Section policy_section(const verdict::Report& report);
[[nodiscard]] Section log_section(const verdict::Report& report);
[[nodiscard]] Section timestamps_section(const verdict::Report& report);
[[nodiscard]] Section statement_section(const verdict::Report& report);
[[nodiscard]] Section files_section(const verdict::Report& report);
[[nodiscard]] Section not_covered_section(const verdict::Report& report);
[[nodiscard]] Section code_section(const verdict::Report& report);
[[nodiscard]] Section search_section(const verdict::Report& report);
[[nodiscard]] Section about_section(const std::vector<Enclosed>& enclosed);

}  // namespace weighmaster::words
