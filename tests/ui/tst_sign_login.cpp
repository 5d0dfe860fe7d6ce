#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
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
#include "ui/views/login_page.h"
#include "ui/views/sign_dialog.h"
#include "ui/views/wrapped_label.h"
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
  Scene() : virtual_(std::make_shared<VirtualServices>(sigstore_)) {
    const auto now = base::now();
    virtual_->leaf = fulcio_leaf(alice, provider.url("/good"));
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
            {"oidcUrls", service(provider.url("/good"))},
            {"rekorTlogUrls", service(rekor_url)},
            {"rekorTlogConfig", {{"selector", "ANY"}}},
            {"tsaUrls", service(stamp_url)},
            {"tsaConfig", {{"selector", "ANY"}}}};
  }

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

/// The window's dialog, up to the step at which a person agrees.
class Signing {
 public:
  explicit Signing(const Scene& scene, Services services) : window(std::move(services)) {
    window.show();
    window.open({scene.model(), {}});
    if (!waitForVerdict(window)) qFatal("the model was not looked at");
    entryOf(window, QStringLiteral("Sign…"))->trigger();
    if (!QTest::qWaitFor([&] { return (dialog = window.findChild<SignDialog*>()) != nullptr; }))
      qFatal("no dialog for signing");
    button("next")->click();
  }

  [[nodiscard]] QComboBox* methods() const {
    for (auto* box : dialog->findChildren<QComboBox*>()) {
      if (box->accessibleName() == QStringLiteral("Sign with")) return box;
    }
    qFatal("no methods");
  }
  void chooseLogin() const {
    methods()->setCurrentIndex(3);
    if (!QTest::qWaitFor([&] { return button("next")->isEnabled(); }, 20'000)) qFatal("not hashed");
  }
  [[nodiscard]] QPushButton* button(const char* name) const {
    return dialog->findChild<QPushButton*>(QLatin1String(name));
  }
  [[nodiscard]] QLineEdit* field(const char* name) const {
    for (auto* field : dialog->findChildren<QLineEdit*>()) {
      if (field->accessibleName() == QLatin1String(name)) return field;
    }
    qFatal("no field %s", name);
  }
  [[nodiscard]] QString headline() const {
    return dialog->findChild<WrappedLabel*>(QStringLiteral("signHeadline"))->text();
  }
  [[nodiscard]] bool says(const QString& part) const {
    const auto labels = dialog->findChildren<WrappedLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](const WrappedLabel* label) {
      return label->isVisible() && label->text().contains(part);
    });
  }
  [[nodiscard]] bool waitToSay(const QString& part) const {
    return QTest::qWaitFor([&] { return says(part); }, 20'000);
  }
  [[nodiscard]] bool isDone() const {
    const bool done = QTest::qWaitFor([&] { return headline() == QStringLiteral("Signed"); }, 20'000);
    if (done) return true;
    for (const auto* label : dialog->findChildren<WrappedLabel*>()) {
      if (label->isVisible()) qWarning("shown: %s", qPrintable(label->text()));
    }
    return false;
  }

  MainWindow window;
  SignDialog* dialog = nullptr;
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
    const Signing signing(scene, scene.services([&](const QString& url) { return browser.open(url); }));
    signing.chooseLogin();
    QVERIFY(signing.says(say(words::phrases::consent_public)));
    QVERIFY(signing.says(QStringLiteral("“rekor.test”")));
    QVERIFY(!signing.says(QStringLiteral("Nothing is made public")));
    QCOMPARE(signing.button("next")->text(), QStringLiteral("&Agree, and log in"));
    QVERIFY(scene.asked().asked.empty());
    QVERIFY(scene.provider.requests().isEmpty());

    signing.button("next")->click();
    QVERIFY(signing.isDone());
    QVERIFY(signing.says(QString::fromLatin1(alice)));
    QVERIFY(signing.says(QStringLiteral("rekor.test, entry ")));
    QVERIFY(!signing.button("copyKey")->isVisible());
    QTRY_VERIFY(browser.page().contains(QStringLiteral("You are logged in")));
    signing.button("next")->click();
    QVERIFY(waitForVerdict(signing.window));
    QCOMPARE(verdictNameOf(signing.window), std::string("trusted"));
  }

  void without_a_browser_there_is_a_link_and_a_way_back() {
    Scene scene;
    const Signing signing(scene, scene.services([](const QString&) { return false; }));
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
    QVERIFY(signing.isDone());
    QVERIFY(scene.isSigned());
  }

  void a_code_can_be_pasted() {
    Scene scene;
    bool opened = false;
    const Signing signing(scene, scene.services([&](const QString&) { return opened = true; }));
    signing.chooseLogin();
    for (auto* box : signing.dialog->findChildren<QCheckBox*>()) {
      if (box->text().startsWith(QStringLiteral("There is no browser"))) box->setChecked(true);
    }
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
    QVERIFY(signing.isDone());
    QVERIFY(code->text().isEmpty());
    QVERIFY(scene.isSigned());
    QVERIFY(!opened);
  }

  void what_is_public_is_told_where_it_could_not_be_finished() {
    Scene scene;
    Browser browser;
    scene.asked().instead[rekor_path] = answers_with(400, "no");
    const Signing signing(scene, scene.services([&](const QString& url) { return browser.open(url); }));
    signing.chooseLogin();
    signing.button("next")->click();
    QVERIFY(signing.waitToSay(QStringLiteral("with your identity is public for ever")));
    QVERIFY(signing.says(say(words::phrases::failed_at_log)));
    QVERIFY(!scene.isSigned());
    QVERIFY(signing.button("next")->isEnabled());
  }

  void without_services_there_is_no_such_way() {
    Scene scene;
    auto services = scene.services({});
    services.signingConfig = nullptr;
    const Signing signing(scene, std::move(services));
    QCOMPARE(signing.methods()->count(), 3);
  }
};

QTEST_MAIN(TestSignLogin)
#include "tst_sign_login.moc"
