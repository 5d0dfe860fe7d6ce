#include "verdict/examination.h"

#include <algorithm>

#include "base/file.h"
#include "verdict/claims.h"
#include "verdict/steps/certificate.h"
#include "verdict/steps/certificate_log.h"
#include "verdict/steps/log.h"
#include "verdict/steps/look_alikes.h"
#include "verdict/steps/signature.h"
#include "verdict/steps/signature_file.h"
#include "verdict/steps/signer.h"
#include "verdict/steps/signing_time.h"
#include "verdict/steps/timestamps.h"

namespace weighmaster::verdict {
namespace {

using base::Code;
using signature::Method;

class Examination {
 public:
  explicit Examination(const VerifyRequest& request, std::optional<Target> target = {})
      : request_(request), target_(target), report_(empty_report()) {
    report_.model = request.model;
    report_.signature = request.signature;
    report_.checked_at = request.now;
    report_.model_name = request.model_name;
    report_.expectation = request.policy.expectation;
    report_.rule = request.policy.rule;
    report_.allow_unsigned_files = request.policy.allow_unsigned_files;
    report_.only = request.only;
    report_.trust.source = request.trusted_root_source;
    report_.trust.version = request.trusted_root_version;
    report_.trust.updated_at = request.trusted_root_updated_at;
    if (request.trusted_root) report_.trust.digest = request.trusted_root->digest();
  }

  Examined run(const std::filesystem::path& signature) {
    report_.signature = signature;
    return run(read_signature_file(signature));
  }

  Examined run(SignatureFile file) {
    report_.step(StepId::signature_file) = std::move(file.step);
    report_.signature_content = std::move(file.content);
    if (!file.bundle) return {std::move(report_), std::nullopt};
    if (report_.rule) report_.expectation = report_.rule->signers.by(file.bundle->method());
    describe_signer_and_log(*file.bundle, report_);
    if (!refuse_other_method(*file.bundle)) examine(*file.bundle);
    if (request_.known_names) note_look_alikes(*request_.known_names, report_);
    if (!report_.statement_is_signed) describe_statement(*file.bundle, report_);
    if (report_.attestation && target() == Target::file) report_.content = Content::attestation;
    if (report_.content == Content::file) not_applicable({StepId::statement});
    if (report_.content != Content::model) not_applicable({StepId::nothing_else});
    return {std::move(report_), std::move(open_)};
  }

 private:
  void examine(const signature::Bundle& bundle) {
    switch (bundle.method()) {
      case Method::key:
        return examine_key(bundle);
      case Method::certificate:
        return examine_certificate(bundle);
      case Method::sigstore:
        return examine_keyless(bundle);
    }
  }

  /// A rule says who is expected: where it names nobody by this method, nobody is let through.
  bool expects(Method method) const {
    const auto& expectation = report_.expectation;
    if (std::holds_alternative<trust::NoExpectation>(expectation)) return !report_.rule;
    switch (method) {
      case Method::key:
        return std::holds_alternative<trust::ExpectedKeys>(expectation);
      case Method::certificate:
        return std::holds_alternative<trust::ExpectedRoots>(expectation);
      case Method::sigstore:
        return std::holds_alternative<trust::ExpectedIdentities>(expectation);
    }
    return false;
  }

  /// A signature of another kind than asked for can't be judged by what was given, and is not judged by less.
  bool refuse_other_method(const signature::Bundle& bundle) {
    const bool other = (request_.method && *request_.method != bundle.method()) || !expects(bundle.method());
    if (other)
      report_.step(StepId::signer)
          .findings.push_back({Code::signature_method_differs, std::string(name(bundle.method())), {}});
    return other;
  }

  void not_applicable(std::initializer_list<StepId> ids) {
    for (const StepId id : ids) report_.step(id).outcome = Outcome::not_applicable;
  }

  /// What may be: a folder is a model, and nothing else.
  Target target() const {
    if (target_) return *target_;
    std::error_code error;
    return !request_.digest && std::filesystem::is_directory(request_.model, error) ? Target::folder
                                                                                    : Target::file;
  }

