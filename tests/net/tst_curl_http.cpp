#include "net/curl_http.h"

#include <QElapsedTimer>
#include <QTest>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/json.h"
#include "support/local_server.h"
#include "support/outcome.h"
#include "support/test_certificate.h"

using namespace weighmaster;
using namespace std::chrono_literals;
using net::CurlHttp;
using net::Method;
using net::Proxy;
using net::Redirects;
using net::Request;
using tests::LocalServer;
using tests::outcome;

namespace {

QString text(const Bytes& bytes) {
  return QString::fromUtf8(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

/// Takes a variable out of the environment, or sets it, for as long as the object lives.
class Environment {
 public:
  Environment(const char* name, const std::string& value)
      : name_(name), before_(qgetenv(name)), was_set_(qEnvironmentVariableIsSet(name)) {
    qputenv(name, QByteArray::fromStdString(value));
  }
  ~Environment() { was_set_ ? qputenv(name_, before_) : qunsetenv(name_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  Environment(Environment&&) = delete;
  Environment& operator=(Environment&&) = delete;

 private:
  const char* name_;
  QByteArray before_;
  bool was_set_;
};

/// A server certificate under an authority, as files that the server reads.
struct ServerCertificate {
  tests::TemporaryFolder folder;
  std::string authority;  // PEM

  explicit ServerCertificate(const std::string& host,
                             const base::Window& validity = {tests::at("2025-01-01T00:00:00Z"),
                                                             tests::at("2045-01-01T00:00:00Z")}) {
    const tests::Issuer issuer{"test authority", tests::TestKey::generate()};
    auto root = tests::authority_spec(issuer.subject);
    root.validity.end = tests::at("2045-01-01T00:00:00Z");
    authority = tests::mint_certificate(root, issuer.key, issuer).pem();
    tests::CertificateSpec spec;
    spec.subject = host;
    spec.validity = validity;
    spec.purposes = "serverAuth";
    spec.names = {{crypto::AlternativeName::Kind::dns, host}};
    const auto key = tests::TestKey::generate();
    tests::write(folder / "certificate.pem", tests::mint_certificate(spec, key, issuer).pem());
    tests::write(folder / "key.pem", key.private_pem());
  }
  [[nodiscard]] QStringList options() const {
    return {"--tls", QString::fromStdString((folder / "certificate.pem").string()),
            QString::fromStdString((folder / "key.pem").string())};
  }
};

}  // namespace

class tst_curl_http : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    for (const char* name :
         {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"}) {
      qunsetenv(name);
    }
    QVERIFY2(server_.runs(), "python3 is needed for the server");
  }

  void init() { static_cast<void>(server_.requests()); }

  void an_answer_comes_whole() {
    const auto answer = http_.send(net::get(server_.url("/ok")), {});
    QVERIFY(answer.has_value());
    QCOMPARE(answer->status, 200);
    QVERIFY(answer->good());
    QCOMPARE(text(answer->body), QString("hello"));
    QCOMPARE(answer->header("x-served-by").value_or(""), std::string_view("test"));
    QVERIFY(!answer->header("x-other").has_value());
  }

  void headers_and_body_arrive_as_given() {
    Request request = net::get(server_.url("/echo/x?y=z"));
    request.method = Method::post;
    request.headers = {
        {"Content-Type", "application/json"}, {"Authorization", "Bearer abc"}, {"X-Empty", ""}};
    request.body = to_bytes(std::string_view("{\"a\":1}"));
    const auto answer = http_.send(request, {});
    QVERIFY(answer.has_value());
    const auto said = base::parse_json(answer->body, "the echo");
    QVERIFY(said.has_value());
    QCOMPARE(said->at("method").get<std::string>(), "POST");
    QCOMPARE(said->at("path").get<std::string>(), "/echo/x?y=z");
    QCOMPARE(said->at("body").get<std::string>(), "{\"a\":1}");
    const auto& headers = said->at("headers");
    QCOMPARE(headers.at("content-type").get<std::string>(), "application/json");
    QCOMPARE(headers.at("authorization").get<std::string>(), "Bearer abc");
    QCOMPARE(headers.at("x-empty").get<std::string>(), "");
    QVERIFY(headers.at("user-agent").get<std::string>().starts_with("weighmaster/"));
    for (const char* name : {"expect", "cookie", "accept-encoding"}) QVERIFY2(!headers.contains(name), name);
  }

  /// On a connection that was kept and dies, libcurl sends what it had sent once more: what acts must not be.
  void what_is_posted_is_sent_once() {
    CurlHttp http;
    const auto asked = net::get(server_.url("/kept"));
    auto posted = asked;
    posted.method = Method::post;
    posted.body = to_bytes(std::string_view("once"));
    QCOMPARE(outcome(http.send(asked, {})), QString("ok"));
    for (int i = 0; i < 3; ++i) QCOMPARE(outcome(http.send(posted, {})), QString("ok"));
    QCOMPARE(server_.requests(), (QStringList{"GET /kept", "POST /kept", "POST /kept", "POST /kept"}));
    // The server is one that tells: what only asks goes over kept connections, and is asked more than once.
    QCOMPARE(outcome(http.send(asked, {})), QString("ok"));
    QVERIFY(server_.requests().count("GET /kept") > 1);
  }

  void what_is_no_whole_answer_is_an_error_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("expected");
    QTest::newRow("endless") << "/endless"
                             << "net.too_large";
    QTest::newRow("announced too large") << "/announced/10000000000000"
                                         << "net.too_large";
    QTest::newRow("a byte more") << "/announced/1000001"
                                 << "net.too_large";
    QTest::newRow("endless headers") << "/headers"
                                     << "net.too_large";
    QTest::newRow("a byte now and then") << "/slow"
                                         << "net.timeout";
    QTest::newRow("never answers") << "/hang"
                                   << "net.timeout";
    QTest::newRow("half a body") << "/half"
                                 << "net.answer";
    QTest::newRow("half a chunk") << "/half_chunk"
                                  << "net.answer";
    QTest::newRow("no HTTP") << "/garbage"
                             << "net.answer";
    QTest::newRow("nothing") << "/nothing"
                             << "net.answer";
    QTest::newRow("reset") << "/reset"
                           << "net.answer";
  }

  void what_is_no_whole_answer_is_an_error() {
    QFETCH(QString, path);
    QFETCH(QString, expected);
    Request request = net::get(server_.url(path.toStdString()), 1'000'000);
    request.timeout = 1500ms;
    QElapsedTimer clock;
    clock.start();
    const auto answer = http_.send(request, {});
    QCOMPARE(outcome(answer), expected);
    QCOMPARE(answer.error().subject, std::string("127.0.0.1"));
    QVERIFY(!answer.error().detail.empty());
    QVERIFY2(clock.elapsed() < 10'000, "in time");
  }

  void nobody_listening_is_unreachable() {
    std::string port;
    {
      const LocalServer gone;
      port = gone.port();
    }
    const auto answer = http_.send(net::get("http://127.0.0.1:" + port + "/"), {});
    QCOMPARE(outcome(answer), QString("net.unreachable"));
  }

  void a_body_of_just_the_allowed_size_passes() {
    QCOMPARE(outcome(http_.send(net::get(server_.url("/ok"), 5), {})), QString("ok"));
    QCOMPARE(outcome(http_.send(net::get(server_.url("/ok"), 4), {})), QString("net.too_large"));
  }

  void an_answer_with_any_status_is_an_answer_and_fetch_wants_success_data() {
    QTest::addColumn<int>("status");
    for (const int status : {400, 401, 404, 409, 429, 500, 503}) QTest::addRow("%d", status) << status;
  }

  void an_answer_with_any_status_is_an_answer_and_fetch_wants_success() {
    QFETCH(int, status);
    const Request request = net::get(server_.url("/status/" + std::to_string(status)));
    const auto answer = http_.send(request, {});
    QVERIFY(answer.has_value());
    QCOMPARE(answer->status, status);
    const auto refused = net::fetch(http_, request, {});
    QCOMPARE(outcome(refused), QString("net.status"));
    const auto detail = QString::fromStdString(refused.error().detail);
    QVERIFY(detail.startsWith(QString("HTTP %1: <b>Verified</b>\\u001b[32m\\n").arg(status)));
    QVERIFY(!detail.contains('\x1b'));
    QVERIFY(detail.size() < 350);
  }

  void a_secret_that_comes_back_is_not_shown() {
    Request request = net::get(server_.url("/status/400"));
    request.method = Method::post;
    request.body = to_bytes(std::string_view("token=ey.topsecret"));
    request.secrets = {"ey.topsecret"};
    const auto refused = net::fetch(http_, request, {});
    QCOMPARE(outcome(refused), QString("net.status"));
    QCOMPARE(QString::fromStdString(refused.error().detail), QString("HTTP 400"));
  }

  void a_header_that_would_become_two_is_not_sent() {
    Request request = net::get(server_.url("/ok"));
    request.headers = {{"Authorization", "Bearer abc\r\nX-Other: 1"}};
    const auto answer = http_.send(request, {});
    QCOMPARE(outcome(answer), QString("net.address"));
    QVERIFY(answer.error().detail.find("abc") == std::string::npos);
    QVERIFY(server_.requests().isEmpty());
  }

  void nothing_is_followed_unless_asked() {
    const auto answer = http_.send(net::get(server_.url("/to?" + server_.url("/ok"))), {});
    QVERIFY(answer.has_value());
    QCOMPARE(answer->status, 302);
    QCOMPARE(server_.requests().size(), 1);
  }

  void plain_http_is_never_followed() {
    Request request = net::get(server_.url("/to?" + server_.url("/ok")));
    request.redirects = Redirects::https;
    QCOMPARE(outcome(http_.send(request, {})), QString("net.answer"));
    request.url = server_.url("/to?file:///etc/passwd");
    QCOMPARE(outcome(http_.send(request, {})), QString("net.answer"));
    QCOMPARE(server_.requests().size(), 2);
  }

  void https_is_followed_so_many_times() {
    const ServerCertificate certificate("localhost");
    LocalServer secure(certificate.options());
    CurlHttp http({{}, certificate.authority});
    Request request = net::get(server_.url("/to?" + secure.url("/ok", "https", "localhost")));
    request.redirects = Redirects::https;
    const auto answer = http.send(request, {});
    QVERIFY2(answer.has_value(), answer ? "" : answer.error().detail.c_str());
    QCOMPARE(text(answer->body), QString("hello"));
    static_cast<void>(secure.requests());

    request.url = secure.url("/loop", "https", "localhost");
    QCOMPARE(outcome(http.send(request, {})), QString("net.answer"));
    QCOMPARE(secure.requests().size(), base::limits::redirects + 1);

    request.url =
        secure.url("/to?https://alice:secret@localhost:" + secure.port() + "/ok", "https", "localhost");
    QCOMPARE(outcome(http.send(request, {})), QString("net.answer"));

    request.url = secure.url("/loop", "https", "localhost");
    request.method = Method::post;
    QCOMPARE(http.send(request, {})->status, 302);
  }

  void only_a_certificate_that_fits_is_accepted_data() {
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("until");
    QTest::addColumn<bool>("known");
    QTest::addColumn<QString>("expected");
    QTest::newRow("fits") << "localhost"
                          << "2045-01-01T00:00:00Z" << true << "ok";
    QTest::newRow("unknown authority") << "localhost"
                                       << "2045-01-01T00:00:00Z" << false << "net.tls";
    QTest::newRow("another host") << "other.example"
                                  << "2045-01-01T00:00:00Z" << true << "net.tls";
    QTest::newRow("expired") << "localhost"
                             << "2025-06-01T00:00:00Z" << true << "net.tls";
  }

  void only_a_certificate_that_fits_is_accepted() {
    QFETCH(QString, host);
    QFETCH(QString, until);
    QFETCH(bool, known);
    QFETCH(QString, expected);
    const ServerCertificate certificate(host.toStdString(),
                                        {tests::at("2025-01-01T00:00:00Z"), tests::at(until.toStdString())});
    LocalServer secure(certificate.options());
    const ServerCertificate other("localhost");
    CurlHttp http({{}, known ? certificate.authority : other.authority});
    const auto answer = http.send(net::get(secure.url("/ok", "https", "localhost")), {});
    QCOMPARE(outcome(answer), expected);
    QCOMPARE(secure.requests().isEmpty(), expected != "ok");
  }

  void the_system_s_authorities_stay_in_force_and_no_other() {
    const ServerCertificate certificate("localhost");
    const LocalServer secure(certificate.options());
    CurlHttp http;
    QCOMPARE(outcome(http.send(net::get(secure.url("/ok", "https", "localhost")), {})), QString("net.tls"));
  }

  void plain_http_where_tls_is_spoken_and_the_other_way_round() {
    QCOMPARE(outcome(http_.send(net::get(server_.url("/ok", "https")), {})), QString("net.tls"));
  }

  void a_proxy_is_used_as_the_settings_say() {
    LocalServer proxy({"--proxy"});
    const auto ask = [](Proxy by) {
      CurlHttp http({std::move(by), {}, net::PlainHttp::anywhere_unsafe, 2s});
      auto request = net::get("http://service.invalid/x");
      request.timeout = 10s;
      return http.send(request, {});
    };
    const auto by_setting = ask({Proxy::Kind::manual, proxy.url("")});
    QVERIFY2(by_setting.has_value(), by_setting ? "" : by_setting.error().detail.c_str());
    QCOMPARE(text(by_setting->body), QString("by proxy"));
    QCOMPARE(proxy.requests(), QStringList{"GET http://service.invalid/x"});

    const Environment environment("http_proxy", proxy.url(""));
    QCOMPARE(text(ask({})->body), QString("by proxy"));
    QCOMPARE(outcome(ask({Proxy::Kind::none})), QString("net.unreachable"));
    const Environment exception("no_proxy", "service.invalid");
    QCOMPARE(outcome(ask({})), QString("net.unreachable"));
    QCOMPARE(text(ask({Proxy::Kind::manual, proxy.url("")})->body), QString("by proxy"));
  }

  void plain_http_leaves_this_computer_only_for_a_request_that_says_why() {
    LocalServer proxy({"--proxy"});
    CurlHttp http(net::Connection{{Proxy::Kind::manual, proxy.url("")}});
    auto request = net::get("http://service.invalid/x");
    QCOMPARE(outcome(http.send(request, {})), QString("net.address"));
    QVERIFY(proxy.requests().isEmpty());
    request.plain = net::PlainHttp::signed_answer;
    QCOMPARE(outcome(http.send(request, {})), QString("ok"));
    // The next one has to say it again.
    QCOMPARE(outcome(http.send(net::get("http://service.invalid/x"), {})), QString("net.address"));
  }

  void tls_is_checked_through_a_proxy_too() {
    LocalServer proxy({"--proxy"});
    const ServerCertificate certificate("service.example");
    LocalServer secure(certificate.options());
    CurlHttp http({{Proxy::Kind::manual, proxy.url("")}, certificate.authority});
    const auto answer = http.send(net::get(secure.url("/ok", "https", "service.example")), {});
    QVERIFY2(answer.has_value(), answer ? "" : answer.error().detail.c_str());
    QCOMPARE(text(answer->body), QString("hello"));
    QCOMPARE(proxy.requests(),
             QStringList{QString::fromStdString("CONNECT service.example:" + secure.port())});
    QCOMPARE(outcome(http.send(net::get(secure.url("/ok", "https", "other.example")), {})),
             QString("net.tls"));
  }

  void what_is_for_this_computer_goes_through_no_proxy() {
    LocalServer proxy({"--proxy"});
    CurlHttp http(net::Connection{{Proxy::Kind::manual, proxy.url("")}});
    QCOMPARE(text(http.send(net::get(server_.url("/ok")), {})->body), QString("hello"));
    QVERIFY(proxy.requests().isEmpty());
  }

  void a_proxy_has_to_be_one() {
    for (const char* url : {"", "proxy.example:8080", "ftp://proxy.example", "http://", "socks5h://"}) {
      CurlHttp http(net::Connection{{Proxy::Kind::manual, url}});
      QVERIFY2(outcome(http.send(net::get("https://service.invalid/"), {})) == "net.address", url);
    }
  }

  void no_cookies_are_kept() {
    QCOMPARE(text(http_.send(net::get(server_.url("/cookie")), {})->body), QString("none"));
    QCOMPARE(text(http_.send(net::get(server_.url("/cookie")), {})->body), QString("none"));
  }

  void it_stops_within_a_moment_data() {
    QTest::addColumn<QString>("path");
    QTest::newRow("hanging") << "/hang";
    QTest::newRow("trickling") << "/slow";
    QTest::newRow("in the body") << "/announced/1000";
  }

  void it_stops_within_a_moment() {
    QFETCH(QString, path);
    std::stop_source source;
    const std::jthread canceller([&source] {
      std::this_thread::sleep_for(300ms);
      source.request_stop();
    });
    QElapsedTimer clock;
    clock.start();
    const auto answer = http_.send(net::get(server_.url(path.toStdString())), {source.get_token(), {}});
    QCOMPARE(outcome(answer), QString("task.cancelled"));
    QVERIFY2(clock.elapsed() < 2'000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(outcome(http_.send(net::get(server_.url("/ok")), {})), QString("ok"));
  }

  void stopped_before_is_never_sent() {
    std::stop_source source;
    source.request_stop();
    QCOMPARE(outcome(http_.send(net::get(server_.url("/ok")), {source.get_token(), {}})),
             QString("task.cancelled"));
    QVERIFY(server_.requests().isEmpty());
  }

  void offline_makes_no_connection() {
    net::Offline offline;
    const auto answer = offline.send(net::get(server_.url("/ok")), {});
    QCOMPARE(outcome(answer), QString("net.offline"));
    QCOMPARE(answer.error().subject, std::string("127.0.0.1"));
    QVERIFY(server_.requests().isEmpty());
  }

 private:
  LocalServer server_;
  CurlHttp http_;
};

QTEST_GUILESS_MAIN(tst_curl_http)
#include "tst_curl_http.moc"
