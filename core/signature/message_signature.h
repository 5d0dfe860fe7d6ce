#pragma once

#include <optional>

#include "base/bytes.h"
#include "base/json.h"
#include "base/result.h"
#include "crypto/digest.h"

namespace weighmaster::signature {

/// A signature over a file itself (MessageSignature of sigstore_common.proto), as `cosign sign-blob` makes
/// it. Immutable.
class MessageSignature {
 public:
  /// Errors: json.*, base64.malformed, json.member_missing (an empty signature), bundle.content (a digest
  /// that is not of its algorithm's length).
  [[nodiscard]] static base::Result<MessageSignature> parse(const base::JsonObject& object);

  [[nodiscard]] const Bytes& signature() const { return signature_; }
  /// Which file is meant, as the signature file says; nothing where it does not say it, or by an algorithm
  /// that is not known here. Nobody vouches for it: it explains, and no file is compared with it.
  [[nodiscard]] const std::optional<crypto::Digest>& claimed_digest() const { return claimed_digest_; }

  friend bool operator==(const MessageSignature&, const MessageSignature&) = default;

 private:
  MessageSignature() = default;

  Bytes signature_;
  std::optional<crypto::Digest> claimed_digest_;
};

}  // namespace weighmaster::signature
