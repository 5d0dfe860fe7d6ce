#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// What goes on between this computer and the services of a keyless signature.
namespace weighmaster::trust {

enum class ServiceRole : std::uint8_t { login, certificate_authority, timestamp_authority, log };

/// "login", "certificate_authority", "timestamp_authority", "log".
[[nodiscard]] std::string_view name(ServiceRole role);

/// Told on the way: who is asked, who has given what they were asked for, and who has said that they won't,
/// and so did nothing.
struct ServiceEvent {
  enum class Kind : std::uint8_t { asked, asked_again, answered, refused };

  Kind kind = Kind::asked;
  ServiceRole role = ServiceRole::login;
  std::string host;
  /// Of an entry that a log has made: its place in the whole log.
  std::optional<std::int64_t> log_index = {};
  /// Of one that is asked again: nobody knows what came of the time before.
  bool unclear = false;
};
using ServiceWatch = std::function<void(const ServiceEvent&)>;

}  // namespace weighmaster::trust
