#include <QTest>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/json.h"
#include "support/places.h"
#include "support/test_certificate.h"
#include "verdict/verify.h"

using namespace weighmaster;
using base::Json;
using verdict::Outcome;
using verdict::StepId;

namespace fs = std::filesystem;

namespace {

fs::path shared() {
  return *tests::shared_dir();
}

fs::path historical(const std::string& version) {
  return shared() / "conformance/test-cases/verify/historical" / ("historical-v" + version + "-sigstore");
}

std::shared_ptr<const trust::TrustedRoot> root_from(const fs::path& path) {
  auto root = trust::TrustedRoot::parse(tests::read(path));
  if (!root) qFatal("%s: %s", path.string().c_str(), std::string(base::name(root.error().code)).c_str());
  return std::make_shared<const trust::TrustedRoot>(std::move(*root));
}

verdict::VerifyRequest request_for(const fs::path& model, const fs::path& signature, const fs::path& root,
                                   trust::ExpectedIdentity identity) {
  verdict::VerifyRequest request;
  request.model = model;
  request.signature = signature;
  request.trusted_root = root_from(root);
  request.policy.expectation = trust::ExpectedIdentities{{std::move(identity)}};
  request.now = tests::at("2026-11-21T12:00:00Z");
  return request;
}

/// A published case with what its own configuration expects.
verdict::VerifyRequest historical_request(const std::string& version) {
  const auto folder = historical(version);
  const auto config = base::parse_json(tests::read(folder / "config.json"), "test")->at("verify");
  auto request = request_for(folder / "model", folder / "bundle.sig",
                             shared() / "sigstore-trust/public-good/trusted_root.json",
                             {config.at("identity"), config.at("identity_provider")});
  request.ignore_paths = config.value("ignore_paths", std::vector<std::string>{});
  return request;
}

verdict::VerifyRequest stack_request(const std::string& signature, const std::string& config,
                                     const std::string& name = "alice@example.com") {
  const auto sample = shared() / "stack/sample";
  return request_for(sample / "model", sample / signature, sample / "trust" / config,
                     {name, "http://127.0.0.1:9001"});
}

std::string verdict_of(const verdict::Report& report) {
  return std::string(verdict::name(verdict::verdict(report)));
}

QString all_of(const verdict::Report& report) {
  QString text;
  for (const auto& step : report.steps) {
    for (const auto& finding : step.findings) {
      text +=
          QString::fromStdString(std::string(name(step.id)) + ": " + std::string(base::name(finding.code)) +
                                 " " + finding.subject + " " + finding.detail + "\n");
    }
  }
  return text;
}

}  // namespace

