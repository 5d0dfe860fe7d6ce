#include <algorithm>
#include <numeric>

#include "base/text.h"
#include "words/basis.h"
#include "words/phrases.h"
#include "words/signer_name.h"
#include "words/words.h"

namespace weighmaster::words {
namespace {

using base::Code;
using signature::Method;
using verdict::FileState;
using verdict::Outcome;
using verdict::Report;
using verdict::StepId;
using verdict::Verdict;

Sentence phrase(std::string_view text) {
  return {text, {}, {}};
}

std::string hash_name(crypto::DigestAlgorithm algorithm) {
  switch (algorithm) {
    case crypto::DigestAlgorithm::sha256:
      return "SHA-256";
    case crypto::DigestAlgorithm::sha384:
      return "SHA-384";
    case crypto::DigestAlgorithm::sha512:
      return "SHA-512";
    case crypto::DigestAlgorithm::blake2b:
      return "BLAKE2b";
    case crypto::DigestAlgorithm::blake3:
      return "BLAKE3";
  }
  return {};
}

/// Sizes of the files that belong to the comparison.
std::uint64_t compared_size(const Report& report) {
  return std::accumulate(report.files.begin(), report.files.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const verdict::FileRow& row) {
                           return row.state == FileState::ignored ? sum : sum + row.size.value_or(0);
                         });
}

/// By what the files were, or are to be, compared; nothing where nothing says it.
std::optional<crypto::DigestAlgorithm> hash_of(const Report& report) {
  if (report.statement) return report.statement->manifest.serialization().hash;
  if (report.content == verdict::Content::model || report.files.empty()) return std::nullopt;
  const auto& row = report.files.front();
  const auto& digest = row.found ? row.found : row.expected;
  return digest ? std::optional(digest->algorithm()) : std::nullopt;
}

/// "14.2 GB, SHA-256", as far as it is known.
Sentence size_and_hash(const Report& report) {
  const auto size = base::format_size(compared_size(report));
  const auto hash = hash_of(report);
  if (!hash) return {phrases::fact_size, {plain("size", size)}, {}};
  return {phrases::fact_size_and_hash, {plain("size", size), plain("hash", hash_name(*hash))}, {}};
}

struct Counts {
  std::size_t changed, missing, unsigned_files, matching, waiting, unread, all;
};

Counts counts(const Report& report) {
  const auto unsigned_files = report.count(FileState::unsigned_);
  return {report.count(FileState::changed),
          report.count(FileState::missing),
          unsigned_files,
          report.count(FileState::matches),
          report.count(FileState::waiting),
          report.count(FileState::not_checked),
          report.count_signed()};
}

/// The phrase for what is wrong: which of the three there are.
std::string_view fault_phrase(const Counts& count) {
  using namespace phrases;
  const bool missing = count.missing > 0;
  const bool extra = count.unsigned_files > 0;
  if (count.changed > 0) {
    return missing && extra ? fact_changed_missing_unsigned
           : missing        ? fact_changed_missing
           : extra          ? fact_changed_unsigned
                            : fact_changed;
  }
  return missing && extra ? fact_missing_unsigned : missing ? fact_missing : fact_unsigned;
}

Fact files_fact(const Report& report) {
  using namespace phrases;
  const bool has_list = report.statement || report.content != verdict::Content::model;
  if (report.files.empty() || !has_list) {
    return {FactMark::none, phrase(fact_files_not_compared), phrase(fact_no_list)};
  }
  const Counts count = counts(report);
  const Sentence matching{
      fact_all_match, {plain("count", grouped(count.matching)), plain("all", grouped(count.all))}, {}};
  const Sentence size = size_and_hash(report);
  if (report.content != verdict::Content::model && count.changed > 0)
    return {FactMark::bad, phrase(fact_other_file), size};
  if (count.changed + count.missing + count.unsigned_files > 0) {
    const Sentence faults{fault_phrase(count),
                          {plain("changed", grouped(count.changed)), plain("missing", grouped(count.missing)),
                           plain("unsigned", grouped(count.unsigned_files))},
                          {}};
    return {count.changed > 0 ? FactMark::bad : FactMark::doubt, faults, matching};
  }
  if (count.waiting > 0)
    return {FactMark::pending, {fact_waiting, {plain("count", grouped(count.waiting))}, {}}, size};
  if (count.unread > 0 || !report.statement_is_signed) {
    return {FactMark::doubt, {fact_unread, {plain("count", grouped(count.unread))}, {}}, matching};
  }
  return {FactMark::good, matching, size};
}

Sentence key_details(const crypto::PublicKey& key) {
  const auto hint = key.hint();
  return {phrases::fact_key_details,
          {plain("type", std::string(crypto::name(key.type()))),
           plain("hint", hint.substr(0, 8) + "…" + hint.substr(hint.size() - 8))},
          {}};
}

Fact key_fact(const Report& report) {
  using namespace phrases;
  if (!report.signer->key) return {FactMark::doubt, phrase(fact_key_unknown), phrase(fact_key_needed)};
  const bool held = report.step(StepId::signature).outcome == Outcome::passed;
  return {held ? FactMark::good : FactMark::doubt, phrase(fact_key_given), key_details(*report.signer->key)};
}

Fact signer_fact(const Report& report) {
  using namespace phrases;
  if (!report.signer) return {FactMark::none, phrase(fact_signer_unknown), phrase(fact_no_signature)};
  // Under a signature that is not valid a name would be the forger's choice.
  if (verdict::verdict(report) == Verdict::signature_invalid) {
    return {FactMark::bad, phrase(fact_signer_unknown), phrase(fact_signature_invalid)};
  }
  if (report.signer->method == Method::key) return key_fact(report);

  const Sentence who{fact_signer, {quoted_name("signer", signer_name(report).name)}, {}};
  switch (report.step(StepId::signer).outcome) {
    case Outcome::passed:
      return {FactMark::good, who,
              phrase(report.signer->method == Method::sigstore ? fact_as_expected : fact_under_root)};
    case Outcome::failed:
      return {FactMark::bad, who, phrase(fact_not_expected)};
    case Outcome::not_checked:
    case Outcome::not_applicable:
      break;
  }
  const bool nobody = verdict::expects_nobody(report);
  return {FactMark::doubt, who, phrase(nobody ? fact_nobody_expected : fact_signer_not_checked)};
}

std::string shown_time(base::TimePoint time) {
  auto text = base::to_rfc3339(std::chrono::floor<std::chrono::seconds>(time));
  text.at(text.find('T')) = ' ';
  text.pop_back();
  return text + " UTC";
}

/// The log's clock counts only under its promise; without one an authority's timestamp tells the time.
Sentence log_time(const Report& report, const verdict::LogFacts& log) {
  using namespace phrases;
  if (log.promise == Outcome::passed && log.entry.integrated_time)
    return {fact_log_time, {plain("time", shown_time(*log.entry.integrated_time))}, {}};
  const bool stamped = report.step(StepId::timestamps).outcome == Outcome::passed;
  if (stamped && report.signed_at)
    return {fact_log_stamped, {plain("time", shown_time(*report.signed_at))}, {}};
  return phrase(fact_log_no_time);
}

Fact log_fact(const Report& report) {
  using namespace phrases;
  if (report.log.empty() && report.method == Method::sigstore) {
    return {FactMark::doubt, phrase(fact_no_log), phrase(fact_log_missing)};
  }
  if (report.log.empty()) {
    const auto why = !report.method                          ? fact_no_signature
                     : *report.method == Method::certificate ? fact_no_log_with_certificate
                                                             : fact_no_log_with_key;
    return {FactMark::none, phrase(fact_no_log), phrase(why)};
  }
  const auto& entry = report.log.front();
  const auto outcomes = {entry.promise, entry.inclusion, entry.checkpoint, entry.binding};
  const bool is_false =
      std::any_of(outcomes.begin(), outcomes.end(), [](Outcome each) { return each == Outcome::failed; });
  const bool bound = entry.binding == Outcome::passed;
  const bool included = entry.inclusion == Outcome::passed && entry.checkpoint == Outcome::passed;
  const bool promised = entry.promise == Outcome::passed;

  Fact fact;
  fact.mark = is_false ? FactMark::bad : bound && (included || promised) ? FactMark::good : FactMark::doubt;
  fact.value.text = is_false            ? fact_log_false
                    : bound && included ? fact_log_included
                    : bound && promised ? fact_log_promised
                                        : fact_log_not_checked;
  fact.value.arguments = {
      plain("index", grouped(static_cast<std::uint64_t>(std::max<std::int64_t>(entry.entry.log_index, 0))))};
  fact.remark = log_time(report, entry);
  return fact;
}

Fact certificates_fact(const Report& report) {
  using namespace phrases;
  if (!report.method) return {FactMark::none, phrase(fact_no_certificate), phrase(fact_no_signature)};
  if (*report.method == Method::key)
    return {FactMark::none, phrase(fact_no_certificate), phrase(fact_bare_key)};
  if (report.has(Code::certificate_other_root)) {
    return {FactMark::bad, phrase(fact_certificate_other_root), phrase(fact_see_certificates)};
  }
  switch (report.step(StepId::certificate).outcome) {
    case Outcome::passed:
      return {FactMark::good,
              phrase(*report.method == Method::sigstore ? fact_certificate_service : fact_certificate_root),
              phrase(report.has(Code::certificate_time_unproven) ? fact_at_check : fact_at_signing)};
    case Outcome::failed:
      return {FactMark::bad, phrase(fact_certificate_false), phrase(fact_see_certificates)};
    case Outcome::not_checked:
    case Outcome::not_applicable:
      break;
  }
  const bool needs_root = *report.method == Method::certificate &&
                          !std::holds_alternative<trust::ExpectedRoots>(report.expectation);
  return {FactMark::doubt, phrase(fact_certificate_not_checked),
          phrase(needs_root ? fact_root_needed : fact_see_certificates)};
}

}  // namespace

Facts facts(const Report& report) {
  return {files_fact(report), signer_fact(report), log_fact(report), certificates_fact(report)};
}

}  // namespace weighmaster::words
