#include <QTest>

#include "base/encoding.h"
#include "crypto/ec_encoding.h"
#include "support/outcome.h"
#include "support/test_key.h"

using namespace weighmaster;
using crypto::KeyType;
using tests::outcome;
using tests::TestKey;

namespace {

Bytes hex(std::string_view text) {
  return base::from_hex(text).value();
}

Bytes params(KeyType type) {
  return hex(type == KeyType::ecdsa_p256   ? "06082a8648ce3d030107"
             : type == KeyType::ecdsa_p384 ? "06052b81040022"
                                           : "06052b81040023");
}

/// The point at the end of a SubjectPublicKeyInfo.
Bytes point(const crypto::PublicKey& key) {
  const std::size_t size = 1 + 2 * ((key.bits() + 7) / 8);
  return {key.spki().end() - static_cast<std::ptrdiff_t>(size), key.spki().end()};
}

Bytes wrapped(const Bytes& content) {
  Bytes der{0x04};
  if (content.size() > 127) der.push_back(0x81);
  der.push_back(static_cast<std::uint8_t>(content.size()));
  der.insert(der.end(), content.begin(), content.end());
  return der;
}

constexpr auto curves = {KeyType::ecdsa_p256, KeyType::ecdsa_p384, KeyType::ecdsa_p521};

}  // namespace

class tst_ec_encoding : public QObject {
  Q_OBJECT

 private slots:
  void a_point_with_or_without_its_octet_string_is_the_key() {
    for (const auto type : curves) {
      const auto key = TestKey::generate(type).public_key();
      for (const auto& encoded : {wrapped(point(key)), point(key)}) {
        const auto read = crypto::ec_public_key(params(type), encoded);
        QVERIFY(read);
        QVERIFY(*read == key);
        QVERIFY(read->pem() == key.pem());
      }
      QVERIFY(crypto::ec_curve(params(type)) == type);
    }
  }

  /// Its first byte is the tag of an OCTET STRING, and one in 256 has the fitting length behind it.
  void a_bare_point_that_looks_like_an_octet_string_is_no_other_key() {
    for (int i = 0; i < 5000; ++i) {
      const auto key = TestKey::generate().public_key();
      const auto bare = point(key);
      if (bare.at(1) != bare.size() - 2) continue;
      const auto read = crypto::ec_public_key(params(KeyType::ecdsa_p256), bare);
      QVERIFY(read);
      QVERIFY(*read == key);
      return;
    }
    QFAIL("no such point in 5000");
  }

  void what_is_no_key_is_refused() {
    const auto p256 = params(KeyType::ecdsa_p256);
    const auto good = point(TestKey::generate().public_key());
    auto off_curve = good;
    off_curve.back() ^= 1U;
    auto compressed = Bytes(good.begin(), good.begin() + 33);
    compressed.front() = static_cast<std::uint8_t>(2U + (good.back() & 1U));
    auto trailing = wrapped(good);
    trailing.push_back(0);
    for (const auto& encoded : {Bytes(), off_curve, wrapped(off_curve), compressed, wrapped(compressed),
                                trailing, Bytes(65, 4), wrapped(Bytes()), Bytes{0}}) {
      QCOMPARE(outcome(crypto::ec_public_key(p256, encoded)), QString("key.malformed"));
    }
    QCOMPARE(outcome(crypto::ec_public_key(params(KeyType::ecdsa_p384), wrapped(good))),
             QString("key.malformed"));
  }

  void another_curve_is_refused() {
    const auto secp256k1 = hex("06052b8104000a");
    for (const auto& other : {secp256k1, Bytes(), hex("30030101ff"), hex("06082a8648ce3d03010700"),
                              hex("130a63757276653235353139"), hex("0603"), hex("06022a03")}) {
      QCOMPARE(outcome(crypto::ec_curve(other)), QString("key.unsupported"));
      QCOMPARE(outcome(crypto::ec_public_key(other, Bytes(65, 4))), QString("key.unsupported"));
    }
    QCOMPARE(crypto::ec_curve(secp256k1).error().detail, "secp256k1");
  }

  void a_signature_becomes_canonical_der_data() {
    QTest::addColumn<QString>("raw");
    QTest::addColumn<QString>("der");
    QTest::newRow("small") << "0102"
                           << "3006020101020102";
    QTest::newRow("leading zeros go") << "00010002"
                                      << "3006020101020102";
    QTest::newRow("a high bit takes a zero") << "80ff"
                                             << "30080202008002020 0ff";
    QTest::newRow("zero") << "0000"
                          << "3006020100020100";
  }
  void a_signature_becomes_canonical_der() {
    QFETCH(QString, raw);
    QFETCH(QString, der);
    const auto read = crypto::ec_signature_der(hex(raw.toStdString()));
    QVERIFY(read);
    QCOMPARE(QString::fromStdString(base::to_hex(*read)), der.remove(' '));
  }

  void a_signature_of_another_size_is_refused() {
    for (const std::size_t size : {0U, 1U, 63U, 133U, 134U, 10'000U}) {
      QCOMPARE(outcome(crypto::ec_signature_der(Bytes(size, 1))), QString("token.failed"));
    }
    QVERIFY(crypto::ec_signature_der(Bytes(132, 0xff)));
  }
};

QTEST_APPLESS_MAIN(tst_ec_encoding)
#include "tst_ec_encoding.moc"
