#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QTest>

#include "support/places.h"
#include "support/test_certificate.h"
#include "ui/jobs/pace.h"
#include "ui/models/certificates_model.h"
#include "ui/models/checks_model.h"
#include "ui/models/comparison.h"
#include "ui/models/files_model.h"
#include "ui/models/models_list_model.h"
#include "ui/models/recents.h"
#include "ui/models/statement_text.h"
#include "ui/models/text.h"
#include "ui/sample_reports.h"

using namespace weighmaster;
using namespace weighmaster::ui;
using verdict::FileState;

namespace {

constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::QtTest;

AnswerPtr withRows(std::vector<verdict::FileRow> rows, const AnswerPtr& before = nullptr) {
  auto report = tests::trusted_report();
  report.files = std::move(rows);
  return answerFrom(std::move(report), before);
}

AnswerPtr sample(const std::string& name) {
  for (const auto& one : tests::samples()) {
    if (one.name == name) return answerFrom(*one.report);
  }
  return nullptr;
}

/// A row in two shards, of which the second differs.
verdict::FileRow shardedRow() {
  auto row = tests::rows(1, FileState::changed).front();
  row.expected.reset();
  row.found.reset();
  const auto a = crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes("a"));
  const auto b = crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes("b"));
  row.shards = {{{0, 10}, a, a}, {{10, 15}, a, b}};
  return row;
}

}  // namespace

class TestModels : public QObject {
  Q_OBJECT

 private slots:
  void each_sample_has_the_verdict_of_its_name() {
    for (const auto& [name, report] : tests::samples()) {
      QCOMPARE(std::string(verdict::name(verdict::verdict(*report))), name);
    }
  }

  void all_models_keep_the_rules_data() {
    QTest::addColumn<int>("which");
    const auto all = tests::samples();
    for (std::size_t i = 0; i < all.size(); ++i) QTest::newRow(all[i].name.c_str()) << int(i);
  }
  void all_models_keep_the_rules() {
    QFETCH(int, which);
    const auto report = tests::samples().at(std::size_t(which)).report;
    FilesModel files;
    ChecksModel checks;
    CertificatesModel certificates;
    const QAbstractItemModelTester a(&files, fatal);
    const QAbstractItemModelTester b(&checks, fatal);
    const QAbstractItemModelTester c(&certificates, fatal);
    files.setAnswer(answerFrom(*report));
    checks.setReport(report);
    certificates.setReport(report);
    QCOMPARE(checks.rowCount(), int(verdict::step_count));
    QCOMPARE(certificates.rowCount(), report->signer ? int(report->signer->chain.size()) : 0);
    for (int column = 0; column < FilesModel::columns; ++column) {
      files.sort(column, Qt::DescendingOrder);
      files.sort(column, Qt::AscendingOrder);
    }
    files.setAnswer(nullptr);
    QCOMPARE(files.rowCount(), 0);
  }

  void rows_turn_from_waiting_to_their_state() {
    FilesModel model;
    const QAbstractItemModelTester tester(&model, fatal);
    model.setAnswer(withRows(tests::rows(3, FileState::waiting)));
    QVERIFY(model.index(1, FilesModel::stateColumn).data().toString().startsWith(u'·'));
    auto done = tests::rows(3, FileState::matches);
    model.update({{1, done[1]}});
    QVERIFY(model.index(1, FilesModel::stateColumn).data().toString().startsWith(u'✓'));
    QVERIFY(model.index(0, FilesModel::stateColumn).data().toString().startsWith(u'·'));
    // A place that is not there is no crash.
    model.update({{99, done[0]}});
  }

  void the_final_report_keeps_the_selection() {
    FilesModel model;
    const auto waiting = withRows(tests::rows(5, FileState::waiting));
    model.setAnswer(waiting);
    const QPersistentModelIndex kept = model.index(3, 0);
    model.setAnswer(withRows(tests::rows(5, FileState::matches), waiting));
    QVERIFY(kept.isValid());
    QCOMPARE(kept.row(), 3);
    model.sort(FilesModel::sizeColumn, Qt::DescendingOrder);
    QCOMPARE(kept.row(), 1);
  }

