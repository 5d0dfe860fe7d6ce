#include "login.h"

#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <QElapsedTimer>
#include <QTest>
#include <future>
#include <sstream>
#include <thread>

#include "base/aside.h"
#include "base/limits.h"
#include "net/curl_http.h"
#include "programs.h"
#include "signing/login/url_text.h"
#include "support/local_server.h"
#include "support/needs.h"
#include "support/outcome.h"

using namespace weighmaster;
using terminal::LoginOptions;
using tests::LocalServer;
using tests::outcome;
using tests::TemporaryFolder;

namespace {

const base::TimePoint the_time = base::from_unix_seconds(1'800'000'000);

std::string token_until(std::int64_t seconds) {
  const auto claims =
      R"({"iss":"https:\/\/i.example","sub":"s","aud":"sigstore","exp":)" + std::to_string(seconds) + "}";
  return signing::to_base64url(as_bytes(R"({"alg":"RS256"})")) + "." +
         signing::to_base64url(as_bytes(claims)) + ".c2ln";
}

/// Follows redirects as a browser does.
std::string visit(const std::string& url) {
  net::CurlHttp http;
  const auto answer = http.send(net::get(url), {});
  if (!answer) return {};
  if (const auto next = answer->header("location")) return visit(std::string(*next));
  return std::string(as_text(answer->body));
}

}  // namespace

/// The options of a login, and what the terminal says and asks meanwhile.
class tst_login : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { NEEDS_PEER(server_.runs(), "python3 is needed for the provider"); }

  void init() {
    in_.str({});
    in_.clear();
    err_.str({});
    console_ = std::make_unique<terminal::Console>(terminal::Console{in_, out_, err_});
    console_->now = the_time;
  }

