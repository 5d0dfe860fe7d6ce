#include <QTest>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "signing/services/fulcio.h"
#include "support/outcome.h"
#include "support/places.h"
#include "support/test_token.h"
#include "support/virtual_services.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using base::Json;
using crypto::AlternativeName;
using signing::Fulcio;
using signing::IdentityToken;
using signing::ServiceEvent;

namespace {

IdentityToken token_of(const Json& claims = alices_claims()) {
  return IdentityToken::parse(crypto::Secret(to_bytes(identity_token(claims)))).value();
}

struct Asked {
  base::Result<crypto::Certificate> certificate = base::fail(base::Code::key_missing);
  std::vector<ServiceEvent> events;

  /// "ok", or the code and detail.
  [[nodiscard]] QString what() const {
    if (certificate) return "ok";
    const auto& error = certificate.error();
    return outcome(certificate) + QString::fromStdString(error.detail.empty() ? "" : " " + error.detail);
  }
};

class Scene {
 public:
  Scene() : services(std::make_shared<VirtualServices>(sigstore)) {}

  Asked certify(const Json& claims = alices_claims()) {
    Asked asked;
    signing::ServiceAccess access{services,
                                  [&](const ServiceEvent& event) { asked.events.push_back(event); },
                                  {3, std::chrono::milliseconds(1)}};
    const auto root = trust::TrustedRoot::parse(as_bytes(sigstore.trusted_root().dump())).value();
    const Fulcio fulcio(access, fulcio_url, std::make_shared<trust::TrustedRoot>(root));
    asked.certificate = fulcio.certify(key, token_of(claims), {});
    return asked;
  }

  VirtualSigstore sigstore;
  std::shared_ptr<VirtualServices> services;
  crypto::PrivateKey key = crypto::PrivateKey::generate_p256().value();
};

}  // namespace

class tst_fulcio : public QObject {
  Q_OBJECT

 private slots:
  void it_gets_a_certificate_for_its_key() {
    Scene scene;
    const auto asked = scene.certify();
    QCOMPARE(asked.what(), QString("ok"));
    QVERIFY(*asked.certificate->public_key() == scene.key.public_key());
    QCOMPARE(signing::certified_identity(*asked.certificate)->name, std::string(alice));
    QCOMPARE(signing::certified_identity(*asked.certificate)->issuer, std::string(alices_issuer));
    QCOMPARE(asked.events.size(), 2U);
    QVERIFY(asked.events.back().kind == ServiceEvent::Kind::answered);
    QCOMPARE(asked.events.back().host, std::string("fulcio.test"));
  }

  void it_asks_as_the_interface_says() {
    Scene scene;
    QCOMPARE(scene.certify().what(), QString("ok"));
    QCOMPARE(scene.services->asked.size(), 1U);
    const auto& request = scene.services->asked.front();
    QCOMPARE(request.method, net::Method::post);
    QCOMPARE(request.url, std::string("https://fulcio.test/api/v2/signingCert"));
    QVERIFY((request.headers ==
             std::vector<net::Header>{{"Content-Type", "application/json"}, {"Accept", "application/json"}}));
    const auto body = base::parse_json(request.body, "").value();
    QCOMPARE(body.size(), 2U);
    QCOMPARE(body["credentials"]["oidcIdentityToken"].get<std::string>(), identity_token());
    const auto pem = base::from_base64(body["certificateSigningRequest"].get<std::string>()).value();
    QVERIFY(as_text(pem).starts_with("-----BEGIN CERTIFICATE REQUEST-----\n"));
    // What a server repeats of it is not shown.
    QCOMPARE(request.secrets, std::vector<std::string>{identity_token()});
  }

  void a_server_that_repeats_the_token_is_not_quoted() {
    Scene scene;
    scene.services->instead[certificate_path] = answers_with(400, "bad token: " + identity_token());
    QCOMPARE(scene.certify().what(), QString("net.status HTTP 400"));
  }

