#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <QTest>
#include <algorithm>

#include "base/file.h"
#include "support/outcome.h"
#include "support/places.h"

using namespace weighmaster;
using base::Existing;
using tests::outcome;
namespace fs = std::filesystem;

namespace {

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

}  // namespace

class tst_file : public QObject {
  Q_OBJECT

 private slots:
  void reads_a_whole_file() {
    const tests::TemporaryFolder folder;
    tests::write(folder / "some", std::string("a\0b", 3));
    tests::write(folder / "empty", "");
    QCOMPARE(base::read_file(folder / "some", 3).value(), to_bytes(std::string("a\0b", 3)));
    QCOMPARE(base::read_file(folder / "empty", 0).value(), Bytes{});
    fs::create_symlink(folder / "some", folder / "link");
    QCOMPARE(base::read_file(folder / "link", 3)->size(), std::size_t{3});
  }

  void refuses_what_is_too_large() {
    const tests::TemporaryFolder folder;
    tests::write(folder / "four", "1234");
    QCOMPARE(outcome(base::read_file(folder / "four", 4)), "ok");
    QCOMPARE(outcome(base::read_file(folder / "four", 3)), "file.too_large");
    QCOMPARE(base::read_file(folder / "four", 3).error().detail, std::string("at most 3 B"));
    fs::resize_file(folder / "four", 1ULL << 40U);  // sparse: nothing of it may be read
    QCOMPARE(outcome(base::read_file(folder / "four", 1U << 20U)), "file.too_large");
  }

  // A file of the kernel's says that it is empty and then isn't.
  void does_not_believe_a_size_of_zero() {
    const auto read = base::read_file("/proc/self/maps", 1U << 20U);
    QCOMPARE(outcome(read), "ok");
    QVERIFY(!read->empty());
    QCOMPARE(outcome(base::read_file("/proc/self/maps", 10)), "file.too_large");
  }

  void refuses_what_is_no_regular_file_without_waiting() {
    const tests::TemporaryFolder folder;
    QCOMPARE(::mkfifo((folder / "fifo").c_str(), 0600), 0);
    QCOMPARE(outcome(base::read_file(folder / "fifo", 10)), "file.not_regular");
    QCOMPARE(outcome(base::read_file(folder.path(), 10)), "file.not_regular");
    QCOMPARE(outcome(base::read_file("/dev/zero", 10)), "file.not_regular");
    QCOMPARE(outcome(base::read_file("/dev/null", 10)), "file.not_regular");
  }

  void refuses_a_socket() {
    const tests::TemporaryFolder folder;
    const auto path = (folder / "socket").string();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    QVERIFY(path.size() < sizeof(address.sun_path));
    std::copy(path.begin(), path.end(), address.sun_path);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    QCOMPARE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    QCOMPARE(outcome(base::read_file(path, 10)), "file.not_regular");
    ::close(socket);
  }

  void says_what_is_not_there_and_what_can_not_be_read() {
    const tests::TemporaryFolder folder;
    const auto absent = base::read_file(folder / "absent", 10);
    QCOMPARE(outcome(absent), "file.not_found");
    QCOMPARE(absent.error().subject, base::utf8(folder / "absent"));
    tests::write(folder / "file", "");
    QCOMPARE(outcome(base::read_file(folder / "file" / "below", 10)), "file.not_found");
    fs::create_symlink("circle", folder / "circle");
    QCOMPARE(outcome(base::read_file(folder / "circle", 10)), "file.unreadable");
    if (::geteuid() == 0) return;  // permissions don't bind the superuser
    fs::permissions(folder / "file", fs::perms::none);
    QCOMPARE(outcome(base::read_file(folder / "file", 10)), "file.unreadable");
  }

  void writes_a_new_file_and_keeps_an_old_one() {
    const tests::TemporaryFolder folder;
    QCOMPARE(outcome(base::write_file(folder / "out", as_bytes("one"), Existing::keep)), "ok");
    QCOMPARE(outcome(base::write_file(folder / "out", as_bytes("two"), Existing::keep)), "file.not_written");
    QCOMPARE(tests::read(folder / "out"), to_bytes("one"));
    QCOMPARE(outcome(base::write_file(folder / "out", as_bytes("two"), Existing::replace)), "ok");
    QCOMPARE(tests::read(folder / "out"), to_bytes("two"));
    QCOMPARE(entries(folder.path()), std::size_t{1});
  }

  void never_replaces_what_is_no_regular_file() {
    const tests::TemporaryFolder folder;
    fs::create_directory(folder / "folder");
    fs::create_symlink("elsewhere", folder / "link");
    for (const char* name : {"folder", "link"}) {
      QCOMPARE(outcome(base::write_file(folder / name, as_bytes("x"), Existing::replace)),
               "file.not_written");
    }
    QVERIFY(!fs::exists(folder / "elsewhere"));
    QCOMPARE(entries(folder.path()), std::size_t{2});
  }

  void leaves_nothing_behind_where_writing_fails() {
    const tests::TemporaryFolder folder;
    QCOMPARE(outcome(base::write_file(folder / "absent" / "out", as_bytes("x"), Existing::keep)),
             "file.not_written");
    QCOMPARE(entries(folder.path()), std::size_t{0});
    // A device that is always full stands for a disk that is.
    QCOMPARE(outcome(base::write_file("/dev/full", as_bytes("x"), Existing::replace)), "file.not_written");
  }
};

QTEST_APPLESS_MAIN(tst_file)
#include "tst_file.moc"
