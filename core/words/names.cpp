#include <array>

#include "words/phrases.h"
#include "words/words.h"

namespace weighmaster::words {
namespace {

template <std::size_t N, class Enum>
std::string_view at(const std::array<std::string_view, N>& names, Enum value) {
  return names.at(static_cast<std::size_t>(value));
}

}  // namespace

std::string_view label(Action action) {
  using namespace phrases;
  static constexpr std::array<std::string_view, 16> labels{"",
                                                           show_files,
                                                           show_changes,
                                                           show_missing,
                                                           show_unsigned,
                                                           check_without_unsigned,
                                                           say_who_signed,
                                                           choose_signature,
                                                           choose_key,
                                                           import_trust,
                                                           correct_expectation,
                                                           show_signer,
                                                           show_checks,
                                                           copy_details,
                                                           undo_trust,
                                                           check_again};
  return at(labels, action);
}

Tone tone(verdict::Verdict verdict) {
  using enum verdict::Verdict;
  switch (verdict) {
    case trusted:
      return Tone::good;
    case partial:
    case unsigned_:
    case undetermined:
      return Tone::neutral;
    case extra_files:
    case unknown_signer:
      return Tone::caution;
    case wrong_signer:
    case changed:
    case signature_invalid:
      return Tone::bad;
  }
  return Tone::neutral;
}

std::string_view title(verdict::StepId step) {
  using namespace phrases;
  static constexpr std::array<std::string_view, verdict::step_count> titles{
      step_signature_file, step_signing_time,  step_certificate,    step_certificate_log, step_signer,
      step_log_promise,    step_log_inclusion, step_log_checkpoint, step_log_entry,       step_timestamps,
      step_signature,      step_statement,     step_files,          step_nothing_else};
  return at(titles, step);
}

std::string_view question(verdict::StepId step) {
  using namespace phrases;
  static constexpr std::array<std::string_view, verdict::step_count> questions{
      ask_signature_file, ask_signing_time,  ask_certificate,    ask_certificate_log, ask_signer,
      ask_log_promise,    ask_log_inclusion, ask_log_checkpoint, ask_log_entry,       ask_timestamps,
      ask_signature,      ask_statement,     ask_files,          ask_nothing_else};
  return at(questions, step);
}

std::string_view title(verdict::Outcome outcome) {
  using namespace phrases;
  static constexpr std::array<std::string_view, 4> titles{outcome_passed, outcome_failed, outcome_not_checked,
                                                          outcome_not_applicable};
  return at(titles, outcome);
}

std::string_view title(verdict::FileState state) {
  using namespace phrases;
  static constexpr std::array<std::string_view, 7> titles{state_waiting,    state_matches,  state_changed,
                                                          state_missing,    state_unsigned, state_ignored,
                                                          state_not_checked};
  return at(titles, state);
}

std::string_view title(model::CodeRisk risk) {
  using namespace phrases;
  static constexpr std::array<std::string_view, 6> titles{
      risk_none, risk_pickle, risk_script, risk_remote_code, risk_lambda_layer, risk_shared_library};
  return at(titles, risk);
}

std::string_view title(signature::Method method) {
  using namespace phrases;
  static constexpr std::array<std::string_view, 3> titles{method_key, method_certificate, method_sigstore};
  return at(titles, method);
}

}  // namespace weighmaster::words
