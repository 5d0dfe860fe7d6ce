#pragma once

#include <memory>

#include "signing/keyless_signer.h"
#include "signing/sign.h"
#include "trust/signing_config.h"

namespace weighmaster::signing {

/// Who signs and who vouches for it, where somebody signs by logging in.
struct KeylessParts {
  std::unique_ptr<Signer> signer;
  /// Timestamp authorities first, logs last: what can fail fails before something is public for ever.
  Witnesses witnesses;
};

/// The parts for one signature through these services. Nobody is asked anything yet. Where the login takes no
/// provider, `services.login.url` may be empty. Errors: net.address
/// where a service can't be asked at its address.
[[nodiscard]] base::Result<KeylessParts> keyless_parts(const trust::PickedServices& services,
                                                       std::unique_ptr<Login> login,
                                                       const ServiceAccess& access,
                                                       std::shared_ptr<const trust::TrustedRoot> root);

}  // namespace weighmaster::signing
