#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>
#include <atomic>
#include <nlohmann/json.hpp>

#include "audit/scene.h"
#include "resources/instances.h"
#include "support/places.h"
#include "support/test_bundle.h"
#include "support/test_certificate.h"
#include "support/virtual_sigstore.h"
#include "ui/models/text.h"
#include "ui/sample_reports.h"
#include "ui/views/add_publisher_dialog.h"
#include "ui/views/edged_style.h"
#include "ui/views/expect_dialog.h"
#include "ui/views/export_dialog.h"
#include "ui/views/login_page.h"
#include "ui/views/main_window.h"
#include "ui/views/message.h"
#include "ui/views/model_view.h"
#include "ui/views/publishers_dialog.h"
#include "ui/views/recent_menu.h"
#include "ui/views/report_view.h"
#include "ui/views/sign_dialog.h"
#include "ui/views/sign_with_page.h"
#include "ui/views/theme.h"
#include "ui/views/trust_dialog.h"
#include "ui/views/wrapped_label.h"
#include "ui/window_driver.h"

using namespace weighmaster;
using namespace weighmaster::ui;
using namespace weighmaster::tests;

namespace {

QPalette darkPalette() {
  QPalette palette(QColor(0x2a, 0x2d, 0x32), QColor(0x24, 0x27, 0x2b));
  palette.setColor(QPalette::Base, QColor(0x1d, 0x20, 0x24));
  palette.setColor(QPalette::Highlight, QColor(0x4a, 0x90, 0xd9));
  palette.setColor(QPalette::HighlightedText, Qt::white);
  return palette;
}

QPalette contrastPalette() {
  QPalette palette(Qt::black, Qt::black);
  palette.setColor(QPalette::Highlight, Qt::yellow);
  palette.setColor(QPalette::HighlightedText, Qt::black);
  return palette;
}

/// Everything is shown in all of them.
struct NamedLook {
  QString suffix;
  QPalette palette;
  double scale;
};
std::vector<NamedLook> looks() {
  return {{QString(), QApplication::palette(), 1},
          {QStringLiteral("-dark"), darkPalette(), 1},
          {QStringLiteral("-contrast"), contrastPalette(), 1},
          {QStringLiteral("-200"), QApplication::palette(), 2}};
}

/// Some root: a window without one says so in its last line.
std::shared_ptr<const trust::TrustedRoot> someRoot() {
  static const auto root = std::make_shared<const trust::TrustedRoot>(
      trust::TrustedRoot::parse(as_bytes(VirtualSigstore().trusted_root().dump())).value());
  return root;
}

/// A window on reports made by hand; waits until the verdict is shown.
std::unique_ptr<MainWindow> windowOn(const ReportPtr& report, const QString& settings, bool finishes = true) {
  Services services;
  services.settingsFile = settings;
  services.now = [report] { return report->checked_at; };
  services.trustFacts.source = "Sigstore public instance, shipped with the program";
  services.trustedRoot = someRoot();
  services.verify = [report, finishes](const verdict::VerifyRequest&, const base::Task& task,
                                       const verdict::Watch& watch) {
    auto waiting = *report;
    for (auto& row : waiting.files) {
      row.found.reset();
      if (row.state != verdict::FileState::ignored) row.state = verdict::FileState::waiting;
    }
    if (watch.prepared) watch.prepared(waiting);
    if (finishes) return *report;
    for (std::size_t place = 0; place < 3; ++place) watch.row(place, report->files[place]);
    for (std::uint64_t part = 1; !task.stopped(); ++part) {
      const std::chrono::milliseconds step(100);
      task.progress({part * 200'000'000, 24'900'000'000, 3, 7, base::Phase::hashing, part * 2 * step,
                     part * step / 10});
      std::this_thread::sleep_for(step);
    }
    return verdict::empty_report();
  };
  auto window = std::make_unique<MainWindow>(services);
  window->show();
  window->open({report->model, {}});
  if (finishes && !QTest::qWaitFor([&] { return window->session()->state() == ModelSession::State::done; })) {
    qFatal("the check did not end");
  }
  if (!finishes) QTest::qWait(2500);
  return window;
}

/// As Sigstore's public instance has it.
base::Json signing_config() {
  const auto service = [](const char* url) {
    return base::Json::array({{{"url", url},
                               {"majorApiVersion", 1},
                               {"operator", "sigstore.dev"},
                               {"validFor", {{"start", "2025-01-01T00:00:00Z"}}}}});
  };
  return {{"mediaType", "application/vnd.dev.sigstore.signingconfig.v0.2+json"},
          {"caUrls", service("https://fulcio.sigstore.dev")},
          {"oidcUrls", service("https://oauth2.sigstore.dev/auth")},
          {"rekorTlogUrls", service("https://rekor.sigstore.dev")},
          {"rekorTlogConfig", {{"selector", "ANY"}}},
          {"tsaUrls", service("https://timestamp.sigstore.dev/api/v1/timestamp")},
          {"tsaConfig", {{"selector", "ANY"}}}};
}

class Look {
 public:
  Look(const QPalette& palette, double scale)
      : palette_(QApplication::palette()), font_(QApplication::font()) {
    QApplication::setPalette(palette);
    auto font = font_;
    font.setPointSizeF(font.pointSizeF() * scale);
    QApplication::setFont(font);
  }
  ~Look() {
    QApplication::setPalette(palette_);
    QApplication::setFont(font_);
  }
  Look(const Look&) = delete;
  Look& operator=(const Look&) = delete;
  Look(Look&&) = delete;
  Look& operator=(Look&&) = delete;

