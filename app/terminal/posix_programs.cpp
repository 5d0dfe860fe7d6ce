#ifndef _WIN32

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "base/file.h"
#include "base/limits.h"
#include "programs.h"

extern char** environ;

namespace weighmaster::terminal {
namespace {

using base::Code;
using base::fail;
using base::Result;
using crypto::Secret;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds tick{20};
/// How soon a program says that it can't open an address; a browser that stays is one that opened.
constexpr milliseconds browser_start{1500};
constexpr milliseconds longest_run{30'000};

#ifdef __APPLE__
constexpr auto opener = "open";
#else
constexpr auto opener = "xdg-open";
#endif

/// A program that was started. It inherits nothing but the standard streams, and of these only what is named.
class Child {
 public:
  /// `output`: what its standard output becomes; -1 for nothing.
  Child(const std::vector<std::string>& command, int output) {
    std::vector<char*> arguments;
    for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (output < 0) {
      posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    } else {
      posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    }
    // Signals are blocked here for the thread that waits for Ctrl-C; a group of its own keeps that away.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    error_ = posix_spawnp(&id_, arguments.front(), &files, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
  }

  [[nodiscard]] bool started() const { return error_ == 0; }
  [[nodiscard]] std::string why_not() const { return std::strerror(error_); }

  /// Whether it has ended, now or before.
  [[nodiscard]] bool ended() {
    if (!ended_) ended_ = ::waitpid(id_, &status_, WNOHANG) == id_;
    return ended_;
  }
  [[nodiscard]] bool succeeded() const { return ended_ && WIFEXITED(status_) && WEXITSTATUS(status_) == 0; }

  /// Waits until it has ended, or the time is over. Whether it has.
  [[nodiscard]] bool wait(milliseconds time) {
    for (const auto until = steady_clock::now() + time; !ended() && steady_clock::now() < until;)
      std::this_thread::sleep_for(tick);
    return ended();
  }
  void kill() {
    if (ended()) return;
    ::kill(-id_, SIGKILL);
    static_cast<void>(wait(milliseconds(1000)));
  }

 private:
  pid_t id_ = -1;
  int error_ = 0;
  int status_ = 0;
  bool ended_ = false;
};

/// Both ends of a pipe, closed with it.
struct Pipe {
  std::array<int, 2> ends{-1, -1};

  Pipe() {
    if (::pipe(ends.data()) != 0) return;
    for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
  }
  ~Pipe() {
    close_input();
    if (ends[0] >= 0) ::close(ends[0]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  Pipe(Pipe&&) = delete;
  Pipe& operator=(Pipe&&) = delete;

  void close_input() {
    if (ends[1] >= 0) ::close(ends[1]);
    ends[1] = -1;
  }
};

Result<Secret> read_to_end(int from, const std::string& name, const base::Task& task) {
  Bytes all(base::limits::identity_token_bytes);  // as large as it gets, so that no copy stays behind
  std::size_t size = 0;
  for (const auto until = steady_clock::now() + longest_run; steady_clock::now() < until;) {
    if (task.stopped()) return fail(base::cancelled());
    pollfd ready{from, POLLIN, 0};
    if (::poll(&ready, 1, static_cast<int>(tick.count())) <= 0) continue;
    const auto got = ::read(from, all.data() + size, all.size() - size);
    if (got < 0) continue;
    if (got == 0 && size == all.size()) return fail(Code::login_no_ambient, name, "it writes too much");
    all.resize(got == 0 ? size : all.size());
    if (got == 0) return Secret(std::move(all));
    size += static_cast<std::size_t>(got);
  }
  return fail(Code::login_no_ambient, name, "it does not end");
}

std::string product_name() {
  const auto name = base::read_file("/sys/class/dmi/id/product_name", 4096);
  return name ? std::string(as_text(*name)) : std::string();
}

}  // namespace

Result<void> open_in_browser(const std::string& url) {
  Child browser({opener, url}, -1);
  if (!browser.started()) return fail(Code::file_not_found, opener, browser.why_not());
  if (browser.wait(browser_start) && !browser.succeeded()) return fail(Code::file_not_found, opener);
  return {};
}

Result<Secret> output_of(const std::vector<std::string>& command, const base::Task& task) {
  const auto& name = command.front();
  Pipe pipe;
  if (pipe.ends[0] < 0) return fail(Code::login_no_ambient, name, std::strerror(errno));
  Child program(command, pipe.ends[1]);
  if (!program.started()) return fail(Code::login_no_ambient, name, program.why_not());
  pipe.close_input();
  auto output = read_to_end(pipe.ends[0], name, task);
  if (output && program.wait(milliseconds(1000)) && !program.succeeded())
    output = fail(Code::login_no_ambient, name, "it failed");
  program.kill();
  return output;
}

signing::Surroundings surroundings() {
  const auto variable = [](const char* name) -> std::optional<std::string> {
    const char* value = std::getenv(name);
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
  return {variable, output_of, product_name};
}

}  // namespace weighmaster::terminal

#endif
