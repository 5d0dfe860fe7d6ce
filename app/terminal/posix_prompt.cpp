#ifndef _WIN32

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

#include "base/limits.h"
#include "base/task.h"
#include "prompt.h"

namespace weighmaster::terminal {
namespace {

using base::Code;
using base::fail;
using base::Result;
using crypto::Secret;

enum class Echo { off, on };

/// The controlling terminal, as long as the object lives without echo where that is wanted.
class Terminal {
 public:
  explicit Terminal(Echo echo) : device_(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    if (device_ < 0 || echo == Echo::on) return;
    silent_ = ::tcgetattr(device_, &before_) == 0;
    if (!silent_) return;
    auto without_echo = before_;
    without_echo.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ECHONL);
    without_echo.c_lflag |= static_cast<tcflag_t>(ICANON);
    silent_ = ::tcsetattr(device_, TCSAFLUSH, &without_echo) == 0;
  }
  ~Terminal() {
    if (silent_) ::tcsetattr(device_, TCSAFLUSH, &before_);
    if (device_ >= 0) ::close(device_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  Terminal(Terminal&&) = delete;
  Terminal& operator=(Terminal&&) = delete;

  [[nodiscard]] bool is_there() const { return device_ >= 0; }
  /// Where it isn't, nobody is asked: what they type would be seen.
  [[nodiscard]] bool silent() const { return silent_; }

  void write(const std::string& text) const {
    // Whoever doesn't see the question still can answer it.
    [[maybe_unused]] const auto put = ::write(device_, text.data(), text.size());
  }

  /// One line, without its end, of at most limits::password_bytes.
  [[nodiscard]] Result<Secret> read_line(const std::stop_token& stop) const {
    Bytes line;
    line.reserve(base::limits::password_bytes);  // so that it never moves and leaves a copy behind
    while (true) {
      if (stop.stop_requested()) return fail(base::cancelled());
      pollfd ready{device_, POLLIN, 0};
      if (::poll(&ready, 1, 100) <= 0) continue;
      std::uint8_t byte = 0;
      const auto got = ::read(device_, &byte, 1);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0 && line.empty()) return fail(Code::key_password_missing);
      if (got <= 0 || byte == '\n') return Secret(std::move(line));
      if (line.size() == base::limits::password_bytes) return fail(Code::key_password_wrong, {}, "too long");
      line.push_back(byte);
    }
  }

 private:
  int device_;
  bool silent_ = false;
  termios before_{};
};

}  // namespace

Result<Secret> ask_on_terminal(const std::string& question, const std::stop_token& stop) {
  const Terminal terminal(Echo::off);
  if (!terminal.silent()) return fail(Code::key_password_missing);
  terminal.write(question);
  auto answer = terminal.read_line(stop);
  terminal.write("\n");
  return answer;
}

Result<bool> agrees_on_terminal(const std::string& question, const std::stop_token& stop) {
  const Terminal terminal(Echo::on);
  if (!terminal.is_there()) return fail(Code::signing_consent, {}, "nobody can be asked here; --yes agrees");
  terminal.write(question + " [y/N] ");
  const auto answer = terminal.read_line(stop);
  if (!answer && answer.error().code == Code::task_cancelled) return fail(answer.error());
  return answer && (answer->text() == "y" || answer->text() == "Y" || answer->text() == "yes");
}

}  // namespace weighmaster::terminal

#endif
