#include "verdict/steps/file_signature.h"

#include <algorithm>

#include "signature/entry_body.h"
#include "signature/key_details.h"
#include "verdict/steps/entry_binding.h"
#include "verdict/steps/log.h"
#include "verdict/steps/signature.h"

namespace weighmaster::verdict {
namespace {

using base::Code;
using base::Result;
using crypto::Digest;
using crypto::DigestAlgorithm;
using crypto::KeyType;
using crypto::PublicKey;

/// The digests that the bundle names for the file: of log entries first, whose log looked at them.
std::vector<Digest> claimed_digests(const signature::Bundle& bundle) {
  std::vector<Digest> claimed;
  for (const auto& entry : bundle.log_entries()) {
    const auto body = signature::parse_entry_body(entry.body);
    if (!body) continue;
    if (const auto* record = std::get_if<signature::HashedRekordBody>(&body->content))
      claimed.push_back(record->digest);
  }
  if (const auto& hint = bundle.message()->claimed_digest()) claimed.push_back(*hint);
  return claimed;
}

/// Whether a log that is known here has this entry.
bool is_logged(const LogFacts& facts) {
  const bool proven = facts.inclusion == Outcome::passed && facts.checkpoint == Outcome::passed;
  return facts.promise == Outcome::passed || proven;
}

/// The kind of signature by its entry, where it is one that this program does not have (Ed25519ph, RSA-PSS):
/// then it is not known to be false. Only a log that looked at this very signature is taken at its word:
/// everybody can write an entry.
std::optional<std::string> unknown_scheme(const Bytes& signature, const std::vector<LogFacts>& log) {
  for (const auto& facts : log) {
    const auto body = signature::parse_entry_body(facts.entry.body);
    if (!body || !is_logged(facts)) continue;
    const auto* record = std::get_if<signature::HashedRekordBody>(&body->content);
    if (record == nullptr || record->signature.signature != signature) continue;
    const auto& details = record->signature.key_details;
    if (!details.empty() && signature::find_key_details(details) == nullptr) return details;
  }
  return std::nullopt;
}

/// The hash follows the curve. Before that was settled, Sigstore's programs took SHA-256 for every key; where
/// the bundle says so, that is tried too.
std::vector<DigestAlgorithm> algorithms_for(const PublicKey& key, const std::vector<Digest>& claimed) {
  std::vector algorithms{key.usual_digest()};
  const bool says_sha256 = std::any_of(claimed.begin(), claimed.end(), [](const Digest& digest) {
    return digest.algorithm() == DigestAlgorithm::sha256;
  });
  if (says_sha256 && algorithms.front() != DigestAlgorithm::sha256)
    algorithms.push_back(DigestAlgorithm::sha256);
  return algorithms;
}

class FileCheck {
 public:
  FileCheck(const FileSignature& open, Artifact& artifact, Report& report)
      : open_(open),
        signature_(open.bundle.signature()),
        claimed_(claimed_digests(open.bundle)),
        artifact_(artifact),
        report_(report) {}

  void run() {
    for (const auto& key : open_.keys) {
      const auto over_file = is_over_file(key);
      if (!over_file) return give_up(over_file.error());
      if (*over_file) return conclude(key, found_);
    }
    explain();
  }

 private:
  /// Whether the signature is this key's over the file, which is read for it. Sets `found_`.
  Result<bool> is_over_file(const PublicKey& key) {
    if (key.type() == KeyType::ed25519) {
      const auto content = artifact_.content();
      if (!content) return base::fail(content.error());
      found_ = artifact_.digest(usual_for_ed25519()).value();
      return key.verify(key.usual_digest(), *content, signature_);
    }
    for (const auto algorithm : algorithms_for(key, claimed_)) {
      const auto digest = artifact_.digest(algorithm);
      if (!digest) return base::fail(digest.error());
      found_ = *digest;
      if (key.verify_digest(*digest, signature_)) return true;
    }
    return false;
  }

