#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/secret.h"

namespace weighmaster::crypto {

/// Opens an EncryptedPrivateKeyInfo (RFC 5958 section 3), whole in DER, and returns the PrivateKeyInfo.
/// Errors: key.private_malformed, key.password_missing (null), key.password_wrong, key.unsupported (a cipher
/// that OpenSSL does not offer, or a password that is stretched more than limits::key_iterations times).
[[nodiscard]] base::Result<Secret> decrypt_pkcs8(BytesView der, const Secret* password);

}  // namespace weighmaster::crypto
