#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <QTest>

#include "crypto/private_key.h"
#include "support/outcome.h"
#include "support/places.h"
#include "support/test_certificate.h"
#include "support/test_key.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using crypto::KeyType;
using crypto::PrivateKey;
using crypto::Secret;

Q_DECLARE_METATYPE(weighmaster::crypto::KeyType)

namespace {

constexpr std::string_view password = "correct horse";

/// What a PEM writer of OpenSSL leaves in a memory BIO.
template <class Write>
std::string pem(Write write) {
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), BIO_free_all);
  if (write(bio.get()) != 1) return {};
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

const auto* password_bytes() {
  return reinterpret_cast<const unsigned char*>(password.data());
}

std::string pkcs8(const TestKey& key, const EVP_CIPHER* cipher = nullptr) {
  return pem([&](BIO* bio) {
    return PEM_write_bio_PKCS8PrivateKey(bio, key.handle(), cipher, password.data(),
                                         static_cast<int>(password.size()), nullptr, nullptr);
  });
}

std::string sec1(const TestKey& key, const EVP_CIPHER* cipher = nullptr) {
  return pem([&](BIO* bio) {
    return PEM_write_bio_PrivateKey_traditional(bio, key.handle(), cipher,
                                                const_cast<unsigned char*>(password_bytes()),
                                                static_cast<int>(password.size()), nullptr, nullptr);
  });
}

Secret secret(std::string_view text) {
  return Secret(to_bytes(text));
}

auto read_key(std::string_view text) {
  return PrivateKey::from_pem(as_bytes(text), nullptr);
}
auto read_key(std::string_view text, std::string_view with_password) {
  const auto given = secret(with_password);
  return PrivateKey::from_pem(as_bytes(text), &given);
}

template <class T>
T* unpack(const ASN1_ITEM* item, const ASN1_TYPE* packed) {
  return static_cast<T*>(ASN1_TYPE_unpack_sequence(item, packed));
}

/// An EncryptedPrivateKeyInfo that asks for so many rounds of PBKDF2, though it was made with one.
std::string stretched(const TestKey& key, int rounds) {
  PKCS8_PRIV_KEY_INFO* info = EVP_PKEY2PKCS8(key.handle());
  X509_ALGOR* scheme = PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), 1, nullptr, 0, nullptr, -1);
  X509_SIG* encrypted = PKCS8_set0_pbe(password.data(), static_cast<int>(password.size()), info, scheme);
  PKCS8_PRIV_KEY_INFO_free(info);
  auto* parameters = unpack<PBE2PARAM>(ASN1_ITEM_rptr(PBE2PARAM), scheme->parameter);
  auto* derivation = unpack<PBKDF2PARAM>(ASN1_ITEM_rptr(PBKDF2PARAM), parameters->keyfunc->parameter);
  ASN1_INTEGER_set(derivation->iter, rounds);
  ASN1_TYPE_pack_sequence(ASN1_ITEM_rptr(PBKDF2PARAM), derivation, &parameters->keyfunc->parameter);
  ASN1_TYPE_pack_sequence(ASN1_ITEM_rptr(PBE2PARAM), parameters, &scheme->parameter);
  PBKDF2PARAM_free(derivation);
  PBE2PARAM_free(parameters);
  auto text = pem([&](BIO* bio) { return PEM_write_bio_PKCS8(bio, encrypted); });
  X509_SIG_free(encrypted);
  return text;
}

}  // namespace

class tst_private_key : public QObject {
  Q_OBJECT

 private slots:
  void every_spelling_is_the_same_key_data() {
    QTest::addColumn<KeyType>("type");
    for (const auto type : {KeyType::ecdsa_p256, KeyType::ecdsa_p384, KeyType::ecdsa_p521}) {
      QTest::newRow(std::string(crypto::name(type)).c_str()) << type;
    }
  }

