#include <QtTest>

#include "base/encoding.h"
#include "signature/bundle.h"
#include "signature/envelope.h"
#include "signature/legacy_encoding.h"
#include "support/places.h"
#include "support/test_bundle.h"
#include "support/test_key.h"

using namespace weighmaster;
using base::Code;
using base::Json;
using crypto::KeyType;
using signature::Envelope;
using tests::TestKey;

namespace {

base::Result<Envelope> parse(const Json& json) {
  return base::JsonObject::from(json, "envelope").and_then(Envelope::parse);
}

/// The type, as a row name.
QByteArray row(KeyType type) {
  return QByteArray::fromStdString(std::string(crypto::name(type)));
}

Json legacy_envelope(const TestKey& key, const std::string& payload) {
  auto json = tests::envelope(key, payload);
  const auto encoding =
      signature::legacy_pre_authentication_encoding(signature::in_toto_payload_type, as_bytes(payload));
  json["signatures"][0]["sig"] = base::to_base64(key.sign(crypto::DigestAlgorithm::sha256, encoding));
  return json;
}

using Mutation = std::function<void(Json&)>;

}  // namespace

class TestEnvelope : public QObject {
  Q_OBJECT

 private slots:
  void the_encoding_is_that_of_the_dsse_specification() {
    const auto envelope = parse({{"payload", "aGVsbG8gd29ybGQ="},
                                 {"payloadType", "http://example.com/HelloWorld"},
                                 {"signatures", Json::array({{{"sig", "AA=="}}})}});
    QVERIFY(envelope);
    QCOMPARE(std::string(as_text(envelope->pre_authentication_encoding())),
             std::string("DSSEv1 29 http://example.com/HelloWorld 11 hello world"));
  }

  void lengths_count_bytes() {
    const auto envelope = parse({{"payload", base::to_base64(as_bytes("模型"))},
                                 {"payloadType", "ü"},
                                 {"signatures", Json::array({{{"sig", "AA=="}}})}});
    QVERIFY(envelope);
    QCOMPARE(std::string(as_text(envelope->pre_authentication_encoding())), std::string("DSSEv1 2 ü 6 模型"));
  }

  void opens_with_the_key_that_signed_data() {
    QTest::addColumn<int>("type");
    for (const auto type :
         {KeyType::ecdsa_p256, KeyType::ecdsa_p384, KeyType::ecdsa_p521, KeyType::ed25519, KeyType::rsa}) {
      QTest::newRow(row(type)) << static_cast<int>(type);
    }
  }
  void opens_with_the_key_that_signed() {
    QFETCH(const int, type);
    const auto key = TestKey::generate(static_cast<KeyType>(type));
    const auto envelope = parse(tests::envelope(key, "payload"));
    QVERIFY(envelope);
    const auto payload = envelope->open(key.public_key());
    QVERIFY(payload);
    QCOMPARE(std::string(as_text(payload->bytes())), std::string("payload"));
    QVERIFY(!payload->legacy_encoding());
  }

  void stays_shut_for_another_key() {
    const auto envelope = parse(tests::envelope(TestKey::generate(), "payload"));
    QVERIFY(envelope);
    QVERIFY(!envelope->open(TestKey::generate().public_key()));
    QVERIFY(!envelope->open(TestKey::generate(KeyType::rsa).public_key()));
  }

  void stays_shut_when_something_signed_is_changed_data() {
    QTest::addColumn<Mutation>("mutate");
    QTest::newRow("the payload") << Mutation(
        [](Json& json) { json["payload"] = base::to_base64(as_bytes("pay1oad")); });
    QTest::newRow("the payload's length")
        << Mutation([](Json& json) { json["payload"] = base::to_base64(as_bytes("payload ")); });
    QTest::newRow("the payload's type") << Mutation([](Json& json) { json["payloadType"] = "text/plain"; });
    QTest::newRow("no type at all") << Mutation([](Json& json) { json.erase("payloadType"); });
    QTest::newRow("a border between type and payload") << Mutation([](Json& json) {
      json["payloadType"] = "application/vnd.in-toto+json 7 payload";
      json["payload"] = "";
    });
  }
  void stays_shut_when_something_signed_is_changed() {
    QFETCH(const Mutation, mutate);
    const auto key = TestKey::generate();
    auto json = tests::envelope(key, "payload");
    QVERIFY(parse(json)->open(key.public_key()));
    mutate(json);
    const auto envelope = parse(json);
    QVERIFY(envelope);
    QVERIFY(!envelope->open(key.public_key()));
  }

