#pragma once

#include <array>
#include <string>
#include <string_view>

#include "verdict/report.h"

namespace weighmaster::words {

/// How a signer may be spoken of: by a name that somebody trusted vouches for, by the key that the person
/// gave, or by a name that is a mere claim.
struct SignerName {
  enum class Kind : std::uint8_t { name, key, claim };
  Kind kind = Kind::claim;
  /// As it stands in the certificate; empty for a key.
  std::string name;

  /// The phrase that fits: for a name, a key, a claim.
  [[nodiscard]] std::string_view pick(const std::array<std::string_view, 3>& phrases) const {
    return phrases.at(static_cast<std::size_t>(kind));
  }
};

[[nodiscard]] SignerName signer_name(const verdict::Report& report);

}  // namespace weighmaster::words
