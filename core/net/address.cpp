#include "net/address.h"

#include <algorithm>
#include <optional>

#include "base/limits.h"
#include "base/module.h"
#include "base/text.h"
#include "net/modules/curl.h"

namespace weighmaster::net {
namespace {

using base::Code;
using base::fail;
using base::Result;

/// The reader is the one that makes the connection, so that both see the same host. It takes three slashes
/// for two, which is refused here. Nothing: no URL. Error: file.unreadable.
Result<std::optional<UrlParts>> parts_of(std::string_view text) {
  if (const auto slashes = text.find("://"); text.substr(0, slashes + 4).ends_with(":///"))
    return std::nullopt;
  const auto module = base::load_module<CurlTable>("curl");
  if (!module) return fail(module.error());
  return (*module)->parts_of_url(std::string(text));
}

bool is_plain_text(std::string_view url) {
  return std::all_of(url.begin(), url.end(), [](char letter) { return letter > 0x20 && letter < 0x7F; });
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  const bool digits_and_dots = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return digits_and_dots && host.starts_with("127.") && std::count(host.begin(), host.end(), '.') == 3;
}

}  // namespace

Result<Address> Address::parse(std::string_view text, PlainHttp plain) {
  if (text.size() > base::limits::address_bytes) return fail(Code::net_address, {}, "it is too long");
  if (!is_plain_text(text)) {
    return fail(Code::net_address, {}, "it holds a space, a control character or a letter beyond ASCII");
  }
  auto read = parts_of(text);
  if (!read) return fail(std::move(read.error()));
  auto& url = *read;
  if (!url) return fail(Code::net_address, base::visible(text, 80), "it is not a URL");
  Address address;
  address.url_ = text;
  address.host_ = std::move(url->host);
  std::transform(address.host_.begin(), address.host_.end(), address.host_.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? char(letter - 'A' + 'a') : letter;
  });
  address.secure_ = url->scheme == "https";
  address.loopback_ = is_loopback(address.host_);
  if (!address.secure_ && url->scheme != "http") {
    return fail(Code::net_address, address.host_, "only https:// and http:// are asked");
  }
  if (!url->user.empty() || !url->password.empty()) {
    return fail(Code::net_address, address.host_, "it carries a user name or password");
  }
  if (!address.secure_ && !address.loopback_ && plain == PlainHttp::loopback_only) {
    return fail(Code::net_address, address.host_, "http:// is not encrypted; only this computer is asked so");
  }
  return address;
}

std::string host_of(std::string_view text) {
  const auto url = parts_of(text);
  return url && *url ? base::visible((*url)->host, 255) : std::string();
}

}  // namespace weighmaster::net
