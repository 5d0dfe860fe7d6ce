#include <QTest>
#include <nlohmann/json.hpp>

#include "stack/stack.h"
#include "support/places.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

/// cosign signs one file by a login at a real Sigstore, or attests something about it; we verify both.
class tst_cosign_signs : public QObject {
  Q_OBJECT

  std::optional<TemporaryFolder> folder_;

  [[nodiscard]] fs::path file() const { return *folder_ / "weights.gguf"; }
  [[nodiscard]] fs::path bundle() const { return *folder_ / "weights.gguf.sigstore.json"; }

  /// The signing config that a trust config of the stack holds: cosign wants it by itself.
  [[nodiscard]] fs::path signing_config(const std::string& config) const {
    const auto bytes = read(Stack::file("trust/" + config + ".json"));
    const auto trust = base::parse_json(bytes, "the trust config").value();
    write(*folder_ / "signing_config.json", trust["signingConfig"].dump());
    return *folder_ / "signing_config.json";
  }

  [[nodiscard]] Ran cosign_signs(const std::string& verb, const std::string& config) const {
    Words words{verb,
                "--yes",
                "--identity-token",
                Stack::identity_token(),
                "--trusted-root",
                Stack::file("trust/trusted_root.json").string(),
                "--signing-config",
                signing_config(config).string(),
                "--bundle",
                bundle().string()};
    if (verb == "attest-blob") {
      write(*folder_ / "predicate.json", R"({"builder":"here"})");
      words.insert(words.end(), {"--predicate", (*folder_ / "predicate.json").string(), "--type",
                                 "https://example.com/provenance"});
    }
    words.push_back(file().string());
    return Stack::cosign(words, {"HOME=" + Stack::file("home").string()});
  }

  [[nodiscard]] Ran ours(const std::string& config, const Expected& expected = {}) const {
    auto words = verify_words(file(), bundle(), config, expected);
    words.emplace_back("--json");
    return Stack::ours(words);
  }

 private slots:
  void initTestCase() { NEEDS_STACK(); }

  void init() {
    folder_.emplace();
    write(file(), "GGUF weights");
  }

  void we_verify_it_data() {
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("kind");
    const auto row = [](const char* verb, const char* config, const char* kind) {
      QTest::addRow("%s, %s", verb, config) << verb << config << kind;
    };
    row("sign-blob", "rekor2", "hashedrekord 0.0.2");
    row("sign-blob", "rekor1", "hashedrekord 0.0.1");
    row("attest-blob", "rekor2", "hashedrekord 0.0.2");
    row("attest-blob", "rekor1", "dsse 0.0.1");
  }

  void we_verify_it() {
    QFETCH(const QString, verb);
    QFETCH(const QString, config);
    QFETCH(const QString, kind);
    const auto name = config.toStdString();
    const auto made = cosign_signs(verb.toStdString(), name);
    QVERIFY2(made.exit_code == 0, qPrintable(made.output));

    const auto good = ours(name);
    QVERIFY2(good.exit_code == 0, qPrintable(good.output));
    const auto report = good.json();
    QCOMPARE(report["verdict"].get<std::string>(), std::string("trusted"));
    QCOMPARE(report["signer"]["identity"]["name"].get<std::string>(), Expected().identity);
    const auto& entry = report["log"].at(0);
    QCOMPARE(
        QString::fromStdString(entry["kind"].get<std::string>() + ' ' + entry["version"].get<std::string>()),
        kind);
    QCOMPARE(report["timestamps"].size(), 1U);

    QCOMPARE(ours(name, {"mallory@example.com", Expected().issuer}).exit_code, 3);
    QCOMPARE(ours(name, {Expected().identity, "https://accounts.google.com"}).exit_code, 3);
    write(file(), "GGUF Weights");
    const auto changed = ours(name);
    QVERIFY2(changed.exit_code == 1, qPrintable(changed.output));
  }
};

QTEST_APPLESS_MAIN(tst_cosign_signs)
#include "tst_cosign_signs.moc"
