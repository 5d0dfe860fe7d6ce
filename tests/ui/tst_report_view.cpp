#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QTabWidget>
#include <QTest>
#include <QTreeView>
#include <thread>

#include "audit/scene.h"
#include "ui/models/models_list_model.h"
#include "ui/models/text.h"
#include "ui/views/progress_card.h"
#include "ui/views/report_view.h"
#include "ui/views/wrapped_label.h"
#include "ui/window_driver.h"

using namespace weighmaster;
using namespace weighmaster::ui;
using namespace weighmaster::tests;
using audit::Form;
using verdict::Verdict;

namespace {

/// Years later, on a computer that knows the true Sigstore.
Services laterServices(const Fixture& fixture) {
  auto services = fixture.services();
  services.now = [] { return at("2034-01-01T00:00:00Z"); };
  services.trustedRoot = root_of(sigstore());
  services.trustFacts.source = "shipped with the program";
  return services;
}

const trust::Expectation aliceExpected = trust::ExpectedIdentities{{{alice, alices_issuer}}};

ReportView* viewOf(const MainWindow& window) {
  return window.findChild<ReportView*>();
}

VerdictCard* reportCard(const MainWindow& window) {
  return viewOf(window)->findChild<VerdictCard*>();
}

QString headlineOf(const MainWindow& window) {
  return reportCard(window)->content().headline;
}

QString textOf(const MainWindow& window, const char* name) {
  const auto* label = viewOf(window)->findChild<WrappedLabel*>(QLatin1String(name));
  return label->isVisible() ? label->text() : QString();
}

QPushButton* buttonOf(const MainWindow& window, const QString& text) {
  for (auto* button : reportCard(window)->findChildren<QPushButton*>()) {
    if (button->text() == text) return button;
  }
  return nullptr;
}

bool waitForReport(const MainWindow& window) {
  return QTest::qWaitFor(
      [&] { return window.reportSession() && window.reportSession()->state() == ReportSession::State::done; },
      20'000);
}

std::string verdictNameOf(const ReportSession& session) {
  return std::string(verdict::name(session.verdict()));
}

QTreeView* treeOf(const MainWindow& window, const char* name) {
  return viewOf(window)->findChild<QTreeView*>(QLatin1String(name));
}

/// A window in which a report was opened, and checked to the end.
class OpenedReport : public MainWindow {
 public:
  OpenedReport(const Fixture& fixture, const std::filesystem::path& file,
               const trust::Expectation& expectation = aliceExpected)
      : MainWindow(laterServices(fixture)) {
    show();
    openReport(file, expectation);
    if (!waitForReport(*this)) qFatal("the report was not checked");
  }
};

/// Whether the models that were asked about were compared: the check with them is done.
bool isCompared(const MainWindow& window) {
  const auto outcome = window.reportSession()->outcome();
  if (!outcome || !*outcome) return false;
  const auto& models = (*outcome)->checked.models;
  return std::any_of(models.begin(), models.end(), [](const auto& model) { return model.has_model; });
}

void compareWith(const MainWindow& window, const std::filesystem::path& model) {
  QTest::mouseClick(buttonOf(window, ReportView::tr("Compare with the model…")), Qt::LeftButton);
  QVERIFY(chooseInFileDialog(model));
  QTRY_VERIFY(isCompared(window));
}

}  // namespace

/// An audit report that is opened in the window.
class TestReportView : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

