#include <QTest>
#include <map>

#include "conformance/signing_case.h"
#include "signing/signature_file.h"
#include "support/outcome.h"
#include "support/places.h"

using namespace weighmaster;
using tests::Case;
namespace fs = std::filesystem;

namespace {

/// What each refusal to sign is for: that a case is refused proves nothing by itself.
const std::map<std::string, const char*>& refusals() {
  static const std::map<std::string, const char*> refusals{
      {"key-empty-model-rejected", "model.empty"},
      {"key-symlink-cycle", "folder.link"},
      {"key-symlink-default-rejected", "folder.link"},
      {"key-symlink-outside-root", "folder.link"},
  };
  return refusals;
}

Case case_of(const QString& name) {
  for (const auto& test : tests::roundtrip_cases()) {
    if (QString::fromStdString(test.name()) == name) return test;
  }
  qFatal("no case %s", qPrintable(name));
}

std::vector<std::string> signed_files(const signing::NewSignature& made) {
  std::vector<std::string> names;
  for (const auto& resource : made.manifest.resources()) names.push_back(resource.name());
  return names;
}

void rows_of_all_cases() {
  QTest::addColumn<QString>("name");
  for (const auto& test : tests::roundtrip_cases())
    QTest::newRow(test.name().c_str()) << QString::fromStdString(test.name());
}

Bytes payload_of(const signing::NewSignature& made) {
  return to_bytes(signature::Bundle::parse(made.file)->envelope()->unverified_payload());
}

}  // namespace

/// The public conformance suite, from signing to verifying.
class tst_roundtrip_cases : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
  }

  void they_are_all_there() { QCOMPARE(tests::roundtrip_cases().size(), 23U); }

  void every_case_comes_out_as_the_suite_says_data() { rows_of_all_cases(); }

  void every_case_comes_out_as_the_suite_says() {
    QFETCH(const QString, name);
    const auto test = case_of(name);
    const tests::TemporaryFolder scratch;
    const auto model = tests::prepare_model(test, scratch.path());
    const auto request = tests::sign_request(test, model, scratch.path());
    const auto signer = tests::case_signer(test, request.now);
    const auto made = signing::sign_model(request, *signer, {});
    if (test.expects_failure()) {
      QCOMPARE(tests::outcome(made), QString(refusals().at(test.folder.filename().string())));
      return;
    }
    QCOMPARE(tests::outcome(made), QString("ok"));
    QVERIFY(signed_files(made->signature) ==
            test.config["expected_signed_files"].get<std::vector<std::string>>());
    const auto written =
        signing::write_signature(request.signature, model, made->signature.file, base::Existing::keep);
    QCOMPARE(tests::outcome(written), QString("ok"));

    const tests::TemporaryFolder elsewhere;
    auto verify = tests::prepare(test, elsewhere.path());
    verify.model = model;
    verify.signature = request.signature;
    const auto report = verdict::verify_model(verify, {});
    QCOMPARE(QString::fromStdString(tests::reasons(report)), QString());
    QCOMPARE(verdict::verdict(report), verdict::Verdict::trusted);
    // What was recorded suffices: whoever verifies need not name what was left out.
    verify.ignore_paths.clear();
    QCOMPARE(verdict::verdict(verdict::verify_model(verify, {})), verdict::Verdict::trusted);
  }

  void signing_twice_makes_the_same_statement_data() { rows_of_all_cases(); }

  void signing_twice_makes_the_same_statement() {
    QFETCH(const QString, name);
    const auto test = case_of(name);
    if (test.expects_failure()) return;
    const tests::TemporaryFolder scratch;
    const auto model = tests::prepare_model(test, scratch.path());
    const auto request = tests::sign_request(test, model, scratch.path());
    const auto signer = tests::case_signer(test, request.now);
    const auto one = signing::sign_model(request, *signer, {});
    const auto other = signing::sign_model(request, *signer, {});
    QVERIFY(payload_of(one->signature) == payload_of(other->signature));
  }
};

QTEST_APPLESS_MAIN(tst_roundtrip_cases)
#include "tst_roundtrip_cases.moc"
