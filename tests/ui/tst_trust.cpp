#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStatusBar>
#include <QTest>

#include "net/http.h"
#include "support/needs.h"
#include "support/test_certificate.h"
#include "support/virtual_sigstore.h"
#include "ui/views/facts_form.h"
#include "ui/views/trust_dialog.h"
#include "ui/views/wrapped_label.h"
#include "ui/window_driver.h"
#include "update/folder_http.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using namespace weighmaster::ui;

namespace {

constexpr std::string_view then = "2026-12-01T00:00:00Z";  // the sample's timestamp expires on 2026-12-21

/// Answers when it is told to stop, and never before.
class Silent final : public net::Http {
 public:
  base::Result<net::Answer> send(const net::Request& /*request*/, const base::Task& task) override {
    while (!task.stopped()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return base::fail(base::cancelled());
  }
};

using MakeHttp = std::function<std::shared_ptr<net::Http>()>;

/// A window whose trust is shipped from one Sigstore, the stack's, and can be renewed from its repository.
class Trusting {
 public:
  explicit Trusting(MakeHttp http) {
    const auto tuf = *shared_dir() / "stack" / "sample" / "tuf";
    if (!http) http = [tuf] { return std::make_shared<FolderHttp>(tuf); };
    update::Instance instance{std::string(update::Store::public_name), FolderHttp::address,
                              read(tuf / "1.root.json"), read(tuf / "targets" / "trusted_root.json"),
                              at("2026-11-20T00:00:00Z")};
    desk = std::make_shared<const TrustDesk>(
        TrustDesk::Ways{update::Store(fixture.folder / "trust"), {instance}, std::move(http)});
    auto services = fixture.services();
    services.now = [] { return at(then); };
    services.trust = desk;
    services.trustedRoot = desk->inUse()->root;
    services.trustFacts.source = "shipped";
    window = std::make_unique<MainWindow>(services);
    window->show();
  }

  TrustDialog* open(const QString& entry = QStringLiteral("Trust root…")) const {
    entryOf(*window, entry)->trigger();
    auto* dialog = window->findChild<TrustDialog*>();
    if (!dialog) qFatal("no dialog");
    return dialog;
  }

  /// The dialog, with a file chosen to import.
  TrustDialog* openWith(const std::filesystem::path& file) const {
    auto* dialog = open();
    auto* import = dialog->findChild<QPushButton*>(QStringLiteral("trustImport"));
    if (!QTest::qWaitFor([&] { return import->isVisible(); })) qFatal("nothing can be imported");
    import->click();
    if (!chooseInFileDialog(file)) qFatal("no file can be chosen");
    return dialog;
  }
  [[nodiscard]] std::filesystem::path theirRoot() const {
    const auto file = fixture.folder / "their-root.json";
    write(file, VirtualSigstore().trusted_root().dump());
    return file;
  }

