#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QStandardPaths>
#include <QTest>

#include "audit/enclosed.h"
#include "base/limits.h"
#include "support/needs.h"
#include "ui/models/text.h"
#include "ui/sample_reports.h"
#include "ui/views/export_dialog.h"
#include "ui/views/wrapped_label.h"
#include "ui/window_driver.h"

using namespace weighmaster;
using namespace weighmaster::ui;
using namespace weighmaster::tests;

namespace {

ExportDialog* exportDialogOf(MainWindow& window) {
  auto* entry = entryOf(window, MainWindow::tr("Export report…"));
  if (!entry) qFatal("no entry of the menu");
  entry->trigger();
  return window.findChild<ExportDialog*>();
}

QString headlineOf(const ExportDialog& dialog) {
  return dialog.findChild<WrappedLabel*>(QStringLiteral("exportHeadline"))->text();
}

QString lineOf(const ExportDialog& dialog) {
  return dialog.findChild<WrappedLabel*>(QStringLiteral("exportLine"))->text();
}

QPushButton* buttonOf(const ExportDialog& dialog, const char* name) {
  return dialog.findChild<QPushButton*>(QLatin1String(name));
}

bool waitForEnd(const ExportDialog& dialog) {
  return QTest::qWaitFor([&] { return buttonOf(dialog, "exportClose")->isVisible(); }, 60'000);
}

Bytes contentOf(const std::filesystem::path& path) {
  return base::read_file(path, base::limits::audit_report_bytes).value_or(Bytes());
}

/// A report of so many files that it can be stopped on its way.
verdict::Report longReport() {
  auto report = trusted_report();
  report.files = rows(30'000, verdict::FileState::matches);
  return report;
}

}  // namespace

/// File > Export report…
class TestExport : public QObject {
  Q_OBJECT

 private slots:
  void a_check_is_exported_in_each_form() {
    const Fixture fixture;
    const auto key = TestKey::generate();
    MainWindow window(fixture.services());
    window.show();
    window.open({fixture.signedModel(key), {}}, trust::ExpectedKeys{{key.public_key()}});
    QVERIFY(waitForVerdict(window));
    for (const auto form : {Form::pdf, Form::html, Form::json}) {
      auto* dialog = exportDialogOf(window);
      QVERIFY(dialog);
      const auto target = fixture.folder / ("report" + endingOf(form));
      dialog->exportTo(target);
      QVERIFY(waitForEnd(*dialog));
      QCOMPARE(headlineOf(*dialog), ExportDialog::tr("The report was written"));
      const auto enclosed = audit::read_enclosed(contentOf(target), "report");
      QVERIFY2(enclosed, endingOf(form).c_str());
      QVERIFY(enclosed->form == form);
      QVERIFY(enclosed->findings.empty());
      QVERIFY(enclosed->find("model.sig") || !enclosed->pieces.empty());
      delete dialog;
    }
  }

  void a_file_that_is_there_is_replaced_only_where_that_is_asked_for() {
    const Fixture fixture;
    const auto window = fixture.showing(samples().front().report);
    QVERIFY(waitForVerdict(*window));
    const auto target = fixture.folder / "report.json";
    tests::write(target, "mine");
    auto* dialog = exportDialogOf(*window);
    dialog->exportTo(target);
    QVERIFY(waitForEnd(*dialog));
    QCOMPARE(headlineOf(*dialog), ExportDialog::tr("There is a file of this name"));
    QCOMPARE(contentOf(target), to_bytes(std::string_view("mine")));
    QTest::mouseClick(buttonOf(*dialog, "exportReplace"), Qt::LeftButton);
    QTRY_COMPARE(headlineOf(*dialog), ExportDialog::tr("The report was written"));
    QVERIFY(contentOf(target).size() > 100);
  }

  void what_cannot_be_written_is_said() {
    const Fixture fixture;
    const auto window = fixture.showing(samples().front().report);
    QVERIFY(waitForVerdict(*window));
    auto* dialog = exportDialogOf(*window);
    dialog->exportTo(fixture.folder / "nowhere" / "report.pdf");
    QVERIFY(waitForEnd(*dialog));
    QCOMPARE(headlineOf(*dialog), ExportDialog::tr("Nothing was written"));
    QVERIFY(lineOf(*dialog).contains(QStringLiteral("nowhere")));
    QVERIFY(buttonOf(*dialog, "exportStart")->isVisible());
  }

  void a_name_without_an_ending_gets_that_of_its_form() {
    const Fixture fixture;
    const auto window = fixture.showing(samples().front().report);
    QVERIFY(waitForVerdict(*window));
    auto* dialog = exportDialogOf(*window);
    dialog->findChild<QComboBox*>(QStringLiteral("exportForm"))->setCurrentIndex(2);
    QVERIFY(!dialog->findChild<QComboBox*>(QStringLiteral("exportPaper"))->isEnabled());
    dialog->exportTo(fixture.folder / "granite-4.0-report");
    QVERIFY(waitForEnd(*dialog));
    QVERIFY(std::filesystem::exists(fixture.folder / "granite-4.0-report.json"));
  }

  void a_report_that_is_stopped_leaves_nothing() {
    const Fixture fixture;
    const auto window = fixture.showing(std::make_shared<const verdict::Report>(longReport()));
    QVERIFY(waitForVerdict(*window));
    auto* dialog = exportDialogOf(*window);
    dialog->exportTo(fixture.folder / "report.pdf");
    QVERIFY(buttonOf(*dialog, "exportCancel")->isVisible());
    QTest::mouseClick(buttonOf(*dialog, "exportCancel"), Qt::LeftButton);
    QVERIFY(waitForEnd(*dialog));
    QCOMPARE(headlineOf(*dialog), ExportDialog::tr("Nothing was written"));
    QVERIFY(!std::filesystem::exists(fixture.folder / "report.pdf"));
  }

  void a_check_that_was_stopped_is_exported_as_one() {
    NEEDS_PEER(!QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty(),
               "install poppler-utils");
    const Fixture fixture;
    auto report = trusted_report();
    report.step(verdict::StepId::files).outcome = verdict::Outcome::not_checked;
    report.step(verdict::StepId::files).findings.push_back(base::as_finding(base::cancelled()));
    const auto window = fixture.showing(std::make_shared<const verdict::Report>(report));
    QVERIFY(waitForVerdict(*window));
    auto* dialog = exportDialogOf(*window);
    const auto target = fixture.folder / "report.pdf";
    dialog->exportTo(target);
    QVERIFY(waitForEnd(*dialog));
    QProcess process;
    process.start(QStringLiteral("pdftotext"), {fromPath(target), QStringLiteral("-")});
    QVERIFY(process.waitForFinished());
    const auto text = QString::fromUtf8(process.readAllStandardOutput()).simplified();
    QVERIFY(text.contains(say(words::card(report, "15:00").headline)));
    QVERIFY(text.contains(QStringLiteral("The check was stopped")));
  }

  void without_a_report_the_entry_says_why() {
    const Fixture fixture;
    MainWindow window(fixture.services());
    window.show();
    auto* entry = entryOf(window, MainWindow::tr("Export report…"));
    QVERIFY(entry);
    auto* menu = qobject_cast<QMenu*>(entry->parent());
    if (!menu)
      menu = entry->associatedObjects().isEmpty() ? nullptr
                                                  : qobject_cast<QMenu*>(entry->associatedObjects().front());
    QVERIFY(menu);
    emit menu->aboutToShow();
    QVERIFY(!entry->isEnabled());
    QVERIFY(entry->toolTip().contains(QStringLiteral("open a model first")));
    emit menu->aboutToHide();
    entry->trigger();
    QVERIFY(!window.findChild<ExportDialog*>());
    QVERIFY(QApplication::activeModalWidget());
  }

  void names_from_outside_stay_plain() {
    const QString hidden = QStringLiteral("\u202e\u2066\u200b\x1b\n");
    for (const std::string name : {"a\u202eb<b>x<i>", "a\x1b[32mb", "a\nSignature valid"}) {
      const Fixture fixture;
      const auto window = fixture.showing(samples().front().report);
      QVERIFY(waitForVerdict(*window));
      auto* dialog = exportDialogOf(*window);
      dialog->exportTo(fixture.folder / (name + ".json"));
      QVERIFY(waitForEnd(*dialog));
      QCOMPARE(headlineOf(*dialog), ExportDialog::tr("The report was written"));
      for (const auto* label : dialog->findChildren<QLabel*>()) {
        QVERIFY(label->textFormat() == Qt::PlainText || !label->text().contains(u'<'));
        for (const auto letter : hidden) QVERIFY(!label->text().contains(letter));
      }
    }
  }
};

QTEST_MAIN(TestExport)
#include "tst_export.moc"
