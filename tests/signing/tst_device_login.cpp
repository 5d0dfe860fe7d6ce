#include "signing/login/device_login.h"

#include <QElapsedTimer>
#include <QTest>
#include <thread>

#include "base/text.h"
#include "net/curl_http.h"
#include "support/behaviour.h"
#include "support/local_server.h"
#include "support/needs.h"
#include "support/outcome.h"

using namespace weighmaster;
using namespace std::chrono_literals;
using signing::DeviceLogin;
using signing::DeviceLoginRequest;
using signing::DevicePrompt;
using tests::Behaviour;
using tests::Behaviours;
using tests::LocalServer;
using tests::outcome;

/// A login on another device (RFC 8628), with the providers of support/provider.py.
class tst_device_login : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { NEEDS_PEER(server_.runs(), "python3 is needed for the provider"); }

  void init() {
    static_cast<void>(server_.requests());
    told_.clear();
    waits_.clear();
    passed_ = 0s;
  }

  void somebody_logs_in_elsewhere() {
    const auto token = log_in("good");
    QCOMPARE(outcome(token), QString("ok"));
    QCOMPARE(token->claims().email.value_or(""), std::string("alice@example.com"));
    QCOMPARE(told_.size(), 1U);
    QCOMPARE(told_.at(0).code, std::string("WDJB-MJHT"));
    QCOMPARE(told_.at(0).url, server_.url("/good/activate"));
    QCOMPARE(told_.at(0).url_with_code.value_or(""), server_.url("/good/activate?user_code=WDJB-MJHT"));
    QVERIFY(told_.at(0).life == 600s);
    QCOMPARE(waits_, (std::vector<std::chrono::seconds>{2s, 2s, 2s}));
  }

  void the_provider_sets_the_pace_data() {
    QTest::addColumn<QString>("how");
    QTest::addColumn<QList<int>>("waits");
    QTest::newRow("device-slow") << "device-slow" << QList<int>{2, 2, 7, 12};
    QTest::newRow("device-no-interval") << "device-no-interval" << QList<int>{5, 5, 5};
    QTest::newRow("device-no-wait") << "device-no-wait" << QList<int>{1, 1, 1};
  }

  void the_provider_sets_the_pace() {
    QFETCH(QString, how);
    QFETCH(QList<int>, waits);
    QCOMPARE(outcome(log_in(how.toStdString())), QString("ok"));
    QList<int> waited;
    for (const auto wait : waits_) waited << static_cast<int>(wait.count());
    QCOMPARE(waited, waits);
  }

  void what_goes_wrong_is_told_data() {
    const Behaviours row;
    row("no-device", "login.provider", "another device");
    row("device-refused", "login.refused", "not for you");
    row("device-plain-http", "login.provider", "verification_uri: http://");
    row("device-script", "login.provider", "verification_uri_complete");
    row("device-no-code", "login.provider", "no code");
    row("device-denied", "login.refused", "access_denied");
    row("device-expired", "login.timeout", "");
    row("device-no-time", "login.timeout", "");
    row("device-repeats", "login.refused", "");
    row("token-of-other-issuer", "login.token", "issuer");
    row("token-for-other-client", "login.token", "another program");
    row("unverified", "login.token", "e-mail");
    row("unsigned", "login.token", "not signed");
    row("expired-token", "login.token_expired", "");
    row("other-name", "login.provider", "another name");
  }

  void what_goes_wrong_is_told() {
    const auto row = Behaviour::fetch();
    const auto token = log_in(row.how);
    row.expect(token);
    const auto& detail = token.error().detail;
    for (const char* secret : {"dev1ce", "eyJ"}) QVERIFY2(detail.find(secret) == std::string::npos, secret);
    QVERIFY(waits_.size() < 10);
  }

  /// The provider lets a code live for five minutes and takes one for each answer.
  void slow_answers_use_up_the_life_of_a_code() {
    class Slow final : public net::Http {
     public:
      explicit Slow(std::chrono::seconds& passed) : passed_(passed) {}
      base::Result<net::Answer> send(const net::Request& request, const base::Task& task) override {
        if (request.method == net::Method::post) passed_ += 60s;
        return http_.send(request, task);
      }

     private:
      net::CurlHttp http_;
      std::chrono::seconds& passed_;
    };
    auto request = request_for("device-pending");
    request.http = std::make_shared<Slow>(passed_);
    QCOMPARE(outcome(DeviceLogin(std::move(request)).identity({})), QString("login.timeout"));
    QCOMPARE(waits_.size(), 5U);
    QCOMPARE(server_.requests().count("POST /device-pending/token"), 5);
  }

  void the_code_is_shown_as_plain_text() {
    QCOMPARE(outcome(log_in("device-wild-code")), QString("ok"));
    const auto& code = told_.at(0).code;
    QCOMPARE(code, base::visible(code));
    QVERIFY(code.find('\x1b') == std::string::npos);
    QVERIFY(code.size() < 200);
  }

  void a_stop_is_heard_at_once() {
    std::stop_source stop;
    auto request = request_for("good");
    request.wait = signing::pause;
    QElapsedTimer clock;
    request.tell = [&](const DevicePrompt&) {
      std::thread([&stop] {
        std::this_thread::sleep_for(200ms);
        stop.request_stop();
      }).detach();
      clock.start();
    };
    QCOMPARE(outcome(DeviceLogin(std::move(request)).identity({stop.get_token(), {}})),
             QString("task.cancelled"));
    QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(!server_.requests().contains("POST /good/token"));
  }

 private:
  DeviceLoginRequest request_for(const std::string& how) {
    DeviceLoginRequest request;
    request.http = std::make_shared<net::CurlHttp>();
    request.client.issuer = server_.url("/" + how);
    request.tell = [this](const DevicePrompt& prompt) { told_.push_back(prompt); };
    request.wait = [this](std::chrono::seconds time, const base::Task&) -> base::Result<void> {
      waits_.push_back(time);
      passed_ += time;
      return {};
    };
    request.steady = [this] { return std::chrono::steady_clock::time_point(passed_); };
    return request;
  }

  base::Result<signing::IdentityToken> log_in(const std::string& how) {
    return DeviceLogin(request_for(how)).identity({});
  }

  LocalServer server_{{}, "provider.py"};
  std::vector<DevicePrompt> told_;
  std::vector<std::chrono::seconds> waits_;
  /// In waits and slow answers.
  std::chrono::seconds passed_{0};
};

QTEST_GUILESS_MAIN(tst_device_login)
#include "tst_device_login.moc"
