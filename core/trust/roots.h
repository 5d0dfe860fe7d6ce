#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "crypto/certificate.h"
#include "crypto/digest.h"
#include "crypto/public_key.h"

namespace weighmaster::trust {

/// A transparency log, of signatures or of certificates.
struct Log {
  std::string base_url;
  /// As the root gives it; where it gives none, the SHA-256 of the key (RFC 6962 section 3.2).
  Bytes log_id;
  /// The id by which Rekor v2 goes: the key's on notes under the log's name (C2SP signed-note). Empty where
  /// name or key are not known.
  Bytes note_id;
  /// Whoever runs it: what the root says, else by its address (trust/operator.h).
  std::string operated_by;
  base::Window valid_for;
  /// Nothing where this build can't use the log's kind of key: then what it signed can't be checked, which is
  /// not "false".
  std::optional<crypto::PublicKey> key;
};

/// The logs that go by this id, in either way. Ids are compared as far as the shorter one goes: some are
/// written with four bytes only.
[[nodiscard]] std::vector<const Log*> logs_with_id(const std::vector<Log>& logs, BytesView log_id);

/// A certificate authority or timestamp authority.
struct Authority {
  std::string uri;
  std::string operated_by;
  base::Window valid_for;
  /// As published: leaf first for timestamp authorities, issuing CA first for Fulcio; the last is the anchor.
  std::vector<crypto::Certificate> chain;
};

/// A Sigstore trusted root (sigstore_trustroot.proto): who this computer believes about keyless signatures.
/// Immutable.
class TrustedRoot {
 public:
  /// A trusted root file, or a client trust config, whose trusted root is taken. Errors: json.*,
  /// base64.malformed, time.malformed, trust.media_type, trust.malformed, trust.empty, certificate.malformed,
  /// bundle.too_many.
  [[nodiscard]] static base::Result<TrustedRoot> parse(BytesView json);

  [[nodiscard]] const std::vector<Log>& logs() const { return logs_; }
  [[nodiscard]] const std::vector<Log>& certificate_logs() const { return certificate_logs_; }
  [[nodiscard]] const std::vector<Authority>& certificate_authorities() const {
    return certificate_authorities_;
  }
  [[nodiscard]] const std::vector<Authority>& timestamp_authorities() const { return timestamp_authorities_; }
  /// SHA-256 of the file's bytes: which root it was.
  [[nodiscard]] const crypto::Digest& digest() const { return digest_; }
  /// The file's bytes, as they were parsed.
  [[nodiscard]] const Bytes& json() const { return *json_; }

 private:
  TrustedRoot(crypto::Digest digest, Bytes json)
      : digest_(digest), json_(std::make_shared<const Bytes>(std::move(json))) {}

  std::vector<Log> logs_;
  std::vector<Log> certificate_logs_;
  std::vector<Authority> certificate_authorities_;
  std::vector<Authority> timestamp_authorities_;
  crypto::Digest digest_;
  std::shared_ptr<const Bytes> json_;
};

}  // namespace weighmaster::trust