  void every_spelling_is_the_same_key() {
    QFETCH(const KeyType, type);
    const auto key = TestKey::generate(type);
    for (const auto& text : {pkcs8(key), sec1(key)}) {
      QCOMPARE(outcome(read_key(text)), QString("ok"));
      QVERIFY(read_key(text)->public_key() == key.public_key());
      QVERIFY(read_key(text, "not needed")->public_key() == key.public_key());
    }
    for (const auto& text : {pkcs8(key, EVP_aes_256_cbc()), sec1(key, EVP_aes_128_cbc())}) {
      QVERIFY(text.find("ENCRYPTED") != std::string::npos);
      QCOMPARE(outcome(read_key(text, password)), QString("ok"));
      QVERIFY(read_key(text, password)->public_key() == key.public_key());
      QCOMPARE(outcome(read_key(text)), QString("key.password_missing"));
      for (const char* wrong : {"", "wrong", "correct horse ", "correct hors"}) {
        QCOMPARE(outcome(read_key(text, wrong)), QString("key.password_wrong"));
      }
    }
  }

  void it_signs_with_the_hash_of_its_curve_data() { every_spelling_is_the_same_key_data(); }

  void it_signs_with_the_hash_of_its_curve() {
    QFETCH(const KeyType, type);
    const auto key = *read_key(pkcs8(TestKey::generate(type)));
    const auto& public_key = key.public_key();
    const auto message = as_bytes("the weights");
    // The length of ECDSA in DER varies with the values.
    for (int i = 0; i < 50; ++i) {
      const auto signature = key.sign(message);
      QCOMPARE(outcome(signature), QString("ok"));
      QVERIFY(public_key.verify(public_key.usual_digest(), message, *signature));
      QVERIFY(!public_key.verify(public_key.usual_digest(), as_bytes("the weight"), *signature));
    }
  }

  void a_generated_key_is_new_and_on_p256() {
    const auto one = PrivateKey::generate_p256();
    const auto other = PrivateKey::generate_p256();
    QCOMPARE(one->public_key().type(), KeyType::ecdsa_p256);
    QVERIFY(!(one->public_key() == other->public_key()));
    QVERIFY(
        one->public_key().verify(crypto::DigestAlgorithm::sha256, as_bytes("m"), *one->sign(as_bytes("m"))));
  }

  void what_is_no_private_key_is_called_by_its_name() {
    const auto key = TestKey::generate();
    const auto public_key = read_key(key.public_pem());
    QCOMPARE(outcome(public_key), QString("key.private_malformed"));
    QVERIFY(public_key.error().detail.find("public key") != std::string::npos);
    const auto certificate = read_key(mint_chain().root.pem());
    QCOMPARE(outcome(certificate), QString("key.private_malformed"));
    QVERIFY(certificate.error().detail.find("certificate") != std::string::npos);
    for (const char* text :
         {"", "text", "\x30\x82", "-----BEGIN PRIVATE KEY-----\n",
          "-----BEGIN PRIVATE KEY-----\n!!\n-----END PRIVATE KEY-----\n",
          "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n",
          "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n",
          "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----\n"}) {
      QCOMPARE(outcome(read_key(text)), QString("key.private_malformed"));
    }
  }

  void other_blocks_stand_beside_it_but_no_second_key() {
    const auto key = TestKey::generate();
    const auto certificate = mint_chain().root.pem();
    const std::string parameters =
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    for (const auto& text :
         {parameters + sec1(key), certificate + pkcs8(key), "words before\n" + pkcs8(key) + certificate}) {
      QVERIFY(read_key(text)->public_key() == key.public_key());
    }
    QCOMPARE(outcome(read_key(pkcs8(key) + pkcs8(key))), QString("key.private_malformed"));
    QCOMPARE(outcome(read_key(pkcs8(key) + "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n")),
             QString("key.private_malformed"));
  }

