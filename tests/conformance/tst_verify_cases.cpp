#include <QTest>
#include <map>

#include "base/encoding.h"
#include "conformance/case.h"
#include "support/places.h"
#include "support/test_bundle.h"

using namespace weighmaster;
using tests::Case;

namespace {

/// What each refusal is for: the verdict, and every finding that weighs. That a case is refused proves
/// nothing by itself.
struct Refusal {
  const char* verdict;
  const char* reasons;
};

const std::map<std::string, Refusal>& refusals() {
  static const std::map<std::string, Refusal> refusals{
      // The suite's model holds an unsigned file too, for which a client that never looks at times refuses.
      {"certificate-expired_fail", {"signature_invalid", "certificate.time content.unsigned"}},
      {"certificate-simple-wrong-ca_fail", {"wrong_signer", "certificate.other_root"}},
      {"key-simple-corrupted-bundle_fail", {"undetermined", "json.malformed"}},
      {"key-simple-extra-file_fail", {"extra_files", "content.unsigned"}},
      {"key-simple-missing-file_fail", {"partial", "content.missing"}},
      {"key-simple-no-signature_fail", {"undetermined", "envelope.signature_count"}},
      {"key-simple-tampered-content_fail", {"changed", "content.changed"}},
      {"key-simple-truncated-bundle_fail", {"undetermined", "json.malformed"}},
      {"key-simple-wrong-key_fail", {"signature_invalid", "signature.false"}},
      {"key-simple-wrong-mediatype_fail", {"undetermined", "bundle.media_type"}},
      {"key-verify-as-certificate_fail", {"undetermined", "signature.method_differs"}},
      {"malformed-empty-bundle_fail", {"undetermined", "json.malformed"}},
      {"malformed-missing-envelope_fail", {"undetermined", "bundle.content"}},
      // Statements that were changed and not signed again: see the test that signs them.
      {"malformed-empty-resources_fail", {"signature_invalid", "signature.false"}},
      {"malformed-no-predicate_fail", {"signature_invalid", "signature.false"}},
      {"malformed-no-subject_fail", {"signature_invalid", "signature.false"}},
      {"malformed-wrong-payload-type_fail", {"signature_invalid", "signature.false"}},
      {"malformed-wrong-predicate_fail", {"signature_invalid", "signature.false"}},
      {"malformed-wrong-statement-type_fail", {"signature_invalid", "signature.false"}},
      {"sigstore-tampered-content_fail", {"changed", "content.changed"}},
      {"sigstore-verify-as-key_fail", {"undetermined", "signature.method_differs"}},
      // Both are by another person altogether: name and issuer differ.
      {"sigstore-wrong-identity_fail", {"wrong_signer", "identity.differs issuer.differs"}},
      {"sigstore-wrong-issuer_fail", {"wrong_signer", "identity.differs issuer.differs"}},
  };
  return refusals;
}

Case case_named(const std::string& name) {
  for (const auto& test : tests::conformance_cases()) {
    if (test.folder.filename() == name) return test;
  }
  qFatal("no case %s", name.c_str());
}

QByteArray verdict_of(const verdict::Report& report) {
  return QByteArray::fromStdString(std::string(verdict::name(verdict::verdict(report))));
}

}  // namespace

Q_DECLARE_METATYPE(Case)

