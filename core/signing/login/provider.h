#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "base/task.h"
#include "net/http.h"

namespace weighmaster::signing {

/// An identity provider as it describes itself (OpenID Connect Discovery 1.0). Its addresses are fit to be
/// asked: https, or this computer itself where the provider runs on it.
struct Provider {
  std::string issuer;
  std::string authorization_endpoint;
  std::string token_endpoint;
  /// RFC 8628 section 4.
  std::optional<std::string> device_endpoint;
  /// Whether it says in its answer to the browser who it is (RFC 9207).
  bool names_itself = false;
  /// Whether a client with a secret has to send it in the body, not in a header.
  bool secret_in_body = false;
};

/// Asks the provider at the address `issuer` to describe itself. It has to call itself just so, byte for
/// byte, and to take PKCE by S256 where it says what it takes. Errors: net.*; login.provider with the host as
/// subject and the member that is wrong in its detail.
[[nodiscard]] base::Result<Provider> discover(net::Http& http, const std::string& issuer,
                                              const base::Task& task);

}  // namespace weighmaster::signing
