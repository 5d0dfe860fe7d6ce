#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "console.h"
#include "login_options.h"
#include "net/http.h"
#include "options.h"
#include "signing/login/login.h"

namespace weighmaster::terminal {

/// Where a login goes if the options name no other place.
struct LoginPlace {
  /// The provider that the signing config names.
  std::string issuer;
  std::shared_ptr<net::Http> http;
  /// Whether no connection may be made, by whatever way.
  bool offline = false;
};

/// The way to log in that the options choose. What can be refused early is refused here: a token that is none
/// or is over, a file that can't be read. What the person has to do is said on the console's `err`, whatever
/// the log level: they can't log in without it. Errors: file.*, login.token, login.token_expired.
[[nodiscard]] base::Result<std::unique_ptr<signing::Login>> make_login(const LoginOptions& options,
                                                                       LoginPlace place,
                                                                       const CommonOptions& common,
                                                                       const Console& console);

}  // namespace weighmaster::terminal
