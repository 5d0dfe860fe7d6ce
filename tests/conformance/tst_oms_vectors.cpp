#include <QTest>

#include "conformance/case.h"
#include "resources/shipped.h"
#include "support/places.h"

using namespace weighmaster;
namespace fs = std::filesystem;

namespace {

fs::path suite() {
  return *tests::shared_dir() / "conformance";
}

fs::path vector(const QString& name) {
  return *tests::shared_dir() / "oms" / "test-vectors" / (name.toStdString() + ".bundle.json");
}

trust::Expectation suite_key() {
  const auto pem = tests::read(suite() / "assets/keys/certificate/signing-key-pub.pem");
  return trust::ExpectedKeys{{crypto::PublicKey::from_pem(pem).value()}};
}

trust::Expectation suite_root() {
  const auto pem = tests::read(suite() / "assets/keys/certificate/ca-cert.pem");
  return trust::ExpectedRoots{crypto::Certificate::all_from_pem(pem).value()};
}

trust::Expectation suite_identity() {
  return trust::ExpectedIdentities{{{"stefanb@us.ibm.com", "https://sigstore.verify.ibm.com/oauth2"}}};
}

/// The model that the vector signs: the suite's, without the file that is left out.
verdict::Report verify(const QString& name, const trust::Expectation& expectation, const fs::path& model) {
  verdict::VerifyRequest request;
  request.model = model;
  request.signature = vector(name);
  request.policy.expectation = expectation;
  request.trusted_root = std::make_shared<const trust::TrustedRoot>(
      trust::TrustedRoot::parse(as_bytes(resources::trusted_root())).value());
  request.ignore_paths = {"ignore-me"};
  request.now = base::parse_rfc3339("2026-06-01T12:00:00Z").value();
  return verdict::verify_model(request, {});
}

QByteArray verdict_of(const verdict::Report& report) {
  return QByteArray::fromStdString(std::string(verdict::name(verdict::verdict(report))));
}

}  // namespace

/// The test vectors of the OMS specification v1.0, through a whole verification.
class tst_oms_vectors : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    simple_ = suite() / "assets/models/simple";
    published_ = suite() / "test-cases/verify/historical/historical-v1.1.0-sigstore/model";
  }

  void valid_vectors_are_trusted() {
    for (const auto& report :
         {verify("valid/key", suite_key(), simple_), verify("valid/certificate", suite_root(), simple_),
          verify("valid/sigstore", suite_identity(), published_)}) {
      QCOMPARE(QByteArray::fromStdString(tests::reasons(report)), QByteArray());
      QCOMPARE(verdict_of(report), QByteArray("trusted"));
    }
  }

  void valid_vectors_about_another_model_say_what_changed() {
    const auto report = verify("valid/sigstore", suite_identity(), simple_);
    QCOMPARE(QByteArray::fromStdString(tests::reasons(report)), QByteArray("content.changed"));
  }

  void invalid_vectors_are_refused_for_their_own_reason_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("empty") << "invalid/empty" << QByteArray("json.malformed");
    QTest::newRow("no envelope") << "invalid/missing-envelope" << QByteArray("bundle.content");
    QTest::newRow("no log entries") << "invalid/missing-tlog-entries" << QByteArray("bundle.profile");
    QTest::newRow("no material") << "invalid/missing-verification-material" << QByteArray("bundle.material");
  }

  void invalid_vectors_are_refused_for_their_own_reason() {
    QFETCH(const QString, name);
    QFETCH(const QByteArray, reason);
    const bool keyless = name.endsWith("tlog-entries");
    const auto report =
        verify(name, keyless ? suite_identity() : suite_key(), keyless ? published_ : simple_);
    QCOMPARE(QByteArray::fromStdString(tests::reasons(report)), reason);
    QCOMPARE(verdict_of(report), QByteArray("undetermined"));
  }

 private:
  fs::path simple_;
  fs::path published_;
};

QTEST_APPLESS_MAIN(tst_oms_vectors)
#include "tst_oms_vectors.moc"
