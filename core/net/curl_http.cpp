#include "net/curl_http.h"

#include "base/module.h"
#include "net/modules/curl.h"

namespace weighmaster::net {
namespace {

using base::Code;
using base::fail;
using base::Result;

/// The address of a proxy. Error: net.address.
Result<void> check_proxy(const Proxy& proxy) {
  if (proxy.kind != Proxy::Kind::manual) return {};
  const auto colon = proxy.url.find("://");
  const auto scheme = proxy.url.substr(0, colon);
  const bool known =
      colon != std::string::npos && (scheme == "http" || scheme == "https" || scheme == "socks5h");
  if (known && !host_of("http" + proxy.url.substr(colon)).empty()) return {};
  return fail(Code::net_address, {},
              "the proxy's begins with http://, https:// or socks5h:// and names a host");
}

}  // namespace

struct CurlHttp::State {
  Connection connection;
  /// From the first request on.
  std::unique_ptr<Curl, void (*)(Curl*)> curl{nullptr, nullptr};
};

CurlHttp::CurlHttp(Connection connection) : state_(std::make_unique<State>()) {
  state_->connection = std::move(connection);
}

CurlHttp::~CurlHttp() = default;

Result<Answer> CurlHttp::send(const Request& request, const base::Task& task) {
  const auto& connection = state_->connection;
  const auto plain = request.plain == PlainHttp::loopback_only ? connection.plain : request.plain;
  const auto address = Address::parse(request.url, plain);
  if (!address) return fail(address.error());
  if (auto good = check_proxy(connection.proxy); !good) return fail(good.error());
  const auto module = base::load_module<CurlTable>("curl");
  if (!module) return fail(module.error());
  if (!state_->curl) state_->curl = {(*module)->open(connection), (*module)->close};
  return (*module)->send(*state_->curl, request, *address, task);
}

}  // namespace weighmaster::net
