#include "net/address.h"

#include <curl/curl.h>

#include <algorithm>
#include <memory>

#include "base/limits.h"
#include "base/text.h"

namespace weighmaster::net {
namespace {

using base::Code;
using base::fail;
using base::Result;

struct Freed {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(char* text) const { curl_free(text); }
};
using UrlPtr = std::unique_ptr<CURLU, Freed>;

/// The reader is the one that makes the connection, so that both see the same host. It takes three slashes
/// for two, which is refused here. Null: no URL.
UrlPtr parsed(std::string_view text) {
  if (const auto slashes = text.find("://"); text.substr(0, slashes + 4).ends_with(":///")) return nullptr;
  UrlPtr url(curl_url());
  const bool good = url && curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(), 0) == CURLUE_OK;
  return good ? std::move(url) : nullptr;
}

/// Empty where the URL has no such part.
std::string part(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return {};
  const std::unique_ptr<char, Freed> owned(text);
  return text;
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
  const auto url = parsed(text);
  if (!url) return fail(Code::net_address, base::visible(text, 80), "it is not a URL");
  Address address;
  address.url_ = text;
  address.host_ = part(url.get(), CURLUPART_HOST);
  std::transform(address.host_.begin(), address.host_.end(), address.host_.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? char(letter - 'A' + 'a') : letter;
  });
  const auto scheme = part(url.get(), CURLUPART_SCHEME);
  address.secure_ = scheme == "https";
  address.loopback_ = is_loopback(address.host_);
  if (!address.secure_ && scheme != "http") {
    return fail(Code::net_address, address.host_, "only https:// and http:// are asked");
  }
  if (!part(url.get(), CURLUPART_USER).empty() || !part(url.get(), CURLUPART_PASSWORD).empty()) {
    return fail(Code::net_address, address.host_, "it carries a user name or password");
  }
  if (!address.secure_ && !address.loopback_ && plain == PlainHttp::loopback_only) {
    return fail(Code::net_address, address.host_, "http:// is not encrypted; only this computer is asked so");
  }
  return address;
}

std::string host_of(std::string_view text) {
  const auto url = parsed(text);
  return url ? base::visible(part(url.get(), CURLUPART_HOST), 255) : std::string();
}

}  // namespace weighmaster::net
