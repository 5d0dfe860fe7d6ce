#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "net/http.h"
#include "signing/login/client.h"
#include "signing/login/login.h"

namespace weighmaster::signing {

/// What a person needs to log in on another device. Made visible.
struct DevicePrompt {
  std::string url;
  std::string code;
  /// The same with the code in it, where the provider offers that: for a picture to scan.
  std::optional<std::string> url_with_code;
  /// How long the code can be used from now on.
  std::chrono::seconds life{};
};

/// Waits so long. Error: task.cancelled, at once.
[[nodiscard]] base::Result<void> pause(std::chrono::seconds time, const base::Task& task);

struct DeviceLoginRequest {
  std::shared_ptr<net::Http> http;
  Client client;
  /// Shows it; the login goes on meanwhile.
  std::function<void(const DevicePrompt& prompt)> tell;
  std::function<base::Result<void>(std::chrono::seconds time, const base::Task& task)> wait = pause;
  /// By which the life of the code is measured: slow answers count, a clock that is set does not.
  std::function<std::chrono::steady_clock::time_point()> steady = std::chrono::steady_clock::now;
  Clock clock = base::now;
};

/// Logs in on another device: the person types a short code there, and we ask the provider now and then
/// whether they have (RFC 8628). As Sigstore's other programs do, it carries a PKCE proof too, which a
/// provider that does not know it passes over.
class DeviceLogin final : public Login {
 public:
  explicit DeviceLogin(DeviceLoginRequest request) : request_(std::move(request)) {}

  /// Errors also: login.provider where it offers no such login, or one that can't be trusted; login.refused;
  /// login.timeout where nobody typed the code in time.
  [[nodiscard]] base::Result<IdentityToken> identity(const base::Task& task) override;

 private:
  DeviceLoginRequest request_;
};

}  // namespace weighmaster::signing
