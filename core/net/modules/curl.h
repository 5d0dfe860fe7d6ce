#pragma once

#include <optional>
#include <string>

#include "net/curl_http.h"

namespace weighmaster::net {

/// Open connections, and how they are made.
struct Curl;

/// Of a URL, as it is written there; empty where it has no such part.
struct UrlParts {
  std::string scheme;
  std::string host;
  std::string user;
  std::string password;
};

/// What the module on libcurl gives (base/module.h).
struct CurlTable {
  /// Nothing: no URL.
  std::optional<UrlParts> (*parts_of_url)(const std::string& url);
  Curl* (*open)(const Connection& connection);
  void (*close)(Curl* curl);
  /// Errors: Http::send's.
  base::Result<Answer> (*send)(Curl& curl, const Request& request, const Address& address,
                               const base::Task& task);
};

}  // namespace weighmaster::net
