#include <QTest>

#include "base/encoding.h"
#include "crypto/public_key.h"
#include "support/places.h"
#include "support/test_key.h"

using namespace weighmaster;
using crypto::KeyType;
using crypto::PublicKey;

Q_DECLARE_METATYPE(weighmaster::crypto::KeyType)

class tst_public_key : public QObject {
  Q_OBJECT

 private slots:
  void a_signature_is_true_for_its_key_and_message_only_data() {
    QTest::addColumn<KeyType>("type");
    for (const auto type :
         {KeyType::ecdsa_p256, KeyType::ecdsa_p384, KeyType::ecdsa_p521, KeyType::ed25519, KeyType::rsa}) {
      QTest::newRow(std::string(crypto::name(type)).c_str()) << type;
    }
  }

  void a_signature_is_true_for_its_key_and_message_only() {
    QFETCH(const KeyType, type);
    const auto key = tests::TestKey::generate(type);
    const auto other = tests::TestKey::generate(type);
    const auto hash = key.public_key().usual_digest();
    const auto message = as_bytes("the weights");
    const auto signature = key.sign(hash, message);
    QVERIFY(key.public_key().verify(hash, message, signature));
    QVERIFY(!other.public_key().verify(hash, message, signature));
    QVERIFY(!key.public_key().verify(hash, as_bytes("the weight"), signature));
    QVERIFY(!key.public_key().verify(hash, message, {}));
    for (std::size_t i = 0; i < signature.size(); i += 7) {
      auto bent = signature;
      bent[i] ^= 1U;
      QVERIFY(!key.public_key().verify(hash, message, bent));
    }
    QCOMPARE(key.public_key().type(), type);
  }

  void a_digest_stands_for_the_message_where_a_digest_is_signed_data() {
    a_signature_is_true_for_its_key_and_message_only_data();
  }
  void a_digest_stands_for_the_message_where_a_digest_is_signed() {
    QFETCH(const KeyType, type);
    const auto key = tests::TestKey::generate(type);
    const auto hash = key.public_key().usual_digest();
    const auto digest = crypto::digest(hash, as_bytes("the weights"));
    const auto signature = key.sign(hash, as_bytes("the weights"));
    QCOMPARE(key.public_key().verify_digest(digest, signature), type != KeyType::ed25519);
    QVERIFY(!key.public_key().verify_digest(crypto::digest(hash, as_bytes("the weight")), signature));
    QVERIFY(!tests::TestKey::generate(type).public_key().verify_digest(digest, signature));
    QVERIFY(!key.public_key().verify_digest(digest, {}));
    const auto blake = crypto::digest(crypto::DigestAlgorithm::blake2b, as_bytes("the weights"));
    QVERIFY(!key.public_key().verify_digest(blake, signature));
    auto trailing = signature;
    trailing.push_back(0);
    QVERIFY(!key.public_key().verify_digest(digest, trailing));
  }

  void an_ecdsa_signature_has_one_encoding_only() {
    const auto key = tests::TestKey::generate(KeyType::ecdsa_p256);
    const auto hash = key.public_key().usual_digest();
    const auto message = as_bytes("m");
    const auto good = key.sign(hash, message);
    auto trailing = good;
    trailing.push_back(0);
    QVERIFY(!key.public_key().verify(hash, message, trailing));
    // SEQUENCE with its length in two bytes: BER, not DER.
    Bytes long_form{good[0], 0x81};
    long_form.insert(long_form.end(), good.begin() + 1, good.end());
    QVERIFY(!key.public_key().verify(hash, message, long_form));
  }

  void zero_and_negative_values_are_never_signatures() {
    const auto key = tests::TestKey::generate(KeyType::ecdsa_p256).public_key();
    const Bytes zeros{0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00};
    const Bytes negative{0x30, 0x06, 0x02, 0x01, 0xFF, 0x02, 0x01, 0xFF};
    QVERIFY(!key.verify(key.usual_digest(), as_bytes("m"), zeros));
    QVERIFY(!key.verify(key.usual_digest(), as_bytes("m"), negative));
  }

  void the_hash_follows_the_curve() {
    using crypto::DigestAlgorithm;
    QCOMPARE(tests::TestKey::generate(KeyType::ecdsa_p256).public_key().usual_digest(),
             DigestAlgorithm::sha256);
    QCOMPARE(tests::TestKey::generate(KeyType::ecdsa_p384).public_key().usual_digest(),
             DigestAlgorithm::sha384);
    QCOMPARE(tests::TestKey::generate(KeyType::ecdsa_p521).public_key().usual_digest(),
             DigestAlgorithm::sha512);
  }

  void pem_and_spki_say_the_same_key() {
    const auto key = tests::TestKey::generate(KeyType::ecdsa_p384).public_key();
    QVERIFY(*PublicKey::from_pem(as_bytes(key.pem())) == key);
    QVERIFY(*PublicKey::from_spki(key.spki()) == key);
  }

  void the_hint_is_that_of_the_published_bundles() {
    const auto shared = tests::shared_dir();
    if (!shared) QSKIP(tests::no_shared);
    const auto pem = tests::read(*shared / "conformance/assets/keys/certificate/signing-key-pub.pem");
    QCOMPARE(PublicKey::from_pem(pem)->hint(),
             std::string("e8450dec4eb99dae995da9af1bc2cc9f76ed669ee2e744f57abba763df3e3f8e"));
  }

  void refuses_what_is_no_key_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("noise") << QByteArray("not a key");
    QTest::newRow("empty block") << QByteArray("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n");
    QTest::newRow("a point off the curve") << QByteArray(
        "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQ==\n-----END PUBLIC KEY-----\n");
  }

  void refuses_what_is_no_key() {
    QFETCH(const QByteArray, text);
    const auto bytes = as_bytes(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
    QCOMPARE(PublicKey::from_pem(bytes).error().code, base::Code::key_malformed);
    QCOMPARE(PublicKey::from_spki(bytes).error().code, base::Code::key_malformed);
    QCOMPARE(PublicKey::from_pkcs1(bytes).error().code, base::Code::key_malformed);
  }

  void a_file_holds_one_public_key_and_nothing_else() {
    const auto one = tests::TestKey::generate(KeyType::ecdsa_p256).public_pem();
    const auto other = tests::TestKey::generate(KeyType::ecdsa_p256).public_pem();
    const std::string secret = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    QVERIFY(PublicKey::from_pem(as_bytes(one)));
    QVERIFY(PublicKey::from_pem(as_bytes("a remark\n" + one)));
    for (const auto& several : {one + other, one + one, one + secret, secret + one}) {
      QCOMPARE(PublicKey::from_pem(as_bytes(several)).error().code, base::Code::key_malformed);
    }
  }

  void bytes_behind_a_key_are_refused() {
    auto spki = tests::TestKey::generate(KeyType::ecdsa_p256).public_key().spki();
    spki.push_back(0);
    QCOMPARE(PublicKey::from_spki(spki).error().code, base::Code::key_malformed);
  }
};

QTEST_APPLESS_MAIN(tst_public_key)
#include "tst_public_key.moc"