/// The verify cases of the public OMS conformance suite, offline.
class tst_verify_cases : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
  }

  void every_refusal_of_the_suite_has_its_reason_here() {
    std::map<std::string, Refusal> left = refusals();
    for (const auto& test : tests::conformance_cases()) {
      if (!test.expects_failure()) continue;
      const auto name = test.folder.filename().string();
      QVERIFY2(left.erase(name) == 1, name.c_str());
    }
    QVERIFY2(left.empty(), left.empty() ? "" : left.begin()->first.c_str());
  }

  void what_the_suite_accepts_is_accepted_data() { list(false); }

  void what_the_suite_accepts_is_accepted() {
    QFETCH(const Case, test);
    const tests::TemporaryFolder scratch;
    const auto report = verdict::verify_model(tests::prepare(test, scratch.path()), {});
    QCOMPARE(QByteArray::fromStdString(tests::reasons(report)), QByteArray());
    QCOMPARE(verdict_of(report), QByteArray("trusted"));
    QCOMPARE(verdict::exit_code(report), 0);
    compare_signed_files(test, report);
  }

  void what_the_suite_refuses_is_refused_for_its_own_reason_data() { list(true); }

  void what_the_suite_refuses_is_refused_for_its_own_reason() {
    QFETCH(const Case, test);
    const tests::TemporaryFolder scratch;
    const auto report = verdict::verify_model(tests::prepare(test, scratch.path()), {});
    const auto& expected = refusals().at(test.folder.filename().string());
    QCOMPARE(QByteArray::fromStdString(tests::reasons(report)), QByteArray(expected.reasons));
    QCOMPARE(verdict_of(report), QByteArray(expected.verdict));
    QVERIFY(verdict::exit_code(report) != 0);
  }

  // The suite leaves the old signatures on the statements that it changed, so each is refused for its
  // signature, whatever stands in it. Under a true signature the statement itself has to be refused.
  void malformed_statements_are_refused_under_a_true_signature_too_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("reason");
    const std::vector<std::pair<const char*, const char*>> cases{
        {"malformed-empty-resources_fail", "manifest.empty"},
        {"malformed-no-predicate_fail", "json.member_missing"},
        {"malformed-no-subject_fail", "statement.subject"},
        {"malformed-wrong-payload-type_fail", "envelope.payload_type"},
        {"malformed-wrong-predicate_fail", "statement.predicate_type"},
        {"malformed-wrong-statement-type_fail", "statement.type"},
    };
    for (const auto& [name, reason] : cases) QTest::newRow(name) << QByteArray(name) << QByteArray(reason);
  }

  void malformed_statements_are_refused_under_a_true_signature_too() {
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, reason);
    const auto test = case_named(name.toStdString());
    auto bundle = base::parse_json(tests::read(test.folder / "bundle.sig"), "bundle").value();
    auto& envelope = bundle["dsseEnvelope"];
    const auto key = tests::TestKey::generate();
    const auto payload = base::from_base64(envelope["payload"].get<std::string>()).value();
    envelope = tests::envelope(key, as_text(payload), envelope["payloadType"].get<std::string>());

    const tests::TemporaryFolder scratch;
    tests::write(scratch / "signed.sig", bundle.dump());
    auto request = tests::prepare(test, scratch.path());
    request.signature = scratch / "signed.sig";
    request.policy.expectation = trust::ExpectedKeys{{key.public_key()}};
    const auto report = verdict::verify_model(request, {});
    QCOMPARE(QByteArray::fromStdString(tests::reasons(report)), reason);
    QCOMPARE(verdict_of(report), QByteArray("undetermined"));
  }

  void bundles_from_the_public_instance_have_every_proof_checked_data() {
    QTest::addColumn<QString>("version");
    for (const char* version : {"0.3.1", "1.0.0", "1.0.1", "1.1.0"}) QTest::newRow(version) << version;
  }

  void bundles_from_the_public_instance_have_every_proof_checked() {
    QFETCH(const QString, version);
    const auto test = case_named("historical-v" + version.toStdString() + "-sigstore");
    const tests::TemporaryFolder scratch;
    const auto report = verdict::verify_model(tests::prepare(test, scratch.path()), {});
    using enum verdict::StepId;
    for (const auto id : {signing_time, certificate, certificate_log, signer, log_promise, log_inclusion,
                          log_checkpoint, log_entry, signature, statement, files, nothing_else}) {
      QVERIFY2(report.step(id).outcome == verdict::Outcome::passed, verdict::name(id).data());
    }
    QVERIFY(report.signed_at.has_value());
    QVERIFY(report.signer->identity ==
            (trust::Identity{"stefanb@us.ibm.com", "https://sigstore.verify.ibm.com/oauth2"}));
  }

  // The suite's two cases of this kind differ in name and issuer at once: here one thing differs at a time.
  void the_right_name_from_another_issuer_is_another_signer() {
    const auto test = case_named("sigstore-wrong-issuer_fail");
    const tests::TemporaryFolder scratch;
    auto request = tests::prepare(test, scratch.path());
    request.policy.expectation =
        trust::ExpectedIdentities{{{"stefanb@us.ibm.com", "https://sigstore.verify.ibm.com/oauth2x"}}};
    QCOMPARE(QByteArray::fromStdString(tests::reasons(verdict::verify_model(request, {}))),
             QByteArray("issuer.differs"));
    request.policy.expectation =
        trust::ExpectedIdentities{{{"stefanb@us.ibm.co", "https://sigstore.verify.ibm.com/oauth2"}}};
    QCOMPARE(QByteArray::fromStdString(tests::reasons(verdict::verify_model(request, {}))),
             QByteArray("identity.differs"));
  }

  // Refused by a naive client only because the model holds an unsigned file; without it the time alone has to
  // do it.
  void an_expired_certificate_is_refused_for_its_time_alone() {
    const auto test = case_named("certificate-expired_fail");
    const tests::TemporaryFolder scratch;
    auto request = tests::prepare(test, scratch.path());
    request.ignore_paths = {"ignore-me"};
    auto report = verdict::verify_model(request, {});
    QCOMPARE(QByteArray::fromStdString(tests::reasons(report)), QByteArray("certificate.time"));
    QCOMPARE(verdict_of(report), QByteArray("signature_invalid"));
  }

 private:
  static void list(bool failing) {
    QTest::addColumn<Case>("test");
    for (const auto& test : tests::conformance_cases()) {
      if (test.expects_failure() == failing) QTest::newRow(test.name().c_str()) << test;
    }
  }

  static void compare_signed_files(const Case& test, const verdict::Report& report) {
    if (!test.config.contains("expected_signed_files")) return;
    auto expected = test.config["expected_signed_files"].get<std::vector<std::string>>();
    std::vector<std::string> found;
    for (const auto& resource : report.statement->manifest.resources()) found.push_back(resource.name());
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    QVERIFY(found == expected);
  }
};

QTEST_APPLESS_MAIN(tst_verify_cases)
#include "tst_verify_cases.moc"
