#include <algorithm>
#include <array>

#include "verdict/deciding_entry.h"
#include "words/audit.h"
#include "words/basis.h"
#include "words/phrases.h"
#include "words/words.h"

namespace weighmaster::words {
namespace {

using base::Code;
using verdict::FileState;
using verdict::Report;
using verdict::Verdict;

/// All of a card but what it rests on.
struct Face {
  Sentence headline;
  Sentence advice;
  Action main = Action::none;
  std::vector<Action> others = {};
};

Sentence phrase(std::string_view text) {
  return {text, {}, {}};
}

bool is_of_a_model(const Report& report) {
  return report.content == verdict::Content::model;
}

Face trusted_face(const Report& report) {
  using namespace phrases;
  if (report.content == verdict::Content::attestation)
    return {phrase(attested), phrase(do_attested), Action::show_files, {Action::copy_details}};
  const auto advice = is_of_a_model(report) ? do_trusted : do_trusted_file;
  const bool complete = covers_every_file(report);
  const std::vector<Action> others{Action::copy_details};
  if (report.rule && !report.rule->entries.empty()) {
    return {phrase(complete ? trusted_publisher : unchanged_publisher), phrase(advice), Action::show_files,
            others};
  }
  if (report.rule) {
    return {phrase(complete ? trusted_rule : unchanged_rule), phrase(advice), Action::show_files, others};
  }
  struct ByExpectation {
    bool complete;
    std::string_view operator()(const trust::ExpectedKeys&) const {
      return complete ? trusted_key : unchanged_key;
    }
    std::string_view operator()(const trust::ExpectedRoots&) const {
      return complete ? trusted_root : unchanged_root;
    }
    std::string_view operator()(const trust::ExpectedIdentities& expected) const {
      const bool by_pattern =
          std::any_of(expected.any_of.begin(), expected.any_of.end(),
                      [](const auto& one) { return one.name_is_pattern || one.issuer_is_pattern; });
      if (by_pattern) return complete ? trusted_pattern : unchanged_pattern;
      return complete ? trusted_identity : unchanged_identity;
    }
    /// Never trusted: see verdict::verdict.
    std::string_view operator()(const trust::NoExpectation&) const { return unknown_signer; }
  };
  const auto headline = std::visit(ByExpectation{complete}, report.expectation);
  return {phrase(headline), phrase(advice), Action::show_files, others};
}

Face partial_face(const Report& report) {
  using namespace phrases;
  if (report.count(FileState::missing) == 0 && report.has(Code::content_not_asked))
    return {phrase(partial_asked), phrase(do_partial_asked), Action::show_files, {Action::copy_details}};
  return {phrase(partial), phrase(do_partial), Action::show_missing, {Action::copy_details}};
}

Face extra_files_face(const Report& report) {
  using namespace phrases;
  const auto count = report.count(FileState::unsigned_);
  const bool complete = report.count(FileState::missing) == 0 && !report.has(Code::content_not_asked);
  Face face{complete ? counted(count, extra_one, extra_many)
                     : counted(count, extra_partial_one, extra_partial_many),
            phrase(count == 1 ? do_extra_one : do_extra_many),
            Action::show_unsigned,
            {Action::check_without_unsigned}};
  if (report.allow_unsigned_files) {
    face.advice = phrase(do_extra_allowed);
    face.others = {Action::copy_details};
  }
  return face;
}

/// The first finding that kept the check from being decided.
std::optional<Code> obstacle(const Report& report) {
  for (const auto& step : report.steps) {
    for (const auto& finding : step.findings) {
      if (base::effect(finding.code) == base::Effect::undetermined) return finding.code;
    }
  }
  return std::nullopt;
}

bool has_other_obstacle(const Report& report, Code code) {
  return std::any_of(report.steps.begin(), report.steps.end(), [&](const verdict::Step& step) {
    return std::any_of(step.findings.begin(), step.findings.end(), [&](const base::Finding& finding) {
      return finding.code != code && base::effect(finding.code) != base::Effect::none;
    });
  });
}

bool service_is_unknown(const Report& report) {
  return report.has(Code::log_unknown) || report.has(Code::sct_log_unknown) ||
         report.has(Code::certificate_authority_unknown);
}

Face undetermined_face(const Report& report) {
  using namespace phrases;
  if (report.has(Code::task_cancelled)) {
    return {phrase(stopped), what_to_do(Code::task_cancelled), Action::check_again, {Action::show_checks}};
  }
  if (report.has(Code::signature_unrelated)) {
    return {phrase(unrelated),
            what_to_do(Code::signature_unrelated),
            Action::choose_signature,
            {Action::show_checks}};
  }
  if (report.has(Code::signature_method_differs)) {
    return {phrase(method_differs),
            what_to_do(Code::signature_method_differs),
            Action::say_who_signed,
            {Action::show_checks}};
  }
  if (report.has(Code::key_missing)) {
    return {phrase(key_needed), what_to_do(Code::key_missing), Action::choose_key, {Action::show_checks}};
  }
  if (service_is_unknown(report) && report.method == signature::Method::certificate) {
    return {phrase(root_needed), phrase(do_give_root), Action::say_who_signed, {Action::show_checks}};
  }
  if (service_is_unknown(report)) {
    return {
        phrase(service_unknown), what_to_do(Code::log_unknown), Action::import_trust, {Action::show_checks}};
  }
  const auto code = obstacle(report);
  if (code == Code::content_from_cache && !has_other_obstacle(report, *code)) {
    return {phrase(from_cache), what_to_do(*code), Action::check_again, {Action::show_files}};
  }
  if (code == Code::content_left_out) {
    return {phrase(undetermined), what_to_do(*code), Action::show_files, {Action::show_checks}};
  }
  const auto advice = code ? what_to_do(*code) : Sentence{};
  return {phrase(undetermined),
          advice.empty() ? phrase(do_look_at_checks) : advice,
          Action::show_checks,
          {Action::copy_details}};
}

Face invalid_face(const Report& report) {
  using namespace phrases;
  const bool other_key = report.has(Code::key_hint_differs);
  const auto other_key_advice = is_of_a_model(report) ? do_invalid_other_key : do_invalid_file_other_key;
  const auto advice = is_of_a_model(report) ? do_invalid : do_invalid_file;
  return {phrase(invalid),
          phrase(other_key ? other_key_advice : advice),
          Action::show_checks,
          {other_key ? Action::choose_key : Action::copy_details}};
}

Face changed_face(const Report& report) {
  using namespace phrases;
  const auto headline = report.content == verdict::Content::model  ? changed
                        : report.content == verdict::Content::file ? other_file
                                                                   : other_subject;
  return {phrase(headline), phrase(do_changed), Action::show_changes, {Action::copy_details}};
}

/// Whether the person alone named whom they expect, here or beside a model: that can be a slip.
bool may_be_a_slip(const Report& report) {
  if (!report.rule) return !verdict::expects_nobody(report);
  const auto* entry = verdict::expecting_entry(report);
  return entry != nullptr && entry->origin == trust::Origin::window;
}

/// The alarm names its kind.
Face wrong_signer_face(const Report& report) {
  using namespace phrases;
  static constexpr auto alarms = std::to_array<std::pair<Code, std::string_view>>({
      {Code::look_alike_issuer, alike_issuer},
      {Code::look_alike_letters, alike_letters},
      {Code::look_alike_workflow, alike_workflow},
      {Code::look_alike_spelling, alike_spelling},
      {Code::look_alike_domain, alike_domain},
      {Code::look_alike_model, alike_model},
  });
  const auto alarm =
      std::find_if(alarms.begin(), alarms.end(), [&](const auto& one) { return report.has(one.first); });
  Face face{phrase(wrong_signer), phrase(do_confirm), Action::show_signer, {Action::copy_details}};
  if (alarm != alarms.end()) {
    face.headline = phrase(alarm->second);
    face.advice = what_to_do(alarm->first);
  }
  if (may_be_a_slip(report)) face.others.insert(face.others.begin(), Action::correct_expectation);
  return face;
}

Face face(const Report& report, Verdict verdict) {
  using namespace phrases;
  switch (verdict) {
    case Verdict::trusted:
      return trusted_face(report);
    case Verdict::partial:
      return partial_face(report);
    case Verdict::extra_files:
      return extra_files_face(report);
    case Verdict::unknown_signer:
      return {phrase(unknown_signer),
              phrase(is_of_a_model(report) ? do_unknown_signer : do_unknown_signer_file),
              Action::say_who_signed,
              {Action::copy_details}};
    case Verdict::unsigned_:
      return {phrase(no_signature), phrase(do_no_signature), Action::choose_signature};
    case Verdict::undetermined:
      return undetermined_face(report);
    case Verdict::wrong_signer:
      return wrong_signer_face(report);
    case Verdict::changed:
      return changed_face(report);
    case Verdict::signature_invalid:
      return invalid_face(report);
  }
  return undetermined_face(report);
}

void add(std::vector<Sentence>& sentences, std::vector<Sentence> more) {
  sentences.insert(sentences.end(), std::make_move_iterator(more.begin()),
                   std::make_move_iterator(more.end()));
}

/// That nobody was expected lessens every verdict on a signature that could be judged.
bool lacks_expectation(const Report& report) {
  return verdict::expects_nobody(report) && report.method && !report.has(Code::key_missing);
}

/// Who vouched for the signer, and when they signed: worth a sentence where the answer turns on the signer,
/// in the way where it doesn't.
bool turns_on_signer(Verdict verdict) {
  return verdict == Verdict::trusted || verdict == Verdict::partial || verdict == Verdict::extra_files ||
         verdict == Verdict::unknown_signer;
}

std::vector<Sentence> basis(const Report& report, Verdict verdict) {
  const bool signature_is_true = verdict != Verdict::signature_invalid;
  std::vector<Sentence> sentences;
  if (verdict == Verdict::wrong_signer || verdict == Verdict::undetermined) {
    add(sentences, weighty_findings(report, Names::quote));
  }
  if (verdict == Verdict::signature_invalid) add(sentences, weighty_findings(report, Names::leave_out));
  if (signature_is_true)
    add(sentences, is_of_a_model(report) ? how_files_stand(report) : how_file_stands(report));
  // Before other names: who vouched for "that name" is about the one just said.
  if (signature_is_true && report.statement_is_signed) add(sentences, about_letters(report));
  if (turns_on_signer(verdict) && report.statement_is_signed) add(sentences, about_signer(report));
  add(sentences, files_by_name(report));
  add(sentences, about_rule(report));
  if (verdict != Verdict::wrong_signer && verdict != Verdict::undetermined && signature_is_true) {
    add(sentences, weighty_findings(report, Names::quote));
  }
  // The headline of unknown_signer says that already.
  if (signature_is_true && verdict != Verdict::unknown_signer && lacks_expectation(report))
    sentences.push_back(phrase(phrases::nobody_expected));
  add(sentences, remarks(report));
  add(sentences, about_search(report));
  add(sentences, code_on_loading(report));
  return sentences;
}

Card card_of(const Report& report, Verdict verdict, Face front, const std::string& checked_at_local) {
  Card card{verdict,    std::move(front.headline), basis(report, verdict), std::move(front.advice),
            front.main, std::move(front.others)};
  const auto* entry = verdict::deciding_entry(report);
  if (entry != nullptr && entry->origin == trust::Origin::window) card.others.push_back(Action::undo_trust);
  card.basis.push_back({phrases::checked_at, {plain("time", checked_at_local)}, {}});
  if (card.main != Action::check_again) card.others.push_back(Action::check_again);
  return card;
}

}  // namespace

Card card(const Report& report, const std::string& checked_at_local) {
  const Verdict verdict = verdict::verdict(report);
  return card_of(report, verdict, face(report, verdict), checked_at_local);
}

Card card_without_model(const Report& report, Verdict verdict, const std::string& checked_at_local) {
  auto front = verdict <= Verdict::partial
                   ? Face{phrase(phrases::audit_signature_true), phrase(phrases::audit_do_give_model)}
                   : face(report, verdict);
  return card_of(report, std::max(verdict, Verdict::partial), std::move(front), checked_at_local);
}

}  // namespace weighmaster::words
