#include "crypto/wipe.h"

#include <QTest>
#include <algorithm>

using namespace weighmaster;

/// That nothing of a secret stays in memory that was given back.
class tst_wipe : public QObject {
  Q_OBJECT

 private slots:
  void nothing_stays_where_it_was() {
    std::string text = "a token that is longer than any text inside the object";
    const auto size = text.size();
    const char* letters = text.data();
    crypto::wipe(text);
    QVERIFY(text.empty());
    QVERIFY(std::all_of(letters, letters + size, [](char letter) { return letter == 0; }));

    Bytes bytes(100, 0x5A);
    const auto* first = bytes.data();
    crypto::wipe(bytes);
    QVERIFY(bytes.empty());
    QVERIFY(std::all_of(first, first + 100, [](std::uint8_t byte) { return byte == 0; }));
  }

  void what_is_empty_stays_empty() {
    std::string text;
    Bytes bytes;
    crypto::wipe(text);
    crypto::wipe(bytes);
    QVERIFY(text.empty() && bytes.empty());
  }
};

QTEST_APPLESS_MAIN(tst_wipe)
#include "tst_wipe.moc"
