#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "net/curl_http.h"
#include "support/local_server.h"
#include "support/needs.h"
#include "support/test_bundle.h"
#include "support/virtual_services.h"
#include "ui/models/text.h"
#include "ui/sign_driver.h"
#include "ui/views/login_page.h"
#include "ui/views/sign_dialog.h"
#include "ui/window_driver.h"
#include "words/phrases.h"

using namespace weighmaster;
using namespace weighmaster::ui;
using namespace weighmaster::tests;

namespace {

net::Answer ask(const std::string& url) {
  net::CurlHttp http;
  auto answer = http.send(net::get(url), {});
  return answer ? std::move(*answer) : net::Answer{};
}

/// The provider is asked over the network of this computer, all others are of the test's own.
class RoutedHttp final : public net::Http {
 public:
  RoutedHttp(std::string provider, std::shared_ptr<VirtualServices> others)
      : provider_(std::move(provider)), others_(std::move(others)) {}

  base::Result<net::Answer> send(const net::Request& request, const base::Task& task) override {
    if (request.url.starts_with(provider_)) return net::CurlHttp().send(request, task);
    return others_->send(request, task);
  }

 private:
  std::string provider_;
  std::shared_ptr<VirtualServices> others_;
};

/// A Sigstore that signs now, with a provider on this computer.
class Scene {
 public:
  /// `how` the provider behaves, as support/provider.py has it.
  explicit Scene(std::string how = "good")
      : how_('/' + std::move(how)), virtual_(std::make_shared<VirtualServices>(sigstore_)) {
    const auto now = base::now();
    virtual_->leaf = fulcio_leaf(alice, provider.url(how_));
    virtual_->leaf.validity = {now - std::chrono::seconds(60), now + std::chrono::minutes(10)};
    virtual_->scts.front().time = now;
    virtual_->entry.integrated_time = now;
    virtual_->timestamp.time = now;
    write_model(model(), {{"config.json", "{}"}, {"weights.bin", "1234"}});
  }

  [[nodiscard]] std::filesystem::path model() const { return fixture_.folder / "model"; }
  [[nodiscard]] bool isSigned() const { return std::filesystem::exists(model() / "model.sig"); }
  [[nodiscard]] VirtualServices& asked() { return *virtual_; }

  [[nodiscard]] Services services(std::function<bool(const QString&)> openBrowser) const {
    auto services = fixture_.services();
    services.now = base::now;
    services.trustedRoot = std::make_shared<const trust::TrustedRoot>(
        trust::TrustedRoot::parse(as_bytes(sigstore_.trusted_root().dump())).value());
    services.signingConfig = std::make_shared<const trust::SigningConfig>(
        trust::SigningConfig::parse(as_bytes(config().dump())).value());
    services.http = [this] { return std::make_shared<RoutedHttp>(provider.url("/"), virtual_); };
    services.openBrowser = std::move(openBrowser);
    return services;
  }

  LocalServer provider{{}, "provider.py"};

 private:
  [[nodiscard]] base::Json config() const {
    const auto service = [](const std::string& url) {
      return base::Json::array({{{"url", url},
                                 {"majorApiVersion", 1},
                                 {"operator", "test"},
                                 {"validFor", {{"start", "2025-01-01T00:00:00Z"}}}}});
    };
    return {{"mediaType", "application/vnd.dev.sigstore.signingconfig.v0.2+json"},
            {"caUrls", service(fulcio_url)},
            {"oidcUrls", service(provider.url(how_))},
            {"rekorTlogUrls", service(rekor_url)},
            {"rekorTlogConfig", {{"selector", "ANY"}}},
            {"tsaUrls", service(stamp_url)},
            {"tsaConfig", {{"selector", "ANY"}}}};
  }

  std::string how_;
  Fixture fixture_;
  VirtualSigstore sigstore_;
  std::shared_ptr<VirtualServices> virtual_;
};

/// Opens addresses as the browser does, and comes back where it is sent.
class Browser {
 public:
  ~Browser() {
    for (auto& visit : visits_) visit.join();
  }
  Browser() = default;
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;
  Browser(Browser&&) = delete;
  Browser& operator=(Browser&&) = delete;

  bool open(const QString& url) {
    visits_.emplace_back([this, address = url.toStdString()] {
      const auto sent = ask(address);
      const auto page = ask(std::string(sent.header("location").value_or("")));
      const std::scoped_lock lock(mutex_);
      page_ = as_text(page.body);
    });
    return true;
  }
  [[nodiscard]] QString page() {
    const std::scoped_lock lock(mutex_);
    return QString::fromStdString(page_);
  }

 private:
  std::vector<std::thread> visits_;
  std::mutex mutex_;
  std::string page_;
};

}  // namespace

