#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <QTest>
#include <array>

#include "model/disk.h"
#include "model/read_ahead.h"

using namespace weighmaster;
using model::ReadAhead;
using std::chrono::microseconds;
using std::chrono::nanoseconds;

namespace {

/// A file of one page and whether that page is in memory.
class Page {
 public:
  explicit Page(const std::filesystem::path& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    map_ = ::mmap(nullptr, 1, PROT_READ, MAP_SHARED, fd_, 0);
  }
  ~Page() {
    ::munmap(map_, 1);
    ::close(fd_);
  }
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  void drop() const {
    ::fsync(fd_);
    ::posix_fadvise(fd_, 0, 0, POSIX_FADV_DONTNEED);
  }
  [[nodiscard]] bool in_memory() const {
    std::array<unsigned char, 1> resident{};
    return ::mincore(map_, 1, resident.data()) == 0 && (resident[0] & 1U) != 0;
  }

 private:
  int fd_;
  void* map_;
};

}  // namespace

class tst_read_ahead : public QObject {
  Q_OBJECT

 private slots:
  void waiting_is_what_copying_and_opening_does_not_explain() {
    const tests::TemporaryFolder folder;
    const auto tree = tests::list(folder.path());
    ReadAhead ahead(tree.listing());
    QVERIFY(ahead.learn(microseconds(8), 1U << 16U, 0) == nanoseconds(0));
    QVERIFY(ahead.learn(microseconds(30), 4 * 2500, 4) == nanoseconds(0));
    QVERIFY(ahead.learn(microseconds(1000), 4000, 0) == microseconds(999));
    QVERIFY(ahead.learn(microseconds(1000), 4000, 10) == microseconds(899));
    QVERIFY(ahead.learn(microseconds(0), 0, 0) == nanoseconds(0));
  }

  /// Reading once from the page cache names nothing; after a wait, what is short is named, and after a while
  /// without one nothing is named any more.
  void short_files_are_read_ahead_once_reading_was_seen_to_wait() {
    const tests::TemporaryFolder folder;
    tests::write(folder / "next", "content");
    tests::make_sparse(folder / "long", 64U << 20U);
    const auto tree = tests::list(folder.path());
    const auto long_file = tree.files()[0].name == "long" ? 0U : 1U;
    const auto next = 1U - long_file;
    const Page page(folder / "next");
    const Page first_of_long(folder / "long");
    page.drop();
    first_of_long.drop();
    if (page.in_memory() || first_of_long.in_memory()) QSKIP("this file system keeps all in memory");

    ReadAhead ahead(tree.listing());
    ahead.expect(next, {0, 7});
    QTest::qWait(50);
    QVERIFY(!page.in_memory());

    ahead.learn(microseconds(500), 4000, 1);
    ahead.expect(next, {0, 7});
    ahead.expect(long_file, {0, 64U << 20U});
    QTRY_VERIFY(page.in_memory());
    QVERIFY2(!first_of_long.in_memory(), "left to the system");

    for (int i = 0; i < 100; ++i) ahead.learn(microseconds(1), 4000, 1);
    page.drop();
    QVERIFY(!page.in_memory());
    ahead.expect(next, {0, 7});
    QTest::qWait(50);
    QVERIFY(!page.in_memory());
  }

  void what_is_gone_is_left_to_be_found_when_it_is_read() {
    const tests::TemporaryFolder folder;
    tests::write(folder / "gone", "content");
    const auto tree = tests::list(folder.path());
    std::filesystem::remove(folder / "gone");
    ReadAhead ahead(tree.listing());
    ahead.learn(microseconds(500), 4000, 1);
    ahead.expect(0, {0, 7});
    QVERIFY(!model::Reader(tree.listing()).open(0));
  }
};

QTEST_APPLESS_MAIN(tst_read_ahead)
#include "tst_read_ahead.moc"