  void what_is_not_for_us_is_refused() {
    Scene scene;
    const VirtualSigstore stranger;
    scene.services->instead[certificate_path] = [&](const net::Request&, const net::Answer&) {
      const auto other = scene.sigstore.issue();
      return base::Result<net::Answer>(
          answer_of(200, Json{{"signedCertificateEmbeddedSct",
                               {{"chain", {{"certificates", Json::array({other.certificate.pem()})}}}}}}
                             .dump()));
    };
    auto asked = scene.certify();
    QCOMPARE(asked.what(), QString("authority.key_differs"));
    QCOMPARE(asked.certificate.error().subject, std::string("fulcio.test"));
    scene.services->instead.clear();

    scene.services->leaf = fulcio_leaf("mallory@example.com");
    QCOMPARE(scene.certify().what(),
             QString("authority.identity_differs mallory@example.com of https://issuer.example"));
    scene.services->leaf = fulcio_leaf(alice, "https://other.example");
    QCOMPARE(scene.certify().what(),
             QString("authority.identity_differs alice@example.com of https://other.example"));
    scene.services->leaf = fulcio_leaf();
    scene.services->leaf.names.push_back({AlternativeName::Kind::email, "bob@example.com"});
    QCOMPARE(scene.certify().what(), QString("net.answer identity.missing: 2 names"));
  }

  /// Dex passes other providers' logins on, and the certificate names those.
  void the_provider_behind_the_provider_counts() {
    Scene scene;
    auto claims = alices_claims();
    claims["iss"] = "https://oauth2.sigstore.test/auth";
    claims["federated_claims"] = {{"connector_id", alices_issuer}};
    QCOMPARE(scene.certify(claims).what(), QString("ok"));
    claims["federated_claims"]["connector_id"] = "https://accounts.other.example";
    QCOMPARE(scene.certify(claims).what(),
             QString("authority.identity_differs alice@example.com of https://issuer.example"));
  }

  void what_nobody_would_accept_later_is_refused_before_anything_is_signed() {
    Scene scene;
    scene.services->scts.clear();
    QCOMPARE(outcome(scene.certify().certificate), QString("sct.missing"));
    scene.services->scts = {SctSpec{}};
    scene.services->scts.front().true_signature = false;
    QCOMPARE(outcome(scene.certify().certificate), QString("sct.false"));
    scene.services->scts = {SctSpec{}};
    scene.services->scts.front().key = TestKey::generate();
    QCOMPARE(outcome(scene.certify().certificate), QString("sct.log_unknown"));
    scene.services->scts = {SctSpec{}};
    scene.services->leaf.purposes = "serverAuth";
    QCOMPARE(outcome(scene.certify().certificate), QString("certificate.usage"));
    scene.services->leaf = fulcio_leaf();
    QCOMPARE(scene.certify().what(), QString("ok"));
  }

  void an_authority_that_is_not_in_the_root_is_refused() {
    Scene scene;
    const VirtualSigstore others;
    VirtualServices theirs(others);
    scene.services->instead[certificate_path] = [&](const net::Request& request, const net::Answer&) {
      return theirs.send(request, {});
    };
    const auto asked = scene.certify();
    QVERIFY2(asked.what().startsWith("certificate."), qPrintable(asked.what()));
  }

