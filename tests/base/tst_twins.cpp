#include <QTest>

#include "base/text.h"
#include "base/twins.h"

using namespace weighmaster;

class tst_twins : public QObject {
  Q_OBJECT

 private slots:
  void names_in_two_forms_of_unicode_are_recognised_data() {
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<bool>("alike");
    QTest::newRow("an accent") << QByteArray("caf\u00E9.bin") << QByteArray("cafe\u0301.bin") << true;
    QTest::newRow("two accents") << QByteArray("\u00E9t\u00E9") << QByteArray("e\u0301te\u0301") << true;
    QTest::newRow("mixed") << QByteArray("\u00E9te\u0301") << QByteArray("e\u0301t\u00E9") << true;
    QTest::newRow("two marks on one letter") << QByteArray("\u1EC7") << QByteArray("e\u0323\u0302") << true;
    QTest::newRow("a syllable") << QByteArray("\u304C") << QByteArray("\u304B\u3099") << true;
    QTest::newRow("the same") << QByteArray("caf\u00E9") << QByteArray("caf\u00E9") << false;
    QTest::newRow("no mark") << QByteArray("caf\u00E9") << QByteArray("cafe") << false;
    QTest::newRow("another rest") << QByteArray("\u00E9.bin") << QByteArray("e\u0301.txt") << false;
    QTest::newRow("one letter more") << QByteArray("\u00E9") << QByteArray("e\u0301e") << false;
    QTest::newRow("other words") << QByteArray("模型.bin") << QByteArray("数据.bin") << false;
    QTest::newRow("a mark more") << QByteArray("e\u0301") << QByteArray("e\u0301\u0301") << false;
    QTest::newRow("empty") << QByteArray("") << QByteArray("e\u0301") << false;
    QTest::newRow("not UTF-8") << QByteArray("\xFF\u00E9")
                               << QByteArray(
                                      "\xFF"
                                      "e\u0301")
                               << false;
  }
  void names_in_two_forms_of_unicode_are_recognised() {
    QFETCH(const QByteArray, one);
    QFETCH(const QByteArray, other);
    const auto a = one.toStdString();
    const auto b = other.toStdString();
    QTEST(base::differ_in_composition(a, b), "alike");
    QTEST(base::differ_in_composition(b, a), "alike");
  }

  void only_the_case_of_ascii_letters_is_levelled() {
    QCOMPARE(base::lower_case("Model-Ä[Z].BIN"), std::string("model-Ä[z].bin"));
    QCOMPARE(base::lower_case("\xff"), std::string("\xff"));
  }

  void the_first_letter_is_a_whole_character() {
    QVERIFY(base::first_letter("éa") == "é");
    QVERIFY(base::first_letter("\xff"
                               "a") == "\xff");
    QCOMPARE(base::code_point("é"), char32_t{0xE9});
  }
};

QTEST_APPLESS_MAIN(tst_twins)
#include "tst_twins.moc"
