#pragma once

#include <memory>
#include <vector>

#include "base/time.h"
#include "signing/signer.h"

namespace weighmaster::signing {

/// Signs with another signer's key, wherever that lies, and shows a certificate for it (OMS section 4.1,
/// method certificate).
class CertificateSigner : public Signer {
 public:
  /// `certificates` are the key's and those that lead from it to a root, in any order. What is not on that
  /// way is left out, and so is a root, which whoever verifies must have from elsewhere. Errors: those of
  /// `key.material`; key.certificate_differs (none is the key's), certificate.usage (it may not sign),
  /// signing.expired (not valid at `now`: it, or an authority on the way), certificate.malformed (none
  /// given).
  [[nodiscard]] static base::Result<std::unique_ptr<Signer>> create(
      std::unique_ptr<Signer> key, std::vector<crypto::Certificate> certificates, base::TimePoint now);

  [[nodiscard]] base::Result<Material> material(const base::Task& task) override;
  [[nodiscard]] base::Result<Bytes> sign(BytesView encoding, const base::Task& task) override;

 private:
  CertificateSigner(std::unique_ptr<Signer> key, Material material)
      : key_(std::move(key)), material_(std::move(material)) {}

  std::unique_ptr<Signer> key_;
  Material material_;
};

}  // namespace weighmaster::signing
