#include "verdict/steps/log.h"

#include <algorithm>
#include <optional>

#include "base/encoding.h"
#include "signature/checkpoint.h"
#include "signature/entry_body.h"
#include "signature/merkle.h"
#include "trust/operator.h"
#include "verdict/steps/entry_binding.h"

namespace weighmaster::verdict {
namespace {

using base::Code;
using base::Finding;
using signature::BundleVersion;
using signature::Checkpoint;
using trust::Log;

/// What was found of one part of an entry; nothing, where the part is absent and needn't be there.
using Findings = std::optional<std::vector<Finding>>;

/// The checks of one entry.
class EntryCheck {
 public:
  EntryCheck(const signature::Bundle& bundle, const signature::LogEntry& entry,
             const trust::TrustedRoot& root)
      : version_(bundle.version()),
        entry_(entry),
        logs_(trust::logs_with_id(root.logs(), entry.log_id)),
        subject_(std::to_string(entry.log_index)) {}

  [[nodiscard]] std::string base_url() const {
    return logs_.empty() ? std::string() : logs_.front()->base_url;
  }
  [[nodiscard]] std::string operated_by() const {
    return logs_.empty() ? std::string() : logs_.front()->operated_by;
  }

  /// The log's promise: its signature, and its time inside the window of the key that made it.
  [[nodiscard]] Findings promise() const {
    if (!entry_.promise) return absent(needs_promise(), Code::bundle_profile);
    if (auto unknown = unusable_log()) return unknown;
    const auto signed_ = signature::promised_bytes(entry_);
    bool is_true = false;
    for (const auto* log : logs_) {
      if (!log->key || !log->key->verify(log->key->usual_digest(), signed_, *entry_.promise)) continue;
      is_true = true;
      if (log->valid_for.contains(promised_time())) return nothing_found();
    }
    if (!is_true) return found(Code::log_promise_false);
    return found(Code::log_window, base::to_rfc3339(promised_time()));
  }

  /// The way from the entry's hash to the root that its proof states; the steps go into the facts.
  [[nodiscard]] Findings inclusion(LogFacts& facts) const {
    if (!entry_.proof) return absent(needs_proof(), Code::bundle_profile);
    // A log of Rekor v2 is one tree, so nothing but the proof vouches for the index that is shown.
    if (is_of_rekor_2() && entry_.log_index != entry_.proof->log_index)
      return found(Code::log_proof_false, "the entry and its proof give two indexes");
    const auto leaf = signature::leaf_hash(entry_.body);
    auto steps = signature::walk_inclusion_proof(leaf, entry_.proof->log_index, entry_.proof->tree_size,
                                                 entry_.proof->hashes);
    if (!steps) return found(Code::log_proof_false, steps.error().detail);
    facts.proof_steps = std::move(*steps);
    const auto& root = facts.proof_steps.empty() ? leaf : facts.proof_steps.back().result;
    if (to_bytes(root.bytes()) != entry_.proof->root_hash) {
      return found(Code::log_proof_false, "the path leads to " + root.hex());
    }
    return nothing_found();
  }

  /// The log's signed statement of the tree that the proof leads to, at times that the log's window has to
  /// hold.
  [[nodiscard]] Findings checkpoint(LogFacts& facts, const std::vector<base::TimePoint>& times) const {
    if (!entry_.proof || entry_.proof->checkpoint.empty()) {
      return absent(needs_proof(), Code::bundle_profile);
    }
    const auto checkpoint = Checkpoint::parse(entry_.proof->checkpoint);
    if (!checkpoint) return found(checkpoint.error().code, checkpoint.error().detail);
    facts.witnesses = checkpoint->cosigners(log_name(*checkpoint, base_url()));
    std::vector<Finding> findings = disagreements(*checkpoint);
    const auto unknown = unusable_log();
    const auto signature = unknown ? *unknown : signature_findings(*checkpoint, times);
    findings.insert(findings.end(), signature.begin(), signature.end());
    return findings;
  }

