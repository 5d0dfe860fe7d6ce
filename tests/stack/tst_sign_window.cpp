#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTest>
#include <nlohmann/json.hpp>

#include "stack/screen.h"
#include "stack/stack.h"
#include "support/places.h"
#include "support/test_bundle.h"
#include "ui/sign_driver.h"
#include "ui/views/sign_dialog.h"
#include "ui/window_driver.h"
#include "words/phrases.h"

using namespace weighmaster;
using namespace weighmaster::ui;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

namespace {

constexpr int milliseconds = 60'000;
/// What nobody takes for a window that hangs.
constexpr int at_once = 2'000;

QString pictures() {
  return qEnvironmentVariable("WEIGHMASTER_SCREENSHOTS");
}

/// A folder with a name for people, where pictures are made (pictures.sh).
fs::path models_in(const fs::path& usual) {
  const auto given = qEnvironmentVariable("WEIGHMASTER_MODELS");
  return given.isEmpty() ? usual : fs::path(given.toStdString());
}

/// As the person's browser is: another program, which goes its way beside the window.
class Visitor {
 public:
  /// Of tests/stack/browser: "login.py", "login.mjs".
  void go(const std::string& script, const Words& words, const Words& set = {}) {
    start(process_, Stack::script("browser/" + script), words, set);
  }
  void go_in_chromium(const QString& link, const std::string& person) {
    Words words{Stack::script("browser/login.mjs").string(), link.toStdString()};
    const Words set{"LOGIN_USER=" + person, "LOGIN_PICTURES=" + pictures().toStdString(),
                    "HOME=" + Stack::file("home").string()};
    start(process_, "node", words, set);
  }
  /// What it said in the end; the window lives on meanwhile.
  [[nodiscard]] Ran ended() {
    (void)QTest::qWaitFor([&] { return process_.state() == QProcess::NotRunning; }, milliseconds);
    return finish(process_);
  }

 private:
  QProcess process_;
};

}  // namespace

/// The window on a screen signs by a login at a real Sigstore, and everybody verifies it.
class tst_sign_window : public QObject {
  Q_OBJECT

 public:
  explicit tst_sign_window(const Screen& screen) : screen_(screen) {}

 private:
  const Screen& screen_;
  std::optional<TemporaryFolder> folder_;

  [[nodiscard]] fs::path model() const { return models_in(folder_->path()) / "granite-4.0-tiny"; }
  [[nodiscard]] fs::path signature() const { return model() / "model.sig"; }

  /// The services of a trust config of the stack. The browser that "opens" is the test's to send.
  [[nodiscard]] Services services(const std::string& config) const {
    const auto trust = read(Stack::file("trust/" + config + ".json"));
    Services services;
    services.settingsFile = QString::fromStdString((*folder_ / "settings.ini").string());
    services.trustedRoot =
        std::make_shared<const trust::TrustedRoot>(trust::TrustedRoot::parse(trust).value());
    services.signingConfig =
        std::make_shared<const trust::SigningConfig>(trust::SigningConfig::parse(trust).value());
    services.openBrowser = [](const QString&) { return true; };
    return services;
  }

  [[nodiscard]] static QString link_of(const Signing& signing) {
    auto* field = signing.field("Link to log in by");
    (void)QTest::qWaitFor([&] { return field->isVisible() && !field->text().isEmpty(); }, milliseconds);
    return field->text();
  }

  /// A person who logs in without looking.
  static void log_in(const Signing& signing, Visitor& visitor) {
    visitor.go("login.py", {link_of(signing).toStdString()});
  }

  /// Cancels what it does, and how long the window took to be free again.
  [[nodiscard]] static qint64 cancel(const Signing& signing) {
    QElapsedTimer clock;
    clock.start();
    QTest::mouseClick(signing.button("close"), Qt::LeftButton);
    const auto free = [&] { return signing.headline() == QStringLiteral("What to sign with"); };
    return QTest::qWaitFor(free, milliseconds) ? clock.elapsed() : milliseconds;
  }

  static void take_picture(QWidget& widget, const QString& name) {
    if (pictures().isEmpty()) return;
    QTest::qWait(200);
    QVERIFY(widget.grab().save(pictures() + u'/' + name + QStringLiteral(".png")));
  }

 private slots:
  void initTestCase() {
    NEEDS_STACK();
    NEEDS_PEER(screen_.is_there(), "no X server (Debian: xvfb)");
    QCOMPARE(QGuiApplication::platformName(), QStringLiteral("xcb"));
  }

  void init() {
    folder_.emplace();
    write_model(model(), {{"config.json", "{}"},
                          {"model.safetensors", std::string(48'000'000, 'w')},
                          {"tokenizer.json", "[]"}});
  }

  void in_the_browser_data() {
    QTest::addColumn<QString>("config");
    for (const auto* config : {"rekor2", "rekor1", "rekor1-only"}) QTest::newRow(config) << config;
  }

