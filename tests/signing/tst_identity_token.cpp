#include "signing/login/identity_token.h"

#include <QTest>
#include <algorithm>

#include "base/encoding.h"
#include "base/limits.h"
#include "signing/login/login.h"
#include "signing/login/token_check.h"
#include "signing/login/url_text.h"
#include "support/outcome.h"
#include "support/places.h"

using namespace weighmaster;
using signing::IdentityToken;
using tests::outcome;

namespace {

constexpr auto good_header = "{'alg':'RS256','typ':'JWT','kid':'1'}";
constexpr auto good_claims =
    "{'iss':'https://login.example','sub':'alice','aud':'sigstore','exp':1795229713,'iat':1795229413,"
    "'email':'alice@example.com','email_verified':true,'nonce':'n'}";

/// JSON in single quotes: in a raw string, moc takes two slashes for a comment.
std::string encoded(std::string json) {
  std::replace(json.begin(), json.end(), '\'', '"');
  return signing::to_base64url(as_bytes(json));
}

std::string token_text(const std::string& header, const std::string& claims,
                       const std::string& signature = "c2ln") {
  return encoded(header) + "." + encoded(claims) + "." + signature;
}

base::Result<IdentityToken> parse(const std::string& text) {
  return IdentityToken::parse(crypto::Secret(to_bytes(text)));
}

IdentityToken token_of(const std::string& claims) {
  auto token = parse(token_text(good_header, claims));
  if (!token) qFatal("%s", token.error().detail.c_str());
  return std::move(*token);
}

/// The members that every token has, and these.
std::string claims_with(const std::string& more) {
  return "{'sub':'s','aud':'sigstore','exp':1795229713," + more + "}";
}

base::TimePoint at(std::int64_t seconds) {
  return base::from_unix_seconds(seconds);
}

}  // namespace

class tst_identity_token : public QObject {
  Q_OBJECT

 private slots:
  void what_it_says_is_read() {
    const auto text = token_text(good_header, good_claims);
    const auto token = parse(" \n" + text + "\r\n");
    QCOMPARE(outcome(token), QString("ok"));
    QCOMPARE(token->text(), std::string_view(text));
    const auto& claims = token->claims();
    QCOMPARE(claims.issuer, std::string("https://login.example"));
    QCOMPARE(claims.subject, std::string("alice"));
    QCOMPARE(claims.audience, std::vector<std::string>{"sigstore"});
    QCOMPARE(claims.expires, at(1795229713));
    QVERIFY(claims.issued == at(1795229413));
    QVERIFY(!claims.not_before);
    QCOMPARE(claims.email.value_or(""), std::string("alice@example.com"));
    QVERIFY(claims.email_verified);
    QCOMPARE(claims.nonce.value_or(""), std::string("n"));
    QCOMPARE(token->copy().text(), std::string_view(text));
  }

  void a_real_one_is_read() {
    const auto shared = tests::shared_dir();
    if (!shared) QSKIP(tests::no_shared);
    const auto wire = tests::read(*shared / "stack" / "sample" / "wire" / "03-oidc-token.txt");
    const std::string answer(as_text(wire));
    const auto start = answer.find("\"id_token\":\"") + 12;
    const auto token = parse(answer.substr(start, answer.find('"', start) - start));
    QCOMPARE(outcome(token), QString("ok"));
    QCOMPARE(token->expected_identity().value_or(""), std::string("grace@example.com"));
    QCOMPARE(token->expected_issuer(), std::string("http://127.0.0.1:9001"));
    const signing::ExpectedToken expected{"http://127.0.0.1:9001", "sigstore", "f1ff8c392324e640"};
    QCOMPARE(outcome(check_token(*token, expected, token->claims().expires)), QString("ok"));
  }

