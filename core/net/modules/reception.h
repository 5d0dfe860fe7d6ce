#pragma once

#include <httplib.h>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

/// What the listener needs of sockets. For the files of this module only.
namespace weighmaster::net {

/// Lets in whoever connects, hears all of them at once until a request is whole, and has that answered. One
/// thread, which never waits for a single visitor: cpp-httplib's own would wait in a thread for each, and
/// with its few threads in the hands of connections that say nothing, nobody else were heard. At most
/// limits::login_connections are inside; for one more the oldest has to go. Each may send
/// limits::login_request_bytes in limits::login_request_seconds. Where the system has no further descriptor
/// for somebody, it is asked again in a moment, and they wait.
class Reception {
 public:
  /// Reads the whole request from the stream and writes the answer to it. Must not throw.
  using Answer = std::function<void(httplib::Stream& stream)>;

  /// `doors`: sockets that are bound and listen. It owns them.
  Reception(std::vector<socket_t> doors, Answer answer);
  /// An answer that is under way is sent; all else ends at once.
  ~Reception();
  Reception(const Reception&) = delete;
  Reception& operator=(const Reception&) = delete;
  Reception(Reception&&) = delete;
  Reception& operator=(Reception&&) = delete;

 private:
  class Visitor;

  void run();
  void hear(Visitor& visitor);
  void let_in(socket_t door);
  /// For somebody else.
  void send_the_oldest_away();

  std::vector<socket_t> doors_;
  Answer answer_;
  std::vector<std::unique_ptr<Visitor>> visitors_;  // the oldest first
  std::atomic<bool> closing_ = false;
  std::thread thread_;
};

/// What is done to a socket before it is bound: nobody else gets the same port while we have it.
void keep_port(socket_t socket);
void close_socket(socket_t socket);

/// Runs it, and gives SIGPIPE back what it meant: cpp-httplib's server has it ignored in the whole program.
void keeping_signals(const std::function<void()>& run);

}  // namespace weighmaster::net
