#include "net/listener.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <string_view>
#include <thread>

#include "net/bounded_stream.h"

namespace weighmaster::net {
namespace {

using base::Code;
using base::fail;
using base::Result;

constexpr std::size_t threads = 2;
/// Ports that are tried until one is free in both families.
constexpr int tries = 8;

/// cpp-httplib's server, with a stream that has limits, and one request a connection.
class BoundedServer final : public httplib::Server {
 public:
  BoundedServer() {
    set_socket_options(keep_port);
    set_payload_max_length(0);
    set_default_headers({{"Cache-Control", "no-store"},
                         {"Referrer-Policy", "no-referrer"},
                         {"X-Content-Type-Options", "nosniff"}});
    new_task_queue = [] { return new httplib::ThreadPool(threads); };
  }
  ~BoundedServer() override { close(); }
  BoundedServer(const BoundedServer&) = delete;
  BoundedServer& operator=(const BoundedServer&) = delete;
  BoundedServer(BoundedServer&&) = delete;
  BoundedServer& operator=(BoundedServer&&) = delete;

  void run() {
    thread_ = std::thread([this] {
      listen_after_bind();
      ended_ = true;
    });
    // Before it runs, it can't be stopped.
    while (!is_running() && !ended_) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  /// Only told; close waits.
  void begin_to_close() { closing_ = true; }

  void close() {
    begin_to_close();
    stop();
    if (thread_.joinable()) thread_.join();
    // One that never ran does not close what it bound.
    if (const auto bound = svr_sock_.exchange(INVALID_SOCKET); bound != INVALID_SOCKET) close_socket(bound);
  }

 private:
  bool process_and_close_socket(socket_t socket) override {
    BoundedStream stream(socket, closing_);
    bool closed = false;
    // Nobody asks for a part of a page.
    return stream.begins() &&
           process_request(stream, true, closed, [](httplib::Request& request) { request.ranges.clear(); });
  }

  std::atomic<bool> closing_ = false;
  std::atomic<bool> ended_ = false;
  std::thread thread_;
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

struct Listener::State {
  std::string path;
  Answerer answerer;
  std::uint16_t port = 0;
  std::mutex one_at_a_time;
  std::unique_ptr<BoundedServer> server_4, server_6;

  /// Whether a port was had: one of IPv4 at least.
  bool bind(std::uint16_t wanted);
  void answer(const httplib::Request& request, httplib::Response& response);
  [[nodiscard]] std::unique_ptr<BoundedServer> make_server();
};

std::unique_ptr<BoundedServer> Listener::State::make_server() {
  std::unique_ptr<BoundedServer> server;
  keeping_signals([&] { server = std::make_unique<BoundedServer>(); });
  server->set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
    answer(request, response);
    return httplib::Server::HandlerResponse::Handled;
  });
  return server;
}

/// The same port in both families, so that "localhost" means us whatever a browser takes it for. A computer
/// without IPv6 has only the one.
bool Listener::State::bind(std::uint16_t wanted) {
  for (int tried = 0; tried < tries; ++tried) {
    server_4 = make_server();
    server_6 = make_server();
    const int got = wanted == 0                                   ? server_4->bind_to_any_port("127.0.0.1")
                    : server_4->bind_to_port("127.0.0.1", wanted) ? wanted
                                                                  : -1;
    if (got <= 0) return false;
    port = static_cast<std::uint16_t>(got);
    if (server_6->bind_to_port("::1", port)) return true;
    if (wanted != 0) break;
  }
  server_6 = nullptr;
  return true;
}

void Listener::State::answer(const httplib::Request& request, httplib::Response& response) {
  if (!is_our_name(request, port)) return refuse(response, 403, "This address is not served here.\n");
  if (path_of(request) != path) return refuse(response, 404, "There is nothing here.\n");
  if (request.method != "GET") {
    response.set_header("Allow", "GET");
    return refuse(response, 405, "Only GET is answered.\n");
  }
  std::vector<Parameter> query;
  for (const auto& [name, value] : request.params) query.push_back({name, value});
  const std::lock_guard lock(one_at_a_time);
  show(response, answerer(query));
}

Listener::Listener(std::unique_ptr<State> state) : state_(std::move(state)) {}

Listener::~Listener() {
  for (const auto& server : {state_->server_4.get(), state_->server_6.get()}) {
    if (server != nullptr) server->begin_to_close();
  }
}

Result<std::unique_ptr<Listener>> Listener::open(std::string path, std::uint16_t port, Answerer answerer) {
  auto state = std::make_unique<State>();
  state->path = std::move(path);
  state->answerer = std::move(answerer);
  if (!state->bind(port)) {
    return fail(Code::login_listener, {},
                port == 0 ? "no port of this computer can be had" : "port " + std::to_string(port));
  }
  state->server_4->run();
  if (state->server_6) state->server_6->run();
  return std::unique_ptr<Listener>(new Listener(std::move(state)));
}

std::uint16_t Listener::port() const {
  return state_->port;
}

}  // namespace weighmaster::net
