#pragma once

#include <string>
#include <vector>

#include "verdict/report.h"
#include "words/sentence.h"

/// What is said of an audit report that was checked again.
namespace weighmaster::words {

enum class AuditWord : std::uint8_t {
  holds,
  holds_without_model,
  evidence_agrees,  // and what it amounts to is said below
  contradicts,
  do_give_model,
  root_is_known,
  root_is_another,
  root_taken_unsafe,
  page_made_anew,
  page_of_another_version,
  pages_not_compared,
};
[[nodiscard]] Sentence phrase_of(AuditWord word);

/// "The report says: trusted, checked … by …."
[[nodiscard]] Sentence what_it_says(const verdict::Report& stated, std::optional<verdict::Verdict> verdict,
                                    const std::string& program);
/// Whom it says was expected: a claim.
[[nodiscard]] Sentence whom_it_expected(const verdict::Report& stated);
/// Files that are not as the report says, counted, the first by name; empty where there are none.
[[nodiscard]] Sentence what_changed_since(const std::vector<std::string>& names);

}  // namespace weighmaster::words
