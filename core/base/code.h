#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace weighmaster::base {

/// What a finding does to the verdict, worst last: the verdict can be no better than the worst effect.
enum class Effect : std::uint8_t {
  none,
  partial,
  extra_files,
  unknown_signer,
  unsigned_,
  undetermined,
  wrong_signer,
  changed,
  signature_invalid,
};

/// The stable codes of everything the core reports. The list, with names and effects, is codes.def.
enum class Code : std::uint16_t {
#define WEIGHMASTER_CODE(enumerator, name, effect) enumerator,
#include "base/codes.def"
#undef WEIGHMASTER_CODE
};

/// The stable name, for example "bundle.media_type".
[[nodiscard]] std::string_view name(Code code);
[[nodiscard]] Effect effect(Code code);
[[nodiscard]] std::optional<Code> code_from_name(std::string_view name);
[[nodiscard]] std::span<const Code> all_codes();

}  // namespace weighmaster::base
