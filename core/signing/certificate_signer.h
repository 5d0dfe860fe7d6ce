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
  /// `certificate` is the key's; `others` are those that lead from it to a root, in any order: what is not on
  /// the way is left out, and so is a root, which whoever verifies must have from elsewhere. Errors: those of
  /// `key.material`; key.certificate_differs, certificate.usage (it may not sign), signing.expired (not valid
  /// at `now`: it, or an authority on the way).
  [[nodiscard]] static base::Result<std::unique_ptr<Signer>> create(std::unique_ptr<Signer> key,
                                                                    crypto::Certificate certificate,
                                                                    std::vector<crypto::Certificate> others,
                                                                    base::TimePoint now);

  [[nodiscard]] base::Result<Material> material(const base::Task& task) override;
  [[nodiscard]] base::Result<Bytes> sign(BytesView encoding, const base::Task& task) override;

 private:
  CertificateSigner(std::unique_ptr<Signer> key, Material material)
      : key_(std::move(key)), material_(std::move(material)) {}

  std::unique_ptr<Signer> key_;
  Material material_;
};

}  // namespace weighmaster::signing
