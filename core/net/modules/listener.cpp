#include "net/modules/listener.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/module_table.h"
#include "net/modules/reception.h"

namespace weighmaster::net {
namespace {

using base::Code;
using base::fail;
using base::Result;

/// Ports that are tried until one is free in both families.
constexpr int tries = 8;

/// cpp-httplib's server without its own way to let connections in, which ends for good, and leaves a number
/// behind that may soon be another file's, where the computer has no further descriptor for a moment.
class Doorkeeper final : public httplib::Server {
 public:
  Doorkeeper() {
    set_socket_options(keep_port);
    set_payload_max_length(0);
    set_default_headers({{"Cache-Control", "no-store"},
                         {"Referrer-Policy", "no-referrer"},
                         {"X-Content-Type-Options", "nosniff"}});
  }
  ~Doorkeeper() override {
    if (const auto door = take_door(); door != INVALID_SOCKET) close_socket(door);
  }
  Doorkeeper(const Doorkeeper&) = delete;
  Doorkeeper& operator=(const Doorkeeper&) = delete;
  Doorkeeper(Doorkeeper&&) = delete;
  Doorkeeper& operator=(Doorkeeper&&) = delete;

  /// What it has bound, for somebody else to own.
  [[nodiscard]] socket_t take_door() { return svr_sock_.exchange(INVALID_SOCKET); }

  /// One request a connection.
  void answer(httplib::Stream& stream) {
    bool closed = false;
    // Nobody asks for a part of a page.
    process_request(stream, true, closed, [](httplib::Request& request) { request.ranges.clear(); });
  }
};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char letter) { return letter >= 'A' && letter <= 'Z' ? char(letter | 0x20) : letter; });
  return text;
}

bool is_our_name(const httplib::Request& request, std::uint16_t port) {
  if (request.get_header_value_count("Host") != 1) return false;
  const auto host = lower(request.get_header_value("Host"));
  constexpr std::array<std::string_view, 3> names = {"localhost", "127.0.0.1", "[::1]"};
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    return host == std::string(name) + ":" + std::to_string(port);
  });
}

std::string path_of(const httplib::Request& request) {
  return request.target.substr(0, request.target.find('?'));
}

void refuse(httplib::Response& response, int status, const char* text) {
  response.status = status;
  response.set_content(text, "text/plain; charset=utf-8");
}

void show(httplib::Response& response, const Page& page) {
  response.status = page.status;
  response.set_content(page.html, "text/html; charset=utf-8");
  for (const auto& header : page.headers) response.set_header(header.name, header.value);
}

}  // namespace

struct Listening {
  std::string path;
  Listener::Answerer answerer;
  std::uint16_t port = 0;
  /// It binds for IPv4, and answers.
  std::unique_ptr<Doorkeeper> keeper;
  std::unique_ptr<Reception> reception;

  /// Bound doors: one of IPv4 at least, or none.
  [[nodiscard]] std::vector<socket_t> bind(std::uint16_t wanted);
  void answer(const httplib::Request& request, httplib::Response& response);
  [[nodiscard]] std::unique_ptr<Doorkeeper> make_keeper();
};

std::unique_ptr<Doorkeeper> Listening::make_keeper() {
  std::unique_ptr<Doorkeeper> made;
  keeping_signals([&] { made = std::make_unique<Doorkeeper>(); });
  made->set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
    answer(request, response);
    return httplib::Server::HandlerResponse::Handled;
  });
  return made;
}

/// The same port in both families, so that "localhost" means us whatever a browser takes it for. A computer
/// without IPv6 has only the one.
std::vector<socket_t> Listening::bind(std::uint16_t wanted) {
  for (int tried = 0; tried < tries; ++tried) {
    keeper = make_keeper();
    const auto other = make_keeper();
    const int got = wanted == 0                                 ? keeper->bind_to_any_port("127.0.0.1")
                    : keeper->bind_to_port("127.0.0.1", wanted) ? wanted
                                                                : -1;
    if (got <= 0) return {};
    port = static_cast<std::uint16_t>(got);
    if (other->bind_to_port("::1", port)) return {keeper->take_door(), other->take_door()};
    if (wanted != 0) break;
  }
  return {keeper->take_door()};
}

void Listening::answer(const httplib::Request& request, httplib::Response& response) {
  if (!is_our_name(request, port)) return refuse(response, 403, "This address is not served here.\n");
  if (path_of(request) != path) return refuse(response, 404, "There is nothing here.\n");
  if (request.method != "GET") {
    response.set_header("Allow", "GET");
    return refuse(response, 405, "Only GET is answered.\n");
  }
  std::vector<Parameter> query;
  for (const auto& [name, value] : request.params) query.push_back({name, value});
  show(response, answerer(query));
}

namespace {

Result<Listening*> open(std::string path, std::uint16_t port, Listener::Answerer answerer) {
  auto listening = std::make_unique<Listening>();
  listening->path = std::move(path);
  listening->answerer = std::move(answerer);
  auto doors = listening->bind(port);
  if (doors.empty()) {
    return fail(Code::login_listener, {},
                port == 0 ? "no port of this computer can be had" : "port " + std::to_string(port));
  }
  listening->reception = std::make_unique<Reception>(
      std::move(doors), [&keeper = *listening->keeper](httplib::Stream& stream) { keeper.answer(stream); });
  return listening.release();
}

void close(Listening* listening) {
  delete listening;
}

std::uint16_t port(const Listening& listening) {
  return listening.port;
}

}  // namespace
}  // namespace weighmaster::net

WEIGHMASTER_MODULE_TABLE weighmaster::net::ListenerTable weighmaster_table{
    weighmaster::net::open, weighmaster::net::close, weighmaster::net::port};
