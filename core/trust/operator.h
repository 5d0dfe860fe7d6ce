#pragma once

#include <string>
#include <string_view>

/// Who runs a service. Two times that come from one operator are one piece of evidence.
namespace weighmaster::trust {

/// The host of an address, without user and port ("rekor.sigstore.dev", "127.0.0.1", "::1"): Rekor v2 signs
/// under that name. What is no address is taken for a host.
[[nodiscard]] std::string host_of(std::string_view address);

/// What a trusted root says (`operator`, from 0.2 on); where it says nothing, the last two labels of the
/// host, or the whole of a numeric one. Too few operators at worst, never too many by one domain.
[[nodiscard]] std::string operator_of(std::string_view named, std::string_view address);

}  // namespace weighmaster::trust
