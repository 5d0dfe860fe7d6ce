#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/code.h"
#include "base/result.h"
#include "verdict/report.h"
#include "words/sentence.h"

namespace weighmaster::words {

/// A code in words: what is so (with `{subject}` and `{detail}`), the same without names, and what to do
/// about it.
struct CodeWords {
  std::string_view what;
  /// The same as `what` where that has no names in it.
  std::string_view nameless;
  /// Empty where there is nothing to do.
  std::string_view todo;
};
[[nodiscard]] CodeWords words_of(base::Code code);

/// "The file “config.json” is not what was signed." with subject and detail in place.
[[nodiscard]] Sentence what_is_so(const base::Finding& finding);
[[nodiscard]] Sentence what_is_so(const base::Error& error);
/// The same without anything from outside.
[[nodiscard]] Sentence what_is_so(base::Code code);
/// Empty where there is nothing to do.
[[nodiscard]] Sentence what_to_do(base::Code code);

/// The main thing a person can do about a verdict; the window makes buttons of them.
enum class Action : std::uint8_t {
  none,
  show_files,  // all
  show_changes,
  show_missing,
  show_unsigned,
  check_without_unsigned,
  say_who_signed,  // "I know who should have signed…"
  choose_signature,
  choose_key,
  import_trust,
  correct_expectation,  // what the person said themself, never what a signature says
  show_signer,
  show_checks,
  copy_details,
  undo_trust,  // of a choice that was made in the window
  check_again,
};
[[nodiscard]] std::string_view label(Action action);

/// The colour of a card, never its only signal.
enum class Tone : std::uint8_t { good, neutral, caution, bad };
[[nodiscard]] Tone tone(verdict::Verdict verdict);

/// Three sentences and what can be done. Headline and advice hold no text from outside.
struct Card {
  verdict::Verdict verdict = verdict::Verdict::undetermined;
  Sentence headline;
  std::vector<Sentence> basis;
  Sentence advice;
  Action main = Action::none;
  std::vector<Action> others;
};
/// `checked_at_local`: the time of the check as this computer's clock shows it, "14:02".
[[nodiscard]] Card card(const verdict::Report& report, const std::string& checked_at_local);

/// One of the four facts under the card.
enum class FactMark : std::uint8_t { good, bad, doubt, pending, none };
struct Fact {
  FactMark mark = FactMark::none;
  Sentence value;   // "9 of 9 match"
  Sentence remark;  // "14.2 GB, SHA-256"
};
struct Facts {
  Fact files;
  Fact signer;
  Fact log;
  Fact certificates;
};
[[nodiscard]] Facts facts(const verdict::Report& report);

[[nodiscard]] std::string_view title(verdict::StepId step);
/// One line: what the step asks.
[[nodiscard]] std::string_view question(verdict::StepId step);
[[nodiscard]] std::string_view title(verdict::Outcome outcome);
[[nodiscard]] std::string_view title(verdict::FileState state);
[[nodiscard]] std::string_view title(model::CodeRisk risk);
[[nodiscard]] std::string_view title(signature::Method method);

/// All literals of this room, for the test that each is short, plain and translatable.
[[nodiscard]] std::vector<std::string_view> all_literals();

}  // namespace weighmaster::words
