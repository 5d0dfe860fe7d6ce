#include "words/audit.h"

#include <algorithm>
#include <array>

#include "words/basis.h"
#include "words/document_parts.h"

namespace weighmaster::words {
namespace {

/// As many as a person reads.
constexpr std::size_t names_shown = 5;

}  // namespace

Sentence phrase_of(AuditWord word) {
  using namespace phrases;
  static constexpr std::array all{
      audit_holds,          audit_holds_without_model,     audit_evidence_agrees,   audit_contradicts,
      audit_do_give_model,  audit_root_is_known,           audit_root_is_another,   audit_root_taken_unsafe,
      audit_page_made_anew, audit_page_of_another_version, audit_pages_not_compared};
  return phrase(all.at(static_cast<std::size_t>(word)));
}

Sentence what_it_says(const verdict::Report& stated, std::optional<verdict::Verdict> verdict,
                      const std::string& program) {
  return {phrases::audit_it_says,
          {plain("value", verdict ? std::string(name(*verdict)) : "?"), plain("time", utc(stated.checked_at)),
           quoted_name("program", program)},
          {}};
}

Sentence whom_it_expected(const verdict::Report& stated) {
  if (verdict::expects_nobody(stated)) return phrase(phrases::audit_expected_nobody_then);
  Sentence sentence{phrases::audit_expected_then, {}, {}};
  for (const auto& cell : expected_cells(stated)) {
    if (cell.kind == Cell::Kind::literal) sentence.arguments.push_back(quoted_name("names", fill(cell.text)));
  }
  return sentence;
}

Sentence what_changed_since(const std::vector<std::string>& names) {
  if (names.empty()) return {};
  Sentence sentence = counted(names.size(), phrases::audit_since_one, phrases::audit_since_many);
  if (names.size() > names_shown) {
    sentence.text = phrases::audit_since_more;
    sentence.arguments.push_back(plain("more", grouped(names.size() - names_shown)));
  }
  for (std::size_t i = 0; i < std::min(names.size(), names_shown); ++i)
    sentence.arguments.push_back(quoted_name("names", names[i], 120));
  return sentence;
}

}  // namespace weighmaster::words
