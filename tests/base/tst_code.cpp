#include <QTest>
#include <algorithm>
#include <set>

#include "base/code.h"

using namespace weighmaster;

class tst_code : public QObject {
  Q_OBJECT

 private slots:
  void names_are_unique_and_lead_back_to_their_code() {
    std::set<std::string_view> names;
    for (const auto code : base::all_codes()) {
      QVERIFY2(names.insert(base::name(code)).second, base::name(code).data());
      QVERIFY(base::code_from_name(base::name(code)) == code);
    }
    QVERIFY(names.size() > 50);
    QVERIFY(!base::code_from_name("signature.trusted"));
    QVERIFY(!base::code_from_name(""));
  }

  void names_are_an_area_and_a_fault_in_lower_case() {
    for (const auto code : base::all_codes()) {
      const auto name = base::name(code);
      const bool plain = std::all_of(name.begin(), name.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_' ||
               letter == '.';
      });
      QVERIFY2(plain, name.data());
      QVERIFY2(std::count(name.begin(), name.end(), '.') == 1, name.data());
    }
  }

  void effects_are_those_of_the_table() {
    QCOMPARE(base::effect(base::Code::content_changed), base::Effect::changed);
    QCOMPARE(base::effect(base::Code::signature_false), base::Effect::signature_invalid);
    QCOMPARE(base::effect(base::Code::identity_differs), base::Effect::wrong_signer);
    QCOMPARE(base::effect(base::Code::manifest_order), base::Effect::none);
    QVERIFY(base::Effect::signature_invalid > base::Effect::changed);
    QVERIFY(base::Effect::changed > base::Effect::wrong_signer);
    QVERIFY(base::Effect::partial > base::Effect::none);
  }
};

QTEST_APPLESS_MAIN(tst_code)
#include "tst_code.moc"
