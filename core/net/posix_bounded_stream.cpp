#ifndef _WIN32

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

#include "net/bounded_stream.h"

namespace weighmaster::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds begins_within{1000};
constexpr milliseconds written_within{2000};
/// How soon a closing listener is noticed.
constexpr milliseconds tick{20};

#ifdef MSG_NOSIGNAL
constexpr int send_flags = MSG_NOSIGNAL;
#else
constexpr int send_flags = 0;  // there SO_NOSIGPIPE does it
#endif

}  // namespace

BoundedStream::BoundedStream(socket_t socket, const std::atomic<bool>& closing)
    : socket_(socket),
      closing_(&closing),
      until_(steady_clock::now() + std::chrono::seconds(base::limits::login_request_seconds)) {
  // A browser that is started meanwhile must not inherit it.
  ::fcntl(socket_, F_SETFD, FD_CLOEXEC);
#ifdef SO_NOSIGPIPE
  const int on = 1;
  ::setsockopt(socket_, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
}

/// What was not read would have the system break the connection, and the answer be lost with it: a little of
/// it is read first.
BoundedStream::~BoundedStream() {
  ::shutdown(socket_, SHUT_WR);
  until_ = std::min(until_, steady_clock::now() + milliseconds(200));
  while (!*closing_ && ready(POLLIN, until_) && ::recv(socket_, buffer_.data(), buffer_.size(), 0) > 0) {
  }
  ::close(socket_);
}

bool BoundedStream::ready(short event, Moment until) const {
  while (steady_clock::now() < until) {
    pollfd asked{socket_, event, 0};
    const auto found = ::poll(&asked, 1, static_cast<int>(tick.count()));
    if (found > 0) return true;
    if (found < 0 && errno != EINTR) return false;
    if (event == POLLIN && *closing_) return false;
  }
  return false;
}

bool BoundedStream::fill() {
  if (*closing_ || bytes_left_ == 0 || !ready(POLLIN, until_)) return false;
  const auto got = ::recv(socket_, buffer_.data(), std::min(buffer_.size(), bytes_left_), 0);
  if (got <= 0) return false;
  begin_ = 0;
  end_ = static_cast<std::size_t>(got);
  bytes_left_ -= end_;
  return true;
}

bool BoundedStream::begins() {
  return ready(POLLIN, steady_clock::now() + begins_within) && fill();
}

bool BoundedStream::is_readable() const {
  return begin_ < end_ || ready(POLLIN, steady_clock::now() + tick);
}

bool BoundedStream::is_writable() const {
  return ready(POLLOUT, steady_clock::now() + written_within);
}

ssize_t BoundedStream::read(char* bytes, size_t size) {
  if (begin_ == end_ && !fill()) return -1;
  const auto count = std::min(size, end_ - begin_);
  std::copy_n(buffer_.data() + begin_, count, bytes);
  begin_ += count;
  return static_cast<ssize_t>(count);
}

ssize_t BoundedStream::write(const char* bytes, size_t size) {
  return is_writable() ? ::send(socket_, bytes, size, send_flags) : -1;
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
