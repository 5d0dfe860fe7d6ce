#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "base/task.h"
#include "base/time.h"
#include "signing/login/identity_token.h"

namespace weighmaster::signing {

/// What time it is. A login takes minutes, so it asks at each step.
using Clock = std::function<base::TimePoint()>;

/// A way to show who somebody is: in a browser, by what a build service hands out, by a token that is there.
/// Asked last, when everything is hashed: a token lives for minutes. May be asked again, for the next model.
class Login {
 public:
  Login() = default;
  virtual ~Login() = default;
  Login(const Login&) = delete;
  Login& operator=(const Login&) = delete;
  Login(Login&&) = delete;
  Login& operator=(Login&&) = delete;

  /// A token that is valid now. It may take as long as a person needs, and ends soon after the task is
  /// stopped. Errors: login.*, net.* (with the host as subject), task.cancelled. None of them quotes a token,
  /// a code or a secret.
  [[nodiscard]] virtual base::Result<IdentityToken> identity(const base::Task& task) = 0;
};

/// A token that the person has from elsewhere.
class GivenToken final : public Login {
 public:
  explicit GivenToken(IdentityToken token, Clock clock = base::now)
      : token_(std::move(token)), clock_(std::move(clock)) {}

  /// Errors: login.token_expired; login.token where it is not valid yet; task.cancelled.
  [[nodiscard]] base::Result<IdentityToken> identity(const base::Task& task) override;

 private:
  IdentityToken token_;
  Clock clock_;
};

}  // namespace weighmaster::signing
