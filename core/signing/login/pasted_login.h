#pragma once

#include <functional>
#include <memory>
#include <string>

#include "net/http.h"
#include "signing/login/client.h"
#include "signing/login/login.h"

namespace weighmaster::signing {

struct PastedLoginRequest {
  std::shared_ptr<net::Http> http;
  Client client;
  /// Shows the link, which may be opened on any computer, and asks for the code that the provider shows at
  /// the end.
  std::function<base::Result<crypto::Secret>(const std::string& url, const base::Task& task)> ask;
  Clock clock = base::now;
};

/// Logs in where no browser can come back: the provider shows the code and the person pastes it ("out of
/// band", as Sigstore's own providers still offer it).
class PastedLogin final : public Login {
 public:
  explicit PastedLogin(PastedLoginRequest request) : request_(std::move(request)) {}

  /// Errors also: login.provider; login.answer where what is pasted is no code; login.refused; what `ask`
  /// returns.
  [[nodiscard]] base::Result<IdentityToken> identity(const base::Task& task) override;

 private:
  PastedLoginRequest request_;
};

}  // namespace weighmaster::signing
