#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/limits.h"
#include "base/result.h"
#include "base/task.h"
#include "net/address.h"

/// Asking services on the network: one request, one answer. No cookies, no stored passwords, nothing kept
/// between requests but open connections.
namespace weighmaster::net {

struct Header {
  std::string name;
  std::string value;

  friend bool operator==(const Header&, const Header&) = default;
};

enum class Method : std::uint8_t { get, post };

/// Where a server sends on to another address: `none` gives its answer (3xx) as it is; `https` goes there, at
/// most limits::redirects times and never to plain http. Only for GET.
enum class Redirects : std::uint8_t { none, https };

struct Request {
  Method method = Method::get;
  std::string url;
  std::vector<Header> headers;
  Bytes body;
  /// Bytes of the answer's body; more is net.too_large.
  std::uint64_t most_bytes = base::limits::answer_bytes;
  /// For the whole exchange.
  std::chrono::milliseconds timeout{30'000};
  Redirects redirects = Redirects::none;
  /// Parts of the request that nobody may see, such as a token: an answer that repeats one is not quoted.
  std::vector<std::string> secrets;
  /// Beyond what the connection allows.
  PlainHttp plain = PlainHttp::loopback_only;
};

[[nodiscard]] inline Request get(std::string url, std::uint64_t most_bytes = base::limits::answer_bytes) {
  Request request;
  request.url = std::move(url);
  request.most_bytes = most_bytes;
  return request;
}

struct Answer {
  int status = 0;
  std::vector<Header> headers;  // of the last answer, names in lower case
  Bytes body;

  [[nodiscard]] bool good() const { return status >= 200 && status < 300; }
  /// The first of that name, in lower case.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

/// Asks. An answer of whatever status is an answer; what is no whole answer is an error: net.address,
/// net.unreachable, net.timeout, net.tls, net.too_large, net.answer, net.offline, task.cancelled. The subject
/// of an error is the host, never a path or query.
class Http {
 public:
  Http() = default;
  Http(const Http&) = delete;
  Http& operator=(const Http&) = delete;
  Http(Http&&) = delete;
  Http& operator=(Http&&) = delete;
  virtual ~Http() = default;

  [[nodiscard]] virtual base::Result<Answer> send(const Request& request, const base::Task& task) = 0;
};

/// Makes no connection. Error: net.offline, always.
class Offline final : public Http {
 public:
  [[nodiscard]] base::Result<Answer> send(const Request& request, const base::Task& task) override;
};

/// What there is to say of an answer that is not the one hoped for: net.status with the number and the
/// beginning of the body, made visible, or without it where it repeats a secret of the request.
[[nodiscard]] base::Error refusal(const Request& request, const Answer& answer);

/// An answer with a status of 2xx. Errors: Http::send's, net.status.
[[nodiscard]] base::Result<Answer> fetch(Http& http, const Request& request, const base::Task& task);

}  // namespace weighmaster::net
