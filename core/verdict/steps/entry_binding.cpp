#include "verdict/steps/entry_binding.h"

#include "signature/entry_body.h"

namespace weighmaster::verdict {
namespace {

using base::Code;
using base::Finding;
using signature::DsseBody;
using signature::HashedRekordBody;
using signature::IntotoBody;

/// Compares the parts of one entry with those of the bundle, and keeps what differs.
class Comparison {
 public:
  Comparison(const signature::Bundle& bundle, std::string subject)
      : bundle_(bundle), subject_(std::move(subject)) {}

  std::vector<Finding> take() && { return std::move(findings_); }

  void compare_kind(const signature::LogEntry& entry, const signature::EntryBody& body) {
    if (entry.kind != body.kind || entry.version != body.version) {
      findings_.push_back({Code::log_kind_differs, subject_,
                           "the entry: " + body.kind + " " + body.version +
                               ", the signature file: " + entry.kind + " " + entry.version});
    }
  }

  /// A plain signature: over the artifact with this digest, which for an envelope is its pre-authentication
  /// encoding.
  void operator()(const HashedRekordBody& body) {
    compare_digest(body.digest, bundle_.envelope().pre_authentication_encoding(),
                   "the digest of what was signed");
    compare_signature(body.signature, body.verifier);
  }

  void operator()(const DsseBody& body) {
    compare_digest(body.payload_digest, bundle_.envelope().unverified_payload(), "the payload's digest");
    compare_only_signature(body.signatures);
  }

  void operator()(const IntotoBody& body) {
    compare_digest(body.payload_digest, bundle_.envelope().unverified_payload(), "the payload's digest");
    if (body.payload_type != bundle_.envelope().payload_type()) differs("the payload's type");
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
  template <class Signatures>
  void compare_only_signature(const Signatures& signatures) {
    if (signatures.size() != 1) differs("the number of signatures");
    for (const auto& logged : signatures) compare_signature(logged.signature, logged.verifier);
  }

  void compare_signature(const Bytes& logged, const signature::Verifier& verifier) {
    if (logged != bundle_.envelope().signature()) differs("the signature");
    const auto* leaf = bundle_.certificates();
    const auto* certificate = std::get_if<crypto::Certificate>(&verifier);
    const bool same = leaf != nullptr && certificate != nullptr && *certificate == leaf->leaf();
    if (!same) differs("the certificate");
  }

  const signature::Bundle& bundle_;
  std::string subject_;
  std::vector<Finding> findings_;
};

/// Where in the body, and what: the finding's own subject is the entry.
std::string particulars(const base::Error& error) {
  if (error.subject.empty() || error.detail.empty()) return error.subject + error.detail;
  return error.subject + ": " + error.detail;
}

}  // namespace

std::vector<Finding> entry_differences(const signature::LogEntry& entry, const signature::Bundle& bundle,
                                       const std::string& subject) {
  const auto body = signature::parse_entry_body(entry.body);
  if (!body) return {{body.error().code, subject, particulars(body.error())}};
  Comparison comparison(bundle, subject);
  comparison.compare_kind(entry, *body);
  std::visit(comparison, body->content);
  return std::move(comparison).take();
}

}  // namespace weighmaster::verdict
