#pragma once

#include <httplib.h>

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "net/http.h"

namespace weighmaster::tests {

/// Something that answers requests in the test's own process, behind a real port of loopback, for as long as
/// the object lives. One request at a time.
class HttpDoor {
 public:
  explicit HttpDoor(net::Http& behind) : behind_(behind) {
    server_.Get(".*", [this](const auto& request, auto& response) { answer(request, response); });
    server_.Post(".*", [this](const auto& request, auto& response) { answer(request, response); });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~HttpDoor() {
    server_.stop();
    thread_.join();
  }
  HttpDoor(const HttpDoor&) = delete;
  HttpDoor& operator=(const HttpDoor&) = delete;
  HttpDoor(HttpDoor&&) = delete;
  HttpDoor& operator=(HttpDoor&&) = delete;

  [[nodiscard]] std::string url(const std::string& path = {}) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }

  /// A path that is answered badly on the way: with half of what was announced, say.
  using Mischief = std::function<void(httplib::Response&)>;
  std::map<std::string, Mischief> mischief;

 private:
  void answer(const httplib::Request& asked, httplib::Response& response) {
    const std::lock_guard lock(mutex_);
    net::Request request;
    request.method = asked.method == "GET" ? net::Method::get : net::Method::post;
    request.url = url(asked.path);
    request.body = to_bytes(asked.body);
    const auto answer = behind_.send(request, {});
    response.status = answer ? answer->status : 500;
    if (!answer) return;
    for (const auto& header : answer->headers) response.set_header(header.name, header.value);
    response.set_content(std::string(as_text(answer->body)), "application/json");
    if (const auto bad = mischief.find(asked.path); bad != mischief.end()) bad->second(response);
  }

  net::Http& behind_;
  httplib::Server server_;
  int port_ = 0;
  std::mutex mutex_;
  std::thread thread_;
};

}  // namespace weighmaster::tests