  /// The curve decides: SHA-256 with P-384 is another algorithm, not a weaker spelling of this one.
  void the_hash_follows_the_curve_data() {
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("algorithm");
    using enum crypto::DigestAlgorithm;
    QTest::newRow("P-256 with SHA-384") << int(KeyType::ecdsa_p256) << int(sha384);
    QTest::newRow("P-384 with SHA-256") << int(KeyType::ecdsa_p384) << int(sha256);
    QTest::newRow("P-384 with SHA-512") << int(KeyType::ecdsa_p384) << int(sha512);
    QTest::newRow("P-521 with SHA-256") << int(KeyType::ecdsa_p521) << int(sha256);
  }
  void the_hash_follows_the_curve() {
    QFETCH(const int, type);
    QFETCH(const int, algorithm);
    const auto key = TestKey::generate(static_cast<KeyType>(type));
    auto json = tests::envelope(key, "payload");
    const auto signed_bytes = parse(json)->pre_authentication_encoding();
    json["signatures"][0]["sig"] =
        base::to_base64(key.sign(static_cast<crypto::DigestAlgorithm>(algorithm), signed_bytes));
    QVERIFY(!parse(json)->open(key.public_key()));
  }

  void bytes_behind_an_ecdsa_signature_are_refused() {
    const auto key = TestKey::generate();
    auto json = tests::envelope(key, "payload");
    auto signature = *base::from_base64(json["signatures"][0]["sig"].get<std::string>());
    signature.push_back(0);
    json["signatures"][0]["sig"] = base::to_base64(signature);
    QVERIFY(!parse(json)->open(key.public_key()));
  }

  void takes_every_way_to_leave_the_key_id_out_data() {
    QTest::addColumn<Mutation>("mutate");
    QTest::newRow("absent") << Mutation([](Json& signature) { signature.erase("keyid"); });
    QTest::newRow("empty") << Mutation([](Json& signature) { signature["keyid"] = ""; });
    QTest::newRow("null") << Mutation([](Json& signature) { signature["keyid"] = nullptr; });
    QTest::newRow("of another key") << Mutation([](Json& signature) { signature["keyid"] = "somebody"; });
  }
  void takes_every_way_to_leave_the_key_id_out() {
    QFETCH(const Mutation, mutate);
    const auto key = TestKey::generate();
    auto json = tests::envelope(key, "payload");
    mutate(json["signatures"][0]);
    const auto envelope = parse(json);
    QVERIFY(envelope);
    QVERIFY(envelope->open(key.public_key()));
  }

  void takes_url_safe_base64_and_the_other_spelling() {
    const auto key = TestKey::generate();
    auto json = tests::envelope(key, "\xFB\xEF\xBE???");
    auto payload = json["payload"].get<std::string>();
    QVERIFY(payload.find_first_of("+/") != std::string::npos);
    std::replace(payload.begin(), payload.end(), '+', '-');
    std::replace(payload.begin(), payload.end(), '/', '_');
    json["payload"] = payload;
    json["payload_type"] = json["payloadType"];
    json.erase("payloadType");
    const auto envelope = parse(json);
    QVERIFY(envelope);
    QVERIFY(envelope->open(key.public_key()));
  }

  void refuses_what_is_no_envelope_data() {
    QTest::addColumn<Mutation>("mutate");
    QTest::addColumn<Code>("code");
    const auto sig = [](const char* text) {
      return Mutation([text](Json& json) { json["signatures"][0]["sig"] = text; });
    };
    QTest::newRow("no signature") << Mutation([](Json& json) { json["signatures"] = Json::array(); })
                                  << Code::envelope_signature_count;
    QTest::newRow("no list of signatures")
        << Mutation([](Json& json) { json.erase("signatures"); }) << Code::envelope_signature_count;
    QTest::newRow("two signatures") << Mutation([](Json& json) {
      json["signatures"].push_back(json["signatures"][0]);
    }) << Code::envelope_signature_count;
    QTest::newRow("an empty signature") << sig("") << Code::json_member_missing;
    QTest::newRow("a signature without bytes")
        << Mutation([](Json& json) { json["signatures"][0].erase("sig"); }) << Code::json_member_missing;
    QTest::newRow("a signature that is text")
        << Mutation([](Json& json) { json["signatures"][0] = "AAAA"; }) << Code::json_member_type;
    QTest::newRow("signatures that are no list")
        << Mutation([](Json& json) { json["signatures"] = json["signatures"][0]; }) << Code::json_member_type;
    QTest::newRow("a key id that is a number")
        << Mutation([](Json& json) { json["signatures"][0]["keyid"] = 1; }) << Code::json_member_type;
    QTest::newRow("no payload") << Mutation([](Json& json) { json.erase("payload"); })
                                << Code::json_member_missing;
    QTest::newRow("a payload that is an object")
        << Mutation([](Json& json) { json["payload"] = Json::object(); }) << Code::json_member_type;
    QTest::newRow("a type that is a number")
        << Mutation([](Json& json) { json["payloadType"] = 7; }) << Code::json_member_type;
    QTest::newRow("both spellings of the type")
        << Mutation([](Json& json) { json["payload_type"] = "x"; }) << Code::json_duplicate_member;
    QTest::newRow("white space in base64") << sig("AA AA") << Code::base64_malformed;
    QTest::newRow("a new line behind base64") << sig("AAAA\n") << Code::base64_malformed;
    QTest::newRow("junk in base64") << sig("AA*A") << Code::base64_malformed;
    QTest::newRow("two alphabets in one string") << sig("+A_A") << Code::base64_malformed;
    QTest::newRow("padding in the middle") << sig("AA==AAAA") << Code::base64_malformed;
    QTest::newRow("padding of the wrong length") << sig("AAA==") << Code::base64_malformed;
    QTest::newRow("bits that are not used") << sig("AB==") << Code::base64_malformed;
  }
  void refuses_what_is_no_envelope() {
    QFETCH(const Mutation, mutate);
    QFETCH(const Code, code);
    auto json = tests::envelope(TestKey::generate(), "payload");
    QVERIFY(parse(json));
    mutate(json);
    const auto envelope = parse(json);
    QVERIFY(!envelope);
    QCOMPARE(envelope.error().code, code);
  }