  Fixture fixture;
  std::shared_ptr<const TrustDesk> desk;
  std::unique_ptr<MainWindow> window;
};

QString facts(const TrustDialog* dialog) {
  return dialog->findChild<FactsForm*>()->asText();
}

QString headline(const TrustDialog* dialog) {
  return dialog->findChild<WrappedLabel*>(QStringLiteral("trustHeadline"))->text();
}

QString line(const TrustDialog* dialog) {
  return dialog->findChild<WrappedLabel*>(QStringLiteral("trustLine"))->text();
}

QPushButton* button(const TrustDialog* dialog, const char* name) {
  return dialog->findChild<QPushButton*>(QLatin1String(name));
}

QString statusOf(const MainWindow& window) {
  QString text;
  for (const auto* label : window.statusBar()->findChildren<QLabel*>()) text += label->text() + u'\n';
  return text;
}

}  // namespace

/// Trust in Sigstore, as the window shows and renews it.
class tst_trust : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!shared_dir()) QSKIP(no_shared);
  }

  void tells_what_is_in_use() {
    const Trusting trusting({});
    auto* dialog = trusting.open();
    QTRY_VERIFY(facts(dialog).contains(QStringLiteral("Where from: ")));
    const auto text = facts(dialog);
    for (const char* part : {"shipped with the program", "11 days old", "SHA-256", "Logs of signatures",
                             "Logs of certificates", "Certificate authorities", "Timestamp authorities"}) {
      QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
    }
    QVERIFY(button(dialog, "trustUpdate")->isVisible());
    QVERIFY(!button(dialog, "trustUsual")->isVisible());
    QVERIFY(!button(dialog, "trustAccept")->isVisible());
  }

  void an_update_is_verified_and_then_in_use_by_both_programs() {
    const Trusting trusting({});
    auto* dialog = trusting.open(QStringLiteral("Update the trust root"));
    QTRY_COMPARE(headline(dialog), QStringLiteral("Updated and verified"));
    const auto text = facts(dialog);
    QVERIFY2(text.contains(QStringLiteral("updated over the network")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("Version: 2")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("Update by: 2026-12-21")), qPrintable(text));
    QVERIFY(statusOf(*trusting.window).contains(QStringLiteral("updated over the network")));
    QVERIFY(trusting.desk->inUse()->from == update::TrustInUse::From::updated);
  }

  void an_update_that_fails_changes_nothing_and_says_why_data() {
    QTest::addColumn<MakeHttp>("http");
    QTest::addColumn<QString>("says");
    QTest::newRow("offline") << MakeHttp([] { return std::make_shared<net::Offline>(); })
                             << QStringLiteral("offline");
    QTest::newRow("a server that has nothing")
        << MakeHttp([] { return std::make_shared<FolderHttp>("/nowhere"); }) << QStringLiteral("404");
    QTest::newRow("a server that says something else") << MakeHttp([] {
      auto http = std::make_shared<FolderHttp>(*shared_dir() / "stack" / "sample" / "tuf");
      http->answers[QStringLiteral("timestamp.json")] = {200, {}, to_bytes(std::string_view("<html>"))};
      return http;
    }) << QStringLiteral("timestamp");
  }
  void an_update_that_fails_changes_nothing_and_says_why() {
    QFETCH(const MakeHttp, http);
    QFETCH(const QString, says);
    const Trusting trusting(http);
    auto* dialog = trusting.open(QStringLiteral("Update the trust root"));
    QTRY_COMPARE(headline(dialog), QStringLiteral("Nothing was changed"));
    QVERIFY2(line(dialog).contains(says, Qt::CaseInsensitive), qPrintable(line(dialog)));
    QVERIFY(statusOf(*trusting.window).contains(QStringLiteral("shipped")));
    QVERIFY(trusting.desk->inUse()->from == update::TrustInUse::From::shipped);
    QVERIFY(button(dialog, "trustUpdate")->isVisible());
  }

  void an_update_can_be_cancelled_at_once() {
    const Trusting trusting([] { return std::make_shared<Silent>(); });
    auto* dialog = trusting.open(QStringLiteral("Update the trust root"));
    QTRY_VERIFY(button(dialog, "trustCancel")->isVisible());
    QVERIFY(!button(dialog, "trustUpdate")->isVisible());
    button(dialog, "trustCancel")->click();
    QTRY_VERIFY(button(dialog, "trustUpdate")->isVisible());
    QTRY_VERIFY(facts(dialog).contains(QStringLiteral("shipped with the program")));
    QVERIFY(trusting.desk->inUse()->from == update::TrustInUse::From::shipped);
  }

  void closing_abandons_an_update() {
    const Trusting trusting([] { return std::make_shared<Silent>(); });
    auto* dialog = trusting.open(QStringLiteral("Update the trust root"));
    button(dialog, "trustClose")->click();
    QTRY_VERIFY(!trusting.window->findChild<TrustDialog*>());
  }

  void an_imported_root_counts_after_it_was_shown() {
    const Trusting trusting({});
    auto* dialog = trusting.openWith(trusting.theirRoot());
    QTRY_COMPARE(headline(dialog), QStringLiteral("Use these keys from now on?"));
    QVERIFY(facts(dialog).contains(QStringLiteral("https://rekor.test")));
    QVERIFY(trusting.desk->isUsual());

    button(dialog, "trustAccept")->click();
    QTRY_COMPARE(headline(dialog), QStringLiteral("Imported, and in use from now on"));
    QVERIFY(trusting.desk->inUse()->from == update::TrustInUse::From::imported);
    QVERIFY(statusOf(*trusting.window).contains(QStringLiteral("their-root.json")));

    button(dialog, "trustUsual")->click();
    QTRY_COMPARE(headline(dialog), QStringLiteral("Sigstore's public instance is in use"));
    QVERIFY(trusting.desk->inUse()->from == update::TrustInUse::From::shipped);
    QVERIFY(!button(dialog, "trustUsual")->isVisible());
  }

  void a_root_that_is_not_taken_changes_nothing() {
    const Trusting trusting({});
    auto* dialog = trusting.openWith(trusting.theirRoot());
    QTRY_VERIFY(button(dialog, "trustCancel")->isVisible());
    button(dialog, "trustCancel")->click();
    QTRY_VERIFY(facts(dialog).contains(QStringLiteral("shipped with the program")));
    QVERIFY(trusting.desk->isUsual());
  }

  void a_file_that_is_none_is_said_to_be_none() {
    const Trusting trusting({});
    const auto file = trusting.fixture.folder / "root.json";
    write(file, "{\"mediaType\": \"<b>Verified</b>\"}");
    auto* dialog = trusting.openWith(file);
    QTRY_COMPARE(headline(dialog), QStringLiteral("This is no trusted root"));
    QVERIFY(trusting.desk->isUsual());
  }

  void a_root_given_on_the_command_line_is_shown_and_stays() {
    const Fixture fixture;
    auto services = fixture.services();
    services.trustedRoot = std::make_shared<const trust::TrustedRoot>(
        *trust::TrustedRoot::parse(as_bytes(VirtualSigstore().trusted_root().dump())));
    services.trustFacts.source = "their-root.json";
    MainWindow window(services);
    window.show();
    entryOf(window, QStringLiteral("Trust root…"))->trigger();
    auto* dialog = window.findChild<TrustDialog*>();
    QVERIFY(dialog);
    QVERIFY(facts(dialog).contains(QStringLiteral("Given: their-root.json")));
    QVERIFY(!button(dialog, "trustUpdate")->isVisible());
  }
};

QTEST_MAIN(tst_trust)
#include "tst_trust.moc"