  void what_is_no_token_is_refused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const std::string& text, const char* says) {
      QTest::newRow(name) << QByteArray::fromStdString(text) << says;
    };
    const std::string whole = token_text(good_header, good_claims);
    row("nothing", "", "three parts");
    row("blanks", " \n ", "three parts");
    row("two parts", whole.substr(0, whole.rfind('.')), "three parts");
    row("encrypted", whole + ".a.b", "encrypted");
    row("four parts", whole + ".a", "three parts");
    row("too long", std::string(base::limits::identity_token_bytes + 1, 'a'), "too long");
    row("standard base64", token_text(good_header, good_claims, "+/+/"), "signature is not base64url");
    row("padding", token_text(good_header, good_claims, "c2lnbg=="), "signature is not base64url");
    row("a blank within", token_text(good_header, good_claims, "c2 ln"), "signature is not base64url");
    row("a line break within", token_text(good_header, good_claims, "c2\nln"), "signature is not base64url");
    row("NUL within", token_text(good_header, good_claims, std::string("c2\0ln", 5)), "not base64url");
    row("no signature", token_text(good_header, good_claims, ""), "signature is empty");
    row("no header", "." + whole.substr(whole.find('.') + 1), "header is empty");
    row("header no JSON", token_text("alg", good_claims), "json.malformed");
    row("header a list", token_text("[]", good_claims), "header is no JSON object");
    row("claims a list", token_text(good_header, "[1]"), "claims is no JSON object");
    row("claims not UTF-8", token_text(good_header, "{'iss':'\xff'}"), "json.not_utf8");
    row("claims twice", token_text(good_header, "{'iss':'a','iss':'b'}"), "json.duplicate_member");
    row("no alg", token_text("{}", good_claims), "alg");
    row("alg none", token_text("{'alg':'none'}", good_claims), "not signed");
    row("alg None", token_text("{'alg':'None'}", good_claims), "not signed");
    row("alg NONE", token_text("{'alg':'NONE'}", good_claims), "not signed");
    row("alg nOnE by escape", token_text("{'alg':'n\\u004fne'}", good_claims), "not signed");
    row("alg empty", token_text("{'alg':''}", good_claims), "not signed");
    row("alg a number", token_text("{'alg':256}", good_claims), "alg");
    row("critical extension", token_text("{'alg':'RS256','crit':['b64'],'b64':false}", good_claims), "crit");
    const auto without = [&](const char* name, const std::string& claims, const char* says) {
      row(name, token_text(good_header, claims), says);
    };
    without("no iss", "{'sub':'s','aud':'a','exp':1}", "iss");
    without("iss empty", "{'iss':'','sub':'s','aud':'a','exp':1}", "iss is empty");
    without("no sub", "{'iss':'i','aud':'a','exp':1}", "sub");
    without("no aud", "{'iss':'i','sub':'s','exp':1}", "aud");
    without("aud empty", "{'iss':'i','sub':'s','aud':[],'exp':1}", "aud");
    without("aud mixed", "{'iss':'i','sub':'s','aud':['a',1],'exp':1}", "aud");
    without("no exp", "{'iss':'i','sub':'s','aud':'a'}", "exp");
    without("exp null", "{'iss':'i','sub':'s','aud':'a','exp':null}", "exp");
    without("exp a text", "{'iss':'i','sub':'s','aud':'a','exp':'1795229713'}", "exp is no time");
    without("exp negative", "{'iss':'i','sub':'s','aud':'a','exp':-1}", "exp is no time");
    without("exp without end", "{'iss':'i','sub':'s','aud':'a','exp':1e300}", "exp is no time");
    without("exp of 20 digits", "{'iss':'i','sub':'s','aud':'a','exp':99999999999999999999}", "json.number");
    without("nbf a text", "{'iss':'i','sub':'s','aud':'a','exp':1,'nbf':'0'}", "nbf");
    without("email a list", "{'iss':'i','sub':'s','aud':'a','exp':1,'email':['a@b']}", "email");
    without("verified a number", "{'iss':'i','sub':'s','aud':'a','exp':1,'email_verified':1}",
            "email_verified");
    without("nonce a number", "{'iss':'i','sub':'s','aud':'a','exp':1,'nonce':1}", "nonce");
    without("federated claims a text", "{'iss':'i','sub':'s','aud':'a','exp':1,'federated_claims':'x'}",
            "federated_claims");
  }

  void what_is_no_token_is_refused() {
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const auto token = parse(text.toStdString());
    QCOMPARE(outcome(token), QString("login.token"));
    QVERIFY2(token.error().detail.find(says.toStdString()) != std::string::npos,
             token.error().detail.c_str());
    QVERIFY(token.error().detail.size() < 200);
    QVERIFY(token.error().detail.find("eyJ") == std::string::npos);
  }

  void times_may_have_fractions() {
    const auto token = token_of("{'iss':'i','sub':'s','aud':'a','exp':1795229713.75,'iat':1.5e9}");
    QCOMPARE(token.claims().expires, at(1795229713));
    QVERIFY(token.claims().issued == at(1'500'000'000));
  }

  void whom_a_certificate_will_name_data() {
    QTest::addColumn<QString>("claims");
    QTest::addColumn<QString>("identity");
    QTest::addColumn<QString>("issuer");
    const auto row = [](const char* name, const char* claims, const char* identity, const char* issuer) {
      QTest::newRow(name) << claims << identity << issuer;
    };
    row("e-mail", "'iss':'https://i','email':'a@b.c','email_verified':true", "a@b.c", "https://i");
    row("e-mail in words", "'iss':'https://i','email':'a@b.c','email_verified':'true'", "a@b.c", "https://i");
    row("not verified", "'iss':'https://i','email':'a@b.c','email_verified':false", "", "https://i");
    row("not said", "'iss':'https://i','email':'a@b.c'", "", "https://i");
    row("federated",
        "'iss':'https://oauth2.sigstore.dev/auth','email':'a@b.c','email_verified':true,"
        "'federated_claims':{'connector_id':'https://accounts.google.com','user_id':'1'}",
        "a@b.c", "https://accounts.google.com");
    row("GitHub",
        "'iss':'https://token.actions.githubusercontent.com','job_workflow_ref':'o/r/.github/workflows/"
        "a.yml@refs/heads/main'",
        "https://github.com/o/r/.github/workflows/a.yml@refs/heads/main",
        "https://token.actions.githubusercontent.com");
    row("GitHub, an enterprise",
        "'iss':'https://token.actions.githubusercontent.com/e','job_workflow_ref':'o/r/x@y'",
        "https://github.com/o/r/x@y", "https://token.actions.githubusercontent.com/e");
    row("GitHub's claim, somebody else's token",
        "'iss':'https://token.actions.githubusercontent.com.evil','job_workflow_ref':'o/r/x@y'", "",
        "https://token.actions.githubusercontent.com.evil");
    row("GitLab",
        "'iss':'https://gitlab.com','ci_config_ref_uri':'gitlab.com/g/p//.gitlab-ci.yml@refs/heads/main'",
        "https://gitlab.com/g/p//.gitlab-ci.yml@refs/heads/main", "https://gitlab.com");
    row("Buildkite", "'iss':'https://agent.buildkite.com','organization_slug':'o','pipeline_slug':'p'",
        "https://buildkite.com/o/p", "https://agent.buildkite.com");
    row("Buildkite, half", "'iss':'https://agent.buildkite.com','organization_slug':'o'", "",
        "https://agent.buildkite.com");
    row("nothing to tell it by", "'iss':'https://i'", "", "https://i");
  }

  void whom_a_certificate_will_name() {
    QFETCH(QString, claims);
    QFETCH(QString, identity);
    QFETCH(QString, issuer);
    const auto token = token_of(claims_with(claims.toStdString()));
    QCOMPARE(QString::fromStdString(token.expected_identity().value_or("")), identity);
    QCOMPARE(QString::fromStdString(token.expected_issuer()), issuer);
  }

  void a_subject_that_is_a_uri_is_the_identity() {
    const auto token = token_of("{'iss':'https://i','sub':'spiffe://a/b','aud':'sigstore','exp':1}");
    QCOMPARE(token.expected_identity().value_or(""), std::string("spiffe://a/b"));
  }

  void its_time_is_kept_give_or_take_a_minute() {
    const auto token =
        token_of("{'iss':'i','sub':'s','aud':'a','exp':2000000000,'iat':1999999000,'nbf':1999999000}");
    const auto checked = [&](std::int64_t seconds) { return outcome(check_time(token, at(seconds))); };
    QCOMPARE(checked(1999999500), QString("ok"));
    QCOMPARE(checked(1999998940), QString("ok"));
    QCOMPARE(checked(1999998939), QString("login.token"));
    QCOMPARE(checked(2000000060), QString("ok"));
    QCOMPARE(checked(2000000061), QString("login.token_expired"));
  }

  void a_given_token_is_given_as_long_as_it_lives() {
    auto time = at(1795229500);
    signing::GivenToken login(token_of(good_claims), [&] { return time; });
    QCOMPARE(outcome(login.identity({})), QString("ok"));
    QCOMPARE(login.identity({})->text(), std::string_view(token_text(good_header, good_claims)));
    time = at(1795229713 + 61);
    const auto late = login.identity({});
    QCOMPARE(outcome(late), QString("login.token_expired"));
    QCOMPARE(late.error().subject, std::string("https://login.example"));
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(outcome(login.identity({stop.get_token(), {}})), QString("task.cancelled"));
  }
};

QTEST_GUILESS_MAIN(tst_identity_token)
#include "tst_identity_token.moc"
