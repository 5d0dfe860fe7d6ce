#include <QTest>
#include <nlohmann/json.hpp>

#include "stack/stack.h"
#include "support/places.h"
#include "support/test_bundle.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

/// The reference signs by a login at a real Sigstore, we verify; and everybody refuses the same.
class tst_reference_signs : public QObject {
  Q_OBJECT

  TemporaryFolder folder_;

  [[nodiscard]] fs::path model() const { return folder_ / "model"; }
  [[nodiscard]] fs::path signature(const std::string& config) const { return folder_ / (config + ".sig"); }

  /// Signs as alice, once for each config.
  void sign(const std::string& config) const {
    write_model(model(),
                {{"config.json", "{}"}, {"weights/a.safetensors", "0123456789"}, {"README.md", "text"}});
    if (fs::exists(signature(config))) return;
    const auto ran =
        Stack::peer("model_signing",
                    {"sign", "sigstore", "--trust_config", Stack::file("trust/" + config + ".json").string(),
                     "--signature", signature(config).string(), model().string()},
                    {"BROWSER=" + Stack::script("browser/login.py").string() + " %s"});
    QVERIFY2(ran.exit_code == 0, qPrintable(ran.output));
  }

  [[nodiscard]] base::Json report(const std::string& config) const {
    auto words = verify_words(model(), signature(config), config);
    words.emplace_back("--json");
    return Stack::ours(words).json();
  }

  static void rows_of_all_configs() {
    QTest::addColumn<QString>("config");
    for (const auto* config : {"rekor2", "rekor1", "rekor1-only"}) QTest::newRow(config) << config;
  }

 private slots:
  void initTestCase() { NEEDS_STACK(); }

  void everybody_accepts_it_data() { rows_of_all_configs(); }

  void everybody_accepts_it() {
    QFETCH(const QString, config);
    sign(config.toStdString());
    everybody_accepts(model(), signature(config.toStdString()), config.toStdString());
  }

  void what_vouches_for_it_is_named_data() {
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("log");
    QTest::addColumn<int>("timestamps");
    QTest::newRow("Rekor 2") << "rekor2"
                             << "hashedrekord 0.0.2"
                             << "REKOR2" << 1;
    QTest::newRow("Rekor 1") << "rekor1"
                             << "dsse 0.0.1"
                             << "REKOR1" << 1;
    QTest::newRow("Rekor 1 alone") << "rekor1-only"
                                   << "dsse 0.0.1"
                                   << "REKOR1" << 0;
  }

  void what_vouches_for_it_is_named() {
    QFETCH(const QString, config);
    QFETCH(const QString, kind);
    QFETCH(const QString, log);
    QFETCH(const int, timestamps);
    sign(config.toStdString());
    const auto report = this->report(config.toStdString());
    QCOMPARE(report["verdict"].get<std::string>(), std::string("trusted"));
    QCOMPARE(report["signer"]["identity"]["name"].get<std::string>(), std::string("alice@example.com"));
    QCOMPARE(report["signer"]["identity"]["issuer"].get<std::string>(), Stack::address("OIDC"));
    QCOMPARE(report["log"].size(), 1U);
    const auto& entry = report["log"][0];
    QCOMPARE(
        QString::fromStdString(entry["kind"].get<std::string>() + ' ' + entry["version"].get<std::string>()),
        kind);
    QCOMPARE(entry["log"].get<std::string>(), Stack::address(log.toStdString()));
    QCOMPARE(report["timestamps"].size(), static_cast<std::size_t>(timestamps));
    QVERIFY(report["signed_at"].is_string());
  }

  void another_signer_is_refused_by_everybody_data() {
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("identity");
    QTest::addColumn<QString>("issuer");
    const auto right = Expected();
    for (const auto* config : {"rekor2", "rekor1", "rekor1-only"}) {
      QTest::addRow("%s, identity", config)
          << config << "bob@example.com" << QString::fromStdString(right.issuer);
      QTest::addRow("%s, issuer", config)
          << config << QString::fromStdString(right.identity) << "https://accounts.google.com";
    }
  }

  void another_signer_is_refused_by_everybody() {
    QFETCH(const QString, config);
    QFETCH(const QString, identity);
    QFETCH(const QString, issuer);
    sign(config.toStdString());
    const Expected expected{identity.toStdString(), issuer.toStdString()};
    const auto all = judgements(model(), signature(config.toStdString()), config.toStdString(), expected);
    for (const auto& [by, ran] : all) QVERIFY2(ran.exit_code != 0, qPrintable(by + (": " + ran.output)));
    QVERIFY2(all.at(0).ran.exit_code == 3, qPrintable(all.at(0).ran.output));
    // Refused for who it is, and not because something could not be read.
    const bool is_issuer = expected.identity == Expected().identity;
    const auto* in_python = is_issuer ? "OIDCIssuer does not match" : "SANs do not match";
    const auto* in_cosign = is_issuer ? "expected issuer value" : "expected SAN value";
    for (const auto& [index, reason] :
         {std::pair(1U, in_python), std::pair(2U, in_python), std::pair(3U, in_cosign)})
      QVERIFY2(all.at(index).ran.output.contains(reason), qPrintable(all.at(index).ran.output));
  }

  void a_changed_model_is_refused_by_both() {
    sign("rekor2");
    write(model() / "config.json", "{ }");
    const auto all = judgements(model(), signature("rekor2"), "rekor2");
    QVERIFY2(all.at(0).ran.exit_code == 1, qPrintable(all.at(0).ran.output));
    QVERIFY2(all.at(1).ran.exit_code != 0, qPrintable(all.at(1).ran.output));
    QVERIFY(all.at(1).ran.output.contains("config.json"));
  }

  /// The log's time, which the certificate must have been valid at, is that of today; so is the shipped
  /// root's refusal.
  void without_the_stacks_root_nothing_is_known() {
    sign("rekor2");
    const Expected expected;
    const auto ran =
        Stack::ours({"verify", "sigstore", "--signature", signature("rekor2").string(), "--identity",
                     expected.identity, "--identity_provider", expected.issuer, model().string()},
                    {"XDG_DATA_HOME=" + (folder_ / "nothing").string()});
    QVERIFY2(ran.exit_code == 5, qPrintable(ran.output));
  }
};

QTEST_APPLESS_MAIN(tst_reference_signs)
#include "tst_reference_signs.moc"
