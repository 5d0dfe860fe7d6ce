#pragma once

#include <memory>
#include <optional>

#include "crypto/private_key.h"
#include "signing/login/login.h"
#include "signing/services/fulcio.h"
#include "signing/signer.h"

namespace weighmaster::signing {

/// Signs in the name of a person who logs in (OMS section 4.1, method sigstore): with a key on P-256 that is
/// made for one signature, lies in memory only, and is gone with this object.
class KeylessSigner : public Signer {
 public:
  /// Nobody is asked to log in before `material`. `provider`: the host at which the person logs in;
  /// empty where they have a token already.
  KeylessSigner(std::unique_ptr<Login> login, std::string provider, Fulcio authority, ServiceAccess access,
                std::shared_ptr<const trust::TrustedRoot> root)
      : login_(std::move(login)),
        provider_(std::move(provider)),
        authority_(std::move(authority)),
        access_(std::move(access)),
        root_(std::move(root)) {}

  /// Makes a new key, has the person log in and say that it is them, and has the certificate authority
  /// certify the key. Errors: Login::identity's, ServiceAccess::confirm's, Fulcio::certify's.
  [[nodiscard]] base::Result<Material> material(const base::Task& task) override;
  /// Error: key.missing where there is no material yet.
  [[nodiscard]] base::Result<Bytes> sign(BytesView encoding, const base::Task& task) override;

 private:
  [[nodiscard]] base::Result<IdentityToken> log_in(const base::Task& task);

  std::unique_ptr<Login> login_;
  std::string provider_;
  Fulcio authority_;
  ServiceAccess access_;
  std::shared_ptr<const trust::TrustedRoot> root_;
  std::optional<crypto::PrivateKey> key_;
};

}  // namespace weighmaster::signing
