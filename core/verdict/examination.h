#pragma once

#include <filesystem>
#include <optional>

#include "base/bytes.h"
#include "verdict/report.h"
#include "verdict/steps/file_signature.h"
#include "verdict/steps/signature.h"
#include "verdict/verify.h"

namespace weighmaster::verdict {

/// What can be said of a signature without the files that it is about.
struct Examined {
  Report report;
  /// Where a file itself was signed: the rest, which takes that file.
  std::optional<FileSignature> open;
};

/// Every step but the files of the model, for one signature file, in the order of the specifications (OMS
/// section 8, Sigstore client specification). Quick: nothing of the model is read.
[[nodiscard]] Examined examine_signature(const VerifyRequest& request,
                                         const std::filesystem::path& signature);
/// The same for the content of a signature file.
[[nodiscard]] Examined examine_signature(const VerifyRequest& request, BytesView content);
/// The same for the request's own content. `target`: what the model is, where the disk is not to be asked.
[[nodiscard]] Examined examine_content(const VerifyRequest& request, std::optional<Target> target = {});

}  // namespace weighmaster::verdict