  void a_report_about_other_files_moves_all_of_them() {
    FilesModel model;
    const QAbstractItemModelTester tester(&model, fatal);
    const auto waiting = withRows(tests::rows(5, FileState::waiting));
    model.setAnswer(waiting);
    const QPersistentModelIndex kept = model.index(3, 0);
    // Said to follow on another answer than the one that is shown.
    model.setAnswer(
        withRows(tests::rows(5, FileState::matches), withRows(tests::rows(5, FileState::waiting))));
    QVERIFY(!kept.isValid());
    const auto fewer = withRows(tests::rows(4, FileState::matches), waiting);
    QVERIFY(fewer->sameFilesAs.expired());
    model.setAnswer(fewer);
    QCOMPARE(model.rowCount(), 4);
  }

  void counts_follow_the_rows_to_what_the_whole_report_has() {
    FilesModel model;
    const auto done = tests::rows(4, FileState::changed);
    model.setAnswer(withRows(tests::rows(4, FileState::waiting)));
    for (std::size_t place = 0; place < 4; ++place) model.update({{place, done[place]}});
    QCOMPARE(model.counts(), withRows(done)->files.counts);
    QCOMPARE(model.counts().at(std::size_t(FileKind::changed)), std::size_t(4));
  }

  void shards_stand_under_their_file() {
    FilesModel model;
    const QAbstractItemModelTester tester(&model, fatal);
    model.setAnswer(withRows({shardedRow()}));
    QVERIFY(model.isNested());
    const auto file = model.index(0, 0);
    QCOMPARE(model.rowCount(file), 2);
    QVERIFY(model.index(0, FilesModel::stateColumn, file).data().toString().startsWith(u'✓'));
    QVERIFY(model.index(1, FilesModel::stateColumn, file).data().toString().startsWith(u'✕'));
  }

  void a_file_that_gains_shards_on_the_way_is_no_broken_tree() {
    FilesModel model;
    const QAbstractItemModelTester tester(&model, fatal);
    model.setAnswer(withRows(tests::rows(1, FileState::waiting)));
    model.update({{0, shardedRow()}});
    QCOMPARE(model.rowCount(model.index(0, 0)), 2);
  }

  void leftovers_are_grouped_and_named() {
    FilesModel model;
    const QAbstractItemModelTester tester(&model, fatal);
    model.setAnswer(sample("extra_files"));
    const auto last = model.index(model.rowCount() - 1, 0);
    QCOMPARE(model.rowCount(last), 2);
    QVERIFY(last.data().toString().contains(QStringLiteral("2 files")));
    // Not signed and not hidden: the group says so.
    QVERIFY(last.siblingAtColumn(FilesModel::stateColumn).data().toString().startsWith(u'+'));
  }

