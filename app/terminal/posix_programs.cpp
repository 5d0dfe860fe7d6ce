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
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <thread>

#include "audit/pdf.h"
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
  /// `output`: what its standard output becomes; -1 for nothing; `input` likewise. `variable`: set for it
  /// besides ("NAME=value").
  Child(const std::vector<std::string>& command, int output, int input = -1, std::string variable = {}) {
    std::vector<char*> arguments;
    for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    if (input < 0) {
      posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    } else {
      posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    }
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
    std::vector<char*> variables;
    if (!variable.empty()) variables.push_back(variable.data());
    for (char** each = environ; *each != nullptr; ++each) {
      const auto name = variable.substr(0, variable.find('=') + 1);
      if (name.empty() || !std::string_view(*each).starts_with(name)) variables.push_back(*each);
    }
    variables.push_back(nullptr);
    error_ = posix_spawnp(&id_, arguments.front(), &files, &attributes, arguments.data(), variables.data());
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

/// The pages of a large model take their time.
constexpr std::chrono::minutes longest_painting{10};
/// From its last byte until it has ended: it puts away what it made.
constexpr milliseconds longest_end{60'000};

/// A file without a name that holds these bytes, to be read from its start.
struct NamelessFile {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::tmpfile(),
                                                       [](std::FILE* open) { return std::fclose(open); }};

  [[nodiscard]] bool fill(BytesView bytes) const {
    if (!file) return false;
    ::fcntl(fileno(file.get()), F_SETFD, FD_CLOEXEC);
    return std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size() &&
           std::fflush(file.get()) == 0 && ::lseek(fileno(file.get()), 0, SEEK_SET) == 0;
  }
};

Result<Bytes> read_pages(int from, const base::Task& task) {
  Bytes all;
  Bytes piece(1U << 20U);
  for (const auto until = steady_clock::now() + longest_painting; steady_clock::now() < until;) {
    if (task.stopped()) return fail(base::cancelled());
    pollfd ready{from, POLLIN, 0};
    if (::poll(&ready, 1, static_cast<int>(tick.count())) <= 0) continue;
    const auto got = ::read(from, piece.data(), piece.size());
    if (got < 0) continue;
    if (got == 0) return all;
    if (all.size() + static_cast<std::size_t>(got) > base::limits::painted_bytes)
      return fail(Code::audit_painter, {}, "it writes too much");
    all.insert(all.end(), piece.begin(), piece.begin() + got);
  }
  return fail(Code::audit_painter, {}, "it does not end");
}

/// Beside this program, where it was installed or built; else wherever programs are looked for.
std::string window_program() {
  constexpr auto name = "weighmaster";
  std::error_code error;
  const auto own = std::filesystem::read_symlink("/proc/self/exe", error);
  const auto beside = own.parent_path() / name;
  return !error && std::filesystem::is_regular_file(beside, error) ? beside.string() : name;
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

Result<Bytes> paint_in_window_program(BytesView document, const std::string& paper,
                                      const std::stop_token& stop) {
  const NamelessFile input;
  Pipe pipe;
  if (pipe.ends[0] < 0 || !input.fill(document)) return fail(Code::audit_painter, {}, std::strerror(errno));
  Child program({window_program(), "--paint-report", "--paper", paper}, pipe.ends[1],
                fileno(input.file.get()), "QT_QPA_PLATFORM=offscreen");
  if (!program.started()) return fail(Code::audit_painter, {}, program.why_not());
  pipe.close_input();
  auto pages = read_pages(pipe.ends[0], {stop, {}});
  if (pages && !(program.wait(longest_end) && program.succeeded()))
    pages = fail(audit::refusal_from_json(*pages));
  program.kill();
  return pages;
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
