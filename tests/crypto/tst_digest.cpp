#include <QTest>

#include "crypto/digest.h"

using namespace weighmaster;
using crypto::DigestAlgorithm;

Q_DECLARE_METATYPE(weighmaster::crypto::DigestAlgorithm)

class tst_digest : public QObject {
  Q_OBJECT

 private slots:
  void known_answers_data() {
    QTest::addColumn<DigestAlgorithm>("algorithm");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("hex");
    // FIPS 180-2 appendix B; RFC 7693 appendix A; the BLAKE3 authors' test_vectors.json (input of length 0).
    QTest::newRow("sha256 abc") << DigestAlgorithm::sha256 << QByteArray("abc")
                                << QByteArray(
                                       "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QTest::newRow("sha384 abc") << DigestAlgorithm::sha384 << QByteArray("abc")
                                << QByteArray(
                                       "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                                       "8086072ba1e7cc2358baeca134c825a7");
    QTest::newRow("blake2b abc") << DigestAlgorithm::blake2b << QByteArray("abc")
                                 << QByteArray(
                                        "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                                        "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
    QTest::newRow("blake3 empty") << DigestAlgorithm::blake3 << QByteArray()
                                  << QByteArray(
                                         "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
  }

  void known_answers() {
    QFETCH(const DigestAlgorithm, algorithm);
    QFETCH(const QByteArray, message);
    QFETCH(const QByteArray, hex);
    const BytesView bytes =
        as_bytes(std::string_view(message.constData(), static_cast<std::size_t>(message.size())));
    QCOMPARE(QByteArray::fromStdString(crypto::digest(algorithm, bytes).hex()), hex);

    crypto::Hasher hasher(algorithm);
    for (const auto& byte : bytes) hasher.update({&byte, 1});
    QCOMPARE(QByteArray::fromStdString(hasher.finish().hex()), hex);
    hasher.update(bytes);  // finish() started it anew
    QCOMPARE(QByteArray::fromStdString(hasher.finish().hex()), hex);
  }

  void refuses_digests_of_another_length_or_alphabet() {
    const std::string good(64, 'a');
    QVERIFY(crypto::Digest::from_hex(DigestAlgorithm::sha256, good));
    for (const std::string& bad :
         {good.substr(2), good + "aa", std::string(64, 'A'), std::string(64, 'g'), std::string()}) {
      QCOMPARE(crypto::Digest::from_hex(DigestAlgorithm::sha256, bad).error().code,
               base::Code::manifest_digest);
    }
    QCOMPARE(crypto::Digest::from_hex(DigestAlgorithm::blake2b, good).error().code,
             base::Code::manifest_digest);
  }

  void digests_of_different_algorithms_are_never_equal() {
    const Bytes bytes(32, 7);
    QVERIFY(crypto::Digest::from_bytes(DigestAlgorithm::sha256, bytes) !=
            crypto::Digest::from_bytes(DigestAlgorithm::blake3, bytes));
  }
};

QTEST_APPLESS_MAIN(tst_digest)
#include "tst_digest.moc"