  void an_intact_report_is_dropped_and_compared_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("form");
    QTest::newRow("pdf") << "audit.pdf" << int(Form::pdf);
    QTest::newRow("html") << "audit.html" << int(Form::html);
    QTest::newRow("json") << "audit.json" << int(Form::json);
  }
  void an_intact_report_is_dropped_and_compared() {
    QFETCH(QString, name);
    QFETCH(int, form);
    const Fixture fixture;
    const Scene scene;
    const auto file = fixture.folder / name.toStdString();
    write(file, as_text(scene.file(static_cast<Form>(form))));
    MainWindow window(laterServices(fixture));
    window.show();
    drop(window, {urlOf(file)});
    QVERIFY(waitForReport(window));
    QVERIFY(!window.session());
    // Whom the report expected counts for nothing.
    QCOMPARE(verdictNameOf(*window.reportSession()), std::string("unknown_signer"));
    QCOMPARE(headlineOf(window), QStringLiteral("Signed by somebody you have not chosen to trust"));
    QVERIFY(
        textOf(window, "reportAboutModel").contains(QStringLiteral("That counts only if you say so too.")));
    QVERIFY(reportCard(window)->content().tone != words::Tone::good);

    window.reportSession()->expect(aliceExpected);
    QTest::mouseClick(buttonOf(window, ReportView::tr("Check again")), Qt::LeftButton);
    QVERIFY(waitForReport(window));
    QCOMPARE(verdictNameOf(*window.reportSession()), std::string("partial"));
    QCOMPARE(headlineOf(window), QStringLiteral("The signature is true; no file was compared"));
    QCOMPARE(textOf(window, "reportHeadline"),
             QStringLiteral("The evidence in the report holds; no model was compared"));
    QVERIFY(reportCard(window)->content().tone != words::Tone::good);
    QVERIFY(textOf(window, "reportAboutModel").contains(QStringLiteral("The report says: trusted, checked")));
    QVERIFY(textOf(window, "reportAboutModel")
                .contains(QStringLiteral("Its trust root is one that this computer knows.")));

    compareWith(window, scene.path("model"));
    QCOMPARE(verdictNameOf(*window.reportSession()), std::string("trusted"));
    QVERIFY(waitForReport(window));
    QCOMPARE(textOf(window, "reportHeadline"),
             QStringLiteral("The evidence in the report holds, and the model is as it was signed"));
    QVERIFY(reportCard(window)->content().tone == words::Tone::good);
    QCOMPARE(treeOf(window, "reportChanges")->model()->rowCount(), 0);
  }

  void a_model_that_has_changed_is_told_by_file() {
    const Fixture fixture;
    const Scene scene;
    const auto file = fixture.folder / "audit.pdf";
    write(file, as_text(scene.file(Form::pdf)));
    write(scene.path("model/config.json"), "{ }");
    write(scene.path("model/more.py"), "1");
    OpenedReport window(fixture, file);
    compareWith(window, scene.path("model"));
    QCOMPARE(verdictNameOf(*window.reportSession()), std::string("changed"));
    QCOMPARE(headlineOf(window), QStringLiteral("Changed since it was signed"));
    QVERIFY(reportCard(window)->content().tone == words::Tone::bad);
    QVERIFY(textOf(window, "reportAboutModel")
                .contains(QStringLiteral("2 files are not as the report says: “config.json”, “more.py”.")));
    const auto* changes = treeOf(window, "reportChanges")->model();
    QCOMPARE(changes->rowCount(), 2);
    QCOMPARE(changes->index(0, 0).data().toString(), QStringLiteral("config.json"));
    QVERIFY(changes->index(0, 2).data().toString().contains(QStringLiteral("changed")));
    QCOMPARE(changes->index(1, 1).data().toString(), QStringLiteral("not there"));
  }

  void a_changed_attachment_is_never_green() {
    const Fixture fixture;
    const Scene scene;
    auto report = scene.made();
    auto other = *report.pieces.front().content;
    other.push_back('\n');
    report.pieces.front().content = std::make_shared<const Bytes>(other);
    const auto file = fixture.folder / "audit.pdf";
    write(file, as_text(in_form(report, Form::pdf)));
    OpenedReport window(fixture, file);
    QCOMPARE(verdictNameOf(*window.reportSession()), std::string("undetermined"));
    QCOMPARE(headlineOf(window), QStringLiteral("The report does not agree with its own evidence"));
    QVERIFY(reportCard(window)->content().tone != words::Tone::good);
    QVERIFY(reportCard(window)->content().basis.contains(QStringLiteral("signature.sigstore.json")));
    // It stands alone on its page, and yet takes no more of it than its words need.
    const auto* card = reportCard(window);
    QTRY_COMPARE(card->height(), card->heightForWidth(card->width()));
  }

  /// What the person typed can be corrected, and is nowhere taken from the report.
  void another_signer_is_compared_and_a_slip_corrected() {
    const Fixture fixture;
    const Scene scene;
    const auto file = fixture.folder / "audit.pdf";
    write(file, as_text(scene.file(Form::pdf)));
    const std::string typed = "alicf@example.com";
    OpenedReport window(fixture, file, trust::ExpectedIdentities{{{typed, alices_issuer}}});
    QCOMPARE(verdictNameOf(*window.reportSession()), std::string("wrong_signer"));
    const auto& comparison = reportCard(window)->content().comparison;
    QVERIFY(comparison.has_value());
    QCOMPARE(comparison->found, own(alice));
    QVERIFY(!comparison->foundMarks.empty());

    auto* correct = buttonOf(window, say(words::label(words::Action::correct_expectation)));
    QVERIFY(correct);
    QTest::mouseClick(correct, Qt::LeftButton);
    auto* dialog = waitForExpectDialog(window);
    QVERIFY(dialog);
    auto* name = dialog->findChild<QTabWidget*>()->currentWidget()->findChild<QLineEdit*>();
    QCOMPARE(name->text(), own(typed));
    name->setText(own(alice));
    QTest::mouseClick(okOf(*dialog), Qt::LeftButton);
    QTRY_VERIFY(window.reportSession()->state() == ReportSession::State::done &&
                verdictNameOf(*window.reportSession()) == "partial");
  }

  /// Its root, its bundle and its text are all of one making; and nothing here takes the root that it brings.
  void a_report_all_made_by_an_attacker_is_never_green() {
    const Fixture fixture;
    const Scene attack(signature::Method::sigstore, attackers_sigstore());
    QCOMPARE(verdict::verdict(attack.report), Verdict::trusted);
    for (const auto form : {Form::pdf, Form::html, Form::json}) {
      const auto file = fixture.folder / (std::string("audit.") + std::string(audit::name(form)));
      write(file, as_text(attack.file(form)));
      OpenedReport window(fixture, file);
      QVERIFY(window.reportSession()->verdict() >= Verdict::undetermined);
      QVERIFY(reportCard(window)->content().tone != words::Tone::good);
      QCOMPARE(headlineOf(window),
               QStringLiteral("The report rests on a trust root that this computer does not know"));
      compareWith(window, attack.path("model"));
      QVERIFY(window.reportSession()->verdict() >= Verdict::undetermined);
      QVERIFY(reportCard(window)->content().tone != words::Tone::good);
      QVERIFY((*window.reportSession()->outcome())->checked.models.front().root == audit::RootUsed::another);
    }
  }

  void a_signature_of_the_report_that_does_not_hold_is_never_green() {
    const Fixture fixture;
    const Scene scene;
    const auto file = fixture.folder / "audit.pdf";
    write(file, as_text(scene.file(Form::pdf)));
    write(fixture.folder / "audit.pdf.sigstore.json", sigstore().file_bundle("another report").dump());
    OpenedReport window(fixture, file);
    QCOMPARE(verdictNameOf(*window.reportSession()), std::string("changed"));
    QCOMPARE(headlineOf(window), QStringLiteral("The report's own signature does not hold"));
    QVERIFY(reportCard(window)->content().tone == words::Tone::bad);
  }

  void each_model_of_a_report_of_many_is_listed_and_can_be_compared() {
    const Fixture fixture;
    const Scene first;
    Scene second;
    write(second.path("model/config.json"), "other");
    second.verify();
    const auto file = fixture.folder / "models.html";
    write(file, as_text(audit::html_form(audit::make_report(
                    {{first.report, first.request}, {second.report, second.request}}, program))));
    OpenedReport window(fixture, file);
    auto* table = treeOf(window, "reportModels");
    QVERIFY(table->isVisible());
    QCOMPARE(table->model()->rowCount(), 2);
    const auto cell = [&](int row, int column) {
      return table->model()->index(row, column).data().toString();
    };
    QVERIFY(cell(0, ReportModels::verdictColumn).endsWith(QStringLiteral("not complete")));
    QCOMPARE(cell(1, ReportModels::modelColumn), shownPath(second.path("model")));
    QCOMPARE(cell(1, ReportModels::statedColumn), QStringLiteral("changed"));
    QCOMPARE(cell(1, ReportModels::changesColumn), QStringLiteral("not compared"));

    table->setFocus();
    QTest::keyClick(table, Qt::Key_Down);
    QVERIFY(textOf(window, "reportAboutModel").contains(QStringLiteral("The report says: changed, checked")));
    compareWith(window, second.path("model"));
    QCOMPARE(verdictNameOf(*window.reportSession()), std::string("changed"));
    QVERIFY(cell(1, ReportModels::verdictColumn).endsWith(QStringLiteral("changed")));
    QCOMPARE(cell(1, ReportModels::changesColumn), QStringLiteral("none"));
    QVERIFY(cell(0, ReportModels::verdictColumn).endsWith(QStringLiteral("not complete")));
    // The row that was looked at is still the one.
    QCOMPARE(table->currentIndex().row(), 1);
  }

  void without_the_key_no_file_is_said_to_be_changed() {
    const Fixture fixture;
    const Scene scene(signature::Method::key);
    const auto file = fixture.folder / "audit.html";
    write(file, as_text(scene.file(Form::html)));
    const OpenedReport window(fixture, file, trust::NoExpectation{});
    compareWith(window, scene.path("model"));
    QCOMPARE(viewOf(window)->findChild<QTabWidget*>()->tabText(1),
             QStringLiteral("Changed files (not compared)"));
    QVERIFY(!textOf(window, "reportAboutModel").contains(QStringLiteral("not as the report says")));
    QCOMPARE(treeOf(window, "reportChanges")->model()->rowCount(), 0);
  }

  /// That a root is not known is no contradiction.
  void the_table_says_what_is_wrong_with_a_model() {
    const Fixture fixture;
    const Scene honest;
    const Scene foreign(signature::Method::sigstore, attackers_sigstore());
    const auto file = fixture.folder / "models.json";
    const auto report =
        lying(audit::make_report({{honest.report, honest.request},
                                  {foreign.report, foreign.request},
                                  {honest.report, honest.request}},
                                 program),
              [](base::Json& model) { model["report"]["signed_at"] = "2020-01-01T00:00:00Z"; });
    write(file, as_text(in_form(report, Form::json)));
    OpenedReport window(fixture, file);
    const auto* rows = treeOf(window, "reportModels")->model();
    const auto changes = [&](int row) {
      return rows->index(row, ReportModels::changesColumn).data().toString();
    };
    QCOMPARE(changes(0), QStringLiteral("differs from its evidence"));
    QCOMPARE(changes(1), QStringLiteral("trust root not known"));
    QCOMPARE(changes(2), QStringLiteral("not compared"));
  }

  /// Not where on a page something stands: the same words are said in a card, in a line and in a terminal.
  void a_report_that_agrees_and_is_not_trusted_says_so() {
    const Fixture fixture;
    const Scene scene(signature::Method::key);
    const auto file = fixture.folder / "audit.html";
    write(file, as_text(scene.file(Form::html)));
    OpenedReport window(fixture, file, trust::NoExpectation{});
    QCOMPARE(textOf(window, "reportHeadline"),
             QStringLiteral("The report agrees with its own evidence; that alone makes no model trusted"));
  }

  void a_report_is_remembered_and_opened_by_one_click() {
    const Fixture fixture;
    const Scene scene;
    const auto file = fixture.folder / "R&D.pdf";
    write(file, as_text(scene.file(Form::pdf)));
    { const OpenedReport window(fixture, file); }
    MainWindow window(laterServices(fixture));
    window.show();
    auto* list = window.findChild<QListView*>();
    QVERIFY(list->model()
                ->index(0, 0)
                .data(ModelsListModel::noteRole)
                .toString()
                .startsWith(QStringLiteral("report: ")));
    auto* recent = entryOf(window, QStringLiteral("Recent"))->menu();
    emit recent->aboutToShow();
    auto* entry = recent->actions().front();
    QCOMPARE(entry->text(), fromPath(fixture.folder.path() / "R&&D.pdf (report)"));
    entry->trigger();
    QVERIFY(waitForReport(window));
    // A memory of trust is no trust.
    QCOMPARE(verdictNameOf(*window.reportSession()), std::string("unknown_signer"));

    std::filesystem::remove(file);
    emit recent->aboutToShow();
    QTRY_VERIFY(recent->actions().front()->text().endsWith(QStringLiteral("(report): not there any more")));
    recent->actions().front()->trigger();
    QVERIFY(waitForReport(window));
    QCOMPARE(headlineOf(window), ReportView::tr("This report can't be checked"));
  }

  void what_is_damaged_says_so() {
    const Fixture fixture;
    const Scene scene;
    const auto whole = std::string(as_text(scene.file(Form::json)));
    const auto file = fixture.folder / "audit.json";
    write(file, whole.substr(0, whole.size() - 10));
    MainWindow window(laterServices(fixture));
    window.show();
    window.openFile({file, {}});
    QVERIFY(waitForReport(window));
    QCOMPARE(headlineOf(window), ReportView::tr("This report can't be checked"));
    QVERIFY(reportCard(window)->content().tone != words::Tone::good);
  }

  void a_file_that_is_no_report_is_opened_as_a_model() {
    const Fixture fixture;
    const auto file = fixture.folder / "paper.pdf";
    write(file, as_text(blank_pdf()));
    MainWindow window(laterServices(fixture));
    window.show();
    drop(window, {urlOf(file)});
    QVERIFY(waitForVerdict(window));
    QVERIFY(!window.reportSession());
    QCOMPARE(verdictNameOf(window), std::string("unsigned"));
  }

  void the_signer_is_said_in_a_dialog() {
    const Fixture fixture;
    const Scene scene(signature::Method::key);
    const auto file = fixture.folder / "audit.html";
    write(file, as_text(scene.file(Form::html)));
    MainWindow window(laterServices(fixture));
    window.show();
    window.openFile({file, {}});
    QVERIFY(waitForReport(window));
    QCOMPARE(headlineOf(window), QStringLiteral("The publisher's key is needed"));
    auto* who = buttonOf(window, say(words::label(words::Action::say_who_signed)));
    QVERIFY(who);
    who->setFocus();
    QTest::keyClick(who, Qt::Key_Space);
    QVERIFY(waitForExpectDialog(window));
  }

  void a_check_that_waits_can_be_cancelled_and_done_again() {
    const Fixture fixture;
    const Scene scene;
    const auto file = fixture.folder / "audit.pdf";
    write(file, as_text(scene.file(Form::pdf)));
    auto services = laterServices(fixture);
    services.verify = [](const auto&, const base::Task& task, const auto&) {
      while (!task.stopped()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
      return verdict::empty_report();
    };
    MainWindow window(services);
    window.show();
    window.open({scene.path("model"), {}});
    window.openReport(file, aliceExpected);
    QVERIFY(window.reportSession()->state() == ReportSession::State::waiting);
    auto* progress = viewOf(window)->findChild<ProgressCard*>();
    QVERIFY(progress->isVisible());
    QTest::mouseClick(progress->findChild<QPushButton*>(QStringLiteral("cancel")), Qt::LeftButton);
    QCOMPARE(headlineOf(window), ReportView::tr("The check was stopped"));
    QVERIFY(reportCard(window)->content().tone != words::Tone::good);
    // The model's check gives its turn back, and F5 checks the report.
    window.findChild<ReportView*>()->setFocus();
    for (auto* session : window.findChildren<ModelSession*>()) session->cancel();
    entryOf(window, QStringLiteral("Check again"))->trigger();
    QVERIFY(waitForReport(window));
    QCOMPARE(verdictNameOf(*window.reportSession()), std::string("partial"));
  }

  void the_list_on_the_left_leads_back_to_it() {
    const Fixture fixture;
    const Scene scene;
    const auto file = fixture.folder / "audit.pdf";
    write(file, as_text(scene.file(Form::pdf)));
    OpenedReport window(fixture, file);
    window.open({scene.path("model"), {}});
    QVERIFY(waitForVerdict(window));
    QVERIFY(!window.reportSession());
    auto* list = window.findChild<QListView*>();
    QVERIFY(list->model()
                ->index(0, 0)
                .data(ModelsListModel::noteRole)
                .toString()
                .startsWith(QStringLiteral("report: ")));
    list->setCurrentIndex(list->model()->index(0, 0));
    QVERIFY(window.reportSession());
    QCOMPARE(verdictNameOf(*window.reportSession()), std::string("partial"));
  }
};

QTEST_MAIN(TestReportView)
#include "tst_report_view.moc"
