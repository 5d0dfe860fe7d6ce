#pragma once

#include <memory>
#include <string>

#include "crypto/certificate.h"
#include "crypto/private_key.h"
#include "signing/login/identity_token.h"
#include "signing/services/service.h"
#include "trust/policy.h"
#include "trust/roots.h"

namespace weighmaster::signing {

/// Sigstore's certificate authority (fulcio.proto; client-spec.md, section 2): it gives whoever logs in a
/// certificate for a key, valid for minutes, and has a public log of certificates keep it for ever.
class Fulcio {
 public:
  /// `url`: as a signing config names it. `root` says who its certificates are believed to be from.
  Fulcio(ServiceAccess access, std::string url, std::shared_ptr<const trust::TrustedRoot> root)
      : access_(std::move(access)), url_(std::move(url)), root_(std::move(root)) {}

  /// A certificate for the key, in the name of whoever the token speaks of. It is checked as far as it can be
  /// before there is a signature: that it is this key's, that it names the person who logged in and who
  /// vouches for them, the path to an authority of the trusted root, its purposes, and the promise of a
  /// certificate log. Errors: net.*, with the host as subject (net.answer with the code of what is wrong in
  /// its detail); authority.key_differs; authority.identity_differs; certificate.* and sct.* of
  /// verdict::check_keyless_certificate and verdict::check_certificate_log.
  [[nodiscard]] base::Result<crypto::Certificate> certify(const crypto::PrivateKey& key,
                                                          const IdentityToken& token,
                                                          const base::Task& task) const;

 private:
  [[nodiscard]] base::Result<net::Answer> request(const crypto::PrivateKey& key, const IdentityToken& token,
                                                  const base::Task& task) const;

  ServiceAccess access_;
  std::string url_;
  std::shared_ptr<const trust::TrustedRoot> root_;
};

/// The certificate in an answer of Fulcio (SigningCertificate of fulcio.proto): the first of its chain. The
/// way to the root is the trusted root's to say. Errors: json.*, certificate.malformed; sct.missing where the
/// promise of the certificate log comes beside it, since signature files have no place for it.
[[nodiscard]] base::Result<crypto::Certificate> issued_certificate(BytesView answer);

/// Who a keyless certificate names, and who vouches for the name. Errors: identity.missing (no name, or more
/// than one: what would be compared then), signature::fulcio_issuer's.
[[nodiscard]] base::Result<trust::Identity> certified_identity(const crypto::Certificate& certificate);

}  // namespace weighmaster::signing