  void bytes_behind_a_key_are_refused() {
    const auto key = TestKey::generate();
    PKCS8_PRIV_KEY_INFO* info = EVP_PKEY2PKCS8(key.handle());
    unsigned char* der = nullptr;
    const int size = i2d_PKCS8_PRIV_KEY_INFO(info, &der);
    PKCS8_PRIV_KEY_INFO_free(info);
    Bytes longer(der, der + size);
    OPENSSL_free(der);
    longer.push_back(0);
    const auto text = pem([&](BIO* bio) {
      return PEM_write_bio(bio, "PRIVATE KEY", "", longer.data(), static_cast<long>(longer.size())) > 0 ? 1
                                                                                                        : 0;
    });
    QCOMPARE(outcome(read_key(text)), QString("key.private_malformed"));
  }

  void other_kinds_of_keys_are_not_supported() {
    for (const auto type : {KeyType::rsa, KeyType::ed25519}) {
      QCOMPARE(outcome(read_key(pkcs8(TestKey::generate(type)))), QString("key.unsupported"));
    }
    QCOMPARE(outcome(read_key(sec1(TestKey::generate(KeyType::rsa)))), QString("key.unsupported"));
    for (const char* label : {"OPENSSH PRIVATE KEY", "ENCRYPTED SIGSTORE PRIVATE KEY", "DSA PRIVATE KEY"}) {
      const auto text = std::string("-----BEGIN ") + label + "-----\nMAA=\n-----END " + label + "-----\n";
      const auto refused = read_key(text);
      QCOMPARE(outcome(refused), QString("key.unsupported"));
      QVERIFY(refused.error().detail.find(label) != std::string::npos);
    }
  }

  void other_curves_are_not_supported() {
    EVP_PKEY* key = EVP_EC_gen("secp256k1");
    const auto text = pem([&](BIO* bio) {
      return PEM_write_bio_PKCS8PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
    });
    EVP_PKEY_free(key);
    QCOMPARE(outcome(read_key(text)), QString("key.unsupported"));
  }

  /// The curve of openssl ecparam -param_enc explicit.
  void a_curve_that_is_spelled_out_is_not_supported() {
    const auto key = TestKey::generate();
    EVP_PKEY* copy = EVP_PKEY_dup(key.handle());
    QVERIFY(EVP_PKEY_set_utf8_string_param(copy, "encoding", "explicit") == 1);
    const auto text = pem([&](BIO* bio) {
      return PEM_write_bio_PKCS8PrivateKey(bio, copy, nullptr, nullptr, 0, nullptr, nullptr);
    });
    EVP_PKEY_free(copy);
    QCOMPARE(outcome(read_key(text)), QString("key.unsupported"));
  }

  void a_cipher_that_is_not_offered_is_not_a_wrong_password() {
    const auto text = sec1(TestKey::generate(), EVP_aes_128_cbc());
    auto unknown = text;
    unknown.replace(unknown.find("AES-128-CBC"), 11, "ROT-026-CBC");
    QCOMPARE(outcome(read_key(unknown, password)), QString("key.unsupported"));
  }

