#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/json.h"
#include "base/result.h"
#include "crypto/public_key.h"

namespace weighmaster::signature {

inline constexpr std::string_view in_toto_payload_type = "application/vnd.in-toto+json";

/// A payload whose signature was checked and is true. Only Envelope makes one: who holds it may read it as
/// signed.
class SignedPayload {
 public:
  [[nodiscard]] BytesView bytes() const { return bytes_; }
  /// It was signed in the faulty encoding of model-signing 0.2.0: fit for `Digests/v0.1` statements only.
  [[nodiscard]] bool legacy_encoding() const { return legacy_encoding_; }

 private:
  friend class Envelope;
  SignedPayload(Bytes bytes, bool legacy_encoding)
      : bytes_(std::move(bytes)), legacy_encoding_(legacy_encoding) {}

  Bytes bytes_;
  bool legacy_encoding_;
};

/// `DSSEv1 SP len(type) SP type SP len(payload) SP payload`, lengths in decimal: what is signed.
[[nodiscard]] Bytes pre_authentication_encoding(std::string_view payload_type, BytesView payload);

/// A DSSE envelope (DSSE 1.0.2) with exactly one signature.
class Envelope {
 public:
  /// The payload's type may be any text: the verifier compares it. Errors: json.*, base64.malformed,
  /// envelope.signature_count (none, an empty one, or more than one).
  [[nodiscard]] static base::Result<Envelope> parse(const base::JsonObject& object);

  /// One that was signed just now; a signature is not empty.
  [[nodiscard]] static Envelope assemble(std::string payload_type, Bytes payload, Bytes signature);

  [[nodiscard]] const std::string& payload_type() const { return payload_type_; }
  [[nodiscard]] const Bytes& signature() const { return signature_; }
  [[nodiscard]] Bytes pre_authentication_encoding() const;

  /// The payload, if the signature is this key's; nothing, if it is not. The hash follows the key's curve
  /// (OMS section 4.1); the encoding of model-signing 0.2.0 with SHA-256 is tried after the standard one.
  [[nodiscard]] std::optional<SignedPayload> open(const crypto::PublicKey& key) const;

  /// What the envelope claims, signed or not: to show under a heading that says so, and to compare digests
  /// with log entries.
  [[nodiscard]] BytesView unverified_payload() const { return payload_; }

  /// As it is written: standard base64, no `keyid`. parse() reads it back to an equal one.
  [[nodiscard]] base::Json json() const;

  friend bool operator==(const Envelope&, const Envelope&) = default;

 private:
  Envelope() = default;

  std::string payload_type_;
  Bytes payload_;
  Bytes signature_;
};

}  // namespace weighmaster::signature
