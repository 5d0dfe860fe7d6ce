#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "net/address.h"
#include "net/http.h"

namespace weighmaster::net {

/// The way out. `system`: what the environment says (https_proxy, all_proxy, no_proxy).
struct Proxy {
  enum class Kind : std::uint8_t { system, none, manual };

  Kind kind = Kind::system;
  /// For `manual`: http, https or socks5h, with user and password where the proxy wants them.
  std::string url = {};
};

struct Connection {
  Proxy proxy = {};
  /// Certificates in PEM that count besides the system's: a company's own authority. All of them count as
  /// roots; what is none is passed over.
  std::string more_authorities = {};
  PlainHttp plain = PlainHttp::loopback_only;
  /// Name, TCP, proxy and TLS together.
  std::chrono::milliseconds connect_timeout{10'000};
};

/// Http by libcurl, which is loaded for the first request; where it can't be: file.unreadable. TLS 1.2 or
/// later; certificate and host name are always checked. It stops within a moment where the task is stopped.
/// One thread at a time.
class CurlHttp final : public Http {
 public:
  explicit CurlHttp(Connection connection = {});
  ~CurlHttp() override;

  [[nodiscard]] base::Result<Answer> send(const Request& request, const base::Task& task) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace weighmaster::net
