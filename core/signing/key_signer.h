#pragma once

#include "crypto/private_key.h"
#include "signing/signer.h"

namespace weighmaster::signing {

/// Signs with a private key that lies in memory (OMS section 4.1, method key).
class KeySigner : public Signer {
 public:
  explicit KeySigner(crypto::PrivateKey key) : key_(std::move(key)) {}

  [[nodiscard]] base::Result<Material> material(const base::Task& task) override;
  [[nodiscard]] base::Result<Bytes> sign(BytesView encoding, const base::Task& task) override;

 private:
  crypto::PrivateKey key_;
};

}  // namespace weighmaster::signing