 private:
  QPalette palette_;
  QFont font_;
};

}  // namespace

/// Pictures of every state, for people to look at, in the folder that WEIGHMASTER_SCREENSHOTS names.
class TestScreenshots : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    folder_ = qEnvironmentVariable("WEIGHMASTER_SCREENSHOTS");
    if (folder_.isEmpty()) QSKIP("WEIGHMASTER_SCREENSHOTS names no folder");
    // As the program has it.
    QApplication::setStyle(new EdgedStyle);
  }

  void empty_page() {
    for (const auto& [look, palette, scale] : looks()) {
      const Look worn(palette, scale);
      Services services;
      services.settingsFile = settings();
      services.trustedRoot = someRoot();
      services.trustFacts.source = "Sigstore public instance, shipped with the program";
      services.example = "/example";
      MainWindow window(services);
      window.resize(1180, 800);
      save(window, QStringLiteral("empty") + look);
    }
  }

  void working() {
    for (const auto& [look, palette, scale] : looks()) {
      const Look worn(palette, scale);
      auto window = windowOn(tests::samples().front().report, settings(), false);
      window->resize(1180, 800);
      save(*window, QStringLiteral("work") + look);
      window->open({"/models/another", {}});
      save(*window, QStringLiteral("work-waiting") + look);
    }
  }

  void every_verdict_in_every_look() {
    for (const auto& [name, report] : tests::samples()) {
      for (const auto& [look, palette, scale] : looks()) {
        const Look worn(palette, scale);
        auto window = windowOn(report, settings());
        window->resize(1180, 800);
        save(*window, own(name) + look);
      }
    }
  }

  void every_page() {
    for (const auto& [look, palette, scale] : looks()) {
      const Look worn(palette, scale);
      auto window = windowOn(tests::samples().front().report, settings());
      window->resize(1180, 800);
      auto* view = window->findChild<ModelView*>();
      auto* tabs = view->findChild<QTabWidget*>();
      for (int page = 0; page < tabs->count(); ++page) {
        view->openPage(static_cast<ModelView::PageId>(page));
        QTest::qWait(200);
        save(*window, QStringLiteral("page-") + tabs->tabText(page).toLower().replace(u' ', u'-') + look);
      }
    }
  }

  void names_that_take_room_and_windows_that_give_little() {
    auto report = tests::trusted_report();
    const std::string longName(200, 'x');
    report.model = "/models/" + longName;
    report.signer->identity->name = "release+" + longName + "@granite-models.example";
    report.files.at(2).name = "weights/" + longName + "/model-00001-of-00004.safetensors";
    const auto shared = std::make_shared<const verdict::Report>(std::move(report));
    for (const auto& [look, palette, scale] : looks()) {
      const Look worn(palette, scale);
      const auto window = windowOn(shared, settings());
      window->resize(1180, 800);
      save(*window, QStringLiteral("long-names") + look);
      const auto small = windowOn(tests::samples().front().report, settings());
      small->resize(420, 320);
      save(*small, QStringLiteral("tiny") + look);
    }
  }

  void what_is_no_verdict() {
    const auto key = TestKey::generate();
    const auto model = temporary_ / "granite-4.0-tiny-signed";
    const ModelFiles content{{"config.json", "{}"}};
    write_model(model, content);
    write(model / "model.sig", key_bundle(key, oms_statement(content)).dump());
    for (const auto& [look, palette, scale] : looks()) {
      const Look worn(palette, scale);
      Services services;
      services.settingsFile = settings();
      services.trustedRoot = someRoot();
      services.trustFacts.source = "Sigstore public instance, shipped with the program";
      MainWindow window(services);
      window.resize(1180, 800);
      window.show();
      window.open({model / "model.sig", {}});
      QVERIFY(waitForVerdict(window));
      save(window, QStringLiteral("claims") + look);
      window.open({model, {}}, trust::ExpectedKeys{{key.public_key()}});
      QVERIFY(waitForVerdict(window));
      write(model / "config.json", "{ }");
      window.session()->lookForChanges();
      QTRY_VERIFY(window.session()->mayHaveChanged());
      save(window, QStringLiteral("stale") + look);
      write_model(model, content);
    }
  }

  void correcting_whom_one_expects() {
    for (const auto& [look, palette, scale] : looks()) {
      const Look worn(palette, scale);
      ExpectDialog dialog(ExpectDialog::Kind::identity, "/models/downloads");
      dialog.offerToRemember({});
      dialog.startFrom(
          trust::ExpectedIdentities{{{"relaese@granite-models.example", "https://accounts.google.com"}}});
      dialog.show();
      save(dialog, QStringLiteral("expect-correct") + look);
    }
  }

  void recent_menu() {
    const auto there = temporary_ / "granite-4.0-tiny";
    write_model(there, {{"config.json", "{}"}});
    const auto now = tests::samples().front().report->checked_at;
    const std::vector<Recent> recents{
        {temporary_ / "R&D" / "audit.pdf", "changed", now, true},
        {"/models/" + std::string(200, 'x'), "trusted", now},
        {"/models/\u05d0\u05d1/\u05d2\u05d3/1", "unknown_signer", now},
        {"/home/alice/.cache/huggingface/hub/models--EleutherAI--pythia-70m", "trusted", now},
        {there, "trusted", now}};
    for (const auto& [look, palette, scale] : looks()) {
      const Look worn(palette, scale);
      Recents none(fromPath(temporary_ / "none.ini"));
      RecentMenu empty(none, QStringLiteral("Recent"), nullptr);
      empty.popup({0, 0});
      save(empty, QStringLiteral("recent-empty") + look);
      Recents some(settings());
      some.forgetAll();
      for (const auto& recent : recents) some.remember(recent);
      RecentMenu menu(some, QStringLiteral("Recent"), nullptr);
      menu.popup({0, 0});
      QTest::qWait(500);
      save(menu, QStringLiteral("recent") + look);
    }
  }

  void saying_whom_one_expects() {
    using Kind = ExpectDialog::Kind;
    for (const auto& [look, palette, scale] : looks()) {
      const Look worn(palette, scale);
      for (const auto& [kind, name] :
           {std::pair{Kind::key, "expect-key"}, std::pair{Kind::root, "expect-root"}}) {
        ExpectDialog dialog(kind, "/models/downloads");
        dialog.show();
        save(dialog, QLatin1String(name) + look);
      }
      QWidget parent;
      showMessage(&parent, QStringLiteral("No report yet"), QStringLiteral("The check is not done yet."));
      auto* box = parent.findChild<QMessageBox*>();
      QVERIFY(box);
      save(*box, QStringLiteral("message") + look);
    }
  }

  void many_models() {
    const auto folder = temporary_ / "hub";
    const std::vector<std::string> names{"EleutherAI--pythia-70m",
                                         "google--gemma-3-4b-it",
                                         "ibm-granite--granite-4.0-tiny",
                                         "meta-llama--Llama-3.2-1B",
                                         "mistralai--Mistral-7B-v0.3",
                                         "openai--gpt-oss-20b",
                                         "Qwen--Qwen3-8B",
                                         "stabilityai--sdxl-turbo",
                                         "org--a-model-with-a-name-that-takes-much-room-in-a-table"};
    for (const auto& name : names)
      write(folder / ("models--" + name) / "snapshots/5f0b02c75b57c5855da9ae460ce51323ea669d8a/config.json",
            "{}");
    write(folder / "datasets--squad/snapshots/0/data.parquet", "1");
    for (const auto& [look, palette, scale] : looks()) {
      const Look worn(palette, scale);
      for (const bool stops : {false, true}) {
        Services services;
        services.settingsFile = settings();
        services.trustedRoot = someRoot();
        services.trustFacts.source = "Sigstore public instance, shipped with the program";
        const auto now = tests::samples().front().report->checked_at;
        services.now = [now] { return now; };
        const auto next = std::make_shared<std::atomic<std::size_t>>(0);
        services.verify = [next, stops](const verdict::VerifyRequest& request, const base::Task& task,
                                        const auto&) {
          const auto place = (*next)++;
          while (stops && place == 4 && !task.stopped())
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
          auto report = *tests::samples().at(place % tests::samples().size()).report;
          report.model = request.model;
          return report;
        };
        MainWindow window(services);
        window.resize(1180, 800);
        window.show();
        window.openMany({folder}, true);
        QTest::qWait(stops ? 2000 : 3500);
        save(window, (stops ? QStringLiteral("many-work") : QStringLiteral("many")) + look);
      }
    }
  }

  void signing_by_a_login() {
    const VirtualSigstore sigstore;
    const auto model = temporary_ / "granite-4.0-tiny";
    write_model(model, {{"config.json", "{}"}, {"model.safetensors", "1234"}});
    for (const auto& [look, palette, scale] : looks()) {
      const Look worn(palette, scale);
      auto services = std::make_shared<Services>();
      services->settingsFile = settings();
      services->trustedRoot = std::make_shared<const trust::TrustedRoot>(
          trust::TrustedRoot::parse(as_bytes(sigstore.trusted_root().dump())).value());
      services->signingConfig = std::make_shared<const trust::SigningConfig>(
          trust::SigningConfig::parse(as_bytes(signing_config().dump())).value());
      services->openBrowser = [](const QString&) { return true; };
      Turns turns;
      SignDialog dialog(services, turns, model);
      dialog.show();
      QTest::qWait(300);
      dialog.findChild<QPushButton*>(QStringLiteral("next"))->click();
      QTest::qWait(300);
      save(dialog, QStringLiteral("sign-2-login") + look);

      // As it stands in the dialog.
      QWidget around;
      auto* column = new QVBoxLayout(&around);
      column->setContentsMargins(3 * unit, 3 * unit, 3 * unit, 2 * unit);
      auto* login = new LoginPage;
      column->addWidget(login);
      auto& page = *login;
      around.resize(dialog.size());
      around.show();
      using Kind = trust::ServiceEvent::Kind;
      page.add({Kind::asked, trust::ServiceRole::login, "oauth2.sigstore.dev"});
      page.showLink(QStringLiteral("https://oauth2.sigstore.dev/auth/auth?client_id=sigstore"), true);
      save(around, QStringLiteral("sign-login-link") + look);
      page.askForCode(QStringLiteral("https://oauth2.sigstore.dev/auth/auth?client_id=sigstore"));
      save(around, QStringLiteral("sign-login-code") + look);
      page.showDevice({"https://oauth2.sigstore.dev/auth/device", "WDJB-MJHT", {}, std::chrono::minutes(5)});
      save(around, QStringLiteral("sign-login-device") + look);
      page.askWhether({"alice@example.com", "https://accounts.google.com"});
      save(around, QStringLiteral("sign-login-who") + look);
    }
  }

  void signing() {
    const auto key = TestKey::generate();
    const auto model = temporary_ / "granite-4.0-tiny";
    const ModelFiles before{{"config.json", "{}"}, {"tokenizer.json", "[]"}, {"model.safetensors", "1234"}};
    write_model(model, before);
    write(model / "model.sig", key_bundle(key, oms_statement(before)).dump());
    write(model / "model.safetensors", "12345");
    write(model / "vocabulary.txt", "words");
    write(temporary_ / "own/key.pem", key.private_pem("secret"));
    for (const auto& [look, palette, scale] : looks()) {
      const Look worn(palette, scale);
      auto services = std::make_shared<Services>();
      services->settingsFile = settings();
      Turns turns;
      SignDialog dialog(services, turns, model);
      dialog.show();
      auto* next = dialog.findChild<QPushButton*>(QStringLiteral("next"));
      QTest::qWait(500);
      save(dialog, QStringLiteral("sign-1") + look);
      auto* how = dialog.findChild<QToolButton*>(QStringLiteral("howHashed"));
      how->click();
      QTest::qWait(100);
      save(dialog, QStringLiteral("sign-1-how") + look);
      how->click();
      next->click();
      auto* methods = dialog.findChild<SignWithPage*>()->findChild<QComboBox*>();
      for (const auto& [method, name] : {std::pair{1, "sign-2-certificate"}, std::pair{2, "sign-2-token"}}) {
        methods->setCurrentIndex(method);
        QTest::qWait(300);
        save(dialog, QLatin1String(name) + look);
      }
      methods->setCurrentIndex(0);
      for (auto* field : dialog.findChildren<QLineEdit*>()) {
        if (field->accessibleName() == SignWithPage::tr("Private key file")) {
          field->setText(fromPath(temporary_ / "own/key.pem"));
        }
      }
      QTest::qWait(300);
      save(dialog, QStringLiteral("sign-2") + look);
      const auto check = [&](const QString& text, bool on) {
        for (auto* box : dialog.findChildren<QCheckBox*>()) {
          if (box->text().startsWith(text)) box->setChecked(on);
        }
      };
      check(QStringLiteral("Have a timestamp"), true);
      QTest::qWait(100);
      save(dialog, QStringLiteral("sign-2-timestamp") + look);
      check(QStringLiteral("Have a timestamp"), false);
      check(QStringLiteral("Replace"), true);
      for (auto* field : dialog.findChildren<QLineEdit*>()) {
        if (field->echoMode() == QLineEdit::Password) field->setText(QStringLiteral("wrong"));
      }
      next->click();
      QTest::qWait(500);
      save(dialog, QStringLiteral("sign-refused") + look);
      for (auto* field : dialog.findChildren<QLineEdit*>()) {
        if (field->echoMode() == QLineEdit::Password) field->setText(QStringLiteral("secret"));
      }
      next->click();
      QTest::qWait(500);
      save(dialog, QStringLiteral("sign-3") + look);
    }
  }

  void publishers() {
    for (const auto& [look, palette, scale] : looks()) {
      const Look worn(palette, scale);
      auto services = std::make_shared<Services>();
      const auto file = temporary_ / "publishers.json";
      const auto day = at("2026-01-31T12:00:00Z");
      const auto entry = [&](const char* models, const char* name, trust::Origin origin, const char* note) {
        return trust::Publisher{
            {}, models, {{{{name, "https://accounts.google.com"}}}, {}, {}}, day, origin, "team.json", note};
      };
      QVERIFY(trust::change_publishers(file, [&](const auto& book) {
        return book.with_all(
            {entry("EleutherAI/*", "release@eleuther.ai", trust::Origin::by_hand, "as their site says"),
             entry("ibm-granite/granite-4.0", "Granite.Preview@ibm.com", trust::Origin::window, ""),
             entry("*", "https://github.com/our-team/models/.github/workflows/release.yml@refs/heads/main",
                   trust::Origin::policy, "everything we looked at")});
      }));
      services->publishers = std::make_shared<const PublishersDesk>(file);
      PublishersDialog dialog(services);
      dialog.show();
      QTest::qWait(500);
      save(dialog, QStringLiteral("publishers") + look);
      AddPublisherDialog adding;
      adding.show();
      save(adding, QStringLiteral("publishers-add") + look);
      ExpectDialog expect(ExpectDialog::Kind::identity, "/models/downloads");
      expect.offerToRemember({});
      expect.findChild<QComboBox*>(QStringLiteral("remember"))->setCurrentIndex(2);
      expect.show();
      save(expect, QStringLiteral("expect-remember") + look);

      auto report = tests::trusted_report();
      report.expectation = trust::NoExpectation{};
      report.signer->identity->name = "models@rnistral.ai";
      auto& step = report.step(verdict::StepId::signer);
      step.findings = {{base::Code::look_alike_letters, "models@rnistral.ai", "models@mistral.ai"}};
      step.outcome = verdict::Outcome::failed;
      auto window = windowOn(std::make_shared<const verdict::Report>(std::move(report)), settings());
      window->resize(1180, 800);
      save(*window, QStringLiteral("look-alike") + look);
    }
  }

  void exporting() {
    for (const auto& [look, palette, scale] : looks()) {
      const Look worn(palette, scale);
      const auto window = windowOn(tests::samples().front().report, settings());
      const auto services = std::make_shared<Services>();
      services->openBrowser = [](const QString&) { return true; };
      const auto target = temporary_ / ("report" + look.toStdString() + ".pdf");
      for (const auto* name : {"export-done", "export-exists"}) {
        ExportDialog dialog(services, exportOrder(*window->session()), window->session()->opened().path);
        dialog.show();
        save(dialog, QStringLiteral("export") + look);
        dialog.exportTo(target);
        const auto* close = dialog.findChild<QPushButton*>(QStringLiteral("exportClose"));
        QVERIFY(QTest::qWaitFor([&] { return close->isVisible(); }, 30'000));
        save(dialog, QLatin1String(name) + look);
      }
    }
  }

  void report_view() {
    const Scene intact;
    const Scene attack(signature::Method::sigstore, attackers_sigstore());
    Scene other(signature::Method::key);
    write(other.path("model/config.json"), "other");
    other.verify();
    const auto intact_file = intact.file(audit::Form::pdf);
    write(intact.path("model/weights.bin"), "12345");
    write(intact.path("model/more.py"), "1");
    auto damaged = intact.made();
    damaged.pieces.front().content = std::make_shared<const Bytes>(7, '{');
    const auto many = audit::make_report(
        {{intact.report, intact.request}, {other.report, other.request}, {attack.report, attack.request}},
        program);
    const std::vector<std::pair<const char*, Bytes>> files{{"unknown", intact_file},
                                                           {"changed", intact_file},
                                                           {"whole", attack.file(audit::Form::pdf)},
                                                           {"evidence", in_form(damaged, audit::Form::pdf)},
                                                           {"attacker", attack.file(audit::Form::html)},
                                                           {"many", audit::html_form(many)}};
    for (const auto& [look, palette, scale] : looks()) {
      const Look worn(palette, scale);
      for (const auto& [name, content] : files) {
        const std::string_view what = name;
        Services services;
        services.settingsFile = settings();
        services.now = [] { return at("2034-01-01T00:00:00Z"); };
        services.trustedRoot = what == "whole" ? root_of(attackers_sigstore()) : root_of(sigstore());
        services.trustFacts.source = "Sigstore public instance, shipped with the program";
        const auto file = temporary_ / ("audit-" + std::string(name) + ".pdf");
        write(file, as_text(content));
        MainWindow window(services);
        window.resize(1180, 800);
        window.show();
        window.openReport(file, what == "unknown" ? trust::Expectation()
                                                  : trust::ExpectedIdentities{{{alice, alices_issuer}}});
        const auto done = [&] { return window.reportSession()->state() == ReportSession::State::done; };
        QVERIFY(QTest::qWaitFor(done, 20'000));
        if (what == "changed" || what == "whole") {
          save(window, QStringLiteral("report-") + QLatin1String(name) + QStringLiteral("-alone") + look);
          window.reportSession()->compareWith((what == "whole" ? attack : intact).path("model"), 0);
          window.reportSession()->check();
          QVERIFY(QTest::qWaitFor(done, 20'000));
          window.findChild<ReportView*>()->findChild<QTabWidget*>()->setCurrentIndex(1);
        }
        save(window, QStringLiteral("report-") + QLatin1String(name) + look);
      }
    }
  }

  void trust_root() {
    const auto update = [](const TrustDialog& dialog) {
      dialog.findChild<QPushButton*>(QStringLiteral("trustUpdate"))->click();
    };
    for (const auto& [look, palette, scale] : looks()) {
      const Look worn(palette, scale);
      Services services;
      services.trust = std::make_shared<const TrustDesk>(
          TrustDesk::Ways{update::Store(temporary_ / "trust"), {resources::public_instance()}, [] {
                            return std::make_shared<net::Offline>();
                          }});
      TrustDialog dialog(std::make_shared<const Services>(services));
      dialog.show();
      QTest::qWait(500);
      save(dialog, QStringLiteral("trust") + look);
      update(dialog);
      QTest::qWait(500);
      save(dialog, QStringLiteral("trust-refused") + look);
      const auto file = temporary_ / "their-root.json";
      write(file, VirtualSigstore().trusted_root().dump());
      dialog.importFile();
      QVERIFY(chooseInFileDialog(file));
      QTest::qWait(500);
      save(dialog, QStringLiteral("trust-import") + look);
    }
  }

 private:
  QString settings() { return fromPath(temporary_ / "settings.ini"); }

  void save(QWidget& window, const QString& name) {
    QTest::qWait(50);
    QVERIFY(window.grab().save(folder_ + u'/' + name + QStringLiteral(".png")));
  }

  tests::TemporaryFolder temporary_;
  QString folder_;
};

QTEST_MAIN(TestScreenshots)
#include "tst_screenshots.moc"