  void the_filter_takes_kind_and_name() {
    FilesModel model;
    const QAbstractItemModelTester tester(&model, fatal);
    model.setAnswer(sample("changed"));
    model.setFilter({FileKind::changed, {}});
    QCOMPARE(model.rowCount(), 2);
    model.setFilter({FileKind::changed, QStringLiteral("CONFIG")});
    QCOMPARE(model.rowCount(), 1);
    model.setFilter({FileKind::canRunCode, {}});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("run.py"));
    QCOMPARE(model.counts().at(0), sample("changed")->report.files.size());
  }

  void a_changed_file_appears_under_its_filter_while_files_are_checked() {
    FilesModel model;
    const QAbstractItemModelTester tester(&model, fatal);
    model.setAnswer(withRows(tests::rows(4, FileState::waiting)));
    model.setFilter({FileKind::changed, {}});
    QCOMPARE(model.rowCount(), 0);
    model.update({{2, tests::rows(4, FileState::changed)[2]}});
    QCOMPARE(model.rowCount(), 1);
  }

  void copied_rows_hold_whole_digests() {
    FilesModel model;
    model.setAnswer(sample("trusted"));
    const auto text = model.asText({model.index(1, 0), model.index(0, 0)});
    const auto lines = text.split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines[0].startsWith(QStringLiteral("config.json\t1234\t")));
    QCOMPARE(lines[0].split(u'\t').at(2).size(), 64);
  }

  void rows_are_put_in_the_order_of_each_column() {
    auto rows = tests::rows(4, FileState::matches);
    rows[0].name = "d";
    rows[1].name = "a";
    rows[2].name = "c";
    rows[3].name = "b";
    rows[0].size = 2;
    rows[1].size.reset();
    rows[2].size = 1;
    rows[3].size = 2;
    const auto digest = [](const char* end) {
      return crypto::Digest::from_hex(crypto::DigestAlgorithm::sha256, std::string(63, 'a') + end).value();
    };
    rows[0].expected = digest("1");
    rows[1].expected = digest("0");
    rows[2].expected.reset();
    rows[3].expected = digest("1");
    rows[2].state = FileState::changed;
    rows[3].state = FileState::missing;
    FilesModel model;
    model.setAnswer(withRows(rows));
    const auto names = [&](int column, Qt::SortOrder order) {
      model.sort(column, order);
      QString all;
      for (int row = 0; row < model.rowCount(); ++row) all += model.index(row, 0).data().toString();
      return all;
    };
    QCOMPARE(names(FilesModel::nameColumn, Qt::AscendingOrder), QStringLiteral("abcd"));
    QCOMPARE(names(FilesModel::nameColumn, Qt::DescendingOrder), QStringLiteral("dcba"));
    // Those that are alike stay in the order of the report.
    QCOMPARE(names(FilesModel::sizeColumn, Qt::AscendingOrder), QStringLiteral("acdb"));
    QCOMPARE(names(FilesModel::sizeColumn, Qt::DescendingOrder), QStringLiteral("dbca"));
    QCOMPARE(names(FilesModel::expectedColumn, Qt::AscendingOrder), QStringLiteral("cadb"));
    QCOMPARE(names(FilesModel::expectedColumn, Qt::DescendingOrder), QStringLiteral("dbac"));
    QCOMPARE(names(FilesModel::stateColumn, Qt::AscendingOrder), QStringLiteral("cbda"));
  }

  void a_hundred_thousand_rows_are_sorted_and_filtered_at_once() {
    FilesModel model;
    model.setAnswer(withRows(tests::rows(100'000, FileState::matches)));
    QElapsedTimer timer;
    timer.start();
    qint64 sorted = 0;
    for (int column = 0; column < FilesModel::columns; ++column) {
      timer.restart();
      model.sort(column, Qt::DescendingOrder);
      sorted = std::max(sorted, timer.elapsed());
    }
    timer.restart();
    model.setFilter({FileKind::all, QStringLiteral("1000")});
    const auto filtered = timer.elapsed();
    qInfo("sorted in %lld ms, filtered in %lld ms", sorted, filtered);
    QVERIFY(model.rowCount() > 0 && model.rowCount() < 100'000);
    QVERIFY(sorted + filtered < 3000);
  }

  void the_list_says_when() {
    auto now = tests::at("2026-03-12T15:00:00Z");
    ModelsListModel model([&now] { return now; });
    const QAbstractItemModelTester tester(&model, fatal);
    model.add(
        {"/m/old", ModelEntry::State::remembered, verdict::Verdict::trusted, now - std::chrono::hours(24)});
    model.add({"/m/new", ModelEntry::State::checked, verdict::Verdict::changed, now});
    // What is open stands before what is remembered.
    QCOMPARE(model.row("/m/new"), 0);
    QCOMPARE(model.index(0).data(ModelsListModel::noteRole).toString(),
             QStringLiteral("changed, checked now"));
    QCOMPARE(model.index(1).data(ModelsListModel::noteRole).toString(),
             QStringLiteral("trusted, checked yesterday"));
    // A memory carries no tick.
    QCOMPARE(model.index(1).data(ModelsListModel::symbolRole).toString(), QStringLiteral("·"));
    model.removeRemembered();
    QCOMPARE(model.rowCount(), 1);
  }

  void a_model_of_a_hub_has_its_name_there() {
    QCOMPARE(shownModel("/c/hub/models--ibm--granite-3/snapshots/5f0b02c7"), QStringLiteral("ibm/granite-3"));
    QCOMPARE(shownModel("/c/models--ibm--granite-3/snapshots/5f0b02c7/config.json"),
             QStringLiteral("config.json"));
    QCOMPARE(shownModel("/m/granite"), QStringLiteral("granite"));
  }

  void what_can_run_code_is_not_green() {
    auto rows = tests::rows(2, FileState::matches);
    rows.back().risk = model::CodeRisk::script;
    FilesModel model;
    model.setAnswer(withRows(rows));
    QCOMPARE(model.index(0, 0).data(FilesModel::toneRole).toInt(), int(words::Tone::good));
    QCOMPARE(model.index(1, 0).data(FilesModel::toneRole).toInt(), int(words::Tone::neutral));
  }

  void recents_come_back_newest_first() {
    const tests::TemporaryFolder folder;
    const auto file = fromPath(folder / "settings.ini");
    const auto now = tests::at("2026-03-12T15:00:00Z");
    {
      Recents recents(file);
      recents.remember({"/m/a", "trusted", now});
      recents.remember({"/m/ü [b]", "changed", now});
      recents.remember({"/m/a", "changed", now});
    }
    const auto list = Recents(file).list();
    QCOMPARE(list.size(), std::size_t(2));
    QCOMPARE(list[0].path.string(), std::string("/m/a"));
    QCOMPARE(list[0].verdict, std::string("changed"));
    QCOMPARE(list[1].path.string(), std::string("/m/ü [b]"));
  }

  void a_look_alike_is_marked_and_spelled_out_data() {
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("found");
    QTest::addColumn<QString>("expectedMarked");
    QTest::addColumn<QString>("foundMarked");
    QTest::addColumn<QString>("said");
    QTest::newRow("l for i") << "granite"
                             << "granlte"
                             << "gran[i]te"
                             << "gran[l]te"
                             << "small L";
    QTest::newRow("two for one") << "models@mistral.ai"
                                 << "models@rnistral.ai"
                                 << "models@[m]istral.ai"
                                 << "models@[rn]istral.ai"
                                 << "r n in place of m";
    QTest::newRow("two places") << "EleutherAI"
                                << "EIeutherA1"
                                << "E[l]eutherA[I]"
                                << "E[I]eutherA[1]"
                                << "1 (digit one) in place of I (capital i)";
    QTest::newRow("Cyrillic a") << "paul"
                                << "p\u0430ul"
                                << "p[a]ul"
                                << "p[\u0430]ul"
                                << "U+0430";
    QTest::newRow("longer") << "paul"
                            << "paulo"
                            << "paul[]"
                            << "paul[o]"
                            << "more than there should be";
    QTest::newRow("hidden") << "paul"
                            << "p\u200b"
                               "aul"
                            << "p[]aul"
                            << "p[\\u200b]aul"
                            << "U+200B";
    QTest::newRow("somebody else") << "alice@example.com"
                                   << "robert@example.com"
                                   << "[alice]@example.com"
                                   << "[robert]@example.com"
                                   << "r where you expect a";
    const QString much(5000, u'x');
    QTest::newRow("too long to be shown whole")
        << much << QString(much + u'y') << shown(much.toStdString(), 4096)
        << shown((much + u'y').toStdString(), 4096) << "y";
  }
  void a_look_alike_is_marked_and_spelled_out() {
    QFETCH(QString, expected);
    QFETCH(QString, found);
    QFETCH(QString, said);
    const auto comparison = compareTexts(expected.toStdString(), found.toStdString());
    const auto marked = [](QString text, const QList<Stretch>& marks) {
      for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark)
        text.insert(mark->at + mark->length, u']').insert(mark->at, u'[');
      return text;
    };
    QTEST(marked(comparison.expected, comparison.expectedMarks), "expectedMarked");
    QTEST(marked(comparison.found, comparison.foundMarks), "foundMarked");
    QVERIFY2(comparison.spelledOut.contains(said), qPrintable(comparison.spelledOut));
  }

  void equal_texts_have_no_difference() { QVERIFY(compareTexts("same", "same").same()); }

  void a_statement_is_indented_and_hides_nothing() {
    const auto text = statementText(as_bytes("{\"a\":\"x\u202ey\"}"));
    QVERIFY(text.contains(QStringLiteral("  \"a\": \"x\\u202ey\"")));
    QVERIFY(statementText(as_bytes("no json")).contains(QStringLiteral("no json")));
    QVERIFY(statementText(as_bytes(std::string(5000, 'x')), 100).size() > 0);
  }

  void the_pace_is_told_also_while_nothing_comes() {
    PaceMeter meter;
    int told = 0;
    std::optional<std::chrono::seconds> stalled;
    connect(&meter, &PaceMeter::told, this, [&](const base::Progress& progress, const base::Pace& pace) {
      QCOMPARE(progress.bytes_done, std::uint64_t{1000});
      ++told;
      stalled = pace.stalled();
    });
    meter.take({1000, 2000, 0, 1});
    QCOMPARE(told, 1);
    QTRY_VERIFY_WITH_TIMEOUT(stalled.has_value(), 8000);
    QVERIFY(told > 5);
    meter.end();
    const int before = told;
    QTest::qWait(700);
    QCOMPARE(told, before);
  }
};

QTEST_GUILESS_MAIN(TestModels)
#include "tst_models.moc"
