#include "network.h"

#include "net/curl_http.h"
#include "trust_files.h"

namespace weighmaster::terminal {
namespace {

net::Proxy proxy(const std::string& text) {
  if (text == "system") return {};
  if (text == "none") return {net::Proxy::Kind::none};
  return {net::Proxy::Kind::manual, text};
}

}  // namespace

base::Result<std::unique_ptr<net::Http>> make_http(const NetworkOptions& options) {
  if (options.offline) return std::make_unique<net::Offline>();
  net::Connection connection;
  connection.proxy = proxy(options.proxy);
  if (options.authorities) {
    const auto roots = read_roots({*options.authorities});
    if (!roots) return base::fail(roots.error());
    for (const auto& certificate : roots->anchors) connection.more_authorities += certificate.pem();
  }
  return std::make_unique<net::CurlHttp>(std::move(connection));
}

}  // namespace weighmaster::terminal
