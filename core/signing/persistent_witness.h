#pragma once

#include <functional>
#include <memory>

#include "signing/witness.h"

namespace weighmaster::signing {

/// Another witness, asked again for as long as somebody wants that: what those before it have said is kept
/// meanwhile, so that an entry of a log is not lost because the next service is down.
class PersistentWitness final : public Witness {
 public:
  /// `once_more` is told why it failed, and may take its time.
  PersistentWitness(std::shared_ptr<Witness> witness, std::function<bool(const base::Error&)> once_more)
      : witness_(std::move(witness)), once_more_(std::move(once_more)) {}

  /// Errors: the witness's last.
  [[nodiscard]] base::Result<void> attest(const signature::Envelope& envelope, const Material& material,
                                          Evidence& evidence, const base::Task& task) override;

 private:
  std::shared_ptr<Witness> witness_;
  std::function<bool(const base::Error&)> once_more_;
};

}  // namespace weighmaster::signing