  /// Otherwise a key file could keep a program busy for an hour.
  void a_password_is_not_stretched_for_ever() {
    const auto key = TestKey::generate();
    const auto fast = stretched(key, 10);
    QCOMPARE(outcome(read_key(fast, password)), QString("key.password_wrong"));
    QCOMPARE(outcome(read_key(stretched(key, 1), password)), QString("ok"));
    const auto slow = stretched(key, 2'000'000'000);
    QCOMPARE(outcome(read_key(slow, password)), QString("key.unsupported"));
    QCOMPARE(outcome(read_key(slow)), QString("key.unsupported"));
  }

  void scrypt_is_taken_up_to_the_same_cost() {
    const auto key = TestKey::generate();
    const auto text = [&](std::uint64_t parallelization) {
      PKCS8_PRIV_KEY_INFO* info = EVP_PKEY2PKCS8(key.handle());
      X509_ALGOR* scheme = PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), nullptr, 0, nullptr, 1024, 8, 1);
      X509_SIG* encrypted = PKCS8_set0_pbe(password.data(), static_cast<int>(password.size()), info, scheme);
      PKCS8_PRIV_KEY_INFO_free(info);
      auto* parameters = unpack<PBE2PARAM>(ASN1_ITEM_rptr(PBE2PARAM), scheme->parameter);
      auto* costs = unpack<SCRYPT_PARAMS>(ASN1_ITEM_rptr(SCRYPT_PARAMS), parameters->keyfunc->parameter);
      ASN1_INTEGER_set_uint64(costs->parallelizationParameter, parallelization);
      ASN1_TYPE_pack_sequence(ASN1_ITEM_rptr(SCRYPT_PARAMS), costs, &parameters->keyfunc->parameter);
      ASN1_TYPE_pack_sequence(ASN1_ITEM_rptr(PBE2PARAM), parameters, &scheme->parameter);
      SCRYPT_PARAMS_free(costs);
      PBE2PARAM_free(parameters);
      auto made = pem([&](BIO* bio) { return PEM_write_bio_PKCS8(bio, encrypted); });
      X509_SIG_free(encrypted);
      return made;
    };
    QCOMPARE(outcome(read_key(text(1), password)), QString("ok"));
    QCOMPARE(outcome(read_key(text(2), password)), QString("key.password_wrong"));  // as it was not made
    QCOMPARE(outcome(read_key(text(100'000), password)), QString("key.unsupported"));
    QCOMPARE(outcome(read_key(text(0), password)), QString("key.unsupported"));
    QCOMPARE(outcome(read_key(text(UINT64_MAX), password)), QString("key.unsupported"));
  }

  void halves_that_do_not_belong_together_are_refused() {
    const auto one = sec1(TestKey::generate());
    // SEC 1 holds the private number and, at its end, the public point: take the point of another key.
    const auto der = [](const std::string& text) {
      const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(
          BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free_all);
      char* label = nullptr;
      char* header = nullptr;
      unsigned char* data = nullptr;
      long size = 0;
      PEM_read_bio(bio.get(), &label, &header, &data, &size);
      Bytes bytes(data, data + size);
      OPENSSL_free(label);
      OPENSSL_free(header);
      OPENSSL_free(data);
      return bytes;
    };
    auto bytes = der(one);
    const auto other = der(sec1(TestKey::generate()));
    QCOMPARE(bytes.size(), other.size());
    std::copy(other.end() - 64, other.end(), bytes.end() - 64);
    const auto text = pem([&](BIO* bio) {
      return PEM_write_bio(bio, "EC PRIVATE KEY", "", bytes.data(), static_cast<long>(bytes.size())) > 0 ? 1
                                                                                                         : 0;
    });
    QCOMPARE(outcome(read_key(text)), QString("key.private_malformed"));
  }

  void nothing_is_left_in_openssls_queue_of_errors() {
    for (const auto& text : {std::string("x"), pkcs8(TestKey::generate(), EVP_aes_256_cbc())}) {
      QVERIFY(!read_key(text, "wrong"));
      QCOMPARE(ERR_peek_error(), 0UL);
    }
  }

  void the_keys_of_the_conformance_suite_can_be_read() {
    const auto shared = shared_dir();
    if (!shared) QSKIP(no_shared);
    const auto keys = *shared / "conformance" / "assets" / "keys";
    for (const char* name : {"p256", "p384", "p521"}) {
      const auto folder = keys / name;
      if (!std::filesystem::exists(folder / "signing-key.pem")) continue;
      const auto key = PrivateKey::from_pem(read(folder / "signing-key.pem"), nullptr);
      QCOMPARE(outcome(key), QString("ok"));
      QVERIFY(key->public_key() == *crypto::PublicKey::from_pem(read(folder / "signing-key-pub.pem")));
    }
  }
};

QTEST_APPLESS_MAIN(tst_private_key)
#include "tst_private_key.moc"