  void examine_key(const signature::Bundle& bundle) {
    using enum StepId;
    not_applicable({signing_time, certificate, certificate_log});
    const auto* expected = std::get_if<trust::ExpectedKeys>(&report_.expectation);
    if (expected == nullptr || expected->any_of.empty()) {
      examine_key_s_evidence(bundle, nullptr);
      report_.step(signature).findings.push_back({Code::key_missing, {}, report_.signer->key_hint});
      return;
    }
    const auto& key = key_to_try(bundle, expected->any_of);
    report_.signer->key = key;
    examine_key_s_evidence(bundle, &key);
    if (bundle.message() != nullptr) return leave_open(bundle, expected->any_of);
    examine_content(bundle, key);
    // The person named the key: whoever made a signature that is true under it is who they expect.
    report_.step(signer).outcome = report_.step(signature).outcome;
  }

  /// Log entries and timestamps, which a signature by key may have and needs not.
  void examine_key_s_evidence(const signature::Bundle& bundle, const crypto::PublicKey* key) {
    using enum StepId;
    const auto stamped = examine_named_timestamps(bundle);
    prove(stamped);
    if (bundle.log_entries().empty()) {
      not_applicable({log_promise, log_inclusion, log_checkpoint, log_entry});
    } else if (request_.trusted_root) {
      take(check_log_entries(bundle, *request_.trusted_root, stamped, key));
      take_log_times(report_);
      // Nobody asked for a log: one that can't be judged here is no fault.
      for (const auto id : {log_promise, log_inclusion, log_checkpoint, log_entry}) {
        if (report_.step(id).outcome == Outcome::not_checked) report_.step(id).findings.clear();
      }
    }
  }

  /// The key under which the signature is true; else the one that the file names, so that it says what is
  /// wrong.
  const crypto::PublicKey& key_to_try(const signature::Bundle& bundle,
                                      const std::vector<crypto::PublicKey>& keys) const {
    const auto named = std::find_if(keys.begin(), keys.end(), [&](const crypto::PublicKey& key) {
      return key.hint() == report_.signer->key_hint;
    });
    if (keys.size() == 1) return keys.front();
    const auto good = std::find_if(keys.begin(), keys.end(), [&](const crypto::PublicKey& key) {
      return check_signature(bundle, key).payload.has_value();
    });
    if (good != keys.end()) return *good;
    return named != keys.end() ? *named : keys.front();
  }

  void examine_certificate(const signature::Bundle& bundle) {
    using enum StepId;
    not_applicable({signing_time, certificate_log, log_promise, log_inclusion, log_checkpoint, log_entry});
    const auto times = prove(examine_named_timestamps(bundle));
    auto check = check_certificate(*bundle.certificates(), report_.expectation, times, request_.now);
    take(check);
    if (check.other_root) {
      report_.step(signer).findings.push_back(
          {Code::certificate_other_root, bundle.certificates()->leaf().subject(), {}});
      report_.step(signer).outcome = Outcome::failed;
    } else if (!std::holds_alternative<trust::NoExpectation>(report_.expectation)) {
      report_.step(signer).outcome = report_.step(certificate).outcome;
    }
    examine_content_by_leaf(bundle);
  }

  void examine_keyless(const signature::Bundle& bundle) {
    using enum StepId;
    report_.step(signer) = check_identity(bundle.certificates()->leaf(), report_.expectation);
    if (request_.trusted_root) {
      examine_evidence(bundle, *request_.trusted_root);
    } else {
      take(leave_timestamps(bundle));
      report_.step(certificate).findings.push_back({Code::trust_empty, {}, {}});
    }
    examine_content_by_leaf(bundle);
  }

  void examine_evidence(const signature::Bundle& bundle, const trust::TrustedRoot& root) {
    using enum StepId;
    auto authorities = root.timestamp_authorities();
    const auto& named = request_.policy.timestamp_authorities;
    authorities.insert(authorities.end(), named.begin(), named.end());
    const auto proven = take(check_log_entries(bundle, root, take(check_timestamps(bundle, authorities))));
    report_.step(signing_time) = check_signing_time(proven, request_.policy.independent_times);
    const auto times = settle_time(proven);
    auto check = check_keyless_certificate(*bundle.certificates(), root, times);
    take(check);
    if (check.issuer) {
      report_.step(certificate_log) =
          check_certificate_log(bundle.certificates()->leaf(), *check.issuer, root);
    }
  }

