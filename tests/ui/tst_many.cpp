#include <QApplication>
#include <QFileDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTest>
#include <QTreeView>
#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

#include "audit/enclosed.h"
#include "base/file.h"
#include "support/hub_cache.h"
#include "support/ollama_store.h"
#include "support/test_bundle.h"
#include "ui/models/text.h"
#include "ui/sample_reports.h"
#include "ui/views/export_dialog.h"
#include "ui/views/scan_page.h"
#include "ui/views/wrapped_label.h"
#include "ui/window_driver.h"

using namespace weighmaster;
using namespace weighmaster::ui;
using namespace weighmaster::tests;

namespace {

const ModelFiles files{{"config.json", "{}"}, {"weights.bin", "1234"}};

QTreeView* tableOf(const MainWindow& window) {
  return window.findChild<QTreeView*>(QStringLiteral("scanTable"));
}

ScanPage* pageOf(const MainWindow& window) {
  return window.findChild<ScanPage*>();
}

/// "verdict | model | signer | size" of each row, as shown.
QStringList rowsOf(const MainWindow& window) {
  QStringList rows;
  const auto* model = tableOf(window)->model();
  for (int row = 0; row < model->rowCount(); ++row) {
    QStringList cells;
    for (int column = 0; column < ScanModel::timeColumn; ++column)
      cells += model->index(row, column).data().toString();
    rows += cells.join(QStringLiteral(" | "));
  }
  return rows;
}

QStringList modelsIn(const MainWindow& window) {
  QStringList names;
  const auto* model = tableOf(window)->model();
  for (int row = 0; row < model->rowCount(); ++row)
    names += model->index(row, ScanModel::modelColumn).data().toString();
  return names;
}

QString headlineOf(const MainWindow& window) {
  return window.findChild<WrappedLabel*>(QStringLiteral("scanHeadline"))->text();
}

bool waitForTable(const MainWindow& window, const QString& headline) {
  return QTest::qWaitFor([&] { return pageOf(window)->isVisible() && headlineOf(window) == headline; },
                         20'000);
}

QPushButton* chip(const MainWindow& window, const QString& text) {
  for (auto* button : pageOf(window)->findChildren<QPushButton*>()) {
    if (button->text() == text) return button;
  }
  return nullptr;
}

void clickHeader(const QTreeView& view, int column) {
  auto* header = view.header();
  QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                    {header->sectionViewportPosition(column) + 5, header->height() / 2});
}

/// File > Export report… to this file.
void exportTo(MainWindow& window, const std::filesystem::path& target) {
  entryOf(window, QStringLiteral("Export report…"))->trigger();
  auto* dialog = window.findChild<ExportDialog*>();
  QVERIFY(dialog);
  dialog->exportTo(target);
  const auto* close = dialog->findChild<QPushButton*>(QStringLiteral("exportClose"));
  QVERIFY(QTest::qWaitFor([&] { return close->isVisible(); }, 60'000));
  QCOMPARE(dialog->findChild<WrappedLabel*>(QStringLiteral("exportHeadline"))->text(),
           QStringLiteral("The report was written"));
  delete dialog;
}

base::Json reportIn(const std::filesystem::path& file) {
  return base::parse_json(read(file), "report").value_or(base::Json());
}

/// A folder with a signed, a changed and an unsigned model.
struct Models {
  Fixture fixture;
  TestKey key = TestKey::generate();
  std::filesystem::path folder = fixture.folder / "models";

  Models() {
    (void)fixture.signedModel(key, "models/org/a-signed");
    const auto changed = fixture.signedModel(key, "models/org/b-changed");
    write(changed / "config.json", "{ }");
    write_model(folder / "org/c-unsigned", files);
  }

  /// A window in which the folder was dropped, once all of it is checked; null where that does not come.
  [[nodiscard]] std::unique_ptr<MainWindow> dropped() const {
    auto window = std::make_unique<MainWindow>(fixture.services());
    window->show();
    drop(*window, {urlOf(folder)});
    if (!waitForTable(*window, QStringLiteral("3 of 3 models checked"))) return nullptr;
    return window;
  }
};

}  // namespace

/// Many models in one table.
class TestMany : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

  void a_dropped_folder_of_models_becomes_a_table() {
    const Models models;
    const auto dropped = models.dropped();
    QVERIFY(dropped);
    auto& window = *dropped;
    QVERIFY(!window.session());
    const auto rows = rowsOf(window);
    QCOMPARE(rows.size(), 3);
    QVERIFY2(rows.at(0).startsWith(QStringLiteral("– could not be checked | org/a-signed | ")),
             qPrintable(rows.at(0)));
    QVERIFY2(rows.at(2).startsWith(QStringLiteral("– no signature found | org/c-unsigned | Nobody | 6 B")),
             qPrintable(rows.at(2)));
    // The list on the left is for those that are looked at.
    QCOMPARE(window.findChild<QListView*>()->model()->rowCount(), 0);
  }

  void a_row_opens_its_model_and_the_way_leads_back() {
    const Models models;
    const auto dropped = models.dropped();
    QVERIFY(dropped);
    auto& window = *dropped;
    auto* table = tableOf(window);
    QCOMPARE(window.focusWidget(), table);
    table->setCurrentIndex(table->model()->index(2, 0));
    QTest::keyClick(table, Qt::Key_Return);
    QVERIFY(window.session());
    QCOMPARE(window.session()->opened().path, models.folder / "org/c-unsigned");
    QCOMPARE(verdictNameOf(window), std::string("unsigned"));
    QCOMPARE(window.findChild<QListView*>()->model()->rowCount(), 1);

    entryOf(window, QStringLiteral("All models"))->trigger();
    QVERIFY(!window.session());
    QVERIFY(pageOf(window)->isVisible());
    // The same row again: the list's current row must not stand in the way.
    QTest::keyClick(table, Qt::Key_Return);
    QVERIFY(window.session());
  }

  void what_is_said_of_a_model_comes_into_its_row() {
    const Models models;
    const auto dropped = models.dropped();
    QVERIFY(dropped);
    auto& window = *dropped;
    auto* table = tableOf(window);
    for (const int row : {0, 1}) {
      table->setCurrentIndex(table->model()->index(row, 0));
      QTest::keyClick(table, Qt::Key_Return);
      window.session()->expect(trust::ExpectedKeys{{models.key.public_key()}});
      window.session()->check();
      QVERIFY(waitForVerdict(window));
    }
    const auto rows = rowsOf(window);
    QVERIFY(rows.at(0).startsWith(QStringLiteral("✓ trusted | org/a-signed | The key you gave")));
    QVERIFY(rows.at(1).startsWith(QStringLiteral("✕ changed | org/b-changed | ")));
  }

  void rows_are_sorted_and_filtered() {
    const Models models;
    MainWindow window(models.fixture.services());
    window.show();
    window.openMany({models.folder}, true);
    QVERIFY(waitForTable(window, QStringLiteral("3 of 3 models checked")));
    auto* table = tableOf(window);
    clickHeader(*table, ScanModel::modelColumn);
    if (modelsIn(window).front() == QStringLiteral("org/a-signed"))
      clickHeader(*table, ScanModel::modelColumn);
    QCOMPARE(modelsIn(window), QStringList({"org/c-unsigned", "org/b-changed", "org/a-signed"}));

    QVERIFY(chip(window, QStringLiteral("All 3")));
    auto* unsignedOnes = chip(window, QStringLiteral("no signature found 1"));
    QVERIFY(unsignedOnes);
    QTest::mouseClick(unsignedOnes, Qt::LeftButton);
    QCOMPARE(modelsIn(window), QStringList("org/c-unsigned"));
    QTest::mouseClick(chip(window, QStringLiteral("All 3")), Qt::LeftButton);
    auto* text = pageOf(window)->findChild<QLineEdit*>();
    QTest::keyClicks(text, QStringLiteral("CHANGED"));
    QCOMPARE(modelsIn(window), QStringList("org/b-changed"));
    text->clear();
    QTest::keyClicks(text, QStringLiteral("nobody"));
    QCOMPARE(modelsIn(window), QStringList("org/c-unsigned"));
  }

  void a_second_drop_adds() {
    const Models models;
    const HubCache cache(models.fixture.folder / "hub");
    for (const auto& [name, content] : files) cache.add(name, content);
    cache.refer(HubCache::first);
    write(cache.hub() / "datasets--squad/snapshots/0/data", "1");
    const OllamaStore store(models.fixture.folder / "ollama");
    (void)store.add("registry.ollama.ai/library/llama3/latest", {"weights"});
    const auto dropped = models.dropped();
    QVERIFY(dropped);
    auto& window = *dropped;
    drop(window, {urlOf(cache.hub()), urlOf(store.folder()), urlOf(models.folder)});
    QVERIFY(waitForTable(window, QStringLiteral("5 of 5 models checked")));
    QCOMPARE(modelsIn(window).mid(3), QStringList({"org/name", "llama3:latest"}));
    const auto remarks = window.findChild<WrappedLabel*>(QStringLiteral("scanRemarks"));
    QVERIFY(remarks->isVisible());
    QVERIFY(remarks->text().contains(QStringLiteral("a dataset")));
  }

  void a_folder_that_is_one_model_is_opened_as_such() {
    const Models models;
    const HubCache cache(models.fixture.folder / "hub");
    for (const auto& [name, content] : files) cache.add(name, content);
    cache.refer(HubCache::first);
    MainWindow window(models.fixture.services());
    window.show();
    for (const auto& place : {models.folder / "org/a-signed", cache.store()}) {
      drop(window, {urlOf(place)});
      QTRY_VERIFY(window.session() && window.session()->opened().path == place);
      QVERIFY(waitForVerdict(window));
    }
    // A folder around one model, and one in which no model is known.
    const auto around = models.fixture.folder / "around";
    write(around / "notes.txt", "");
    write(around / "model/config.json", "{}");
    drop(window, {urlOf(around)});
    QTRY_VERIFY(window.session()->opened().path == around / "model");
    write(models.fixture.folder / "texts/a.txt", "");
    drop(window, {urlOf(models.fixture.folder / "texts")});
    QTRY_VERIFY(window.session()->opened().path == models.fixture.folder / "texts");
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("unsigned"));
  }

