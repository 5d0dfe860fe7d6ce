#pragma once

#include "crypto/wipe.h"
#include "net/http.h"

namespace weighmaster::signing {

/// A request with a token, code or password in it, which is gone from memory with the object. What libcurl
/// copies on the way is not ours to wipe.
struct SecretRequest : net::Request {
  SecretRequest() = default;
  SecretRequest(const SecretRequest&) = delete;
  SecretRequest& operator=(const SecretRequest&) = delete;
  SecretRequest(SecretRequest&&) = default;
  SecretRequest& operator=(SecretRequest&&) = default;
  ~SecretRequest() {
    crypto::wipe(body);
    for (auto& secret : secrets) crypto::wipe(secret);
    for (auto& header : headers) crypto::wipe(header.value);
  }
};

}  // namespace weighmaster::signing
