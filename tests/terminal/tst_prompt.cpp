#include <poll.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <QTest>
#include <csignal>
#include <functional>
#include <string>

#include "base/core_files.h"
#include "prompt.h"

using namespace weighmaster;

namespace {

/// Another process with a terminal of its own, in which the program asks. The process tells what it heard
/// over a pipe: the secret, or the code of why there is none.
class Conversation {
 public:
  /// Given a stop token, the program's answer to the question, as text.
  using Ask = std::function<std::string(const std::stop_token&)>;

  explicit Conversation(const std::stop_token& stop = {}, const Ask& ask = for_a_password) {
    if (::pipe(pipe_) != 0) qFatal("no pipe");
    child_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
    if (child_ == 0) tell(ask(stop));
    ::close(pipe_[1]);
  }
  ~Conversation() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    ::close(terminal_);
    ::close(pipe_[0]);
  }
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;
  Conversation(Conversation&&) = delete;
  Conversation& operator=(Conversation&&) = delete;

  void type(const std::string& text) const {
    if (::write(terminal_, text.data(), text.size()) < 0) qFatal("nothing can be typed");
  }
  /// Waits until the terminal shows it; everything that was shown so far.
  std::string shown_with(const std::string& text) {
    while (shown_.find(text) == std::string::npos && read_some(terminal_, shown_)) {
    }
    return shown_;
  }
  /// What the program heard.
  std::string heard() {
    std::string all;
    while (read_some(pipe_[0], all)) {
    }
    return all;
  }
  [[nodiscard]] bool echoes() const {
    termios state{};
    return ::tcgetattr(terminal_, &state) == 0 && (state.c_lflag & static_cast<tcflag_t>(ECHO)) != 0;
  }

  static std::string for_a_password(const std::stop_token& stop) {
    const auto answer = terminal::ask_on_terminal("Password? ", stop);
    return std::string(answer ? answer->text() : base::name(answer.error().code));
  }
  static std::string for_a_yes(const std::stop_token& stop) {
    const auto answer = terminal::agrees_on_terminal("Do you agree?", stop);
    if (!answer) return std::string(base::name(answer.error().code));
    return *answer ? "yes" : "no";
  }

 private:
  [[noreturn]] void tell(const std::string& text) const {
    const auto put = ::write(pipe_[1], text.data(), text.size());
    ::_exit(put < 0 ? 1 : 0);
  }

  static bool read_some(int from, std::string& into) {
    pollfd ready{from, POLLIN, 0};
    if (::poll(&ready, 1, 20'000) <= 0) return false;
    std::array<char, 4096> buffer{};
    const auto got = ::read(from, buffer.data(), buffer.size());
    if (got <= 0) return false;
    into.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
  }

  int pipe_[2] = {-1, -1};
  int terminal_ = -1;
  pid_t child_ = -1;
  std::string shown_;
};

}  // namespace

class tst_prompt : public QObject {
  Q_OBJECT

 private slots:
  void what_is_typed_is_heard_and_not_seen() {
    Conversation talk;
    talk.shown_with("Password? ");
    QVERIFY(!talk.echoes());
    talk.type("correct horse\n");
    QCOMPARE(talk.heard(), std::string("correct horse"));
    const auto shown = talk.shown_with("\n");
    QVERIFY2(shown.find("horse") == std::string::npos, shown.c_str());
    QVERIFY(talk.echoes());
  }

  void typing_can_be_corrected_and_may_be_any_bytes() {
    Conversation talk;
    talk.shown_with("Password? ");
    talk.type("pass\x7f\x7f\xc3\xa9\xff\n");
    QCOMPARE(talk.heard(), std::string("pa\xc3\xa9\xff"));
  }

  void an_empty_password_is_one() {
    Conversation talk;
    talk.shown_with("Password? ");
    talk.type("\n");
    QCOMPARE(talk.heard(), std::string());
  }

  void the_end_of_input_is_no_password() {
    Conversation talk;
    talk.shown_with("Password? ");
    talk.type("\x04");
    QCOMPARE(talk.heard(), std::string("key.password_missing"));
    QVERIFY(talk.echoes());
  }

  void it_is_not_read_without_end() {
    Conversation talk;
    talk.shown_with("Password? ");
    talk.type(std::string(2000, 'x') + "\n");
    QCOMPARE(talk.heard(), std::string("key.password_wrong"));
  }

  void it_can_be_stopped() {
    std::stop_source stop;
    stop.request_stop();
    Conversation talk(stop.get_token());
    QCOMPARE(talk.heard(), std::string("task.cancelled"));
    QVERIFY(talk.echoes());
  }

  void only_a_yes_is_a_yes_data() {
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("heard");
    QTest::newRow("y") << QByteArray("y\n") << QByteArray("yes");
    QTest::newRow("Y") << QByteArray("Y\n") << QByteArray("yes");
    QTest::newRow("yes") << QByteArray("yes\n") << QByteArray("yes");
    QTest::newRow("nothing") << QByteArray("\n") << QByteArray("no");
    QTest::newRow("n") << QByteArray("n\n") << QByteArray("no");
    QTest::newRow("something else") << QByteArray("yesterday\n") << QByteArray("no");
    QTest::newRow("the end of input") << QByteArray("\x04") << QByteArray("no");
  }

  void only_a_yes_is_a_yes() {
    QFETCH(QByteArray, typed);
    QFETCH(QByteArray, heard);
    Conversation talk({}, Conversation::for_a_yes);
    talk.shown_with("Do you agree? [y/N] ");
    QVERIFY(talk.echoes());
    talk.type(typed.toStdString());
    QCOMPARE(QByteArray::fromStdString(talk.heard()), heard);
  }

  void a_question_can_be_stopped() {
    std::stop_source stop;
    stop.request_stop();
    Conversation talk(stop.get_token(), Conversation::for_a_yes);
    QCOMPARE(talk.heard(), std::string("task.cancelled"));
  }

  void where_there_is_no_terminal_nobody_is_asked() {
    int pipe[2];
    QCOMPARE(::pipe(pipe), 0);
    const auto child = ::fork();
    if (child == 0) {
      ::setsid();  // without a controlling terminal
      const auto answer = terminal::ask_on_terminal("Password? ", {});
      const auto agreed = terminal::agrees_on_terminal("Do you agree?", {});
      const bool nobody = !answer && answer.error().code == base::Code::key_password_missing && !agreed &&
                          agreed.error().code == base::Code::signing_consent;
      const char heard = nobody ? 'y' : 'n';
      ::_exit(::write(pipe[1], &heard, 1) == 1 ? 0 : 1);
    }
    char heard = 0;
    QCOMPARE(::read(pipe[0], &heard, 1), 1);
    QCOMPARE(heard, 'y');
    ::waitpid(child, nullptr, 0);
    ::close(pipe[0]);
    ::close(pipe[1]);
  }

  void no_core_file_is_written() {
    const auto child = ::fork();
    if (child == 0) {
      base::forbid_core_files();
      rlimit limit{};
      ::getrlimit(RLIMIT_CORE, &limit);
      ::_exit(limit.rlim_cur == 0 && limit.rlim_max == 0 ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
};

QTEST_APPLESS_MAIN(tst_prompt)
#include "tst_prompt.moc"