  void options_of_both_spellings_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<bool>("good");
    const auto row = [](const QStringList& arguments, bool good) {
      QTest::newRow(qPrintable(arguments.join(' '))) << arguments << good;
    };
    row({}, true);
    row({"--identity-token", "x"}, true);
    row({"--identity-token-file", "-"}, true);
    row({"--oauth-force-oob"}, true);
    row({"--out-of-band"}, true);
    row({"--use-ambient-credentials"}, true);
    row({"--device", "--client-id", "a", "--client-secret", "b", "--oidc-issuer", "https://i"}, true);
    row({"--redirect-port", "8080"}, true);
    row({"--redirect-port", "0"}, false);
    row({"--redirect-port", "65536"}, false);
    row({"--redirect-port", "http"}, false);
    row({"--identity-token", "x", "--identity-token-file", "y"}, false);
    row({"--identity-token", "x", "--use-ambient-credentials"}, false);
    row({"--oauth-force-oob", "--device"}, false);
    row({"--use-ambient-credentials", "--oauth-force-oob"}, false);
    row({"--client-secret", "a", "--client-secret-file", "b"}, false);
    row({"--client-id", ""}, false);
    row({"--oidc-issuer", ""}, false);
  }

  void options_of_both_spellings() {
    QFETCH(QStringList, arguments);
    QFETCH(bool, good);
    CLI::App app;
    LoginOptions options;
    terminal::add_login_options(app, options);
    std::vector<std::string> reversed;
    for (auto at = arguments.crbegin(); at != arguments.crend(); ++at) reversed.push_back(at->toStdString());
    bool taken = true;
    try {
      app.parse(reversed);
    } catch (const CLI::ParseError&) {
      taken = false;
    }
    QCOMPARE(taken, good);
    if (good)
      QCOMPARE(options.out_of_band,
               arguments.contains("--oauth-force-oob") || arguments.contains("--out-of-band"));
  }

  void a_token_is_taken_from_where_it_is() {
    const auto text = token_until(1'800'000'300);
    LoginOptions on_the_line;
    on_the_line.identity_token = text;
    QCOMPARE(outcome(make(on_the_line)), QString("ok"));
    QVERIFY(err_.str().find("can be seen by everybody") != std::string::npos);

    const TemporaryFolder folder;
    tests::write(folder / "token", text + "\n");
    QCOMPARE(::chmod((folder / "token").c_str(), 0644), 0);
    LoginOptions in_a_file;
    in_a_file.identity_token_file = (folder / "token").string();
    err_.str({});
    QCOMPARE(outcome(make(in_a_file)), QString("ok"));
    QVERIFY(err_.str().find("other users of this computer can read") != std::string::npos);
    QCOMPARE(::chmod((folder / "token").c_str(), 0600), 0);
    err_.str({});
    QCOMPARE(outcome(make(in_a_file)), QString("ok"));
    QVERIFY(err_.str().empty());

    LoginOptions piped;
    piped.identity_token_file = "-";
    in_.str(text + "\n");
    QCOMPARE(outcome(make(piped)), QString("ok"));
    QVERIFY(err_.str().find("eyJ") == std::string::npos);
  }

  void what_is_no_good_is_refused_before_anything_is_hashed() {
    LoginOptions options;
    options.identity_token = "s3cret";
    const auto none = make(options);
    QCOMPARE(outcome(none), QString("login.token"));
    QVERIFY(none.error().detail.find("s3cret") == std::string::npos);
    options.identity_token = token_until(1'700'000'000);
    QCOMPARE(outcome(make(options)), QString("login.token_expired"));
    options = {};
    options.identity_token_file = "/nowhere/token";
    QCOMPARE(outcome(make(options)), QString("file.not_found"));
    options.identity_token_file = "/dev/zero";
    QCOMPARE(outcome(make(options)), QString("file.not_regular"));
    options.identity_token_file = "-";
    in_.str(std::string(base::limits::identity_token_bytes * 2, 'a'));
    QCOMPARE(outcome(make(options)), QString("login.token"));
    options = {};
    options.client_secret_file = "/nowhere/secret";
    QCOMPARE(outcome(make(options)), QString("file.not_found"));
  }

  void the_browser_is_opened_and_the_link_shown() {
    std::thread browser;
    console_->open_browser = [&](const std::string& url) -> base::Result<void> {
      browser = std::thread([url] { visit(url); });
      return {};
    };
    const auto token = log_in({});
    browser.join();
    QCOMPARE(outcome(token), QString("ok"));
    const auto said = err_.str();
    QVERIFY2(said.find("browser that opens now") != std::string::npos, said.c_str());
    QVERIFY(said.find(server_.url("/good/auth?response_type=code")) != std::string::npos);
    for (const char* secret : {"c0de", "eyJ", "code_verifier"})
      QVERIFY2(said.find(secret) == std::string::npos, secret);
  }

  void where_no_browser_opens_the_link_says_so() {
    std::stop_source stop;
    console_->open_browser = [&](const std::string&) -> base::Result<void> {
      stop.request_stop();
      return base::fail(base::Code::file_not_found);
    };
    auto login = make({});
    QCOMPARE(outcome((*login)->identity({stop.get_token(), {}})), QString("task.cancelled"));
    QVERIFY(err_.str().find("Open this link in a browser on this computer") != std::string::npos);
  }

  void the_code_is_asked_for() {
    LoginOptions options;
    options.out_of_band = true;
    console_->ask = [&](const std::string& question, const std::stop_token&) -> base::Result<crypto::Secret> {
      if (question.find("code") == std::string::npos) return base::fail(base::cancelled());
      return crypto::Secret(to_bytes(visit(link())));
    };
    QCOMPARE(outcome(log_in(options)), QString("ok"));
    console_->ask = [](const std::string&, const std::stop_token&) -> base::Result<crypto::Secret> {
      return base::fail(base::cancelled());
    };
    QCOMPARE(outcome(log_in(options)), QString("task.cancelled"));
  }

  void without_a_terminal_the_code_is_read() {
    LoginOptions options;
    options.out_of_band = true;
    console_->ask = [&](const std::string&, const std::stop_token&) -> base::Result<crypto::Secret> {
      in_.str(visit(link()) + "\n");
      return base::fail(base::Code::key_password_missing);
    };
    QCOMPARE(outcome(log_in(options)), QString("ok"));
    console_->ask = {};
    in_.str({});
    in_.clear();
    QCOMPARE(outcome(log_in(options)), QString("login.answer"));
  }

  void what_is_too_long_for_a_code_is_not_read_on() {
    LoginOptions options;
    options.out_of_band = true;
    in_.str(std::string(base::limits::login_code_bytes * 2, 'a') + "\n");
    const auto token = log_in(options);
    QCOMPARE(outcome(token), QString("login.answer"));
    QCOMPARE(token.error().detail, std::string("the code is too long"));
    QCOMPARE(static_cast<std::size_t>(in_.tellg()), base::limits::login_code_bytes + 1);
  }

  /// An input that nobody writes to, such as a pipe that is held open.
  void a_stop_is_heard_while_the_input_is_silent() {
    class Silent final : public std::streambuf {
     public:
      int_type underflow() override {
        reached.set_value();
        goes_on.get_future().wait();
        return traits_type::eof();
      }
      std::promise<void> reached, goes_on;
    };
    for (const bool pasted : {true, false}) {
      Silent silent;
      std::istream in(&silent);
      std::stop_source stop;
      const terminal::Console console{in, out_, err_, false, false, stop.get_token(), the_time};
      LoginOptions options;
      options.out_of_band = pasted;
      if (!pasted) options.identity_token_file = "-";
      std::thread stops([&] {
        silent.reached.get_future().wait();
        stop.request_stop();
      });
      auto login = terminal::make_login(options, {server_.url("/good"), std::make_shared<net::CurlHttp>()},
                                        {}, console);
      QCOMPARE(outcome(login), QString(pasted ? "ok" : "task.cancelled"));
      if (pasted) QCOMPARE(outcome((*login)->identity({stop.get_token(), {}})), QString("task.cancelled"));
      stops.join();
      silent.goes_on.set_value();
      QTRY_COMPARE(base::left_behind(), 0);  // or it reads from what is gone
    }
  }

  void the_device_code_is_shown() {
    LoginOptions options;
    options.device = true;
    QCOMPARE(outcome(log_in(options, "device-denied")), QString("login.refused"));
    QVERIFY(err_.str().find("WDJB-MJHT") != std::string::npos);
    QVERIFY(err_.str().find(server_.url("/device-denied/activate")) != std::string::npos);
  }

  void a_build_service_is_asked() {
    LoginOptions options;
    options.use_ambient_credentials = true;
    QCOMPARE(outcome(log_in(options)), QString("login.no_ambient"));
    console_->surroundings.variable = [](const char* name) -> std::optional<std::string> {
      if (std::string_view(name) != "SIGSTORE_ID_TOKEN") return std::nullopt;
      return token_until(4'000'000'000);
    };
    QCOMPARE(outcome(log_in(options)), QString("ok"));
    options.client_id = "another";
    QCOMPARE(outcome(log_in(options)), QString("login.token"));
  }

  void the_given_issuer_comes_before_the_instances_own() {
    LoginOptions options;
    options.oidc_issuer = server_.url("/no-json");
    QCOMPARE(outcome(log_in(options)), QString("login.provider"));
  }

  // Other programs

  void what_a_program_writes_is_read() {
    const auto said = terminal::output_of({"printf", "%s", "a$(b)"}, {});
    QCOMPARE(outcome(said), QString("ok"));
    QCOMPARE(said->text(), std::string_view("a$(b)"));
    QCOMPARE(outcome(terminal::output_of({"no-such-program-here"}, {})), QString("login.no_ambient"));
    const auto failed = terminal::output_of({"false"}, {});
    QCOMPARE(outcome(failed), QString("login.no_ambient"));
    QCOMPARE(failed.error().subject, std::string("false"));
    const auto endless = terminal::output_of({"cat", "/dev/zero"}, {});
    QCOMPARE(outcome(endless), QString("login.no_ambient"));
  }

  void a_program_is_stopped_with_the_task() {
    std::stop_source stop;
    std::thread later([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      stop.request_stop();
    });
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(outcome(terminal::output_of({"sleep", "60"}, {stop.get_token(), {}})),
             QString("task.cancelled"));
    QVERIFY(clock.elapsed() < 2000);
    later.join();
  }

  void an_address_is_handed_over_as_one_argument() {
    const TemporaryFolder folder;
    const auto opener = folder / "xdg-open";
    tests::write(opener, "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$1\" > \"" + (folder / "got").string() +
                             "\"\nexit ${EXIT_CODE:-0}\n");
    QCOMPARE(::chmod(opener.c_str(), 0755), 0);
    const auto path = qgetenv("PATH");
    qputenv("PATH", QByteArray::fromStdString(folder.path().string()) + ":" + path);
    const std::string url = "http://127.0.0.1:1/auth?a=b&c=$(touch%20x)&d='";
    QCOMPARE(outcome(terminal::open_in_browser(url)), QString("ok"));
    QCOMPARE(std::string(as_text(tests::read(folder / "got"))), "1\n" + url + "\n");
    qputenv("EXIT_CODE", "3");
    QCOMPARE(outcome(terminal::open_in_browser(url)), QString("file.not_found"));
    qunsetenv("EXIT_CODE");
    qputenv("PATH", QByteArray::fromStdString((folder / "empty").string()));
    QCOMPARE(outcome(terminal::open_in_browser(url)), QString("file.not_found"));
    qputenv("PATH", path);
  }

 private:
  base::Result<std::unique_ptr<signing::Login>> make(const LoginOptions& options,
                                                     const std::string& how = "good") {
    return terminal::make_login(options, {server_.url("/" + how), std::make_shared<net::CurlHttp>()}, {},
                                *console_);
  }
  base::Result<signing::IdentityToken> log_in(const LoginOptions& options, const std::string& how = "good") {
    auto login = make(options, how);
    if (!login) return base::fail(login.error());
    return (*login)->identity({});
  }
  /// The last link that was shown.
  [[nodiscard]] std::string link() const {
    const auto said = err_.str();
    const auto start = said.rfind("http://");
    return said.substr(start, said.find('\n', start) - start);
  }

  LocalServer server_{{}, "provider.py"};
  std::istringstream in_;
  std::ostringstream out_, err_;
  std::unique_ptr<terminal::Console> console_;
};

QTEST_GUILESS_MAIN(tst_login)
#include "tst_login.moc"
