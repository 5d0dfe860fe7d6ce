#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/http.h"

namespace weighmaster::net {

/// One name and value of a query, decoded.
struct Parameter {
  std::string name;
  std::string value;

  friend bool operator==(const Parameter&, const Parameter&) = default;
};

/// What a browser is shown. The headers come on top of those that every answer has: nothing is stored, no
/// type is guessed, no address is passed on.
struct Page {
  int status = 200;
  std::string html;
  std::vector<Header> headers = {};
};

/// Waits on this computer's own loopback, 127.0.0.1 and where there is one ::1, for a browser that is sent
/// back to one path (RFC 8252 section 7.3). It answers in a thread of its own, for as long as the object
/// lives; one request a connection, within limits of bytes, time and number (limits::login_*). Connections
/// that say nothing, as browsers open them ahead, hold nobody up.
///
/// Only GET of that path under the names "localhost", "127.0.0.1" and "[::1]" reaches the answerer: another
/// method gets 405, another path 404, another Host header 403 (a foreign name that points here), a longer
/// address 414. The answerer is called from that thread and must not throw.
class Listener {
 public:
  using Answerer = std::function<Page(const std::vector<Parameter>& query)>;

  /// `path`: "/auth/callback"; `port`: 0 for one that the system picks. Errors: login.listener where the port
  /// can't be had; file.unreadable where cpp-httplib can't be loaded.
  [[nodiscard]] static base::Result<std::unique_ptr<Listener>> open(std::string path, std::uint16_t port,
                                                                    Answerer answerer);
  /// Answers that are under way are sent; all else ends at once.
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  Listener(Listener&&) = delete;
  Listener& operator=(Listener&&) = delete;

  [[nodiscard]] std::uint16_t port() const;

 private:
  struct State;
  explicit Listener(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace weighmaster::net