  // model-signing 0.2.0

  /// Expected texts as Python 3 prints them.
  void the_legacy_encoding_prints_bytes_as_python_does_data() {
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QByteArray>("printed");
    QTest::newRow("nothing") << QByteArray("") << QByteArray("b''");
    QTest::newRow("text") << QByteArray("{\"a\": 1}") << QByteArray("b'{\"a\": 1}'");
    QTest::newRow("white space") << QByteArray("a\tb\nc\rd e") << QByteArray("b'a\\tb\\nc\\rd e'");
    QTest::newRow("single quotes only") << QByteArray("it's") << QByteArray("b\"it's\"");
    QTest::newRow("both kinds of quotes") << QByteArray("it's \"it\"") << QByteArray("b'it\\'s \"it\"'");
    QTest::newRow("a backslash") << QByteArray("a\\n") << QByteArray("b'a\\\\n'");
    QTest::newRow("a backslash and a single quote") << QByteArray("\\'") << QByteArray("b\"\\\\'\"");
    QTest::newRow("controls") << QByteArray("\0\x01\x1b\x1f\x7f", 5)
                              << QByteArray("b'\\x00\\x01\\x1b\\x1f\\x7f'");
    QTest::newRow("not ASCII") << QByteArray("ü\xff~ ") << QByteArray("b'\\xc3\\xbc\\xff~ '");
  }
  void the_legacy_encoding_prints_bytes_as_python_does() {
    QFETCH(const QByteArray, payload);
    QFETCH(const QByteArray, printed);
    const auto encoding = signature::legacy_pre_authentication_encoding("t", as_bytes(payload.toStdString()));
    QCOMPARE(std::string(as_text(encoding)),
             "DSSEV1 1 t " + std::to_string(payload.size()) + " " + printed.toStdString());
  }

  void opens_the_legacy_encoding_and_says_so_data() { opens_with_the_key_that_signed_data(); }
  void opens_the_legacy_encoding_and_says_so() {
    QFETCH(const int, type);
    const auto key = TestKey::generate(static_cast<KeyType>(type));
    const auto envelope = parse(legacy_envelope(key, "it's a payload\n"));
    QVERIFY(envelope);
    const auto payload = envelope->open(key.public_key());
    QVERIFY(payload);
    QVERIFY(payload->legacy_encoding());
    QVERIFY(!envelope->open(TestKey::generate(static_cast<KeyType>(type)).public_key()));
  }

  void opens_the_signature_that_0_2_0_made() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    const auto folder =
        *tests::shared_dir() / "conformance/test-cases/verify/historical/historical-v0.2.0-certificate";
    const auto bundle = signature::Bundle::parse(tests::read(folder / "bundle.sig"));
    QVERIFY(bundle);
    const auto key = bundle->certificates()->leaf().public_key();
    QVERIFY(key);
    QCOMPARE(key->type(), KeyType::ecdsa_p384);
    const auto payload = bundle->envelope()->open(*key);
    QVERIFY(payload);
    QVERIFY(payload->legacy_encoding());
  }
};

QTEST_APPLESS_MAIN(TestEnvelope)
#include "tst_envelope.moc"
