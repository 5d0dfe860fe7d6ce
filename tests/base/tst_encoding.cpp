#include <QTest>

#include "base/encoding.h"
#include "support/outcome.h"

using namespace weighmaster;
using tests::outcome;
using tests::view;

class tst_encoding : public QObject {
  Q_OBJECT

 private slots:
  // RFC 4648 section 10.
  void base64_goes_both_ways_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("none") << QByteArray() << QByteArray();
    QTest::newRow("f") << QByteArray("f") << QByteArray("Zg==");
    QTest::newRow("fo") << QByteArray("fo") << QByteArray("Zm8=");
    QTest::newRow("foo") << QByteArray("foo") << QByteArray("Zm9v");
    QTest::newRow("foob") << QByteArray("foob") << QByteArray("Zm9vYg==");
    QTest::newRow("high bits") << QByteArray("\xFB\xFF\xFE") << QByteArray("+//+");
  }

  void base64_goes_both_ways() {
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, text);
    QCOMPARE(base::to_base64(as_bytes(view(bytes))), text.toStdString());
    QCOMPARE(base::from_base64(view(text)).value(), to_bytes(view(bytes)));
  }

  void base64_agrees_with_another_encoder_at_every_length() {
    QByteArray bytes;
    for (int size = 0; size < 300; ++size) {
      QCOMPARE(base::to_base64(as_bytes(view(bytes))), bytes.toBase64().toStdString());
      QCOMPARE(base::from_base64(view(bytes.toBase64(QByteArray::Base64UrlEncoding))).value(),
               to_bytes(view(bytes)));
      bytes.append(static_cast<char>(size * 37));
    }
  }

  void base64_is_read_strictly_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("no padding") << QByteArray("Zg") << "ok";
    QTest::newRow("URL-safe") << QByteArray("-__-") << "ok";
    QTest::newRow("two alphabets") << QByteArray("+_-/") << "base64.malformed";
    QTest::newRow("line break") << QByteArray("Zm9v\nZm9v") << "base64.malformed";
    QTest::newRow("break at the end") << QByteArray("Zm9v\n") << "base64.malformed";
    QTest::newRow("space") << QByteArray("Zm 9") << "base64.malformed";
    QTest::newRow("NUL") << QByteArray("Zm9\0", 4) << "base64.malformed";
    QTest::newRow("one digit") << QByteArray("Z") << "base64.malformed";
    QTest::newRow("five digits") << QByteArray("Zm9vZ") << "base64.malformed";
    QTest::newRow("half the padding") << QByteArray("Zg=") << "base64.malformed";
    QTest::newRow("too much padding") << QByteArray("Zm8==") << "base64.malformed";
    QTest::newRow("padding alone") << QByteArray("====") << "base64.malformed";
    QTest::newRow("padding where none is due") << QByteArray("Zm9v====") << "base64.malformed";
    QTest::newRow("padding inside") << QByteArray("Zg==Zg==") << "base64.malformed";
    QTest::newRow("unused bits, one byte") << QByteArray("Zh==") << "base64.malformed";
    QTest::newRow("unused bits, two bytes") << QByteArray("Zm9=") << "base64.malformed";
    QTest::newRow("not ASCII") << QByteArray("Zm\xC3\xA9") << "base64.malformed";
  }

  void base64_is_read_strictly() {
    QFETCH(const QByteArray, text);
    QTEST(outcome(base::from_base64(view(text))), "expected");
  }

  void hexadecimal_is_read_strictly_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("empty") << QByteArray() << "ok";
    QTest::newRow("digits") << QByteArray("00ff7f") << "ok";
    QTest::newRow("upper case") << QByteArray("FF") << "hex.malformed";
    QTest::newRow("odd") << QByteArray("fff") << "hex.malformed";
    QTest::newRow("prefix") << QByteArray("0xff") << "hex.malformed";
    QTest::newRow("NUL") << QByteArray("f\0", 2) << "hex.malformed";
    QTest::newRow("space") << QByteArray(" f") << "hex.malformed";
  }

  void hexadecimal_is_read_strictly() {
    QFETCH(const QByteArray, text);
    const auto bytes = base::from_hex(view(text));
    QTEST(outcome(bytes), "expected");
    if (bytes) QCOMPARE(base::to_hex(*bytes), text.toStdString());
  }
};

QTEST_APPLESS_MAIN(tst_encoding)
#include "tst_encoding.moc"
