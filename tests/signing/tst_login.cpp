#include <QElapsedTimer>
#include <QTest>
#include <future>
#include <thread>

#include "base/limits.h"
#include "base/text.h"
#include "net/curl_http.h"
#include "signing/login/browser_login.h"
#include "signing/login/inbox.h"
#include "signing/login/pasted_login.h"
#include "signing/login/url_text.h"
#include "support/behaviour.h"
#include "support/local_server.h"
#include "support/needs.h"
#include "support/outcome.h"

using namespace weighmaster;
using namespace std::chrono_literals;
using signing::BrowserLogin;
using signing::BrowserLoginRequest;
using tests::Behaviour;
using tests::Behaviours;
using tests::LocalServer;
using tests::outcome;

namespace {

std::string text(const Bytes& bytes) {
  return std::string(as_text(bytes));
}

signing::PageTexts texts() {
  return {
      "en", "Weighmaster", {"Done & closed", "You can <close> this."}, {"Refused", "No."}, {"Not ours", "?"}};
}

/// One value of an address's query, as it stands there.
std::string parameter(const std::string& url, const std::string& name) {
  for (const char* before : {"?", "&"}) {
    const auto start = url.find(before + name + "=");
    if (start == std::string::npos) continue;
    const auto value = url.substr(start + name.size() + 2);
    return value.substr(0, value.find('&'));
  }
  return {};
}

/// "http://localhost:PORT/auth/callback" of an address that the browser is sent to.
std::string callback_of(const std::string& url) {
  auto callback = parameter(url, "redirect_uri");
  for (std::size_t at = 0; (at = callback.find('%', at)) != std::string::npos; ++at)
    callback.replace(at, 3, 1, static_cast<char>(std::stoi(callback.substr(at + 1, 2), nullptr, 16)));
  return callback;
}

/// A browser: opens the address in a thread of its own, as the provider sends it on it goes there, or does
/// what a test has it do with the address that it is sent to.
class Browser {
 public:
  using Visit = std::function<void(const std::string& back)>;

  explicit Browser(Visit visit = {}) : visit_(std::move(visit)) {}
  ~Browser() { wait(); }
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;
  Browser(Browser&&) = delete;
  Browser& operator=(Browser&&) = delete;

  void open(const std::string& url) {
    url_ = url;
    thread_ = std::thread([this] {
      const auto sent = ask(url_);
      const auto back = std::string(sent.header("location").value_or(""));
      if (visit_) {
        visit_(back);
      } else if (!back.empty()) {
        page_ = ask(back);
      }
    });
  }
  void wait() {
    if (thread_.joinable()) thread_.join();
  }
  [[nodiscard]] const std::string& url() const { return url_; }
  /// What was shown at the end.
  [[nodiscard]] const net::Answer& page() {
    wait();
    return page_;
  }
  static net::Answer ask(const std::string& url) {
    net::CurlHttp http;
    auto request = net::get(url);
    request.timeout = 10s;
    auto answer = http.send(request, {});
    return answer ? std::move(*answer) : net::Answer{};
  }

 private:
  Visit visit_;
  std::string url_;
  net::Answer page_;
  std::thread thread_;
};

/// Logs in, in a thread of its own: Qt starts the provider from the first one, after which ThreadSanitizer
/// does not see that thread's locks.
base::Result<signing::IdentityToken> identity(BrowserLoginRequest request) {
  return std::async(std::launch::async, [&] { return BrowserLogin(std::move(request)).identity({}); }).get();
}

}  // namespace

