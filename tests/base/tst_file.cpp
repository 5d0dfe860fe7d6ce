#include <fcntl.h>
#include <sys/file.h>
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
    QCOMPARE(outcome(base::write_file(folder / "out", as_bytes("two"), Existing::keep)), "file.exists");
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

  void says_beforehand_where_nothing_can_be_written() {
    const tests::TemporaryFolder folder;
    fs::create_directory(folder / "folder");
    fs::create_symlink("folder", folder / "link");
    tests::write(folder / "file", "old");
    QCOMPARE(::mkfifo((folder / "fifo").c_str(), 0600), 0);
    const auto why = [&](const fs::path& path, Existing existing) {
      const auto checked = base::check_target(path, existing);
      return checked ? std::string("ok")
                     : std::string(base::name(checked.error().code)) + " " + checked.error().detail;
    };
    for (const auto existing : {Existing::keep, Existing::replace}) {
      QCOMPARE(why(folder / "new", existing), std::string("ok"));
      QCOMPARE(why("new", existing), std::string("ok"));
      QCOMPARE(why(folder / "folder", existing), std::string("file.not_written it is a folder"));
      QCOMPARE(why(folder / "folder/", existing), std::string("file.not_written it is a folder"));
      QCOMPARE(why(folder / "absent/", existing), std::string("file.not_written it is a folder"));
      QCOMPARE(why("", existing), std::string("file.not_written it is a folder"));
      QCOMPARE(why(folder / "link", existing), std::string("file.not_written it is a link"));
      QCOMPARE(why(folder / "fifo", existing),
               std::string("file.not_written it is a pipe, a socket or a device"));
      QCOMPARE(why(folder / "absent" / "new", existing),
               std::string("file.not_written the folder for it is not there"));
      QCOMPARE(why(folder / "file" / "new", existing),
               std::string("file.not_written the folder for it is not there"));
    }
    QCOMPARE(why(folder / "file", Existing::keep), std::string("file.exists "));
    QCOMPARE(why(folder / "file", Existing::replace), std::string("ok"));
    QCOMPARE(entries(folder.path()), std::size_t{4});
    if (::geteuid() == 0) return;  // permissions don't bind the superuser
    fs::permissions(folder / "folder", fs::perms::owner_read | fs::perms::owner_exec);
    QCOMPARE(why(folder / "folder" / "new", Existing::keep),
             std::string("file.not_written you may not write in its folder"));
  }

  void clears_away_what_a_killed_program_has_left() {
    const tests::TemporaryFolder folder;
    const std::string part = ".weighmaster-part-0123456789abcdef";
    tests::write(folder / ("out" + part), "half");
    // Of another file, or not by our name: somebody else's.
    for (const auto& name :
         {"other" + part, "out" + part + "0", std::string("out.weighmaster-part-0123456789abcdeg"),
          std::string("out.part-0123456789abcdef")}) {
      tests::write(folder / name, "stays");
    }
    QCOMPARE(outcome(base::write_file(folder / "out", as_bytes("x"), Existing::keep)), "ok");
    QVERIFY(!fs::exists(folder / ("out" + part)));
    QCOMPARE(entries(folder.path()), std::size_t{5});
    QCOMPARE(tests::read(folder / "out"), to_bytes("x"));
  }

  void leaves_alone_what_is_being_written() {
    const tests::TemporaryFolder folder;
    const auto part = folder / "out.weighmaster-part-0123456789abcdef";
    tests::write(part, "half");
    const int held = ::open(part.c_str(), O_RDONLY);
    QCOMPARE(::flock(held, LOCK_EX), 0);
    QCOMPARE(outcome(base::write_file(folder / "out", as_bytes("x"), Existing::keep)), "ok");
    QVERIFY(fs::exists(part));
    ::close(held);
    QCOMPARE(outcome(base::write_file(folder / "out", as_bytes("y"), Existing::replace)), "ok");
    QVERIFY(!fs::exists(part));
    QCOMPARE(tests::read(folder / "out"), to_bytes("y"));
  }

  void files_are_made_with_the_rights_that_the_person_wants() {
    const tests::TemporaryFolder folder;
    const auto before = ::umask(027);
    QCOMPARE(outcome(base::write_file(folder / "out", as_bytes("x"), Existing::keep)), "ok");
    ::umask(before);
    QCOMPARE(fs::status(folder / "out").permissions(), fs::perms(0640));
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