  void an_answer_that_is_none_is_told_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("expected");
    QTest::newRow("no JSON") << QByteArray("<html>") << "net.answer json.malformed: at byte 1";
    QTest::newRow("nothing") << QByteArray("{}") << "net.answer json.member_missing";
    QTest::newRow("no list") << QByteArray(R"({"signedCertificateEmbeddedSct":{"chain":{}}})")
                             << "net.answer certificate.malformed: no list of certificates";
    QTest::newRow("no certificate")
        << QByteArray(R"({"signedCertificateEmbeddedSct":{"chain":{"certificates":["hello"]}}})")
        << "net.answer certificate.malformed";
    QTest::newRow("the promise apart")
        << QByteArray(R"({"signedCertificateDetachedSct":{"chain":{"certificates":[]}}})")
        << "net.answer sct.missing: it comes beside the certificate, and signature files have no place for "
           "it";
  }

  void an_answer_that_is_none_is_told() {
    QFETCH(QByteArray, body);
    QFETCH(QString, expected);
    Scene scene;
    scene.services->instead[certificate_path] = answers_with(200, body.toStdString());
    const auto asked = scene.certify();
    QVERIFY2(asked.what().startsWith(expected), qPrintable(asked.what()));
    QCOMPARE(asked.certificate.error().subject, std::string("fulcio.test"));
    QCOMPARE(asked.events.size(), 1U);  // it was not answered
  }

  /// A second certificate would be logged for ever like the first.
  void it_is_asked_again_only_where_it_did_nothing_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("attempts");
    QTest::addColumn<QString>("expected");
    const auto failure = [](const char* name, base::Code code, int attempts) {
      QTest::newRow(name) << 0 << int(code) << attempts << name + QString(" as the test wants it");
    };
    failure("net.unreachable", base::Code::net_unreachable, 3);
    failure("net.timeout", base::Code::net_timeout, 1);
    failure("net.answer", base::Code::net_answer, 1);
    failure("net.tls", base::Code::net_tls, 1);
    QTest::newRow("too busy") << 503 << 0 << 3 << "net.status HTTP 503: not now";
    QTest::newRow("too often") << 429 << 0 << 3 << "net.status HTTP 429: not now";
    QTest::newRow("broken") << 500 << 0 << 1 << "net.status HTTP 500: not now";
    QTest::newRow("too slow") << 408 << 0 << 1 << "net.status HTTP 408: not now";
    QTest::newRow("given up") << 499 << 0 << 1 << "net.status HTTP 499: not now";
    QTest::newRow("refused") << 403 << 0 << 1 << "net.status HTTP 403: not now";
  }

  void it_is_asked_again_only_where_it_did_nothing() {
    QFETCH(int, status);
    QFETCH(int, code);
    QFETCH(int, attempts);
    QFETCH(QString, expected);
    Scene scene;
    scene.services->instead[certificate_path] =
        status == 0 ? fails_with(static_cast<base::Code>(code)) : answers_with(status, "not now");
    const auto asked = scene.certify();
    QCOMPARE(asked.what(), expected);
    QCOMPARE(static_cast<int>(scene.services->asked.size()), attempts);
    const auto times = std::count_if(asked.events.begin(), asked.events.end(), [](const ServiceEvent& event) {
      return event.kind == ServiceEvent::Kind::asked || event.kind == ServiceEvent::Kind::asked_again;
    });
    QCOMPARE(static_cast<int>(times), attempts);
    // A refusal is one: it did nothing. Behind a failure it may have.
    const bool refused = asked.events.back().kind == ServiceEvent::Kind::refused;
    const bool gave_up = status == 408 || status == 499 || status == 500;
    QCOMPARE(refused, status != 0 && !gave_up);
  }

  /// What a real Fulcio answered: it can be read, and is another key's.
  void a_real_answer_is_read() {
    if (!shared_dir()) QSKIP(no_shared);
    const auto transcript =
        std::string(as_text(read(*shared_dir() / "stack/sample/wire/04-fulcio-signingCert-csr.txt")));
    const auto answer = transcript.substr(transcript.rfind("\n{") + 1);
    Scene scene;
    scene.services->instead[certificate_path] = answers_with(200, answer.substr(0, answer.rfind('}') + 1));
    QCOMPARE(scene.certify().what(), QString("authority.key_differs"));
  }
};

QTEST_GUILESS_MAIN(tst_fulcio)
#include "tst_fulcio.moc"
