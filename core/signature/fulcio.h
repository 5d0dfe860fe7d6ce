#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "crypto/certificate.h"

namespace weighmaster::signature {

/// One Fulcio extension (1.3.6.1.4.1.57264.1.*, sigstore/fulcio docs/oid-info.md), decoded to text.
struct FulcioExtension {
  std::string oid;
  std::string_view label;  // "Source repository URI"; words for the person, in English
  std::string value;
};

/// All that the certificate has, by number. Extensions 1 to 6 are raw text, 8 and later DER UTF8String; one
/// that is not is left out.
[[nodiscard]] std::vector<FulcioExtension> fulcio_extensions(const crypto::Certificate& certificate);

/// The OpenID Connect issuer: extension 8, else 1. Errors: identity.missing where there is neither,
/// issuer.contradicts where both are there and differ.
[[nodiscard]] base::Result<std::string> fulcio_issuer(const crypto::Certificate& certificate);

}  // namespace weighmaster::signature
