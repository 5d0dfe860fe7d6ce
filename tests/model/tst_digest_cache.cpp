#include <QTest>

#include "base/limits.h"
#include "model/digest_cache.h"
#include "model/disk.h"

using namespace weighmaster;
using crypto::DigestAlgorithm;
using model::DigestCache;
using model::Piece;
using tests::write;

namespace {

const auto sha256 = DigestAlgorithm::sha256;

crypto::Digest digest_of(std::string_view content) {
  return crypto::digest(sha256, as_bytes(content));
}

/// A minute from now: by then what was written just now has settled.
base::TimePoint later() {
  return base::now() + std::chrono::minutes(1);
}

Piece whole(const model::Tree& tree, std::size_t file = 0) {
  return {file, {0, tree.files()[file].size}};
}

DigestCache with(const model::Tree& tree, base::TimePoint now = later()) {
  DigestCache cache;
  for (std::size_t i = 0; i < tree.files().size(); ++i)
    cache.remember(tree, whole(tree, i), digest_of(tree.files()[i].name), now);
  return cache;
}

DigestCache parsed(const std::string& text) {
  return DigestCache::parse(as_bytes(text));
}

}  // namespace

class tst_digest_cache : public QObject {
  Q_OBJECT

 private slots:
  void a_file_that_is_as_it_was_is_known() {
    const tests::TemporaryFolder folder;
    write(folder / "a", "1");
    write(folder / "b", "22");
    const auto now = later();
    const auto cache = with(tests::list(folder.path()), now);
    const auto again = tests::list(folder.path());
    const auto entry = cache.find(again, whole(again, 1), sha256);
    QVERIFY(entry && entry->digest == digest_of("b"));
    QVERIFY(entry->hashed_at == now);
  }

  /// Wherever it is now: the name is no part of it.
  void a_file_that_was_moved_is_known_unless_the_system_marks_it() {
    const tests::TemporaryFolder folder;
    write(folder / "m/a", "1");
    const auto cache = with(tests::list(folder / "m"));
    std::filesystem::rename(folder / "m", folder / "n");
    const auto moved = tests::list(folder / "n");
    QVERIFY(cache.find(moved, whole(moved), sha256));
  }

  void a_file_that_changed_in_any_way_is_not_known_data() {
    QTest::addColumn<QString>("how");
    for (const char* how : {"written", "replaced", "longer", "time set back", "mode"})
      QTest::newRow(how) << how;
  }

  void a_file_that_changed_in_any_way_is_not_known() {
    QFETCH(const QString, how);
    const tests::TemporaryFolder folder;
    const auto path = folder / "a";
    write(path, "1");
    const auto cache = with(tests::list(folder.path()));
    const auto time = std::filesystem::last_write_time(path);
    QTest::qWait(20);  // a tick of the file system's clock
    if (how == "written") write(path, "2");
    if (how == "longer") write(path, "11");
    if (how == "replaced") {
      write(folder / "b", "1");
      std::filesystem::rename(folder / "b", path);
    }
    if (how == "time set back") {
      write(path, "2");
      std::filesystem::last_write_time(path, time);
    }
    if (how == "mode") std::filesystem::permissions(path, std::filesystem::perms::owner_read);
    const auto now = tests::list(folder.path());
    QVERIFY(!cache.find(now, whole(now), sha256));
  }

  void another_algorithm_or_range_is_another_digest() {
    const tests::TemporaryFolder folder;
    write(folder / "a", "123");
    const auto tree = tests::list(folder.path());
    const auto cache = with(tree);
    QVERIFY(!cache.find(tree, whole(tree), DigestAlgorithm::blake3));
    QVERIFY(!cache.find(tree, {0, {0, 2}}, sha256));
    QVERIFY(cache.find(tree, {0, {0, 3}}, sha256));
  }

  void what_changed_a_moment_ago_is_not_kept() {
    const tests::TemporaryFolder folder;
    write(folder / "a", "1");
    QCOMPARE(with(tests::list(folder.path()), base::now()).size(), std::size_t{0});
    QCOMPARE(with(tests::list(folder.path()), base::now() - std::chrono::hours(1)).size(), std::size_t{0});
  }

  void what_is_written_is_read_as_it_was() {
    const tests::TemporaryFolder folder;
    write(folder / "a", "1");
    write(folder / "b", "22");
    const auto tree = tests::list(folder.path());
    const auto text = with(tree).text();
    const auto cache = parsed(text);
    QCOMPARE(cache.size(), std::size_t{2});
    QVERIFY(cache.find(tree, whole(tree), sha256)->digest == digest_of("a"));
    QCOMPARE(cache.text(), text);
  }

  void a_cache_that_is_not_whole_is_an_empty_one_data() {
    QTest::addColumn<QByteArray>("text");
    const std::string digest(64, 'a');
    const std::string good = "1 2 3 4 5 6 7 sha256 0 3 " + digest + " 9\n";
    const auto row = [](const char* name, const std::string& text) {
      QTest::newRow(name) << QByteArray::fromStdString(text);
    };
    const std::string first = "weighmaster digest cache 1\n";
    QCOMPARE(parsed(first + good).size(), std::size_t{1});
    row("nothing", "");
    row("another version", "weighmaster digest cache 2\n" + good);
    row("no first line", good);
    row("cut", first + good + good.substr(0, 40));
    row("a word too many", first + good.substr(0, good.size() - 1) + " 1\n");
    row("a word too few", first + good.substr(0, good.size() - 3) + "\n");
    row("a number that is none", first + "x" + good);
    row("a number below zero", first + "-" + good);
    row("a number that does not fit", first + "99999999999999999999" + good);
    row("an unknown algorithm", first + "1 2 3 4 5 6 7 md5 0 3 " + digest + " 9\n");
    row("a digest that is none", first + "1 2 3 4 5 6 7 sha256 0 3 " + digest.substr(1) + " 9\n");
    row("an empty line", first + "\n" + good);
    row("zeros", std::string(1000, '\0'));
  }

  void a_cache_that_is_not_whole_is_an_empty_one() {
    QFETCH(const QByteArray, text);
    QCOMPARE(parsed(text.toStdString()).size(), std::size_t{0});
  }

  void the_file_is_written_whole_and_read_only_if_it_is_the_persons_own() {
    const tests::TemporaryFolder folder;
    write(folder / "m/a", "1");
    const auto file = folder / "cache/weighmaster/digests";
    QCOMPARE(model::load_digest_cache(file).size(), std::size_t{0});
    const auto cache = with(tests::list(folder / "m"));
    QVERIFY(model::save_digest_cache(cache, file).has_value());
    QVERIFY(model::save_digest_cache(cache, file).has_value());
    QCOMPARE(model::load_digest_cache(file).size(), std::size_t{1});
    using std::filesystem::perms;
    std::filesystem::permissions(file, perms::owner_read | perms::owner_write | perms::others_write);
    QCOMPARE(model::load_digest_cache(file).size(), std::size_t{0});
    std::filesystem::permissions(file, perms::owner_read | perms::owner_write);
    tests::link_to(file, folder / "link");
    QCOMPARE(model::load_digest_cache(folder / "link").size(), std::size_t{0});
    tests::make_fifo(folder / "pipe");
    QCOMPARE(model::load_digest_cache(folder / "pipe").size(), std::size_t{0});
    QCOMPARE(model::save_digest_cache(cache, folder / "pipe").error().code, base::Code::file_not_written);
  }
};

QTEST_APPLESS_MAIN(tst_digest_cache)
#include "tst_digest_cache.moc"
