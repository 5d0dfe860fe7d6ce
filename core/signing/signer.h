#pragma once

#include <memory>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/task.h"
#include "crypto/certificate.h"
#include "crypto/public_key.h"
#include "signature/bundle.h"
#include "trust/roots.h"

namespace weighmaster::signing {

/// By what a signature will be checked (OMS section 4.1): what a signer says of itself, and what the bundle
/// carries of it.
struct Material {
  signature::Method method;
  /// The key under which what `Signer::sign` returns is true; in a bundle of method key only its hint is
  /// named.
  crypto::PublicKey key;
  /// Method key: none. Certificate: leaf first, each issued by the next, the root mostly left out. Sigstore:
  /// the one short-lived certificate.
  std::vector<crypto::Certificate> certificates;
  /// Method sigstore: who is believed about certificates, logs and times. Else none.
  std::shared_ptr<const trust::TrustedRoot> trusted_root = {};
};

/// Somebody who signs: a key in a file, a key on a token, a person who logs in. What can be refused early (a
/// password, a PIN, an expired certificate) is refused by the factory that makes the signer, before a model
/// is hashed for hours. `sign_model` calls `material` once and then `sign`, both after everything is hashed,
/// in one thread; `sign` again where a log has the first signature and keeps what it has to itself. Either
/// may take its time (a button to press, a browser to log in with): it ends soon after the task is stopped,
/// with task.cancelled.
class Signer {
 public:
  Signer() = default;
  virtual ~Signer() = default;
  Signer(const Signer&) = delete;
  Signer& operator=(const Signer&) = delete;
  Signer(Signer&&) = delete;
  Signer& operator=(Signer&&) = delete;

  [[nodiscard]] virtual base::Result<Material> material(const base::Task& task) = 0;

  /// Signs a DSSE pre-authentication encoding with the hash that goes with the key
  /// (`PublicKey::usual_digest`). Returns ECDSA in DER.
  [[nodiscard]] virtual base::Result<Bytes> sign(BytesView encoding, const base::Task& task) = 0;
};

}  // namespace weighmaster::signing
