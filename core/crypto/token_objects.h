#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/certificate.h"
#include "crypto/pkcs11_uri.h"
#include "crypto/token_session.h"

/// What lies on a token: keys and certificates, tied together by their ids. For the files of this room only.
namespace weighmaster::crypto {

using Objects = std::vector<CK_OBJECT_HANDLE>;

/// What an object is called. The parts of a key pair share their id, or where they have none, their label.
struct Handle {
  std::string label;
  Bytes id;

  [[nodiscard]] bool same_pair(const Handle& other) const {
    return id.empty() && other.id.empty() ? label == other.label : id == other.id;
  }
  /// "pkcs11:object=…;id=…;type=private"
  [[nodiscard]] Pkcs11Uri uri() const;
};
[[nodiscard]] Handle handle_of(const TokenSession& session, CK_OBJECT_HANDLE object);

/// All objects of a kind that the session may see; none where the token can't say.
[[nodiscard]] Objects all_of(const TokenSession& session, CK_OBJECT_CLASS kind);

/// The private keys that fit the URI's `id` and `object`. Error: token.failed.
[[nodiscard]] base::Result<Objects> private_keys(const TokenSession& session, const Pkcs11Uri& uri);

/// The kind of a private or public key object, where it is one that `KeyType` has.
[[nodiscard]] std::optional<KeyType> key_type(const TokenSession& session, CK_OBJECT_HANDLE key);

/// What a certificate object holds, where it is X.509 and can be read.
[[nodiscard]] std::optional<Certificate> certificate_of(const TokenSession& session, CK_OBJECT_HANDLE object);

/// The public half of a private key for elliptic curves: from the public key object of the pair, its
/// certificate, or the private key object itself; the first that is there counts. Errors: token.key_missing
/// where there is none, key.unsupported, key.malformed.
[[nodiscard]] base::Result<PublicKey> public_key_of(const TokenSession& session, CK_OBJECT_HANDLE key);

}  // namespace weighmaster::crypto