/// Bundles that others made: the public instance's, by the reference, and those of a Sigstore on one machine.
class tst_sigstore_published : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
  }

  void signatures_in_the_public_log_are_trusted_data() {
    QTest::addColumn<std::string>("version");
    QTest::addColumn<std::string>("signed_at");
    QTest::addColumn<qint64>("log_index");
    const auto row = [](std::string version, std::string signed_at, qint64 log_index) {
      QTest::newRow(version.c_str()) << version << std::move(signed_at) << log_index;
    };
    row("0.3.1", "2025-05-03T01:10:02Z", 206342049);
    row("1.0.0", "2025-05-03T01:34:46Z", 206344181);
    row("1.0.1", "2025-10-07T15:33:48Z", 588939812);
    row("1.1.0", "2025-10-10T02:12:20Z", 598151086);
  }
  void signatures_in_the_public_log_are_trusted() {
    QFETCH(const std::string, version);
    QFETCH(const std::string, signed_at);
    QFETCH(const qint64, log_index);
    const auto report = verdict::verify_model(historical_request(version), {});
    QVERIFY2(verdict_of(report) == "trusted", qPrintable(all_of(report)));
    QCOMPARE(base::to_rfc3339(*report.signed_at), signed_at);
    QCOMPARE(report.log.size(), std::size_t{1});
    QCOMPARE(report.log[0].entry.log_index, log_index);
    QCOMPARE(report.log[0].base_url, std::string("https://rekor.sigstore.dev"));
    QVERIFY(report.log[0].entry.proof->log_index < log_index);
    for (const auto id : {StepId::signing_time, StepId::certificate, StepId::certificate_log, StepId::signer,
                          StepId::log_promise, StepId::log_inclusion, StepId::log_checkpoint,
                          StepId::log_entry, StepId::signature, StepId::statement}) {
      QVERIFY2(report.step(id).outcome == Outcome::passed, std::string(verdict::name(id)).c_str());
    }
  }

  void signatures_of_a_stack_are_trusted_data() {
    QTest::addColumn<std::string>("signature");
    QTest::addColumn<std::string>("config");
    QTest::addColumn<std::string>("name");
    QTest::addColumn<bool>("has_promise");
    QTest::addColumn<bool>("has_timestamp");
    const auto row = [](const char* signature, const char* config, bool has_promise, bool has_timestamp,
                        const char* name = "alice@example.com") {
      QTest::newRow(signature) << std::string(signature) << std::string(config) << std::string(name)
                               << has_promise << has_timestamp;
    };
    row("model.sig", "trust_config.json", false, true);
    row("model.oob.sig", "trust_config.json", false, true, "carol@example.com");
    row("model.http.sig", "trust_config.json", false, true, "heidi@example.com");
    row("model.dsse002.sig", "trust_config.dsse002.json", false, true);
    row("model.rekor1.sig", "trust_config.rekor1.json", true, true);
    row("model.rekor1-notsa.sig", "trust_config.rekor1-notsa.json", true, false);
    row("model.rekor1.sig", "trusted_root.json", true, true);
  }
  void signatures_of_a_stack_are_trusted() {
    QFETCH(const std::string, signature);
    QFETCH(const std::string, config);
    QFETCH(const std::string, name);
    QFETCH(const bool, has_promise);
    QFETCH(const bool, has_timestamp);
    const auto report = verdict::verify_model(stack_request(signature, config, name), {});
    QVERIFY2(verdict_of(report) == "trusted", qPrintable(all_of(report)));
    for (const auto& step : report.steps) {
      const bool absent = (step.id == StepId::log_promise && !has_promise) ||
                          (step.id == StepId::timestamps && !has_timestamp);
      QVERIFY2(step.outcome == (absent ? Outcome::not_applicable : Outcome::passed),
               std::string(verdict::name(step.id)).c_str());
    }
    QCOMPARE(report.timestamps.size(), std::size_t{has_timestamp});
    QCOMPARE(report.has(base::Code::log_legacy_kind), signature == "model.dsse002.sig");
  }

  void a_time_of_another_stack_s_authority_proves_nothing() {
    const auto report = verdict::verify_model(stack_request("model.sig", "trust_config.dsse002.json"), {});
    QCOMPARE(verdict_of(report), std::string("undetermined"));
    QVERIFY(report.has(base::Code::timestamp_authority_unknown));
    QVERIFY(report.has(base::Code::log_unknown));
  }

  void the_public_log_is_unknown_to_another_root() {
    auto request = historical_request("1.1.0");
    request.trusted_root = root_from(shared() / "sigstore-trust/staging/trusted_root.json");
    const auto report = verdict::verify_model(request, {});
    QCOMPARE(verdict_of(report), std::string("undetermined"));
    QVERIFY(report.has(base::Code::log_unknown));
  }

  void a_signature_of_the_public_log_does_not_serve_another_person() {
    auto request = historical_request("1.1.0");
    request.policy.expectation =
        trust::ExpectedIdentities{{{"stefanb@us.ibm.com.evil", "https://sigstore.verify.ibm.com/oauth2"}}};
    const auto report = verdict::verify_model(request, {});
    QCOMPARE(verdict_of(report), std::string("wrong_signer"));
  }

  /// The entry of one public signature under another: both true, both by the same person.
  void a_public_entry_does_not_serve_another_signature() {
    const auto bundle_of = [](const std::string& version) {
      return *base::parse_json(tests::read(historical(version) / "bundle.sig"), "test");
    };
    auto mixed = bundle_of("1.0.0");
    mixed["verificationMaterial"]["tlogEntries"] = bundle_of("0.3.1")["verificationMaterial"]["tlogEntries"];
    const tests::TemporaryFolder folder;
    tests::write(folder / "bundle.sig", mixed.dump());
    auto request = historical_request("1.0.0");
    request.signature = folder / "bundle.sig";
    const auto report = verdict::verify_model(request, {});
    QCOMPARE(verdict_of(report), std::string("signature_invalid"));
    QVERIFY(report.step(StepId::log_entry).outcome == Outcome::failed);
    QVERIFY(report.step(StepId::log_promise).outcome == Outcome::passed);
    QVERIFY(report.step(StepId::log_inclusion).outcome == Outcome::passed);
    QVERIFY(report.step(StepId::log_checkpoint).outcome == Outcome::passed);
  }
};

QTEST_APPLESS_MAIN(tst_sigstore_published)
#include "tst_sigstore_published.moc"
