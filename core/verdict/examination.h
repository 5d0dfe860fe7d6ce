#pragma once

#include <filesystem>

#include "base/bytes.h"
#include "verdict/report.h"
#include "verdict/verify.h"

namespace weighmaster::verdict {

/// Every step but the files of the model, for one signature file, in the order of the specifications (OMS
/// section 8, Sigstore client specification). Quick: nothing of the model is read.
[[nodiscard]] Report examine_signature(const VerifyRequest& request, const std::filesystem::path& signature);
/// The same for the content of a signature file.
[[nodiscard]] Report examine_signature(const VerifyRequest& request, BytesView content);

}  // namespace weighmaster::verdict
