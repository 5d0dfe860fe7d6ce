#include <QTest>

#include "base/text.h"
#include "support/outcome.h"

using namespace weighmaster;
using tests::view;

class tst_text : public QObject {
  Q_OBJECT

 private slots:
  void knows_utf8_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("valid");
    QTest::newRow("empty") << QByteArray() << true;
    QTest::newRow("ASCII with NUL") << QByteArray("a\0b", 3) << true;
    QTest::newRow("two, three, four bytes") << QByteArray("é€😀") << true;
    QTest::newRow("last character") << QByteArray("\xF4\x8F\xBF\xBF") << true;
    QTest::newRow("beyond the last") << QByteArray("\xF4\x90\x80\x80") << false;
    QTest::newRow("overlong two") << QByteArray("\xC1\xBF") << false;
    QTest::newRow("overlong three") << QByteArray("\xE0\x9F\xBF") << false;
    QTest::newRow("overlong four") << QByteArray("\xF0\x8F\xBF\xBF") << false;
    QTest::newRow("surrogate") << QByteArray("\xED\xBF\xBF") << false;
    QTest::newRow("continuation alone") << QByteArray("\x80") << false;
    QTest::newRow("cut short") << QByteArray("\xE2\x82") << false;
    QTest::newRow("followed by ASCII") << QByteArray("\xC3(") << false;
  }

  void knows_utf8() {
    QFETCH(const QByteArray, text);
    QTEST(base::is_utf8(view(text)), "valid");
  }

  void makes_hidden_characters_visible_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("plain") << QByteArray("model.safetensors") << QByteArray("model.safetensors");
    QTest::newRow("letters of the world") << QByteArray("模型 é الوزن") << QByteArray("模型 é الوزن");
    QTest::newRow("markup stays text")
        << QByteArray("<b>Verified</b>&x%1") << QByteArray("<b>Verified</b>&x%1");
    QTest::newRow("forged line") << QByteArray("a\nSignature valid") << QByteArray("a\\nSignature valid");
    QTest::newRow("carriage return") << QByteArray("a\rb\tc") << QByteArray("a\\rb\\tc");
    QTest::newRow("terminal escape") << QByteArray("\x1B[2K") << QByteArray("\\u001b[2K");
    QTest::newRow("C1 control") << QByteArray("\xC2\x9B") << QByteArray("\\u009b");
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << QByteArray("a\\u0000b");
    QTest::newRow("right to left") << QByteArray("\u202Etxt.exe") << QByteArray("\\u202etxt.exe");
    QTest::newRow("isolate") << QByteArray("\u2066x\u2069") << QByteArray("\\u2066x\\u2069");
    QTest::newRow("zero width") << QByteArray("a\u200Bb\uFEFF") << QByteArray("a\\u200bb\\ufeff");
    QTest::newRow("spaces of other widths") << QByteArray("a\u2003b\u202fc\u205fd\u1680e\u2800f")
                                            << QByteArray("a\\u2003b\\u202fc\\u205fd\\u1680e\\u2800f");
    QTest::newRow("a space of CJK") << QByteArray("模\u3000型") << QByteArray("模\u3000型");
    QTest::newRow("in place of an object") << QByteArray("a\uFFFC\uFFFF") << QByteArray("a\\ufffc\\uffff");
    QTest::newRow("line separator") << QByteArray("\u2028\u2029") << QByteArray("\\u2028\\u2029");
    QTest::newRow("tag") << QByteArray("\U000E0041") << QByteArray("\\U000e0041");
    QTest::newRow("private use") << QByteArray("a\uE000\uF8FF") << QByteArray("a\\ue000\\uf8ff");
    QTest::newRow("beside private use") << QByteArray("\xEF\xA4\x80") << QByteArray("\xEF\xA4\x80");
    QTest::newRow("private planes") << QByteArray("\U000F0000\U0010FFFD")
                                    << QByteArray("\\U000f0000\\U0010fffd");
    QTest::newRow("not UTF-8") << QByteArray(
                                      "a\xFF"
                                      "b")
                               << QByteArray("a\\xffb");
    QTest::newRow("cut character") << QByteArray("\xE2\x82") << QByteArray("\\xe2\\x82");
    QTest::newRow("four marks") << QByteArray("e\u0301\u0301\u0301\u0301")
                                << QByteArray("e\u0301\u0301\u0301\u0301");
    QTest::newRow("five marks") << QByteArray("e\u0301\u0301\u0301\u0301\u0301")
                                << QByteArray("e\u0301\u0301\u0301\u0301\\u0301");
  }

  void makes_hidden_characters_visible() {
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, shown);
    QCOMPARE(QByteArray::fromStdString(base::visible(view(text))), shown);
  }

  void a_pile_of_marks_does_not_pile_up() {
    QByteArray text("e");
    for (int i = 0; i < 10'000; ++i) text += "\u0301";
    const auto shown = QString::fromStdString(base::visible(view(text)));
    QCOMPARE(shown.count(QChar(0x301)), 4);
  }

  void long_text_keeps_both_ends() {
    QCOMPARE(base::visible("abcdefghij", 10), std::string("abcdefghij"));
    QCOMPARE(base::visible("abcdefghijk", 10), std::string("abcde…ghijk"));
    QCOMPARE(base::visible(std::string(64U << 10U, 'a')).size(), 4096 + std::string("…").size());
    QCOMPARE(base::visible("\n\n\n\n", 2), std::string("\\n…\\n"));  // an escape is never cut
  }

  void tells_ascii_from_the_rest() {
    QVERIFY(base::is_ascii("someone@example.com"));
    QVERIFY(!base::is_ascii("s\u043Emeone@example.com"));  // a Cyrillic o
    QVERIFY(!base::is_ascii("a\nb"));
    QVERIFY(!base::is_ascii("a\x7F"));
  }

  void sizes_read_as_people_compare_them_data() {
    QTest::addColumn<quint64>("bytes");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("none") << quint64{0} << QByteArray("0 B");
    QTest::newRow("bytes") << quint64{999} << QByteArray("999 B");
    QTest::newRow("kilobytes") << quint64{1'234} << QByteArray("1.23 kB");
    QTest::newRow("tens") << quint64{12'340} << QByteArray("12.3 kB");
    QTest::newRow("rounded into the next place") << quint64{9'996} << QByteArray("10.0 kB");
    QTest::newRow("rounded into the next unit") << quint64{999'999} << QByteArray("1.00 MB");
    QTest::newRow("gigabytes") << quint64{4'976'698'592} << QByteArray("4.98 GB");
    QTest::newRow("largest") << ~quint64{0} << QByteArray("18447 PB");
  }

  void sizes_read_as_people_compare_them() {
    QFETCH(const quint64, bytes);
    QFETCH(const QByteArray, text);
    QCOMPARE(QByteArray::fromStdString(base::format_size(bytes)), text);
  }
};

QTEST_APPLESS_MAIN(tst_text)
#include "tst_text.moc"
