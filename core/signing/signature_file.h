#pragma once

#include <filesystem>
#include <optional>

#include "base/bytes.h"
#include "base/file.h"
#include "base/result.h"

/// The signature file as it is written. An old signature is replaced where the person says so; any other
/// file, above all one of the model, never is.
namespace weighmaster::signing {

/// Whether a signature of this model could be written there: asked before anything is hashed. Errors: those
/// of base::check_target; file.not_written also for the model itself, and where the file that is there is no
/// signature file.
[[nodiscard]] base::Result<void> check_signature_path(const std::filesystem::path& signature,
                                                      const std::filesystem::path& model,
                                                      base::Existing existing);

/// Checks again, and writes it in one step. Errors: those of check_signature_path and base::write_file.
[[nodiscard]] base::Result<void> write_signature(const std::filesystem::path& signature,
                                                 const std::filesystem::path& model, BytesView content,
                                                 base::Existing existing);

/// For a signature that can't be made again and can't be written where it should be: writes it into the
/// system's folder for temporary files, under its own name with its digest before it. Where it is now;
/// nothing if that can't be either.
[[nodiscard]] std::optional<std::filesystem::path> keep_elsewhere(const std::filesystem::path& signature,
                                                                  BytesView content);

}  // namespace weighmaster::signing
