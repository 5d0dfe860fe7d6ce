#pragma once

#include <cstdint>
#include <string_view>

#include "base/bytes.h"

namespace weighmaster::model {

/// Whether loading a file can run code that the file brings, as far as its name and first bytes tell. No
/// verdict: signed or not, it is shown.
enum class CodeRisk : std::uint8_t {
  none,
  pickle,          // a Python pickle, bare or in a zip archive (PyTorch)
  script,          // Python source
  remote_code,     // a configuration that names code to load ("auto_map")
  lambda_layer,    // a Keras Lambda layer
  shared_library,  // machine code: ELF, Mach-O, PE
};

/// How many bytes of a file's start `code_risk` wants to see.
inline constexpr std::size_t code_risk_bytes = 256U << 10U;

/// `name` is the file's relative name, `start` its first bytes (all of them, if there are fewer than
/// code_risk_bytes).
[[nodiscard]] CodeRisk code_risk(std::string_view name, BytesView start);

/// The tool that leaves such a file or folder beside models (".cache/huggingface", ".DS_Store", "Thumbs.db",
/// …), or empty. Named and grouped where shown; never a reason to leave a file out.
[[nodiscard]] std::string_view leftover_of(std::string_view name);

}  // namespace weighmaster::model
