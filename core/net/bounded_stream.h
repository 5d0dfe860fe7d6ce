#pragma once

#include <httplib.h>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>

#include "base/limits.h"

/// What the listener needs of sockets. For the files of this room only.
namespace weighmaster::net {

/// One connection as cpp-httplib reads and writes it, with what its own lacks: an end to the bytes that it
/// takes, to the time that it takes them in, and at once where the listener closes. Owns the socket.
class BoundedStream final : public httplib::Stream {
 public:
  BoundedStream(socket_t socket, const std::atomic<bool>& closing);
  ~BoundedStream() override;
  BoundedStream(const BoundedStream&) = delete;
  BoundedStream& operator=(const BoundedStream&) = delete;
  BoundedStream(BoundedStream&&) = delete;
  BoundedStream& operator=(BoundedStream&&) = delete;

  /// Whether anything is sent at all, and soon: browsers open connections that they do not use.
  [[nodiscard]] bool begins();

  [[nodiscard]] bool is_readable() const override;
  [[nodiscard]] bool is_writable() const override;
  ssize_t read(char* bytes, size_t size) override;
  ssize_t write(const char* bytes, size_t size) override;
  void get_remote_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  void get_local_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  [[nodiscard]] socket_t socket() const override { return socket_; }

 private:
  using Moment = std::chrono::steady_clock::time_point;

  [[nodiscard]] bool ready(short event, Moment until) const;
  [[nodiscard]] bool fill();

  socket_t socket_;
  const std::atomic<bool>* closing_;
  Moment until_;
  std::size_t bytes_left_ = base::limits::login_request_bytes;
  std::array<char, 4096> buffer_{};
  std::size_t begin_ = 0, end_ = 0;
};

/// What is done to a socket before it is bound: nobody else gets the same port while we have it.
void keep_port(socket_t socket);
void close_socket(socket_t socket);

/// Runs it, and gives SIGPIPE back what it meant: cpp-httplib's server has it ignored in the whole program.
void keeping_signals(const std::function<void()>& run);

}  // namespace weighmaster::net
