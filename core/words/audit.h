#pragma once

#include <string>
#include <vector>

#include "verdict/report.h"
#include "words/words.h"

/// What is said of an audit report that was checked again.
namespace weighmaster::words {

enum class AuditWord : std::uint8_t {
  do_give_model,
  root_is_known,
  root_is_another,
  root_taken_unsafe,
  page_made_anew,
  page_of_another_version,
  pages_not_compared,
  says_not_all,
};
[[nodiscard]] Sentence phrase_of(AuditWord word);

/// What a checked report came to, as far as its headline depends on it.
struct AuditOutcome {
  /// The report says nothing but what follows from its evidence.
  bool agrees = false;
  /// What follows from it, follows only under a root that nobody here has chosen.
  bool root_is_unknown = false;
  /// Every model of it was compared.
  bool has_models = false;
  /// Its own signature is false, or is about something else.
  bool signature_is_bad = false;
  verdict::Verdict verdict = verdict::Verdict::undetermined;
};
[[nodiscard]] Sentence headline(const AuditOutcome& outcome);

/// The card of a signature whose model is not at hand, under the verdict that it came to; `partial` at best.
[[nodiscard]] Card card_without_model(const verdict::Report& report, verdict::Verdict verdict,
                                      const std::string& checked_at_local);

/// Of the signature beside a report: who signed it, or what is wrong with that. Nobody is named as the signer
/// under one that is not true.
[[nodiscard]] std::vector<Sentence> who_signed_the_report(const verdict::Report& beside);

/// "The report says: trusted, checked … by …."
[[nodiscard]] Sentence what_it_says(const verdict::Report& stated, std::optional<verdict::Verdict> verdict,
                                    const std::string& program);
/// Whom it says was expected: a claim.
[[nodiscard]] std::vector<Sentence> whom_it_expected(const verdict::Report& stated);
/// Files that are not as the report says, counted, the first by name; empty where there are none.
[[nodiscard]] Sentence what_changed_since(const std::vector<std::string>& names);

}  // namespace weighmaster::words