  /// Signatures by key or certificate need no time. One that an authority of the person's own proves is
  /// shown, and certificates are judged by it.
  std::vector<ProvenTime> examine_named_timestamps(const signature::Bundle& bundle) {
    const auto& named = request_.policy.timestamp_authorities;
    return take(named.empty() ? leave_timestamps(bundle) : check_timestamps(bundle, named));
  }

  std::vector<base::TimePoint> prove(const std::vector<ProvenTime>& proven) {
    if (!proven.empty()) report_.step(StepId::signing_time).outcome = Outcome::passed;
    return settle_time(proven);
  }

  std::vector<base::TimePoint> settle_time(const std::vector<ProvenTime>& proven) {
    auto times = times_of(proven);
    if (!times.empty()) report_.signed_at = *std::min_element(times.begin(), times.end());
    return times;
  }

  std::vector<ProvenTime> take(TimestampChecks checks) {
    report_.step(StepId::timestamps) = std::move(checks.step);
    report_.timestamps = std::move(checks.facts);
    return std::move(checks.proven_times);
  }

  std::vector<ProvenTime> take(LogChecks checks) {
    report_.log = std::move(checks.facts);
    report_.step(StepId::log_promise) = std::move(checks.promise);
    report_.step(StepId::log_inclusion) = std::move(checks.inclusion);
    report_.step(StepId::log_checkpoint) = std::move(checks.checkpoint);
    report_.step(StepId::log_entry) = std::move(checks.entry);
    return std::move(checks.proven_times);
  }

  void take(CertificateCheck& check) {
    report_.step(StepId::certificate) = std::move(check.step);
    report_.signer->chain = std::move(check.chain);
  }

  void examine_content_by_leaf(const signature::Bundle& bundle) {
    const auto key = bundle.certificates()->leaf().public_key();
    if (!key) {
      report_.step(StepId::signature).findings.push_back(base::as_finding(key.error()));
    } else if (bundle.message() != nullptr) {
      leave_open(bundle, {*key});
    } else {
      examine_content(bundle, *key);
    }
  }

  /// Over a file itself: nothing more can be said before that was read.
  void leave_open(const signature::Bundle& bundle, std::vector<crypto::PublicKey> keys) {
    if (target() == Target::folder) {
      report_.step(StepId::files)
          .findings.push_back({Code::artifact_needed, base::utf8(request_.model), "it is a folder"});
      return;
    }
    const bool checks_log = request_.trusted_root != nullptr && !bundle.log_entries().empty();
    open_ = FileSignature{bundle, std::move(keys), checks_log};
  }

  void examine_content(const signature::Bundle& bundle, const crypto::PublicKey& key) {
    auto signed_ = check_signature(bundle, key);
    report_.step(StepId::signature) = std::move(signed_.step);
    if (!signed_.payload) return;
    auto read = check_statement(bundle, *signed_.payload, target());
    report_.step(StepId::statement) = std::move(read.step);
    report_.statement = std::move(read.statement);
    report_.attestation = std::move(read.attestation);
    report_.statement_is_signed = report_.statement || report_.attestation;
  }

  const VerifyRequest& request_;
  std::optional<Target> target_;
  Report report_;
  std::optional<FileSignature> open_;
};

}  // namespace

Examined examine_signature(const VerifyRequest& request, const std::filesystem::path& signature) {
  return Examination(request).run(signature);
}

Examined examine_signature(const VerifyRequest& request, BytesView content) {
  return Examination(request).run(parse_signature_file(content));
}

Examined examine_content(const VerifyRequest& request, std::optional<Target> target) {
  auto file = parse_signature_file(*request.signature_content);
  file.content = request.signature_content;
  return Examination(request, target).run(std::move(file));
}

}  // namespace weighmaster::verdict
