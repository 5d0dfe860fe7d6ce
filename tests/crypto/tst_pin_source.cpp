#include <sys/stat.h>
#include <unistd.h>

#include <QTest>
#include <array>
#include <thread>

#include "crypto/pin_source.h"
#include "support/outcome.h"
#include "support/places.h"

using namespace weighmaster;
using crypto::read_pin_file;
using crypto::read_pin_source;
using tests::outcome;

namespace {

/// As a shell makes one for `<(…)`.
class Pipe {
 public:
  Pipe() {
    if (::pipe(ends_.data()) != 0) qFatal("no pipe");
  }
  ~Pipe() {
    close_end();
    ::close(ends_[0]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  Pipe(Pipe&&) = delete;
  Pipe& operator=(Pipe&&) = delete;

  [[nodiscard]] std::string path() const { return "/dev/fd/" + std::to_string(ends_[0]); }
  void write(const std::string& text) const {
    if (::write(ends_[1], text.data(), text.size()) < 0) qFatal("nothing can be written");
  }
  void close_end() const {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }

 private:
  mutable std::array<int, 2> ends_{-1, -1};
};

}  // namespace

class tst_pin_source : public QObject {
  Q_OBJECT

  tests::TemporaryFolder folder_;

  [[nodiscard]] std::filesystem::path file(std::string_view content) const {
    tests::write(folder_ / "pin", content);
    return folder_ / "pin";
  }

 private slots:
  void the_newline_at_the_end_is_not_part_of_it_data() {
    QTest::addColumn<QString>("content");
    QTest::addColumn<QString>("pin");
    QTest::newRow("none") << "1234"
                          << "1234";
    QTest::newRow("LF") << "1234\n"
                        << "1234";
    QTest::newRow("CR LF") << "1234\r\n"
                           << "1234";
    QTest::newRow("only one") << "1234\n\n"
                              << "1234\n";
    QTest::newRow("blanks stay") << " 12 34 \n"
                                 << " 12 34 ";
  }
  void the_newline_at_the_end_is_not_part_of_it() {
    QFETCH(QString, content);
    QFETCH(QString, pin);
    const auto read = read_pin_file(file(content.toStdString()), {});
    QVERIFY(read);
    QCOMPARE(std::string(read->text()), pin.toStdString());
  }

  void what_is_neither_small_file_nor_pipe_is_refused() {
    QCOMPARE(outcome(read_pin_file(file("\n"), {})), QString("token.pin_missing"));
    QCOMPARE(outcome(read_pin_file(file(""), {})), QString("token.pin_missing"));
    QCOMPARE(outcome(read_pin_file(file(std::string(5000, '1')), {})), QString("file.too_large"));
    QCOMPARE(outcome(read_pin_file(folder_ / "none", {})), QString("file.not_found"));
    QCOMPARE(outcome(read_pin_file(folder_.path(), {})), QString("file.not_regular"));
    QCOMPARE(outcome(read_pin_file("/dev/null", {})), QString("file.not_regular"));
  }

  void a_pin_may_come_out_of_a_pipe() {
    const Pipe pipe;
    pipe.write("12");
    std::thread later([&pipe] {
      std::this_thread::sleep_for(std::chrono::milliseconds(150));
      pipe.write("34\n");
      pipe.close_end();
    });
    const auto pin = read_pin_file(pipe.path(), {});
    later.join();
    QVERIFY(pin);
    QCOMPARE(std::string(pin->text()), std::string("1234"));

    const Pipe none;
    none.close_end();
    QCOMPARE(outcome(read_pin_file(none.path(), {})), QString("token.pin_missing"));
    const Pipe much;
    much.write(std::string(5000, '1'));
    QCOMPARE(outcome(read_pin_file(much.path(), {})), QString("file.too_large"));
  }

  void a_pipe_that_says_nothing_can_be_stopped() {
    const Pipe silent;
    std::stop_source stop;
    std::thread later([&stop] {
      std::this_thread::sleep_for(std::chrono::milliseconds(150));
      stop.request_stop();
    });
    const auto answer = outcome(read_pin_file(silent.path(), {stop.get_token(), {}}));
    later.join();
    QCOMPARE(answer, QString("task.cancelled"));
    QCOMPARE(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
    QCOMPARE(outcome(read_pin_file(folder_ / "pipe", {stop.get_token(), {}})), QString("task.cancelled"));
  }

  void a_source_is_a_path_or_a_file_uri_of_this_computer() {
    const auto path = file("1234\n").string();
    for (const auto& source : {path, "file:" + path, "file://" + path, "file://localhost" + path,
                               "file:" + path.substr(0, path.size() - 3) + "%70in"}) {
      const auto pin = read_pin_source(source, {});
      QVERIFY2(pin && pin->text() == "1234", source.c_str());
    }
    for (const auto& source :
         {std::string("pin"), std::string("./pin"), std::string("|echo 1234"), std::string(),
          "file://example.com" + path, std::string("file:pin"), "file:/" + path, "http://localhost" + path,
          "file:" + path + "%0", "file:" + path + "%00"}) {
      QCOMPARE(outcome(read_pin_source(source, {})), QString("token.uri"));
    }
  }
};

QTEST_APPLESS_MAIN(tst_pin_source)
#include "tst_pin_source.moc"
