#include "signing/login/ambient_login.h"

#include <QTest>
#include <map>

#include "net/curl_http.h"
#include "signing/login/url_text.h"
#include "support/local_server.h"
#include "support/needs.h"
#include "support/outcome.h"

using namespace weighmaster;
using signing::AmbientLogin;
using signing::AmbientLoginRequest;
using tests::LocalServer;
using tests::outcome;

namespace {

using Variables = std::map<std::string, std::string>;

std::string token_for(const std::string& audience, const std::string& expires = "4000000000") {
  const std::string claims =
      R"({"iss":"https:\/\/i.example","sub":"s","aud":")" + audience + R"(","exp":)" + expires + "}";
  return signing::to_base64url(as_bytes(R"({"alg":"RS256"})")) + "." +
         signing::to_base64url(as_bytes(claims)) + ".c2ln";
}

}  // namespace

/// What build services hand to their jobs, each as its documentation has it.
class tst_ambient_login : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { NEEDS_PEER(server_.runs(), "python3 is needed for the provider"); }

  void init() {
    static_cast<void>(server_.requests());
    commands_.clear();
    product_ = {};
    output_ = token_for("sigstore");
  }

  void where_there_is_none_it_is_said() {
    QCOMPARE(outcome(log_in({})), QString("login.no_ambient"));
    QCOMPARE(outcome(log_in({{"SIGSTORE_ID_TOKEN", ""}, {"GITHUB_ACTIONS", ""}, {"BUILDKITE", ""}})),
             QString("login.no_ambient"));
    AmbientLoginRequest nothing;
    nothing.surroundings = signing::no_surroundings();
    QCOMPARE(outcome(AmbientLogin(std::move(nothing)).identity({})), QString("login.no_ambient"));
    QVERIFY(server_.requests().empty());
    QVERIFY(commands_.empty());
  }

  void a_variable_holds_it() {
    QCOMPARE(outcome(log_in({{"SIGSTORE_ID_TOKEN", token_for("sigstore")}})), QString("ok"));
    const auto other = log_in({{"SIGSTORE_ID_TOKEN", token_for("another")}});
    QCOMPARE(outcome(other), QString("login.token"));
    const auto late = log_in({{"SIGSTORE_ID_TOKEN", token_for("sigstore", "1000000000")}});
    QCOMPARE(outcome(late), QString("login.token_expired"));
    const auto none = log_in({{"SIGSTORE_ID_TOKEN", "s3cret"}});
    QCOMPARE(outcome(none), QString("login.token"));
    for (const auto* refused : {&other, &late, &none}) {
      QVERIFY(refused->error().detail.find("s3cret") == std::string::npos);
      QVERIFY(refused->error().detail.find("eyJ") == std::string::npos);
    }
  }

  void gitlab_says_what_is_missing() {
    const auto refused = log_in({{"GITLAB_CI", "true"}});
    QCOMPARE(outcome(refused), QString("login.no_ambient"));
    QVERIFY(refused.error().detail.find("SIGSTORE_ID_TOKEN") != std::string::npos);
    QCOMPARE(outcome(log_in({{"GITLAB_CI", "true"}, {"SIGSTORE_ID_TOKEN", token_for("sigstore")}})),
             QString("ok"));
  }

  void github_is_asked() {
    const Variables job{{"GITHUB_ACTIONS", "true"},
                        {"ACTIONS_ID_TOKEN_REQUEST_URL", server_.url("/github?api-version=2.0")},
                        {"ACTIONS_ID_TOKEN_REQUEST_TOKEN", "request-t0ken"}};
    const auto token = log_in(job);
    QCOMPARE(outcome(token), QString("ok"));
    QCOMPARE(token->expected_identity().value_or(""),
             std::string("https://github.com/owner/repo/.github/workflows/sign.yml@refs/heads/main"));
    QCOMPARE(server_.requests(), QStringList{"GET /github"});

    auto wrong = job;
    wrong["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "another-t0ken";
    const auto refused = log_in(wrong);
    QCOMPARE(outcome(refused), QString("net.status"));
    QVERIFY2(refused.error().detail.find("t0ken") == std::string::npos, refused.error().detail.c_str());
    auto without = job;
    without["ACTIONS_ID_TOKEN_REQUEST_URL"] = server_.url("/github");
    QCOMPARE(outcome(log_in(without)), QString("net.answer"));
    auto open = job;
    open["ACTIONS_ID_TOKEN_REQUEST_URL"] = "http://github.example/?a=b";
    QCOMPARE(outcome(log_in(open)), QString("net.address"));
  }

  void github_says_what_is_missing() {
    const auto refused = log_in({{"GITHUB_ACTIONS", "true"}});
    QCOMPARE(outcome(refused), QString("login.no_ambient"));
    QVERIFY(refused.error().detail.find("id-token: write") != std::string::npos);
  }

  void buildkite_is_run() {
    QCOMPARE(outcome(log_in({{"BUILDKITE", "true"}})), QString("ok"));
    QCOMPARE(commands_, (std::vector<std::vector<std::string>>{
                            {"buildkite-agent", "oidc", "request-token", "--audience", "sigstore"}}));
    output_.clear();
    QCOMPARE(outcome(log_in({{"BUILDKITE", "true"}})), QString("login.no_ambient"));
  }

  void google_is_asked() {
    const auto host = server_.url("").substr(7) + "/good";
    product_ = "Google Compute Engine\n";
    QCOMPARE(outcome(log_in({{"GCE_METADATA_HOST", host}})), QString("ok"));
    QCOMPARE(server_.requests(),
             QStringList{"GET /good/computeMetadata/v1/instance/service-accounts/default/identity"});
    product_ = {};
    QCOMPARE(outcome(log_in({{"GCE_METADATA_HOST", host}})), QString("ok"));
  }

  void google_is_asked_for_another_account() {
    const auto host = server_.url("").substr(7) + "/good";
    static_cast<void>(server_.requests());
    const auto token = log_in({{"GCE_METADATA_HOST", host}, {"GOOGLE_SERVICE_ACCOUNT_NAME", "a/../b@p.iam"}});
    QCOMPARE(outcome(token), QString("ok"));
    QCOMPARE(server_.requests(),
             (QStringList{"GET /good/computeMetadata/v1/instance/service-accounts/default/token",
                          "POST /good/v1/projects/-/serviceAccounts/a%2F..%2Fb%40p.iam:generateIdToken"}));
  }

  void a_stopped_task_asks_nobody() {
    std::stop_source stop;
    stop.request_stop();
    auto request = request_with({{"SIGSTORE_ID_TOKEN", token_for("sigstore")}});
    QCOMPARE(outcome(AmbientLogin(std::move(request)).identity({stop.get_token(), {}})),
             QString("task.cancelled"));
  }

 private:
  AmbientLoginRequest request_with(const Variables& variables) {
    AmbientLoginRequest request;
    request.surroundings.variable = [variables](const char* name) {
      const auto found = variables.find(name);
      return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
    request.surroundings.run = [this](const std::vector<std::string>& command,
                                      const base::Task&) -> base::Result<crypto::Secret> {
      commands_.push_back(command);
      if (output_.empty()) return base::fail(base::Code::login_no_ambient, command.front());
      return crypto::Secret(to_bytes(output_ + "\n"));
    };
    request.surroundings.product_name = [this] { return product_; };
    request.http = std::make_shared<net::CurlHttp>();
    request.metadata_http = request.http;
    request.google_credentials = server_.url("/good");
    return request;
  }

  base::Result<signing::IdentityToken> log_in(const Variables& variables) {
    return AmbientLogin(request_with(variables)).identity({});
  }

  LocalServer server_{{}, "provider.py"};
  std::vector<std::vector<std::string>> commands_;
  std::string product_, output_;
};

QTEST_GUILESS_MAIN(tst_ambient_login)
#include "tst_ambient_login.moc"
