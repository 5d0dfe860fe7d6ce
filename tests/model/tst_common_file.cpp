#include <QTest>
#include <thread>
#include <vector>

#include "model/common_file.h"
#include "model/disk.h"

using namespace weighmaster;
using model::CommonFile;
using model::Reader;

class tst_common_file : public QObject {
  Q_OBJECT

 private slots:
  void a_file_is_opened_once_for_whoever_asks_in_turn() {
    const tests::TemporaryFolder folder;
    tests::write(folder / "a", "1");
    tests::write(folder / "b", "2");
    const auto tree = tests::list(folder.path());
    CommonFile common;
    Reader one(tree.listing());
    Reader other(tree.listing());
    const auto a = common.open(0, one).value();
    QVERIFY(common.open(0, other).value() == a);
    const auto b = common.open(1, other).value();
    QVERIFY(b != a);
    QVERIFY(common.open(1, one).value() == b);
    QVERIFY(one.check(*a, 0));  // who still reads the first one can go on
    QVERIFY(one.check(*b, 1));
  }

  void many_threads_get_the_same() {
    const tests::TemporaryFolder folder;
    tests::write(folder / "a", "1");
    const auto tree = tests::list(folder.path());
    CommonFile common;
    std::vector<CommonFile::Shared> got(8);
    {
      std::vector<std::jthread> threads;
      for (auto& each : got) {
        threads.emplace_back([&] {
          Reader reader(tree.listing());
          each = common.open(0, reader).value();
        });
      }
    }
    QVERIFY(got[0]);
    QVERIFY(std::all_of(got.begin(), got.end(), [&](const auto& each) { return each == got[0]; }));
  }

  /// What was opened stays the file that it was: whoever has read of it asks whether it is as listed.
  void a_file_that_is_gone_is_an_error_and_one_that_goes_is_seen() {
    const tests::TemporaryFolder folder;
    tests::write(folder / "gone", "1");
    tests::write(folder / "there", "1");
    const auto tree = tests::list(folder.path());
    std::filesystem::remove(folder / "gone");
    CommonFile common;
    Reader reader(tree.listing());
    QCOMPARE(common.open(0, reader).error().code, base::Code::folder_changing);
    const auto there = common.open(1, reader).value();
    std::filesystem::remove(folder / "there");
    QVERIFY(common.open(1, reader).value() == there);
    QCOMPARE(reader.check(*there, 1).error().code, base::Code::folder_changing);
  }
};

QTEST_APPLESS_MAIN(tst_common_file)
#include "tst_common_file.moc"
