#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

#include "stack/stack.h"
#include "support/places.h"
#include "support/test_bundle.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

/// We sign by a login at a real Sigstore, and everybody verifies it.
class tst_sign_sigstore : public QObject {
  Q_OBJECT

  std::optional<TemporaryFolder> folder_;

  [[nodiscard]] fs::path model() const { return *folder_ / "model"; }
  [[nodiscard]] fs::path signature() const { return *folder_ / "model.sig"; }
  [[nodiscard]] fs::path log() const { return *folder_ / "browser.log"; }

  [[nodiscard]] QString said_by_the_browser() const {
    return QString::fromStdString(std::string(as_text(read(log()))));
  }

  /// Signs in a way that tells a person where to log in: waits for what `wanted` finds, and answers it.
  [[nodiscard]] Ran sign_and_talk(const Words& options, const QString& wanted,
                                  const std::function<QByteArray(const QStringList&)>& answer) const {
    QProcess program;
    QStringList words;
    for (const auto& word : sign_words(model(), signature(), "rekor2", options))
      words << QString::fromStdString(word);
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.start(WEIGHMASTER_CLI, words);
    QString said;
    QRegularExpressionMatch found;
    while (!(found = QRegularExpression(wanted).match(said)).hasMatch() && program.waitForReadyRead(30'000))
      said += QString::fromUtf8(program.readAll());
    if (!found.hasMatch()) return {-1, {}, said + "\n(nothing to log in with)"};
    program.write(answer(found.capturedTexts()));
    program.closeWriteChannel();
    program.waitForFinished(60'000);
    return {program.exitCode(), {}, said + QString::fromUtf8(program.readAll())};
  }

 private slots:
  void initTestCase() { NEEDS_STACK(); }

  void init() {
    folder_.emplace();
    write_model(model(),
                {{"config.json", "{}"}, {"weights/a.safetensors", "0123456789"}, {"模型.txt", "text"}});
  }

  void by_a_token_data() {
    QTest::addColumn<QString>("config");
    for (const auto* config : {"rekor2", "rekor1", "rekor1-only"}) QTest::newRow(config) << config;
  }

  void by_a_token() {
    QFETCH(const QString, config);
    const auto name = config.toStdString();
    write(*folder_ / "token", Stack::identity_token());
    const auto ran = Stack::ours(
        sign_words(model(), signature(), name, {"--identity-token-file", (*folder_ / "token").string()}));
    QVERIFY2(ran.exit_code == 0, qPrintable(ran.output));
    everybody_knows_who_signed(model(), signature(), name);
  }

  /// The provider's own page in Chromium, and ours at the end.
  void in_the_browser_data() { by_a_token_data(); }

  void in_the_browser() {
    QFETCH(const QString, config);
    NEEDS_PEER(!QStandardPaths::findExecutable("chromium").isEmpty(), "chromium is not installed");
    const auto name = config.toStdString();
    const auto ran =
        Stack::ours(sign_words(model(), signature(), name), Stack::browser("carol", "login.mjs", log()));
    QVERIFY2(ran.exit_code == 0, qPrintable(ran.output + said_by_the_browser()));
    QTRY_VERIFY2_WITH_TIMEOUT(said_by_the_browser().contains("The browser is done"),
                              qPrintable(said_by_the_browser()), 10'000);
    everybody_accepts(model(), signature(), name, {"carol@example.com", Expected().issuer});
  }

  /// Somebody else's computer shows the code, and the person types it here.
  void by_a_pasted_code() {
    const auto ran =
        sign_and_talk({"--oauth-force-oob"}, "(http://127\\S+/auth\\?\\S+)", [](const QStringList& found) {
          return run_program(Stack::script("browser/login.py"), {found.at(1).toStdString()}).output.toUtf8();
        });
    QVERIFY2(ran.exit_code == 0, qPrintable(ran.output));
    everybody_accepts(model(), signature(), "rekor2");
  }

  void on_another_device() {
    const auto ran = sign_and_talk({"--device"}, "(http://127\\S+/device)\\s[^:]*:\\s+([A-Z]{4}-[A-Z]{4})\\s",
                                   [](const QStringList& found) {
                                     const auto login =
                                         run_program(Stack::script("browser/login.py"),
                                                     {found.at(1).toStdString(), found.at(2).toStdString()});
                                     return login.exit_code == 0 ? QByteArray() : login.output.toUtf8();
                                   });
    QVERIFY2(ran.exit_code == 0, qPrintable(ran.output));
    everybody_accepts(model(), signature(), "rekor2");
  }

  /// Fulcio does not certify an address that the provider does not vouch for.
  void an_address_that_is_not_verified_is_refused() {
    const auto ran =
        Stack::ours(sign_words(model(), signature(), "rekor2"), Stack::browser("unverified-eve"));
    QVERIFY2(ran.exit_code == 5, qPrintable(ran.output));
    QVERIFY(!fs::exists(signature()));
  }

  /// The token is a key for minutes: nobody gets to see it.
  void no_token_is_told() {
    const auto token = Stack::identity_token();
    const auto secret = QString::fromStdString(token.substr(token.rfind('.') + 1));
    write(*folder_ / "token", token);
    const auto ran = Stack::ours(
        sign_words(model(), signature(), "rekor2",
                   {"--identity-token-file", (*folder_ / "token").string(), "--log-level", "debug"}));
    QVERIFY2(ran.exit_code == 0, qPrintable(ran.output));
    QVERIFY(!ran.output.contains(secret));
    QVERIFY(!QString::fromStdString(std::string(as_text(read(signature())))).contains(secret));
  }

  void without_consent_nothing_is_sent() {
    auto words = sign_words(model(), signature(), "rekor2");
    std::erase(words, "--yes");
    const auto ran = Stack::ours(words, Stack::browser("alice", "login.py", log()));
    QVERIFY2(ran.exit_code == 2, qPrintable(ran.output));
    QVERIFY(!fs::exists(signature()));
    QVERIFY(!fs::exists(log()));
    QVERIFY2(ran.output.contains("127.0.0.1"), qPrintable(ran.output));
  }
};

QTEST_GUILESS_MAIN(tst_sign_sigstore)
#include "tst_sign_sigstore.moc"