 private:
  [[nodiscard]] bool needs_promise() const { return version_ == BundleVersion::v0_1; }
  [[nodiscard]] bool needs_proof() const { return version_ != BundleVersion::v0_1; }

  static std::vector<Finding> nothing_found() { return {}; }

  [[nodiscard]] std::vector<Finding> found(Code code, std::string detail = {}) const {
    return {{code, subject_, std::move(detail)}};
  }

  [[nodiscard]] Findings absent(bool needed, Code code) const {
    if (!needed) return std::nullopt;
    return found(code);
  }

  /// A finding where no log of this id has a key that can be used here.
  [[nodiscard]] Findings unusable_log() const {
    if (logs_.empty()) return found(Code::log_unknown, base::to_hex(entry_.log_id));
    const bool usable =
        std::any_of(logs_.begin(), logs_.end(), [](const Log* log) { return log->key.has_value(); });
    if (!usable) return found(Code::log_key_unsupported, base_url());
    return std::nullopt;
  }

  /// What the promise signs where there is no time is zero.
  [[nodiscard]] base::TimePoint promised_time() const {
    return entry_.integrated_time.value_or(base::from_unix_seconds(0));
  }

  [[nodiscard]] std::vector<Finding> disagreements(const Checkpoint& checkpoint) const {
    std::vector<Finding> findings;
    if (checkpoint.tree_size != entry_.proof->tree_size) {
      findings.push_back({Code::log_checkpoint_differs, subject_, "the size of the tree"});
    }
    if (checkpoint.root_hash != entry_.proof->root_hash) {
      findings.push_back({Code::log_checkpoint_differs, subject_, "the root of the tree"});
    }
    return findings;
  }

  [[nodiscard]] bool is_of_rekor_2() const { return signature::is_of_rekor_2(entry_.kind, entry_.version); }

  /// Under which name the log signs. Rekor v2: the host of its address, where the root says it.
  [[nodiscard]] std::string log_name(const Checkpoint& checkpoint, const std::string& address) const {
    const auto host = trust::host_of(address);
    if (is_of_rekor_2()) return host.empty() ? checkpoint.origin : host;
    return std::string(checkpoint.name_in_origin());
  }

  [[nodiscard]] std::vector<Finding> signature_findings(const Checkpoint& checkpoint,
                                                        const std::vector<base::TimePoint>& times) const {
    bool is_false = false;
    bool is_true = false;
    for (const auto* log : logs_) {
      const auto name = log_name(checkpoint, log->base_url);
      const auto signed_by = log->key ? checkpoint.signed_by(*log->key, name) : Checkpoint::SignedBy::nobody;
      is_false = is_false || signed_by == Checkpoint::SignedBy::false_signature;
      if (signed_by != Checkpoint::SignedBy::this_key) continue;
      is_true = true;
      const bool inside =
          std::all_of(times.begin(), times.end(), [&](auto time) { return log->valid_for.contains(time); });
      if (inside) return origin_findings(checkpoint, name);
    }
    if (is_true) return found(Code::log_window, "at a proven time");
    return found(is_false ? Code::log_checkpoint_false : Code::log_checkpoint_unsigned, checkpoint.origin);
  }

  /// Rekor v2: the origin is the log's name, nothing before or behind it (rekor-v2-spec.md).
  [[nodiscard]] std::vector<Finding> origin_findings(const Checkpoint& checkpoint,
                                                     const std::string& name) const {
    if (!is_of_rekor_2() || checkpoint.origin == name) return nothing_found();
    return found(Code::log_origin, checkpoint.origin);
  }

