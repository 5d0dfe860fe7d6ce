#pragma once

#include <memory>

#include "base/result.h"
#include "sign.h"
#include "signing/signer.h"

namespace weighmaster::terminal {

/// Who signs, by the options. Errors: what keeps them from it, before anything is hashed: open_private_key's,
/// signing::read_certificates', signing::CertificateSigner's.
[[nodiscard]] base::Result<std::unique_ptr<signing::Signer>> make_signer(const SignOptions& options,
                                                                         const CommonOptions& common,
                                                                         const Console& console);

}  // namespace weighmaster::terminal