  /// The way that a person goes, in pictures where somebody wants them: they agree, log in at the provider's
  /// page, and have the new signature verified.
  void in_the_browser() {
    QFETCH(const QString, config);
    NEEDS_PEER(!QStandardPaths::findExecutable("chromium").isEmpty(), "chromium is not installed");
    const auto name = config.toStdString();
    Visitor visitor;
    MainWindow window(services(name));
    const Signing signing(window, model());
    signing.chooseLogin();
    take_picture(*signing.dialog, QStringLiteral("sign-1-consent"));
    signing.next();
    visitor.go_in_chromium(link_of(signing), "alice");
    QVERIFY(signing.confirm());
    QVERIFY(signing.isDone());
    take_picture(*signing.dialog, QStringLiteral("sign-4-result"));
    const auto said = visitor.ended();
    QVERIFY2(said.output.contains("You are logged in"), qPrintable(said.output));
    QVERIFY(signing.says(QStringLiteral("alice@example.com")));
    QVERIFY(signing.says(QString::fromStdString(Stack::address("OIDC"))));
    QVERIFY(signing.says(QStringLiteral("127.0.0.1, entry ")));

    signing.next();
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("trusted"));
    everybody_knows_who_signed(model(), signature(), name);
  }

  void on_another_device() {
    Visitor visitor;
    MainWindow window(services("rekor2"));
    const Signing signing(window, model());
    signing.chooseLogin(LoginWay::device);
    signing.next();
    const auto page = link_of(signing);
    const auto code = signing.field("Code to type there")->text();
    visitor.go("login.py", {page.toStdString(), code.toStdString()});
    QVERIFY(signing.confirm());
    QVERIFY(signing.isDone());
    QCOMPARE(visitor.ended().exit_code, 0);
    everybody_accepts(model(), signature(), "rekor2");
  }

  void cancelled_before_anybody_has_logged_in_data() {
    QTest::addColumn<int>("way");
    QTest::newRow("in the browser") << int(LoginWay::browser);
    QTest::newRow("on another device") << int(LoginWay::device);
  }

  void cancelled_before_anybody_has_logged_in() {
    QFETCH(const int, way);
    Visitor visitor;
    MainWindow window(services("rekor2"));
    const Signing signing(window, model());
    signing.chooseLogin(LoginWay(way));
    signing.next();
    QVERIFY(!link_of(signing).isEmpty());
    QVERIFY(cancel(signing) < at_once);
    QVERIFY(signing.waitToSay(QString::fromLatin1(words::phrases::published_nothing)));
    QVERIFY(!fs::exists(signature()));
    // Nothing is lost: what was hashed and chosen is still there.
    QVERIFY(signing.button("next")->isEnabled());
    QCOMPARE(signing.choice("Log in")->currentIndex(), way);
    signing.choice("Log in")->setCurrentIndex(int(LoginWay::browser));
    signing.next();
    log_in(signing, visitor);
    QVERIFY(signing.confirm());
    QVERIFY(signing.isDone());
    everybody_accepts(model(), signature(), "rekor2");
  }

  /// The certificate is made and in its log; what the log of signatures does, nobody knows.
  void cancelled_while_a_log_hangs() {
    Visitor visitor;
    Visitor again;
    MainWindow window(services("rekor2"));
    const Signing signing(window, model());
    signing.chooseLogin();
    Stack::freeze("rekor2");
    signing.next();
    log_in(signing, visitor);
    QVERIFY(signing.confirm());
    QVERIFY(signing.waitToSay(QStringLiteral("to log the signature")));
    const auto took = cancel(signing);
    Stack::thaw("rekor2");
    QVERIFY2(took < at_once, qPrintable(QString::number(took)));
    QVERIFY(!fs::exists(signature()));
    QVERIFY(signing.says(QStringLiteral("with your identity is public for ever")));
    QVERIFY(
        signing.says(QStringLiteral("made an entry about this signature, which would be public, is not")));
    signing.next();
    log_in(signing, again);
    QVERIFY(signing.confirm());
    QVERIFY(signing.isDone());
    everybody_accepts(model(), signature(), "rekor2");
  }

  /// Nobody waits for a service that says nothing: the dialog goes, and the window checks the next model.
  void the_window_is_free_while_a_service_hangs() {
    Visitor visitor;
    const auto other = *folder_ / "other";
    write_model(other, {{"config.json", "{}"}});
    MainWindow window(services("rekor2"));
    const Signing signing(window, model());
    signing.chooseLogin();
    Stack::freeze("fulcio");
    signing.next();
    log_in(signing, visitor);
    QVERIFY(signing.confirm());
    QVERIFY(signing.waitToSay(QStringLiteral("for a certificate")));
    QVERIFY(cancel(signing) < at_once);
    QTest::mouseClick(signing.button("close"), Qt::LeftButton);
    QTRY_VERIFY(!window.findChild<SignDialog*>());
    QVERIFY(opens(window, other));
    QCOMPARE(verdictNameOf(window), std::string("unsigned"));
    Stack::thaw("fulcio");
    QVERIFY(!fs::exists(signature()));
  }
};

int main(int argc, char** argv) {
  const Screen screen;
  const QApplication application(argc, argv);
  tst_sign_window test(screen);
  return QTest::qExec(&test, argc, argv);
}

#include "tst_sign_window.moc"