  void a_folder_of_models_is_chosen_in_a_dialog() {
    const Models models;
    MainWindow window(models.fixture.services());
    window.show();
    entryOf(window, QStringLiteral("Open folder of models…"))->trigger();
    QVERIFY(chooseInFileDialog(models.folder / "org/a-signed"));
    // Asked for as many, it is a table, of one model too.
    QVERIFY(waitForTable(window, QStringLiteral("1 of 1 models checked")));
  }

  void stopping_leaves_the_rest_unchecked() {
    const Models models;
    const auto atWork = std::make_shared<std::atomic<int>>(0);
    auto services = models.fixture.services();
    services.verify = [atWork](const verdict::VerifyRequest& request, const base::Task& task, const auto&) {
      ++*atWork;
      while (request.model.filename() != "a-signed" && !task.stopped())
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      auto report = trusted_report();
      report.model = request.model;
      if (task.stopped())
        report.step(verdict::StepId::files).findings.push_back(base::as_finding(base::cancelled()));
      return report;
    };
    MainWindow window(services);
    window.show();
    drop(window, {urlOf(models.folder)});
    QTRY_COMPARE(int(*atWork), 2);
    QVERIFY(waitForTable(window, QStringLiteral("1 of 3 models checked")));
    QTest::mouseClick(pageOf(window)->findChild<QPushButton*>(QStringLiteral("scanStop")), Qt::LeftButton);
    QTRY_COMPARE(headlineOf(window), QStringLiteral("3 of 3 models checked"));
    const auto rows = rowsOf(window);
    QVERIFY(rows.at(0).startsWith(QStringLiteral("✓ trusted")));
    QVERIFY(rows.at(1).startsWith(QStringLiteral("– not checked | org/b-changed")));
    QVERIFY(rows.at(2).startsWith(QStringLiteral("– not checked | org/c-unsigned")));
    QCOMPARE(int(*atWork), 2);
  }

