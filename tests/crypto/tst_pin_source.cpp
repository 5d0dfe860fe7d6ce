#include <sys/stat.h>

#include <QTest>

#include "crypto/pin_source.h"
#include "support/outcome.h"
#include "support/places.h"

using namespace weighmaster;
using crypto::read_pin_file;
using crypto::read_pin_source;
using tests::outcome;

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
    const auto read = read_pin_file(file(content.toStdString()));
    QVERIFY(read);
    QCOMPARE(std::string(read->text()), pin.toStdString());
  }

  void what_is_no_small_regular_file_is_refused() {
    QCOMPARE(outcome(read_pin_file(file("\n"))), QString("token.pin_missing"));
    QCOMPARE(outcome(read_pin_file(file(""))), QString("token.pin_missing"));
    QCOMPARE(outcome(read_pin_file(file(std::string(5000, '1')))), QString("file.too_large"));
    QCOMPARE(outcome(read_pin_file(folder_ / "none")), QString("file.not_found"));
    QCOMPARE(outcome(read_pin_file(folder_.path())), QString("file.not_regular"));
    QCOMPARE(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
    QCOMPARE(outcome(read_pin_file(folder_ / "pipe")), QString("file.not_regular"));
  }

  void a_source_is_a_path_or_a_file_uri_of_this_computer() {
    const auto path = file("1234\n").string();
    for (const auto& source : {path, "file:" + path, "file://" + path, "file://localhost" + path,
                               "file:" + path.substr(0, path.size() - 3) + "%70in"}) {
      const auto pin = read_pin_source(source);
      QVERIFY2(pin && pin->text() == "1234", source.c_str());
    }
    for (const auto& source :
         {std::string("pin"), std::string("./pin"), std::string("|echo 1234"), std::string(),
          "file://example.com" + path, std::string("file:pin"), "file:/" + path, "http://localhost" + path,
          "file:" + path + "%0", "file:" + path + "%00"}) {
      QCOMPARE(outcome(read_pin_source(source)), QString("token.uri"));
    }
  }
};

QTEST_APPLESS_MAIN(tst_pin_source)
#include "tst_pin_source.moc"
