#include <QAbstractItemView>
#include <QTabWidget>
#include <QTest>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "support/hidden_letter.h"
#include "support/hostile.h"
#include "support/virtual_sigstore.h"
#include "ui/models/text.h"
#include "ui/sample_reports.h"
#include "ui/sign_driver.h"
#include "ui/views/consent_view.h"
#include "ui/views/export_dialog.h"
#include "ui/views/facts_form.h"
#include "ui/views/login_page.h"
#include "ui/views/message.h"
#include "ui/views/publishers_dialog.h"
#include "ui/views/sign_dialog.h"
#include "ui/views/trust_facts.h"
#include "ui/views/wrapped_label.h"
#include "ui/widget_walk.h"
#include "ui/window_driver.h"

using namespace weighmaster;
using namespace weighmaster::ui;
using namespace weighmaster::tests;

namespace {

/// What such a text looks like where it is shown whole.
QString seen(const std::string& text) {
  return own(base::visible(text));
}

QString allOf(const QStringList& faults) {
  return faults.mid(0, 8).join(u'\n');
}

/// The faults of every page of a window about a report.
QStringList faultsOfPages(MainWindow& window, const QString& hostile) {
  QStringList faults;
  auto* tabs = window.findChild<QTabWidget*>();
  for (int page = 0; page < tabs->count(); ++page) {
    tabs->setCurrentIndex(page);
    QTest::qWait(1);
    faults << faultsOfTips(*tabs->currentWidget(), hostile);
  }
  return faults << faultsOf(window, hostile);
}

ReportPtr shared(verdict::Report report) {
  return std::make_shared<const verdict::Report>(std::move(report));
}

/// As the address book of a person decides.
verdict::Report ruledReport() {
  auto report = trusted_report();
  trust::AppliedRule rule;
  rule.signers.identities = std::get<trust::ExpectedIdentities>(report.expectation);
  rule.entries.push_back(
      {"0123456789abcdef", "org/*", report.checked_at, trust::Origin::window, rule.signers});
  report.expectation = trust::NoExpectation{};
  report.rule = rule;
  report.model_name = "org/model";
  report.only = {"config.json"};
  return report;
}

/// Whether a folder may be called so.
bool isFileName(const std::string& text) {
  return text.size() < 200 && text.find_first_of(std::string_view("/\0", 2)) == std::string::npos;
}

}  // namespace