  void the_table_is_exported() {
    const Models models;
    write_model(models.folder / "=cmd()", files);
    write_model(models.folder / "quote\"\n\xe2\x80\xae", files);
    MainWindow window(models.fixture.services());
    window.show();
    drop(window, {urlOf(models.folder)});
    QVERIFY(waitForTable(window, QStringLiteral("5 of 5 models checked")));
    QTest::mouseClick(pageOf(window)->findChild<QPushButton*>(QStringLiteral("scanExport")), Qt::LeftButton);
    QVERIFY(modelsIn(window).contains(QStringLiteral("quote\"\\n\\u202e")));
    const auto path = models.fixture.folder / "table.csv";
    QVERIFY(chooseInFileDialog(path));
    QTRY_VERIFY(std::filesystem::exists(path));
    const auto bytes = read(path);
    const auto text = QString::fromUtf8(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
    const auto lines = text.split(QStringLiteral("\r\n"));
    QCOMPARE(lines.size(), 7);
    QCOMPARE(lines.front(), QStringLiteral("verdict,model,path,signer,size,checked_at,reason"));
    QVERIFY2(text.contains(QStringLiteral("\"unsigned\",\"'=cmd()\",")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("\"quote\"\"\\n\\u202e\"")), qPrintable(text));
  }

  void one_report_of_all_is_exported() {
    const Models models;
    write(models.folder / "datasets--squad/data", "1");
    MainWindow window(models.fixture.services());
    window.show();
    drop(window, {urlOf(models.folder), urlOf(models.fixture.folder / "gone")});
    QVERIFY(waitForTable(window, QStringLiteral("3 of 3 models checked")));
    const auto target = models.fixture.folder / "models.json";
    exportTo(window, target);
    const auto report = reportIn(target);
    QCOMPARE(report["models"].size(), std::size_t{3});
    QVERIFY(report["models"][2]["report"]["verdict"] == "unsigned");
    QVERIFY(report["scan"]["findings"][0]["code"] == "file.not_found");
    QVERIFY(report["scan"]["not_checked"].empty());
    for (const char* name : {"models.pdf", "models.html"}) {
      exportTo(window, models.fixture.folder / name);
      const auto enclosed = audit::read_enclosed(read(models.fixture.folder / name), name);
      QVERIFY(enclosed.has_value());
      QVERIFY((*enclosed->object)["models"] == report["models"]);
    }
  }

  void models_that_were_not_checked_are_named_in_the_report() {
    const Models models;
    auto services = models.fixture.services();
    services.verify = [](const verdict::VerifyRequest& request, const base::Task& task, const auto& watch) {
      if (request.model.filename() == "a-signed") return verdict::verify_model(request, task, watch);
      while (!task.stopped()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
      auto report = verdict::empty_report();
      report.step(verdict::StepId::files).findings.push_back(base::as_finding(base::cancelled()));
      return report;
    };
    MainWindow window(services);
    window.show();
    drop(window, {urlOf(models.folder)});
    QVERIFY(waitForTable(window, QStringLiteral("1 of 3 models checked")));
    // Not before it is known what came of all of them.
    entryOf(window, QStringLiteral("Export report…"))->trigger();
    QVERIFY(!window.findChild<ExportDialog*>());
    QTest::mouseClick(pageOf(window)->findChild<QPushButton*>(QStringLiteral("scanStop")), Qt::LeftButton);
    QTRY_COMPARE(headlineOf(window), QStringLiteral("3 of 3 models checked"));
    const auto target = models.fixture.folder / "models.json";
    exportTo(window, target);
    const auto report = reportIn(target);
    QCOMPARE(report["models"].size(), std::size_t{1});
    QCOMPARE(report["scan"]["not_checked"].size(), std::size_t{2});
    QCOMPARE(report["scan"]["not_checked"][0].get<std::string>(),
             base::utf8(models.folder / "org/b-changed"));
  }

  void what_was_let_go_of_is_checked_again_for_the_report() {
    const Fixture fixture;
    for (int i = 0; i < 3; ++i) write(fixture.folder / "models" / std::to_string(i) / "config.json", "{}");
    const auto checks = std::make_shared<std::atomic<int>>(0);
    auto services = fixture.services();
    services.verify = [checks](const verdict::VerifyRequest& request, const auto&, const auto&) {
      auto report = trusted_report();
      report.model = request.model;
      // The first one is so large that the next answer drives it out; later it is a small one.
      const auto row = report.files.front();
      report.files.assign(++*checks == 1 ? 200'000 : 1, row);
      return report;
    };
    MainWindow window(services);
    window.show();
    drop(window, {urlOf(fixture.folder / "models")});
    QVERIFY(waitForTable(window, QStringLiteral("3 of 3 models checked")));
    QCOMPARE(int(*checks), 3);
    const auto target = fixture.folder / "models.json";
    exportTo(window, target);
    QCOMPARE(int(*checks), 4);
    QCOMPARE(reportIn(target)["models"].size(), std::size_t{3});
  }

  void answers_of_large_models_are_let_go_and_made_anew() {
    const Fixture fixture;
    constexpr int many = 3;
    for (int i = 0; i < many; ++i) write(fixture.folder / "models" / std::to_string(i) / "config.json", "{}");
    const auto checks = std::make_shared<std::atomic<int>>(0);
    auto services = fixture.services();
    services.verify = [checks](const verdict::VerifyRequest& request, const auto&, const auto&) {
      ++*checks;
      auto report = trusted_report();
      report.model = request.model;
      report.files.assign(150'000, report.files.front());
      return report;
    };
    MainWindow window(services);
    window.show();
    drop(window, {urlOf(fixture.folder / "models")});
    QVERIFY(waitForTable(window, QStringLiteral("3 of 3 models checked")));
    QCOMPARE(int(*checks), 3);
    auto* table = tableOf(window);
    table->setCurrentIndex(table->model()->index(0, 0));
    QTest::keyClick(table, Qt::Key_Return);
    QVERIFY(waitForVerdict(window));
    QCOMPARE(int(*checks), 4);
    QCOMPARE(verdictNameOf(window), std::string("trusted"));
  }
};

QTEST_MAIN(TestMany)
#include "tst_many.moc"