  BundleVersion version_;
  const signature::LogEntry& entry_;
  std::vector<const Log*> logs_;
  std::string subject_;
};

/// Worst last: one entry that is false isn't mended by another that is true.
int weight(Outcome outcome) {
  switch (outcome) {
    case Outcome::not_applicable:
      return 0;
    case Outcome::passed:
      return 1;
    case Outcome::not_checked:
      return 2;
    case Outcome::failed:
      return 3;
  }
  return 3;
}

/// Adds an entry's findings to the step over all entries.
Outcome add(const Findings& findings, Step& step) {
  const auto outcome = findings ? outcome_of(*findings) : Outcome::not_applicable;
  if (findings) step.findings.insert(step.findings.end(), findings->begin(), findings->end());
  if (weight(outcome) > weight(step.outcome)) step.outcome = outcome;
  return outcome;
}

/// Whether the entry is about this bundle at all, as far as the bundle is known.
Outcome bind(const signature::LogEntry& entry, const Binding& binding, Step& step) {
  if (binding.is_known())
    return add(entry_differences(entry, binding, std::to_string(entry.log_index)), step);
  step.outcome = Outcome::not_checked;
  return Outcome::not_checked;
}

/// All that needs no time. What a promise proves goes to the proven times.
void check_promise(const EntryCheck& check, const signature::LogEntry& entry, const Binding& binding,
                   LogChecks& checks) {
  LogFacts facts;
  facts.entry = entry;
  facts.base_url = check.base_url();
  facts.leaf = signature::leaf_hash(entry.body);
  facts.promise = add(check.promise(), checks.promise);
  facts.inclusion = add(check.inclusion(facts), checks.inclusion);
  facts.binding = bind(entry, binding, checks.entry);
  if (facts.promise == Outcome::passed && entry.integrated_time) {
    checks.proven_times.push_back({*entry.integrated_time, check.operated_by()});
  }
  checks.facts.push_back(std::move(facts));
}

/// Which times the window of an entry's log has to hold.
std::vector<base::TimePoint> times_for(const LogFacts& facts, const LogChecks& checks) {
  if (facts.promise == Outcome::passed && facts.entry.integrated_time) return {*facts.entry.integrated_time};
  return times_of(checks.proven_times);
}

}  // namespace

LogChecks check_log_entries(const signature::Bundle& bundle, const trust::TrustedRoot& root,
                            std::vector<ProvenTime> stamped, const crypto::PublicKey* key) {
  LogChecks checks;
  checks.proven_times = std::move(stamped);
  if (bundle.log_entries().empty()) {
    checks.entry.findings.push_back({Code::bundle_profile, {}, {}});
    return checks;
  }
  for (auto* step : {&checks.promise, &checks.inclusion, &checks.checkpoint, &checks.entry}) {
    step->outcome = Outcome::not_applicable;
  }
  std::vector<EntryCheck> entries;
  for (const auto& entry : bundle.log_entries()) entries.emplace_back(bundle, entry, root);
  const Binding binding{bundle, key};
  for (std::size_t i = 0; i < entries.size(); ++i)
    check_promise(entries[i], bundle.log_entries()[i], binding, checks);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto& facts = checks.facts[i];
    facts.checkpoint = add(entries[i].checkpoint(facts, times_for(facts, checks)), checks.checkpoint);
  }
  return checks;
}

void bind_log_entries(const Binding& binding, Report& report) {
  Step& step = report.step(StepId::log_entry);
  step = {StepId::log_entry, Outcome::not_applicable, {}};
  for (auto& facts : report.log) facts.binding = bind(facts.entry, binding, step);
}

void take_log_times(Report& report) {
  const bool all_bound = std::all_of(report.log.begin(), report.log.end(),
                                     [](const LogFacts& facts) { return facts.binding == Outcome::passed; });
  if (!all_bound) return;
  for (const auto& facts : report.log) {
    const auto& time = facts.entry.integrated_time;
    if (facts.promise != Outcome::passed || !time) continue;
    report.signed_at = std::min(report.signed_at.value_or(*time), *time);
    report.step(StepId::signing_time).outcome = Outcome::passed;
  }
}

}  // namespace weighmaster::verdict
