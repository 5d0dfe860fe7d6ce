#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "signature/bundle.h"
#include "verdict/report.h"

namespace weighmaster::verdict {

/// Reads and parses a signature file. Findings: file.*, json.*, bundle.*, envelope.*, and what else keeps it
/// from being read.
struct SignatureFile {
  Step step;
  std::optional<signature::Bundle> bundle;
  /// What was parsed; null where nothing could be read.
  std::shared_ptr<const Bytes> content = {};
};
[[nodiscard]] SignatureFile read_signature_file(const std::filesystem::path& path);
/// The same for a content that is there already.
[[nodiscard]] SignatureFile parse_signature_file(BytesView content);

}  // namespace weighmaster::verdict