/// Signing in the window by logging in, with services of the test's own.
class TestSignLogin : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    NEEDS_PEER(Scene().provider.runs(), "python3 is needed for the provider");
  }

  void a_model_is_signed_by_a_login_and_verified() {
    Scene scene;
    Browser browser;
    MainWindow window(scene.services([&](const QString& url) { return browser.open(url); }));
    const Signing signing(window, scene.model());
    signing.chooseLogin();
    QVERIFY(signing.says(say(words::phrases::consent_public)));
    QVERIFY(signing.says(QStringLiteral("“rekor.test”")));
    QVERIFY(!signing.says(QStringLiteral("Nothing is made public")));
    QCOMPARE(signing.button("next")->text(), QStringLiteral("&Agree, and log in"));
    QVERIFY(scene.asked().asked.empty());
    QVERIFY(scene.provider.requests().isEmpty());

    signing.button("next")->click();
    const auto question = QStringLiteral("Logged in as “alice@example.com” (by “%1”). Sign in this name?")
                              .arg(QString::fromStdString(scene.provider.url("/good")));
    QVERIFY(signing.waitToSay(question));
    QVERIFY2(scene.asked().asked.empty(), "nobody is certified before");
    QVERIFY(signing.confirm());
    QVERIFY(signing.isDone());
    QVERIFY(signing.says(QString::fromLatin1(alice)));
    QVERIFY(signing.says(QStringLiteral("rekor.test, entry ")));
    QVERIFY(!signing.button("copyKey")->isVisible());
    QTRY_VERIFY(browser.page().contains(QStringLiteral("You are logged in")));
    signing.button("next")->click();
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("trusted"));
  }

  void without_a_browser_there_is_a_link_and_a_way_back() {
    Scene scene;
    MainWindow window(scene.services([](const QString&) { return false; }));
    const Signing signing(window, scene.model());
    signing.chooseLogin();
    signing.button("next")->click();
    QVERIFY(signing.waitToSay(QStringLiteral("No browser could be opened.")));
    const auto link = signing.field("Link to log in by")->text();
    QVERIFY2(link.startsWith(QString::fromStdString(scene.provider.url("/good/auth?"))), qPrintable(link));
    for (auto* button : signing.dialog->findChildren<QPushButton*>()) {
      if (button->text() == QStringLiteral("Copy &link")) button->click();
    }
    QCOMPARE(QApplication::clipboard()->text(), link);

    signing.button("close")->click();
    QVERIFY(signing.waitToSay(say(words::phrases::published_nothing)));
    QCOMPARE(signing.headline(), QStringLiteral("What to sign with"));
    QVERIFY(!scene.isSigned());
    QVERIFY(scene.asked().asked.empty());
    // The same once more, and now somebody opens the link by hand.
    signing.button("next")->click();
    QTRY_VERIFY(!signing.field("Link to log in by")->text().isEmpty());
    Browser browser;
    browser.open(signing.field("Link to log in by")->text());
    QVERIFY(signing.confirm());
    QVERIFY(signing.isDone());
    QVERIFY(scene.isSigned());
  }

  void a_code_can_be_pasted() {
    Scene scene;
    bool opened = false;
    MainWindow window(scene.services([&](const QString&) { return opened = true; }));
    const Signing signing(window, scene.model());
    signing.chooseLogin(LoginWay::pasted);
    signing.button("next")->click();
    QVERIFY(signing.waitToSay(QStringLiteral("bring the code that it shows")));
    auto* code = signing.field("Code that the page shows");
    code->setText(QStringLiteral("wrong"));
    QTest::keyClick(code, Qt::Key_Return);
    QVERIFY(signing.waitToSay(say(words::phrases::published_nothing)));
    QVERIFY(!scene.isSigned());

    signing.button("next")->click();
    QVERIFY(signing.waitToSay(QStringLiteral("bring the code that it shows")));
    const auto page = ask(signing.field("Link to log in by")->text().toStdString());
    code->setText(QString::fromStdString(std::string(as_text(page.body))));
    QTest::keyClick(code, Qt::Key_Return);
    QVERIFY(signing.confirm());
    QVERIFY(signing.isDone());
    QVERIFY(code->text().isEmpty());
    QVERIFY(scene.isSigned());
    QVERIFY(!opened);
  }

  void somebody_logs_in_on_another_device() {
    Scene scene("device-no-wait");
    bool opened = false;
    MainWindow window(scene.services([&](const QString&) { return opened = true; }));
    const Signing signing(window, scene.model());
    signing.chooseLogin(LoginWay::device);
    signing.next();
    QVERIFY(signing.waitToSay(QStringLiteral("On another device, such as your phone")));
    const auto* code = signing.field("Code to type there");
    QCOMPARE(code->text(), QStringLiteral("WDJB-MJHT"));
    QVERIFY(code->isReadOnly());
    QVERIFY(code->fontMetrics().height() > window.fontMetrics().height());
    QCOMPARE(signing.field("Link to log in by")->text().toStdString(),
             scene.provider.url("/device-no-wait/activate"));
    QVERIFY(signing.says(QStringLiteral("Time left: 10:00")) ||
            signing.says(QStringLiteral("Time left: 9:5")));
    for (auto* button : signing.dialog->findChildren<QPushButton*>()) {
      if (button->text() == QStringLiteral("C&opy code")) button->click();
    }
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("WDJB-MJHT"));
    QVERIFY(signing.confirm());
    QVERIFY(signing.isDone());
    QVERIFY(!code->isVisible());
    QVERIFY(scene.isSigned());
    QVERIFY(!opened);
  }

  void a_login_on_another_device_can_be_given_up() {
    Scene scene("device-waits");
    MainWindow window(scene.services({}));
    const Signing signing(window, scene.model());
    signing.chooseLogin(LoginWay::device);
    signing.next();
    QVERIFY(signing.waitToSay(QStringLiteral("Type this code there")));
    QElapsedTimer clock;
    clock.start();
    QTest::keyClick(signing.dialog, Qt::Key_Escape);
    QTRY_COMPARE(signing.headline(), QStringLiteral("What to sign with"));
    QVERIFY2(clock.elapsed() < 2'000, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(signing.says(say(words::phrases::published_nothing)));
    QVERIFY(!scene.isSigned());
    QVERIFY(scene.asked().asked.empty());
    QCOMPARE(signing.choice("Log in")->currentIndex(), int(LoginWay::device));
  }

  void what_goes_wrong_on_another_device_is_told_data() {
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("says");
    QTest::newRow("it offers none") << "no-device" << QStringLiteral("it offers no login on another device");
    QTest::newRow("refused") << "device-denied" << QStringLiteral("refused the login");
    QTest::newRow("too late") << "device-no-time" << say(words::what_is_so(base::Code::login_timeout));
  }

  void what_goes_wrong_on_another_device_is_told() {
    QFETCH(const QString, how);
    QFETCH(const QString, says);
    Scene scene(how.toStdString());
    MainWindow window(scene.services({}));
    const Signing signing(window, scene.model());
    signing.chooseLogin(LoginWay::device);
    signing.next();
    QVERIFY(signing.waitToSay(say(words::phrases::published_nothing)));
    QVERIFY(signing.headline() == QStringLiteral("What to sign with"));
    QVERIFY(signing.says(says));
    QVERIFY(!scene.isSigned());
    QVERIFY(signing.button("next")->isEnabled());
  }

  void a_code_from_outside_is_plain_text() {
    Scene scene("device-wild-code");
    MainWindow window(scene.services({}));
    const Signing signing(window, scene.model());
    signing.chooseLogin(LoginWay::device);
    signing.next();
    QVERIFY(signing.waitToSay(QStringLiteral("Type this code there")));
    const auto code = signing.field("Code to type there")->text();
    QVERIFY2(code.startsWith(QStringLiteral("<b>\\u202e\\u001b[2J")), qPrintable(code));
    QVERIFY(code.size() < 200);
    QVERIFY(signing.confirm());
    QVERIFY(signing.isDone());
  }

  /// Somebody else on this computer ended the login in their own name.
  void a_stranger_s_login_is_not_certified() {
    Scene scene;
    Browser browser;
    MainWindow window(scene.services([&](const QString& url) { return browser.open(url); }));
    const Signing signing(window, scene.model());
    signing.chooseLogin();
    signing.next();
    QVERIFY(signing.confirm(false));
    QVERIFY(signing.waitToSay(QStringLiteral("not in the name of alice@example.com")));
    QCOMPARE(signing.headline(), QStringLiteral("What to sign with"));
    QVERIFY(scene.asked().asked.empty());
    QVERIFY(!scene.isSigned());
    // The question is put again.
    signing.next();
    QVERIFY(!signing.button("notMe")->isVisible());
    QVERIFY(signing.confirm());
    QVERIFY(signing.isDone());
  }

  void what_is_public_is_told_where_it_could_not_be_finished() {
    Scene scene;
    Browser browser;
    scene.asked().instead[rekor_path] = answers_with(400, "no");
    MainWindow window(scene.services([&](const QString& url) { return browser.open(url); }));
    const Signing signing(window, scene.model());
    signing.chooseLogin();
    signing.button("next")->click();
    QVERIFY(signing.confirm());
    QVERIFY(signing.waitToSay(QStringLiteral("with your identity is public for ever")));
    QVERIFY(signing.says(say(words::phrases::failed_at_log)));
    QVERIFY(!scene.isSigned());
    QVERIFY(signing.button("next")->isEnabled());
  }

  void without_services_there_is_no_such_way() {
    Scene scene;
    auto services = scene.services({});
    services.signingConfig = nullptr;
    MainWindow window(std::move(services));
    const Signing signing(window, scene.model());
    QCOMPARE(signing.choice("Sign with")->count(), 3);
  }
};

QTEST_MAIN(TestSignLogin)
#include "tst_sign_login.moc"
