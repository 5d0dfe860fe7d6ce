#ifndef _WIN32

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>

#include "base/limits.h"
#include "net/modules/reception.h"

namespace weighmaster::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// How soon a listener that closes is noticed.
constexpr milliseconds tick{20};
/// A page fits into what the system holds for a socket: nobody has to read it meanwhile.
constexpr milliseconds written_within{200};
/// What was not read would have the system break the connection, and the answer be lost with it: for so long
/// it is read and forgotten.
constexpr milliseconds leaves_within{200};

#ifdef MSG_NOSIGNAL
constexpr int send_flags = MSG_NOSIGNAL;
#else
constexpr int send_flags = 0;  // there SO_NOSIGPIPE does it
#endif

void never_wait(socket_t socket) {
  ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
}

bool may_come_later(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

}  // namespace

/// One connection, as cpp-httplib reads it once all was sent, and writes to it. Owns the socket.
class Reception::Visitor final : public httplib::Stream {
 public:
  explicit Visitor(socket_t socket)
      : socket_(socket),
        until_(steady_clock::now() + std::chrono::seconds(base::limits::login_request_seconds)) {
    // A browser that is started meanwhile must not inherit it.
    ::fcntl(socket_, F_SETFD, FD_CLOEXEC);
    never_wait(socket_);
#ifdef SO_NOSIGPIPE
    const int on = 1;
    ::setsockopt(socket_, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
  }
  ~Visitor() override {
    ::close(socket_);
  }
  Visitor(const Visitor&) = delete;
  Visitor& operator=(const Visitor&) = delete;
  Visitor(Visitor&&) = delete;
  Visitor& operator=(Visitor&&) = delete;

  /// Takes what has come.
  void hear() {
    std::array<char, 4096> some{};
    const auto got = ::recv(socket_, some.data(), some.size(), 0);
    if (got < 0 && may_come_later(errno)) return;
    gone_ = got <= 0;
    if (gone_ || leaving_) return;
    said_.append(some.data(), static_cast<std::size_t>(got));
    if (said_.size() > base::limits::login_request_bytes) leave();
  }
  /// Whether the end of the header lines has come. No body is taken.
  [[nodiscard]] bool said_all() const {
    return !leaving_ && said_.find("\r\n\r\n") != std::string::npos;
  }
  /// Says no more.
  void leave() {
    leaving_ = true;
    ::shutdown(socket_, SHUT_WR);
    until_ = std::min(until_, steady_clock::now() + leaves_within);
  }
  [[nodiscard]] bool is_over() const {
    return gone_ || steady_clock::now() >= until_;
  }

  [[nodiscard]] bool is_readable() const override {
    return read_ < said_.size();
  }
  [[nodiscard]] bool is_writable() const override {
    pollfd asked{socket_, POLLOUT, 0};
    return ::poll(&asked, 1, static_cast<int>(written_within.count())) > 0;
  }
  ssize_t read(char* bytes, size_t size) override {
    if (!is_readable()) return -1;
    const auto count = said_.copy(bytes, size, read_);
    read_ += count;
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* bytes, size_t size) override {
    return is_writable() ? ::send(socket_, bytes, size, send_flags) : -1;
  }
  void get_remote_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  void get_local_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  [[nodiscard]] socket_t socket() const override {
    return socket_;
  }

 private:
  socket_t socket_;
  steady_clock::time_point until_;
  std::string said_;
  std::size_t read_ = 0;
  bool leaving_ = false;
  bool gone_ = false;
};

Reception::Reception(std::vector<socket_t> doors, Answer answer)
    : doors_(std::move(doors)), answer_(std::move(answer)) {
  for (const auto door : doors_) {
    never_wait(door);
    // cpp-httplib lets five wait outside; whoever comes then tries again after a second.
    ::listen(door, static_cast<int>(base::limits::login_connections));
  }
  thread_ = std::thread([this] { run(); });
}

Reception::~Reception() {
  closing_ = true;
  thread_.join();
  for (const auto door : doors_) close_socket(door);
}

void Reception::run() {
  std::vector<pollfd> asked;
  while (!closing_) {
    asked.clear();
    for (const auto door : doors_) asked.push_back({door, POLLIN, 0});
    for (const auto& visitor : visitors_) asked.push_back({visitor->socket(), POLLIN, 0});
    if (::poll(asked.data(), asked.size(), static_cast<int>(tick.count())) < 0) {
      std::this_thread::sleep_for(tick);
      continue;
    }
    for (std::size_t i = doors_.size(); i < asked.size(); ++i) {
      if (asked[i].revents != 0) hear(*visitors_[i - doors_.size()]);
    }
    std::erase_if(visitors_, [](const auto& visitor) { return visitor->is_over(); });
    for (std::size_t i = 0; i < doors_.size(); ++i) {
      if (asked[i].revents != 0) let_in(doors_[i]);
    }
  }
}

void Reception::hear(Visitor& visitor) {
  visitor.hear();
  if (!visitor.said_all()) return;
  answer_(visitor);
  visitor.leave();
}

/// One at a time, so that whoever is inside is heard before the next one can push them out.
void Reception::let_in(socket_t door) {
  const auto socket = ::accept(door, nullptr, nullptr);
  if (socket >= 0) {
    if (visitors_.size() == base::limits::login_connections) send_the_oldest_away();
    visitors_.push_back(std::make_unique<Visitor>(socket));
  } else if (!may_come_later(errno) && errno != ECONNABORTED) {
    // Too many descriptors are open, here or on the whole computer.
    send_the_oldest_away();
    std::this_thread::sleep_for(tick);
  }
}

void Reception::send_the_oldest_away() {
  if (!visitors_.empty()) visitors_.erase(visitors_.begin());
}

/// cpp-httplib's own choice lets every program of the same person listen on the port too.
void keep_port(socket_t socket) {
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
}

void close_socket(socket_t socket) {
  ::close(socket);
}

void keeping_signals(const std::function<void()>& run) {
  struct sigaction before {};
  ::sigaction(SIGPIPE, nullptr, &before);
  run();
  ::sigaction(SIGPIPE, &before, nullptr);
}

}  // namespace weighmaster::net

#endif