/// Texts that lie about themselves, in every field that comes from outside, in every page and dialog.
class TestHostile : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

  void all_data() {
    QTest::addColumn<QByteArray>("text");
    for (const auto& [name, text] : hostile_texts()) QTest::newRow(name) << QByteArray::fromStdString(text);
  }

  /// One of each kind.
  void some_data() { each(1); }

  void a_report_data() { all_data(); }
  void a_report() {
    QFETCH(const QByteArray, text);
    const Fixture fixture;
    const auto window = fixture.showing(shared(filled_with(trusted_report(), text.toStdString())));
    QVERIFY(waitForVerdict(*window));
    QCOMPARE(headline(*window), say(words::card(trusted_report(), {}).headline));
    const auto width = window->width();
    const auto faults = faultsOfPages(*window, seen(text.toStdString()));
    QVERIFY2(faults.isEmpty(), qPrintable(allOf(faults)));
    QCOMPARE(window->width(), width);
  }

  void each_verdict_data() { each(samples().size()); }
  void each_verdict() {
    QFETCH(const QByteArray, text);
    QFETCH(const int, which);
    const auto sample = samples().at(std::size_t(which));
    const Fixture fixture;
    const auto window = fixture.showing(shared(filled_with(*sample.report, text.toStdString())));
    QVERIFY(waitForVerdict(*window));
    const auto faults = faultsOfPages(*window, seen(text.toStdString()));
    QVERIFY2(faults.isEmpty(), qPrintable(allOf(faults)));
  }

  void a_publisher_who_is_known_data() { some_data(); }
  void a_publisher_who_is_known() {
    QFETCH(const QByteArray, text);
    const Fixture fixture;
    const auto window = fixture.showing(shared(filled_with(ruledReport(), text.toStdString())));
    QVERIFY(waitForVerdict(*window));
    const auto faults = faultsOfPages(*window, seen(text.toStdString()));
    QVERIFY2(faults.isEmpty(), qPrintable(allOf(faults)));
  }

  void a_finding_of_every_code_data() { each(1); }
  void a_finding_of_every_code() {
    QFETCH(const QByteArray, text);
    auto report = filled_with(trusted_report(), text.toStdString());
    report.step(verdict::StepId::signer).findings = findings_of_every_code(text.toStdString());
    report.files.front().findings = findings_of_every_code(text.toStdString());
    const Fixture fixture;
    const auto window = fixture.showing(shared(std::move(report)));
    QVERIFY(waitForVerdict(*window));
    const auto faults = faultsOfPages(*window, seen(text.toStdString()));
    QVERIFY2(faults.isEmpty(), qPrintable(allOf(faults)));
    for (const auto code : base::all_codes()) {
      showMessage(window.get(),
                  say(words::what_is_so(base::Error{code, text.toStdString(), text.toStdString()})),
                  say(words::what_to_do(code)));
    }
    const auto boxes = faultsOf(*window, seen(text.toStdString()));
    QVERIFY2(boxes.isEmpty(), qPrintable(allOf(boxes)));
  }

  void dialogs_about_a_model_data() { some_data(); }
  void dialogs_about_a_model() {
    QFETCH(const QByteArray, text);
    const Fixture fixture;
    const auto window = fixture.showing(shared(filled_with(trusted_report(), text.toStdString())));
    QVERIFY(waitForVerdict(*window));
    for (const auto kind : {ExpectDialog::Kind::identity, ExpectDialog::Kind::key}) {
      ExpectDialog dialog(kind, window->session()->opened().path, window.get());
      dialog.offerToRemember(text.toStdString());
      dialog.show();
      expectNoFaults(dialog, text);
    }
    ExportDialog exporting(std::make_shared<const Services>(fixture.services()),
                           exportOrder(*window->session()), window->session()->opened().path, window.get());
    exporting.show();
    exporting.exportTo(fixture.folder / "no" / "such" / "folder.pdf");
    expectNoFaults(exporting, text);
  }

  void the_address_book_data() { all_data(); }
  void the_address_book() {
    QFETCH(const QByteArray, text);
    const auto hostile = text.toStdString();
    const Fixture fixture;
    auto services = fixture.services();
    services.publishers = std::make_shared<const PublishersDesk>(fixture.folder / "publishers.json");
    // Whatever of it a book takes.
    int taken = 0;
    for (const auto& entry :
         {trust::Publisher{{},
                           hostile,
                           {{{{hostile, "https://x.example"}}}, {}, {}},
                           at("2026-01-31T12:00:00Z"),
                           {},
                           {},
                           {}},
          trust::Publisher{
              {}, "org/a", {{{{hostile, hostile}}}, {}, {}}, at("2026-01-31T12:00:00Z"), {}, {}, {}},
          trust::Publisher{{},
                           "org/b",
                           {{{{"a@x.example", "https://x.example"}}}, {}, {}},
                           at("2026-01-31T12:00:00Z"),
                           {},
                           hostile,
                           {}},
          trust::Publisher{{},
                           "org/c",
                           {{{{"a@x.example", "https://x.example"}}}, {}, {}},
                           at("2026-01-31T12:00:00Z"),
                           {},
                           {},
                           hostile}}) {
      if (services.publishers->change([&](const auto& book) { return book.with_all({entry}); })) ++taken;
    }
    PublishersDialog dialog(std::make_shared<const Services>(services));
    dialog.show();
    auto* table = dialog.findChild<QAbstractItemView*>();
    QVERIFY(QTest::qWaitFor([&] { return table->model()->rowCount() == taken; }));
    expectNoFaults(dialog, text);
  }

  void many_models_data() { some_data(); }
  void many_models() {
    QFETCH(const QByteArray, text);
    const auto hostile = text.toStdString();
    const Fixture fixture;
    const ModelFiles files{{"config.json", "{}"}, {"weights.safetensors", "1234"}};
    for (const auto* name : {"a", "b"}) write_model(fixture.folder / "models" / name, files);
    if (isFileName(hostile)) write_model(fixture.folder / "models" / hostile / hostile, files);
    auto services = fixture.services();
    services.verify = [hostile](const auto& request, const auto&, const auto&) {
      auto report = filled_with(trusted_report(), hostile);
      report.model = request.model;
      return report;
    };
    MainWindow window(services);
    window.show();
    window.openMany({fixture.folder / "models"}, true);
    auto* table = window.findChild<QAbstractItemView*>(QStringLiteral("scanTable"));
    QVERIFY(QTest::qWaitFor([&] { return table->isVisible() && table->model()->rowCount() >= 2; }, 20'000));
    auto* said = window.findChild<WrappedLabel*>(QStringLiteral("scanHeadline"));
    QVERIFY(QTest::qWaitFor([&] { return said->text().contains(QStringLiteral("checked")); }, 20'000));
    expectNoFaults(window, text);
  }

  void signing_data() { some_data(); }
  void signing() {
    QFETCH(const QByteArray, text);
    const auto hostile = text.toStdString();
    const Fixture fixture;
    ModelFiles files{{"config.json", "{}"}};
    if (isFileName(hostile)) files[hostile] = "1";
    const auto model = fixture.folder / (isFileName(hostile) ? hostile : "model");
    write_model(model, files);
    MainWindow window(fixture.services());
    const Signing signing(window, model);
    QVERIFY(QTest::qWaitFor([&] { return signing.canGoOn(); }, 20'000));
    expectNoFaults(*signing.dialog, text);
    signing.next();
    expectNoFaults(*signing.dialog, text);
  }

  void logging_in_data() { all_data(); }
  void logging_in() {
    QFETCH(const QByteArray, text);
    const auto hostile = text.toStdString();
    LoginPage page;
    page.show();
    for (const auto kind : {trust::ServiceEvent::Kind::asked, trust::ServiceEvent::Kind::asked_again,
                            trust::ServiceEvent::Kind::answered, trust::ServiceEvent::Kind::refused})
      page.add({kind, trust::ServiceRole::log, hostile, 7, true});
    page.showLink(own(hostile), false);
    expectNoFaults(page, text);
    page.showDevice(
        {base::visible(hostile), base::visible(hostile), base::visible(hostile), std::chrono::seconds(60)});
    expectNoFaults(page, text);
    page.askForCode(own(hostile));
    page.askWhether({hostile, hostile});
    expectNoFaults(page, text);
    trust::Consent consent;
    for (int what = 0; what <= int(trust::Disclosure::What::list_of_files); ++what)
      consent.sent.push_back({trust::Disclosure::What(what), hostile});
    consent.public_for_ever = consent.sent;
    ConsentView view(consent);
    view.show();
    expectNoFaults(view, text);
  }

  void a_trusted_root_data() { all_data(); }
  void a_trusted_root() {
    QFETCH(const QByteArray, text);
    const auto hostile = text.toStdString();
    auto json = VirtualSigstore().trusted_root();
    if (base::is_utf8(hostile)) name_services(json, hostile);
    const auto root = trust::TrustedRoot::parse(as_bytes(json.dump()));
    update::TrustInUse trust;
    trust.root = std::make_shared<const trust::TrustedRoot>(
        root ? *root : trust::TrustedRoot::parse(as_bytes(VirtualSigstore().trusted_root().dump())).value());
    trust.from = update::TrustInUse::From::imported;
    trust.name = hostile;
    FactsForm form;
    form.show();
    showTrust(form, trust, at("2026-06-01T12:00:00Z"));
    expectNoFaults(form, text);
    WrappedLabel label;
    label.setText(sourceText(trust));
    expectNoFaults(label, text);
  }

 private:
  /// Some texts, one of a kind, for each of `count` reports.
  static void each(std::size_t count) {
    static const QSet<QByteArray> kinds{"image", "entities", "isolates", "lines", "places of Qt", "no UTF-8"};
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("which");
    for (const auto& [name, text] : hostile_texts()) {
      for (int which = 0; kinds.contains(name) && which < int(count); ++which)
        QTest::addRow("%s %d", name, which) << QByteArray::fromStdString(text) << which;
    }
  }

  static void expectNoFaults(QWidget& widget, const QByteArray& text) {
    QTest::qWait(1);
    const auto faults =
        faultsOf(widget, seen(text.toStdString())) + faultsOfTips(widget, seen(text.toStdString()));
    if (!faults.isEmpty()) QFAIL(qPrintable(allOf(faults)));
  }
};

QTEST_MAIN(TestHostile)
#include "tst_hostile.moc"