/// A login with hostile providers (support/provider.py) and hostile programs on the same computer.
class tst_login : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { NEEDS_PEER(server_.runs(), "python3 is needed for the provider"); }

  void init() { static_cast<void>(server_.requests()); }

  void somebody_logs_in() {
    Browser browser;
    const auto token = log_in("good", browser);
    QCOMPARE(outcome(token), QString("ok"));
    QCOMPARE(token->claims().email.value_or(""), std::string("alice@example.com"));
    QCOMPARE(token->expected_identity().value_or(""), std::string("alice@example.com"));
    QCOMPARE(token->expected_issuer(), server_.url("/good"));
    QVERIFY(token->text().starts_with("eyJ"));
    QCOMPARE(server_.requests(), (QStringList{"GET /good/.well-known/openid-configuration", "GET /good/auth",
                                              "POST /good/token"}));
    const auto& url = browser.url();
    QCOMPARE(parameter(url, "code_challenge_method"), std::string("S256"));
    QCOMPARE(parameter(url, "state").size(), 43U);
    QCOMPARE(parameter(url, "nonce").size(), 43U);
    QVERIFY(QRegularExpression("^http://localhost:\\d+/auth/callback$")
                .match(QString::fromStdString(callback_of(url)))
                .hasMatch());
  }

  void each_login_is_a_new_one() {
    Browser first, second;
    QCOMPARE(outcome(log_in("good", first)), QString("ok"));
    QCOMPARE(outcome(log_in("good", second)), QString("ok"));
    for (const char* name : {"state", "nonce", "code_challenge"}) {
      QVERIFY2(parameter(first.url(), name) != parameter(second.url(), name), name);
      for (const char* other : {"state", "nonce", "code_challenge"}) {
        if (std::string_view(name) != other)
          QVERIFY2(parameter(first.url(), name) != parameter(first.url(), other), other);
      }
    }
  }

  void the_page_is_ours_and_holds_nothing_of_the_request() {
    Browser browser;
    QCOMPARE(outcome(log_in("good", browser)), QString("ok"));
    const auto& page = browser.page();
    QCOMPARE(page.status, 200);
    const auto html = text(page.body);
    QVERIFY2(html.find("Done &amp; closed") != std::string::npos, html.c_str());
    QVERIFY(html.find("You can &lt;close&gt; this.") != std::string::npos);
    QVERIFY(html.find("<html lang=\"en\">") != std::string::npos);
    for (const char* never : {"<script", "<img", "<link", "http:", "https:", "c0de", "<close>"})
      QVERIFY2(html.find(never) == std::string::npos, never);
    const auto policy = page.header("content-security-policy").value_or("");
    QVERIFY(policy.starts_with("default-src 'none'; style-src 'sha256-"));
    QVERIFY(policy.find("unsafe") == std::string_view::npos);
    QCOMPARE(page.header("cache-control").value_or(""), std::string_view("no-store"));
    QCOMPARE(page.header("referrer-policy").value_or(""), std::string_view("no-referrer"));
  }

  void a_provider_that_cannot_be_trusted_is_not_logged_in_to_data() {
    const Behaviours row;
    row("other-name", "login.provider", "another name");
    row("name-in-capitals", "login.provider", "another name");
    row("no-name", "login.provider", "issuer");
    row("plain-only", "login.provider", "S256");
    row("plain-http-token", "login.provider", "not encrypted");
    row("plain-http-page", "login.provider", "not encrypted");
    row("script-page", "login.provider", "authorization_endpoint");
    row("file-page", "login.provider", "authorization_endpoint");
    row("option-page", "login.provider", "authorization_endpoint");
    row("fragment-page", "login.provider", "fragment");
    row("password-token", "login.provider", "user name");
    row("no-token-endpoint", "login.provider", "token_endpoint");
    row("endpoint-list", "login.provider", "token_endpoint");
    row("no-json", "login.provider", "json.malformed");
    row("huge-description", "net.too_large", "");
    row("moved-description", "net.status", "302");
  }

  void a_provider_that_cannot_be_trusted_is_not_logged_in_to() {
    const auto row = Behaviour::fetch();
    Browser browser;
    const auto token = log_in(row.how, browser);
    row.expect(token);
    QCOMPARE(token.error().subject, std::string("127.0.0.1"));
    QVERIFY2(browser.url().empty(), "no browser was opened");
  }

  void an_issuer_on_plain_http_is_never_asked() {
    for (const char* issuer : {"http://login.example", "ftp://127.0.0.1/", "login.example",
                               "http://127.0.0.1@login.example/", "http://localhost.login.example/"}) {
      BrowserLoginRequest request;
      request.http = std::make_shared<net::CurlHttp>();
      request.client.issuer = issuer;
      QCOMPARE(outcome(identity(std::move(request))), QString("net.address"));
    }
    BrowserLoginRequest request;
    request.http = std::make_shared<net::CurlHttp>();
    request.client.issuer = server_.url("/good?tenant=1");
    QCOMPARE(outcome(identity(std::move(request))), QString("login.provider"));
    QVERIFY(server_.requests().empty());
  }

  void what_the_browser_brings_back_is_checked_data() {
    const Behaviours row;
    row("says-no-issuer", "ok", "");
    row("silent-on-pkce", "ok", "");
    row("with-query", "ok", "");
    row("no-state", "login.answer", "turned away");
    row("empty-state", "login.answer", "turned away");
    row("wrong-state", "login.answer", "turned away");
    row("two-states", "login.answer", "turned away");
    row("other-issuer", "login.answer", "another provider");
    row("hides-issuer", "login.answer", "which provider");
    row("no-code", "login.answer", "no code");
    row("empty-code", "login.answer", "empty");
    row("two-codes", "login.answer", "twice");
    row("code-with-lines", "login.answer", "letters");
    row("refuses-and-agrees", "login.answer", "a code and an error");
    row("refuses", "login.refused", "access_denied");
  }

  void what_the_browser_brings_back_is_checked() {
    const auto row = Behaviour::fetch();
    Browser browser;
    const auto token = log_in(row.how, browser, 1500ms);
    row.expect(token);
    if (token) return;
    QVERIFY(!server_.requests().contains("POST /" + QString::fromStdString(row.how) + "/token"));
    QCOMPARE(browser.page().status, 400);
    const auto html = text(browser.page().body);
    QVERIFY(html.find("Done") == std::string::npos);
    for (const char* never : {"Verified", "access_denied", "c0de", "evil"})
      QVERIFY2(html.find(never) == std::string::npos, never);
    no_secret_in(token.error());
  }

  void what_a_provider_says_is_plain_text() {
    Browser browser;
    const auto token = log_in("refuses", browser);
    const auto& detail = token.error().detail;
    QVERIFY2(detail.find("\\x1b") != std::string::npos || detail.find("\\u001b") != std::string::npos,
             detail.c_str());
    QVERIFY(detail.find('\x1b') == std::string::npos);
    QVERIFY(detail.find('\n') == std::string::npos);
    QVERIFY(detail.find("\u202e") == std::string::npos);
    QCOMPARE(detail, base::visible(detail));
  }

  void what_the_token_says_is_checked_data() {
    const Behaviours row;
    row("token-for-two-by-azp", "ok", "");
    row("verified-in-words", "ok", "");
    row("no-email", "ok", "");
    row("token-of-other-issuer", "login.token", "issuer");
    row("token-for-other-client", "login.token", "another program");
    row("token-for-two", "login.token", "another program");
    row("token-for-other-azp", "login.token", "another program");
    row("token-of-other-login", "login.token", "another login");
    row("token-of-no-login", "login.token", "another login");
    row("expired-token", "login.token_expired", "");
    row("token-of-tomorrow", "login.token", "future");
    row("token-not-yet", "login.token", "not valid yet");
    row("token-for-ever", "login.token", "exp");
    row("unverified", "login.token", "e-mail");
    row("silent-on-verified", "login.token", "e-mail");
    row("unsigned", "login.token", "not signed");
    row("unsigned-in-disguise", "login.token", "not signed");
    row("no-signature", "login.token", "signature is empty");
    row("half-a-token", "login.token", "");
    row("huge-token", "login.token", "too long");
    row("huge-answer", "net.too_large", "");
    row("no-token", "login.token", "id_token");
    row("token-list", "login.token", "id_token");
    row("no-json-token", "net.answer", "json.malformed");
    row("moves-token", "net.status", "302");
    row("moves-to-plain-http", "net.status", "307");
    row("fails", "net.status", "500");
    row("repeats-secrets", "login.refused", "");
    row("repeats-in-error", "login.refused", "");
    row("repeats-in-page", "net.status", "500");
    row("token-in-error", "login.refused", "server_error");
  }

  void what_the_token_says_is_checked() {
    const auto row = Behaviour::fetch();
    Browser browser;
    const auto token = log_in(row.how, browser);
    row.expect(token);
    if (token) return;
    QVERIFY(!token.error().subject.empty());
    no_secret_in(token.error());
    QVERIFY(!server_.requests().contains("POST /good/token"));
  }

  void a_secret_is_sent_as_the_provider_takes_it() {
    for (const char* how : {"secret", "secret-in-body"}) {
      Browser browser;
      auto request = request_for(how, browser);
      request.client.secret = crypto::Secret(to_bytes(std::string_view("a secret/:")));
      QCOMPARE(outcome(identity(std::move(request))), QString("ok"));
      Browser other;
      auto wrong = request_for(how, other);
      wrong.client.secret = crypto::Secret(to_bytes(std::string_view("another")));
      const auto refused = identity(std::move(wrong));
      QCOMPARE(outcome(refused), QString("login.refused"));
      QCOMPARE(refused.error().detail, std::string("invalid_client"));
    }
  }

  void a_second_callback_changes_nothing() {
    std::vector<int> statuses;
    Browser browser([&](const std::string& back) {
      // Its page may not be fetched before ours is: the first thread wins, the second is turned away.
      statuses.push_back(Browser::ask(back).status);
      statuses.push_back(Browser::ask(back).status);
    });
    const auto token = log_in("good", browser);
    QCOMPARE(outcome(token), QString("ok"));
    browser.wait();
    QCOMPARE(statuses.at(0), 200);
    QVERIFY2(statuses.at(1) != 200, "turned away, or nobody there any more");
    QCOMPARE(server_.requests().count("POST /good/token"), 1);
  }

  void the_first_answer_uses_the_state_up() {
    signing::Provider provider;
    provider.issuer = "https://login.example";
    const std::vector<net::Parameter> first{{"state", "s"}, {"code", "first"}};
    const std::vector<net::Parameter> second{{"state", "s"}, {"code", "second"}};
    signing::Inbox inbox(provider, "s", texts());
    QCOMPARE(inbox.receive(first).status, 200);
    QCOMPARE(inbox.receive(second).status, 400);
    QCOMPARE(inbox.receive(first).status, 400);
    const auto code = inbox.wait(1s, {});
    QCOMPARE(outcome(code), QString("ok"));
    QCOMPARE(code->text(), std::string_view("first"));

    signing::Inbox refused(provider, "s", texts());
    QCOMPARE(refused.receive({{"state", "s"}, {"error", "access_denied"}}).status, 400);
    QCOMPARE(refused.receive(first).status, 400);
    QCOMPARE(outcome(refused.wait(1s, {})), QString("login.refused"));

    signing::Inbox late(provider, "s", texts());
    QCOMPARE(outcome(late.wait(1ms, {})), QString("login.timeout"));
    QCOMPARE(late.receive(first).status, 400);
  }

  void strangers_neither_end_nor_win_a_login() {
    std::vector<int> statuses;
    Browser browser([&](const std::string& back) {
      const auto callback = back.substr(0, back.find('?'));
      const auto state = parameter(back, "state");
      for (const std::string& query :
           std::vector<std::string>{"", "?code=c0de-evil", "?code=c0de-evil&state=" + std::string(43, 'x'),
                                    "?state=" + state + "x&code=c0de-evil",
                                    "?state=" + state.substr(1) + "&code=c0de-evil", "?error=access_denied",
                                    "?state=" + state + "&state=" + std::string(43, 'x') + "&code=c0de-evil",
                                    "?STATE=" + state + "&code=c0de-evil"}) {
        statuses.push_back(Browser::ask(callback + query).status);
      }
      statuses.push_back(Browser::ask(back).status);
    });
    QCOMPARE(outcome(log_in("good", browser)), QString("ok"));
    browser.wait();
    QCOMPARE(statuses, (std::vector<int>{400, 400, 400, 400, 400, 400, 400, 400, 200}));
  }

  /// Somebody who knows the state has their own code redeemed: the provider has it bound to another proof.
  void a_code_of_another_session_is_refused() {
    std::string their_code;
    {
      Browser thief([&](const std::string& back) { their_code = parameter(back, "code"); });
      QCOMPARE(outcome(log_in("good", thief, 500ms)), QString("login.timeout"));
    }
    QVERIFY(!their_code.empty());
    Browser browser([&](const std::string& back) {
      auto changed = back;
      changed.replace(changed.find("code=") + 5, parameter(back, "code").size(), their_code);
      Browser::ask(changed);
    });
    const auto token = log_in("good", browser);
    QCOMPARE(outcome(token), QString("login.refused"));
    QVERIFY(token.error().detail.find("the code is not yours") != std::string::npos);
    no_secret_in(token.error());
  }

  void the_browser_never_comes_back() {
    Browser browser([](const std::string&) {});
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(outcome(log_in("good", browser, 700ms)), QString("login.timeout"));
    QVERIFY(clock.elapsed() >= 700);
    QVERIFY(clock.elapsed() < 3000);
  }

  void a_stop_is_heard_at_once_data() {
    QTest::addColumn<QString>("how");
    QTest::newRow("while the browser is away") << "good";
    QTest::newRow("while the provider is slow") << "slow";
  }

  void a_stop_is_heard_at_once() {
    QFETCH(QString, how);
    std::stop_source stop;
    std::promise<void> away;
    Browser browser(how == "slow" ? Browser::Visit{} : [&](const std::string&) { away.set_value(); });
    auto request = request_for(how.toStdString(), browser);
    auto login = std::async(std::launch::async, [&] {
      return BrowserLogin(std::move(request)).identity({stop.get_token(), {}});
    });
    if (how == "slow") {
      QElapsedTimer asked;
      asked.start();
      while (!server_.requests().contains("POST /slow/token")) QVERIFY(asked.elapsed() < 20'000);
    } else {
      away.get_future().wait();
    }
    QElapsedTimer clock;
    clock.start();
    stop.request_stop();
    QCOMPARE(outcome(login.get()), QString("task.cancelled"));
    // Http looks up every tenth of a second at the latest.
    QVERIFY2(clock.elapsed() < (how == "slow" ? 1500 : 300), qPrintable(QString::number(clock.elapsed())));
  }

  void a_task_that_was_stopped_before_asks_nobody() {
    std::stop_source stop;
    stop.request_stop();
    Browser browser;
    QCOMPARE(outcome(BrowserLogin(request_for("good", browser)).identity({stop.get_token(), {}})),
             QString("task.cancelled"));
    QVERIFY(server_.requests().empty());
  }

  void without_a_browser_there_is_a_link() {
    Browser elsewhere;
    auto request = request_for("good", elsewhere);
    std::vector<bool> opened;
    request.open_browser = [](const std::string&) -> base::Result<void> {
      return base::fail(base::Code::file_not_found, "xdg-open");
    };
    request.tell = [&](const std::string& url, bool was_opened) {
      opened.push_back(was_opened);
      elsewhere.open(url);
    };
    QCOMPARE(outcome(identity(std::move(request))), QString("ok"));
    QCOMPARE(opened, std::vector<bool>{false});
  }

  void a_strict_provider_gets_the_port_it_knows() {
    std::uint16_t port = 0;
    {
      const auto free = net::Listener::open("/", 0, [](const auto&) { return net::Page{}; });
      port = (*free)->port();
    }
    Browser browser;
    auto request = request_for("good", browser);
    request.port = port;
    QCOMPARE(outcome(identity(std::move(request))), QString("ok"));
    QCOMPARE(callback_of(browser.url()), "http://localhost:" + std::to_string(port) + "/auth/callback");

    const auto taken = net::Listener::open("/", port, [](const auto&) { return net::Page{}; });
    Browser second;
    auto refused = request_for("good", second);
    refused.port = port;
    QCOMPARE(outcome(identity(std::move(refused))), QString("login.listener"));
    QVERIFY(second.url().empty());
  }

  void the_code_is_pasted() {
    std::string shown;
    const auto paste = [&](const std::string& how, const auto& change) {
      signing::PastedLoginRequest request;
      request.http = std::make_shared<net::CurlHttp>();
      request.client.issuer = server_.url("/" + how);
      request.ask = [&](const std::string& url, const base::Task&) -> base::Result<crypto::Secret> {
        shown = url;
        return crypto::Secret(to_bytes(change(text(Browser::ask(url).body))));
      };
      return signing::PastedLogin(std::move(request)).identity({});
    };
    const auto same = [](const std::string& code) { return code; };
    const auto token = paste("good", [](const std::string& code) { return "  " + code + "\r\n"; });
    QCOMPARE(outcome(token), QString("ok"));
    QCOMPARE(parameter(shown, "redirect_uri"), std::string("urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob"));
    QCOMPARE(parameter(shown, "code_challenge_method"), std::string("S256"));
    QCOMPARE(outcome(paste("token-of-other-login", same)), QString("login.token"));
    QCOMPARE(outcome(paste("unverified", same)), QString("login.token"));
    QCOMPARE(outcome(paste("good", [](const std::string&) { return std::string(" \n"); })),
             QString("login.answer"));
    QCOMPARE(outcome(paste("good", [](const std::string&) { return std::string(10'000, 'a'); })),
             QString("login.answer"));
    QCOMPARE(outcome(paste("good", [](const std::string&) { return std::string("c0de\x1b[2J"); })),
             QString("login.answer"));
    const auto wrong = paste("good", [](const std::string& code) { return code + "x"; });
    QCOMPARE(outcome(wrong), QString("login.refused"));
    no_secret_in(wrong.error());
  }

  void who_has_nothing_to_paste_is_not_logged_in() {
    signing::PastedLoginRequest request;
    request.http = std::make_shared<net::CurlHttp>();
    request.client.issuer = server_.url("/good");
    request.ask = [](const std::string&, const base::Task&) -> base::Result<crypto::Secret> {
      return base::fail(base::cancelled());
    };
    QCOMPARE(outcome(signing::PastedLogin(std::move(request)).identity({})), QString("task.cancelled"));
    QVERIFY(!server_.requests().contains("POST /good/token"));
  }

  void texts_stand_in_addresses_as_they_should() {
    QCOMPARE(signing::to_form({{"a b", "c&d=e+%/:\n\xC3\xA9"}, {"f", "-._~"}}),
             std::string("a%20b=c%26d%3De%2B%25%2F%3A%0A%C3%A9&f=-._~"));
    QCOMPARE(signing::to_base64url(Bytes{0xFB, 0xFF, 0xBF, 0x01}), std::string("-_-_AQ"));
    // RFC 7636 appendix B
    const Bytes octets{116, 24,  223, 180, 151, 153, 224, 37,  79, 250, 96, 125, 216, 173, 187, 186,
                       22,  212, 37,  77,  105, 214, 191, 240, 91, 88,  5,  88,  83,  132, 141, 121};
    QCOMPARE(signing::to_base64url(octets), std::string("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
  }

 private:
  BrowserLoginRequest request_for(const std::string& how, Browser& browser) {
    BrowserLoginRequest request;
    request.http = std::make_shared<net::CurlHttp>();
    request.client.issuer = server_.url("/" + how);
    request.texts = texts();
    request.patience = 20s;
    request.open_browser = [&browser](const std::string& url) -> base::Result<void> {
      browser.open(url);
      return {};
    };
    return request;
  }

  base::Result<signing::IdentityToken> log_in(const std::string& how, Browser& browser,
                                              std::chrono::milliseconds patience = 20s) {
    auto request = request_for(how, browser);
    request.patience = patience;
    return identity(std::move(request));
  }

  static void no_secret_in(const base::Error& error) {
    for (const char* secret : {"c0de", "eyJ", "code_verifier", "a secret"})
      QVERIFY2((error.subject + error.detail).find(secret) == std::string::npos, secret);
  }

  LocalServer server_{{}, "provider.py"};
};

QTEST_GUILESS_MAIN(tst_login)
#include "tst_login.moc"
