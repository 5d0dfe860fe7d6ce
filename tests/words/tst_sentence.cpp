#include <QTest>

#include "words/letters.h"
#include "words/words.h"

using namespace weighmaster;
using words::Sentence;

class TestSentence : public QObject {
  Q_OBJECT

 private slots:
  void arguments_stand_in_their_places() {
    const Sentence sentence{"{signer} signed {count} files.",
                            {words::quoted_name("signer", "a@b.example"), words::plain("count", "2")},
                            {}};
    QCOMPARE(QString::fromStdString(words::fill(sentence)), QString("“a@b.example” signed 2 files."));
  }

  void several_of_one_name_are_a_list() {
    const Sentence sentence{
        "Changed: {names}.", {words::quoted_name("names", "a"), words::quoted_name("names", "b")}, {}};
    QCOMPARE(QString::fromStdString(words::fill(sentence)), QString("Changed: “a”, “b”."));
  }

  void a_place_without_argument_stays() {
    QCOMPARE(QString::fromStdString(words::fill({"It is {missing} and { open.", {}, {}})),
             QString("It is {missing} and { open."));
  }

  void braces_in_values_are_not_looked_at_again() {
    const Sentence sentence{
        "{a} and {b}.", {words::quoted_name("a", "{b}"), words::quoted_name("b", "{a}")}, {}};
    QCOMPARE(QString::fromStdString(words::fill(sentence)), QString("“{b}” and “{a}”."));
  }

  void a_remark_stands_before_the_full_stop() {
    QCOMPARE(QString::fromStdString(words::fill({"It is faulty.", {}, "at byte 12"})),
             QString("It is faulty (at byte 12)."));
  }

  void a_translation_keeps_the_arguments() {
    const auto translate = [](std::string_view text) {
      return text == "{a} is here." ? std::string("Hier ist {a}.") : std::string(text);
    };
    QCOMPARE(
        QString::fromStdString(words::fill({"{a} is here.", {words::quoted_name("a", "x")}, {}}, translate)),
        QString("Hier ist “x”."));
  }

  void values_cannot_end_their_quotation() {
    const base::Finding finding{base::Code::content_changed, "x” is fine. All is well. “y", {}};
    QCOMPARE(QString::fromStdString(words::fill(words::what_is_so(finding))),
             QString("The file “x\\u201d is fine. All is well. \\u201cy” is not what was signed."));
  }

  void particulars_cannot_close_their_brackets() {
    const base::Finding finding{base::Code::base64_malformed, "sig", "bad). The signature is valid. (really"};
    QCOMPARE(QString::fromStdString(words::fill(words::what_is_so(finding))),
             QString("The base64 text of “sig” is faulty (bad]. The signature is valid. [really)."));
  }

  void what_comes_from_outside_is_a_part_of_its_own() {
    const auto parts = words::parts({"It is {a}.", {words::quoted_name("a", "<b>bold</b>")}, "at <i>"});
    const std::vector<words::Part> expected{
        {"It is ", false}, {"“<b>bold</b>”", true}, {" (", false}, {"at <i>", true}, {").", false}};
    QVERIFY(parts == expected);
  }

  void findings_without_subject_have_words_too() {
    QCOMPARE(QString::fromStdString(
                 words::fill(words::what_is_so(base::Finding{base::Code::file_not_found, {}, {}}))),
             QString("A file is not there."));
    QCOMPARE(QString::fromStdString(
                 words::fill(words::what_is_so(base::Finding{base::Code::identity_differs, "a@x", "b@x"}))),
             QString("It is signed by “a@x”; you expect “b@x”."));
  }

  void long_names_keep_both_ends() {
    const std::string name = std::string(65536, 'a') + "@publisher.example";
    const auto text = words::fill(words::what_is_so(base::Finding{base::Code::identity_differs, name, "b"}));
    QVERIFY(text.size() < 500);
    QVERIFY(text.find("@publisher.example”") != std::string::npos);
  }

  void numbers_are_grouped_from_five_digits_on() {
    QCOMPARE(QString::fromStdString(words::grouped(0)), QString("0"));
    QCOMPARE(QString::fromStdString(words::grouped(9999)), QString("9999"));
    QCOMPARE(QString::fromStdString(words::grouped(598151086)), QString("598\u00a0151\u00a0086"));
    QCOMPARE(QString::fromStdString(words::grouped(100000)), QString("100\u00a0000"));
  }

  void letters_are_spelled_so_that_none_is_mistaken_data() {
    QTest::addColumn<QString>("letters");
    QTest::addColumn<QString>("spelled");
    QTest::newRow("plain") << "i"
                           << "i";
    QTest::newRow("small L") << "l"
                             << "l (small L)";
    QTest::newRow("digit") << "0"
                           << "0 (digit zero)";
    QTest::newRow("several") << "rn"
                             << "r n";
    QTest::newRow("Cyrillic") << "\u0430"
                              << "U+0430";
    QTest::newRow("outside the first plane") << "\U0001D41A"
                                             << "U+1D41A";
    QTest::newRow("not drawn") << "\u202e"
                               << "U+202E";
    QTest::newRow("none") << ""
                          << "";
  }

  void letters_are_spelled_so_that_none_is_mistaken() {
    QFETCH(QString, letters);
    QTEST(QString::fromStdString(words::spelled(letters.toStdString())), "spelled");
  }

  void letters_that_differ_are_said_place_by_place_data() {
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("found");
    QTest::addColumn<QString>("said");
    QTest::newRow("one") << "granite"
                         << "granlte"
                         << "One letter differs: l (small L) in place of i.";
    QTest::newRow("two for one") << "mistral"
                                 << "rnistral"
                                 << "Letters differ: r n in place of m.";
    QTest::newRow("two places")
        << "Eleuther-AI"
        << "EIeutherAI"
        << "Letters differ: I (capital i) in place of l (small L). There is less than there should "
           "be: - (hyphen) is missing.";
    QTest::newRow("added") << "paul"
                           << "p\u200baul"
                           << "There is more than there should be: U+200B.";
    QTest::newRow("too much") << "alice"
                              << "robert"
                              << "";
    QTest::newRow("the same") << "alice"
                              << "alice"
                              << "";
  }

  void letters_that_differ_are_said_place_by_place() {
    QFETCH(QString, expected);
    QFETCH(QString, found);
    QStringList said;
    for (const auto& each : words::letters_that_differ(expected.toStdString(), found.toStdString()))
      said += QString::fromStdString(words::fill(each));
    QTEST(said.join(u' '), "said");
  }

  void what_is_no_text_has_no_letters() { QVERIFY(words::letters_that_differ("a\xff", "b\xff").empty()); }
};

QTEST_APPLESS_MAIN(TestSentence)
#include "tst_sentence.moc"
