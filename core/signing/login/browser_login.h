#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "net/http.h"
#include "signing/login/client.h"
#include "signing/login/login.h"
#include "signing/login/pages.h"

namespace weighmaster::signing {

struct BrowserLoginRequest {
  std::shared_ptr<net::Http> http;
  Client client;
  /// Where the browser comes back to: 0 for a port that the system picks, or the one that a strict provider
  /// knows.
  std::uint16_t port = 0;
  PageTexts texts;
  /// Opens the address in the person's browser and does not wait for it. May be empty: then it fails.
  std::function<base::Result<void>(const std::string& url)> open_browser;
  /// Told once, when the browser was opened or could not be: a link to show.
  std::function<void(const std::string& url, bool opened)> tell;
  /// How long a person may take.
  std::chrono::milliseconds patience = std::chrono::minutes(5);
  Clock clock = base::now;
};

/// Logs in with the browser: the provider sends it back to a port of this computer (RFC 8252 section 7.3).
class BrowserLogin final : public Login {
 public:
  explicit BrowserLogin(BrowserLoginRequest request) : request_(std::move(request)) {}

  /// Errors also: login.provider, login.listener, login.timeout, login.answer, login.refused.
  [[nodiscard]] base::Result<IdentityToken> identity(const base::Task& task) override;

 private:
  BrowserLoginRequest request_;
};

}  // namespace weighmaster::signing
