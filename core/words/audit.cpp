#include "words/audit.h"

#include <algorithm>
#include <array>

#include "base/file.h"
#include "words/basis.h"
#include "words/document_parts.h"
#include "words/scan_row.h"
#include "words/signer_name.h"

namespace weighmaster::words {
namespace {

using verdict::Report;

/// As many as a person reads.
constexpr std::size_t names_shown = 5;

/// What stands first in each row with this label.
std::vector<Argument> values_of(const FactsList& list, std::string_view label, std::string_view name) {
  std::vector<Argument> values;
  for (const auto& row : list.rows) {
    if (row.label == label) values.push_back(quoted_name(name, fill(row.values.front().text)));
  }
  return values;
}

}  // namespace

Sentence phrase_of(AuditWord word) {
  using namespace phrases;
  static constexpr std::array all{
      audit_do_give_model,  audit_root_is_known,           audit_root_is_another,    audit_root_taken_unsafe,
      audit_page_made_anew, audit_page_of_another_version, audit_pages_not_compared, audit_says_not_all};
  return phrase(all.at(static_cast<std::size_t>(word)));
}

Sentence headline(const AuditOutcome& outcome) {
  using verdict::Verdict;
  if (outcome.signature_is_bad) return phrase(phrases::audit_signature_bad);
  if (!outcome.agrees) return phrase(phrases::audit_contradicts);
  if (outcome.root_is_unknown) return phrase(phrases::audit_rests_on_unknown_root);
  if (outcome.has_models && outcome.verdict == Verdict::trusted) return phrase(phrases::audit_holds);
  if (!outcome.has_models && outcome.verdict == Verdict::partial)
    return phrase(phrases::audit_holds_without_model);
  return phrase(phrases::audit_evidence_agrees);
}

std::vector<Sentence> who_signed_the_report(const Report& beside) {
  const auto verdict = verdict::verdict(beside);
  const auto who = signer_name(beside);
  const auto signer = quoted_name("signer", who.name);
  const bool has_key = who.kind == SignerName::Kind::key;
  if (verdict == verdict::Verdict::trusted) {
    if (has_key) return {phrase(phrases::audit_signed_key)};
    return {{phrases::audit_signed_expected, {signer}, {}}};
  }
  if (verdict == verdict::Verdict::unknown_signer && verdict::expects_nobody(beside)) {
    if (who.kind != SignerName::Kind::name) return {{phrases::audit_signed_claim, {signer}, {}}};
    const auto issuer = beside.signer->identity ? beside.signer->identity->issuer : std::string();
    return {{phrases::audit_signed_unasked, {signer, quoted_name("issuer", issuer)}, {}}};
  }
  if (beside.has(base::Code::signature_not_found))
    return {{phrases::audit_not_signed, {quoted_name("names", base::utf8(beside.model))}, {}}};
  if (verdict == verdict::Verdict::undetermined && beside.has(base::Code::key_missing))
    return {phrase(phrases::audit_signed_without_key)};
  std::vector<Sentence> sentences{phrase(phrases::audit_signature_differs)};
  for (auto& finding : weighty_findings(beside, Names::quote)) sentences.push_back(std::move(finding));
  return sentences;
}

Sentence what_it_says(const verdict::Report& stated, std::optional<verdict::Verdict> verdict,
                      const std::string& program) {
  return {phrases::audit_it_says,
          {plain("value", verdict ? std::string(title(*verdict)) : "?"),
           plain("time", utc(checked_at(stated))), quoted_name("program", program)},
          {}};
}

std::vector<Sentence> whom_it_expected(const verdict::Report& stated) {
  using namespace phrases;
  if (verdict::expects_nobody(stated)) return {phrase(audit_expected_nobody_then)};
  const auto list = expected_list(stated);
  std::vector<Sentence> sentences;
  for (const auto& [label, one, many] :
       {std::array{audit_identity, audit_expected_identity_one, audit_expected_identity_many},
        std::array{audit_key, audit_expected_key_one, audit_expected_key_many},
        std::array{audit_root_certificate, audit_expected_root_one, audit_expected_root_many}}) {
    Sentence sentence{many, values_of(list, label, "names"), {}};
    if (sentence.arguments.empty()) continue;
    if (sentence.arguments.size() == 1) {
      sentence.text = one;
      for (auto& issuer : values_of(list, audit_issuer, "issuer")) sentence.arguments.push_back(issuer);
    }
    sentences.push_back(std::move(sentence));
  }
  sentences.push_back(phrase(audit_counts_if_said));
  return sentences;
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