  /// Ed25519 takes no digest, so that an entry may name the file by any.
  [[nodiscard]] DigestAlgorithm usual_for_ed25519() const {
    return claimed_.empty() ? DigestAlgorithm::sha256 : claimed_.front().algorithm();
  }

  /// It is not true over this file. Where it is over another that the bundle names, the file is another one;
  /// where it is over this file by a hash that its key is not used with, the bundle does not get to choose
  /// it.
  void explain() {
    for (const auto& key : open_.keys) {
      for (const auto& other : claimed_) {
        if (!key.verify_digest(other, signature_)) continue;
        const auto found = artifact_.digest(other.algorithm());
        if (!found) return give_up(found.error());
        found_ = *found;
        if (found_ != other) return conclude(key, other);
        return refuse({Code::key_unsupported,
                       {},
                       std::string(crypto::name(key.type())) + " with " +
                           std::string(crypto::name(other.algorithm()))});
      }
    }
    const auto scheme = unknown_scheme(signature_, report_.log);
    refuse(scheme ? base::Finding{Code::key_unsupported, {}, *scheme}
                  : base::Finding{Code::signature_false, {}, {}});
  }

  void refuse(base::Finding why) {
    auto& step = report_.step(StepId::signature);
    add_hint_remark(open_.keys.front());
    step.findings.push_back(std::move(why));
    compare_claim(found_, step.findings);
    step.outcome = outcome_of(step.findings);
    if (report_.method == signature::Method::key) report_.step(StepId::signer).outcome = step.outcome;
    artifact_.settle(FileState::not_checked, std::nullopt, found_);
  }

  void give_up(const base::Error& error) {
    report_.step(StepId::files).findings.push_back(base::as_finding(error));
    artifact_.settle(FileState::not_checked, std::nullopt, std::nullopt);
  }

  /// The signature is this key's over the file with this digest.
  void conclude(const PublicKey& key, const Digest& signed_) {
    auto& step = report_.step(StepId::signature);
    add_hint_remark(key);
    compare_claim(signed_, step.findings);
    step.outcome = outcome_of(step.findings);
    report_.statement_is_signed = true;
    if (report_.method == signature::Method::key) {
      report_.signer->key = key;
      report_.step(StepId::signer).outcome = Outcome::passed;
    }
    if (open_.checks_log) bind_log_entries({open_.bundle, &key, signed_}, report_);
    if (report_.method == signature::Method::key) take_log_times(report_);
    compare(signed_);
  }

  void compare(const Digest& signed_) {
    const bool same = found_ == signed_;
    artifact_.settle(same ? FileState::matches : FileState::changed, signed_, found_);
    auto& files = report_.step(StepId::files);
    if (!same) {
      files.findings.push_back({Code::artifact_differs, artifact_.row().name,
                                "signed " + signed_.hex() + ", found " + found_.hex()});
    }
    files.outcome = outcome_of(files.findings);
  }

  /// Where the signature file says which file is meant, that has to be true, by whatever algorithm.
  void compare_claim(const Digest& signed_, std::vector<base::Finding>& findings) {
    const auto& claim = open_.bundle.message()->claimed_digest();
    if (!claim || *claim == signed_) return;
    const auto here = claim->algorithm() == signed_.algorithm() ? Result<Digest>(signed_)
                                                                : artifact_.digest(claim->algorithm());
    if (!here || *here != *claim)
      findings.push_back({Code::artifact_digest, claim->hex(), here ? here->hex() : here.error().detail});
  }

  void add_hint_remark(const PublicKey& key) {
    if (hint_names_another(open_.bundle, key))
      report_.step(StepId::signature).findings.push_back({Code::key_hint_differs, {}, key.hint()});
  }

  const FileSignature& open_;
  const Bytes& signature_;
  std::vector<Digest> claimed_;
  Artifact& artifact_;
  Report& report_;
  Digest found_ = crypto::digest(DigestAlgorithm::sha256, {});
};

}  // namespace

void check_file_signature(const FileSignature& open, Artifact& artifact, Report& report) {
  FileCheck(open, artifact, report).run();
}

}  // namespace weighmaster::verdict
