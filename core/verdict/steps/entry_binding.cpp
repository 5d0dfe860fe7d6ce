#include "verdict/steps/entry_binding.h"

#include "signature/entry_body.h"
#include "signature/key_details.h"

namespace weighmaster::verdict {
namespace {

using base::Code;
using base::Finding;
using signature::DsseBody;
using signature::HashedRekordBody;
using signature::IntotoBody;
using signature::LoggedSignature;

/// Compares the parts of one entry with those of the bundle, and keeps what differs.
class Comparison {
 public:
  Comparison(const Binding& binding, std::string subject)
      : binding_(binding), envelope_(binding.bundle.envelope()), subject_(std::move(subject)) {}

  std::vector<Finding> take() && { return std::move(findings_); }

  void compare_kind(const signature::LogEntry& entry, const signature::EntryBody& body) {
    if (entry.kind != body.kind || entry.version != body.version) {
      findings_.push_back({Code::log_kind_differs, subject_,
                           "the entry: " + body.kind + " " + body.version +
                               ", the signature file: " + entry.kind + " " + entry.version});
    }
    if (body.kind == "dsse" && signature::is_of_rekor_2(body.kind, body.version))
      findings_.push_back({Code::log_legacy_kind, subject_, body.kind + " " + body.version});
  }

  /// A plain signature: over the artifact with this digest, which for an envelope is its pre-authentication
  /// encoding.
  void operator()(const HashedRekordBody& body) {
    if (envelope_ == nullptr) {
      if (body.digest != binding_.file) differs("the digest of what was signed");
    } else {
      compare_digest(body.digest, envelope_->pre_authentication_encoding(), "the digest of what was signed");
    }
    compare_signature(body.signature);
    compare_hash(body);
  }

  void operator()(const DsseBody& body) {
    if (envelope_ == nullptr) return differs("what was signed");
    compare_digest(body.payload_digest, envelope_->unverified_payload(), "the payload's digest");
    compare_only_signature(body.signatures);
  }

  void operator()(const IntotoBody& body) {
    if (envelope_ == nullptr) return differs("what was signed");
    compare_digest(body.payload_digest, envelope_->unverified_payload(), "the payload's digest");
    if (body.payload_type != envelope_->payload_type()) differs("the payload's type");
    compare_only_signature(body.signatures);
  }

 private:
  void differs(std::string what) {
    findings_.push_back({Code::log_entry_differs, subject_, std::move(what)});
  }

  void compare_digest(const crypto::Digest& logged, BytesView content, const char* what) {
    if (logged != crypto::digest(logged.algorithm(), content)) differs(what);
  }

  /// The envelope has one signature; an entry of more speaks of another envelope.
  void compare_only_signature(const std::vector<LoggedSignature>& signatures) {
    if (signatures.size() != 1) differs("the number of signatures");
    for (const auto& logged : signatures) compare_signature(logged);
  }

  void compare_signature(const LoggedSignature& logged) {
    if (logged.signature != binding_.bundle.signature()) differs("the signature");
    compare_verifier(logged);
    if (!logged.key_details.empty()) compare_key_details(logged);
  }

  void compare_verifier(const LoggedSignature& logged) {
    if (const auto* leaf = binding_.bundle.certificates()) {
      const auto* certificate = std::get_if<crypto::Certificate>(&logged.verifier);
      if (certificate == nullptr || !(*certificate == leaf->leaf())) differs("the certificate");
      return;
    }
    const auto* key = std::get_if<crypto::PublicKey>(&logged.verifier);
    if (key == nullptr || binding_.key == nullptr || !(*key == *binding_.key)) differs("the key");
  }

  /// Rekor v2 says of what kind the key is: it has to be true of the key.
  void compare_key_details(const LoggedSignature& logged) {
    const auto* details = signature::find_key_details(logged.key_details);
    if (details == nullptr) {
      findings_.push_back({Code::log_entry_unsupported, subject_, logged.key_details});
      return;
    }
    const auto* certificate = std::get_if<crypto::Certificate>(&logged.verifier);
    const auto key = certificate != nullptr
                         ? certificate->public_key()
                         : base::Result<crypto::PublicKey>(std::get<crypto::PublicKey>(logged.verifier));
    if (!key || !details->fits(*key)) differs("the kind of key");
  }

  /// Rekor v2's digest is by the hash that the signature uses.
  void compare_hash(const HashedRekordBody& body) {
    const auto* details = signature::find_key_details(body.signature.key_details);
    if (details != nullptr && details->digest != body.digest.algorithm())
      differs("the hash of what was signed");
  }

  const Binding& binding_;
  const signature::Envelope* envelope_;
  std::string subject_;
  std::vector<Finding> findings_;
};

/// Where in the body, and what: the finding's own subject is the entry.
std::string particulars(const base::Error& error) {
  if (error.subject.empty() || error.detail.empty()) return error.subject + error.detail;
  return error.subject + ": " + error.detail;
}

}  // namespace

bool Binding::is_known() const {
  const bool has_key = bundle.certificates() != nullptr || key != nullptr;
  const bool has_content = bundle.envelope() != nullptr || file.has_value();
  return has_key && has_content;
}

std::vector<Finding> entry_differences(const signature::LogEntry& entry, const Binding& binding,
                                       const std::string& subject) {
  const auto body = signature::parse_entry_body(entry.body);
  if (!body) return {{body.error().code, subject, particulars(body.error())}};
  Comparison comparison(binding, subject);
  comparison.compare_kind(entry, *body);
  std::visit(comparison, body->content);
  return std::move(comparison).take();
}

}  // namespace weighmaster::verdict
