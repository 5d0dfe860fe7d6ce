#include <QTest>

#include "model/side_reader.h"
#include "support/places.h"

using namespace weighmaster;
using model::SideReader;

namespace {

constexpr std::uint64_t block = SideReader::block_bytes;
constexpr std::uint64_t ahead = SideReader::blocks_ahead;

std::string numbered(std::size_t size) {
  std::string content(size, '\0');
  for (std::size_t i = 0; i < size; ++i) content[i] = static_cast<char>(i * 7 + i / 251);
  return content;
}

model::access::Handle open(const std::filesystem::path& path) {
  return model::access::open_file(path).value();
}

}  // namespace

class tst_side_reader : public QObject {
  Q_OBJECT

 private slots:
  void blocks_come_in_order_and_whole_data() {
    QTest::addColumn<quint64>("start");
    QTest::addColumn<quint64>("end");
    QTest::newRow("one byte") << quint64{0} << quint64{1};
    QTest::newRow("a block") << quint64{0} << quint64{block};
    QTest::newRow("a block and a byte") << quint64{0} << quint64{block + 1};
    QTest::newRow("from within") << quint64{5} << quint64{4 * block + 3};
    QTest::newRow("all that is read ahead") << quint64{0} << quint64{ahead * block};
    QTest::newRow("one more") << quint64{block} << quint64{(ahead + 2) * block};
    QTest::newRow("many") << quint64{0} << quint64{(3 * ahead + 1) * block + 100};
  }

  void blocks_come_in_order_and_whole() {
    QFETCH(const quint64, start);
    QFETCH(const quint64, end);
    const tests::TemporaryFolder folder;
    const auto content = numbered((3 * ahead + 1) * block + 100);
    tests::write(folder / "file", content);
    const auto file = open(folder / "file");
    SideReader reader(file, {start, end});
    for (auto at = start; at < end; at += block) {
      const auto got = reader.next();
      QVERIFY(got.has_value());
      QVERIFY(as_text(*got) ==
              std::string_view(content).substr(at, std::min<std::uint64_t>(block, end - at)));
    }
  }

  void a_file_that_ends_early_gives_a_shorter_block() {
    const tests::TemporaryFolder folder;
    tests::write(folder / "file", numbered(block + 10));
    const auto file = open(folder / "file");
    SideReader reader(file, {0, 5 * block});
    QCOMPARE(reader.next().value().size(), block);
    QCOMPARE(reader.next().value().size(), std::size_t{10});
  }

  /// What was read ahead before is still given, and no more than was promised: the block that is cut lies
  /// beyond it, so it can't have been read yet.
  void a_file_that_shrinks_while_it_is_read_gives_a_shorter_block() {
    const tests::TemporaryFolder folder;
    const auto content = numbered(3 * ahead * block);
    tests::write(folder / "file", content);
    const auto file = open(folder / "file");
    SideReader reader(file, {0, content.size()});
    QCOMPARE(reader.next().value().size(), block);
    constexpr auto whole_blocks = ahead + 1;
    std::filesystem::resize_file(folder / "file", whole_blocks * block + 7);
    for (std::uint64_t at = block; at < whole_blocks * block; at += block) {
      const auto got = reader.next();
      QVERIFY(got.has_value());
      QVERIFY(as_text(*got) == std::string_view(content).substr(at, block));
    }
    QVERIFY(as_text(reader.next().value()) == std::string_view(content).substr(whole_blocks * block, 7));
  }

  void what_cannot_be_read_is_an_error() {
    const tests::TemporaryFolder folder;
    const auto no_file = model::access::open_folder(folder.path()).value();
    SideReader reader(no_file, {0, block});
    const auto got = reader.next();
    QVERIFY(!got);
    QVERIFY(got.error() == std::errc::is_a_directory);
  }

  void may_be_left_at_any_time() {
    const tests::TemporaryFolder folder;
    constexpr auto blocks = 2 * ahead;
    tests::write(folder / "file", numbered(blocks * block));
    const auto file = open(folder / "file");
    for (std::uint64_t taken = 0; taken <= blocks; ++taken) {
      SideReader reader(file, {0, blocks * block});
      for (std::uint64_t i = 0; i < taken; ++i) QCOMPARE(reader.next().value().size(), block);
    }
  }
};

QTEST_APPLESS_MAIN(tst_side_reader)
#include "tst_side_reader.moc"
