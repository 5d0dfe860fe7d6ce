#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace weighmaster::net {

/// Whether plain http may leave this computer. To its own loopback it always may.
enum class PlainHttp : std::uint8_t {
  loopback_only,
  /// The question holds no secret, and the answer is signed and about this very question: whoever is on the
  /// way reads and hinders, and changes nothing unseen.
  signed_answer,
  anywhere_unsafe,
};

/// The address of a service (RFC 3986, absolute, http or https), fit to be asked. Immutable.
class Address {
 public:
  /// Errors: net.address for what is no such address, is over limits::address_bytes, carries a user or a
  /// password, or would send plain http over a network; file.unreadable where libcurl can't be loaded.
  [[nodiscard]] static base::Result<Address> parse(std::string_view url,
                                                   PlainHttp plain = PlainHttp::loopback_only);

  /// As it was given.
  [[nodiscard]] const std::string& url() const { return url_; }
  /// The host without its port: what messages name, since a path or query may hold secrets.
  [[nodiscard]] const std::string& host() const { return host_; }
  [[nodiscard]] bool secure() const { return secure_; }
  /// "localhost", 127.0.0.0/8 or ::1: never left to a name server, never sent through a proxy.
  [[nodiscard]] bool loopback() const { return loopback_; }

 private:
  Address() = default;

  std::string url_;
  std::string host_;
  bool secure_ = false;
  bool loopback_ = false;
};

/// What to call a service in messages: its host, and nothing of a text that is no address.
[[nodiscard]] std::string host_of(std::string_view url);

}  // namespace weighmaster::net
