#include <QTest>
#include <nlohmann/json.hpp>

#include <functional>

#include "base/encoding.h"
#include "base/json.h"
#include "support/places.h"
#include "trust/roots.h"

using namespace weighmaster;
using base::Code;
using base::Json;
using trust::TrustedRoot;

namespace {

/// The published trusted root of the public instance, as mutable JSON.
Json public_root() {
  const auto text = tests::read(*tests::shared_dir() / "sigstore-trust/public-good/trusted_root.json");
  return *base::parse_json(text, "test");
}

base::Result<TrustedRoot> parse(const Json& root) {
  return TrustedRoot::parse(as_bytes(root.dump()));
}

base::TimePoint time(std::string_view text) {
  return *base::parse_rfc3339(text);
}

using Mutation = std::function<void(Json&)>;

}  // namespace

class tst_roots : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
  }

  void reads_the_public_root() {
    const auto root = parse(public_root());
    QVERIFY(root);
    QCOMPARE(root->logs().size(), 2U);
    QCOMPARE(root->certificate_logs().size(), 2U);
    QCOMPARE(root->certificate_authorities().size(), 2U);
    QCOMPARE(root->timestamp_authorities().size(), 1U);
    QCOMPARE(root->logs()[0].base_url, std::string("https://rekor.sigstore.dev"));
    QCOMPARE(root->logs()[0].key->spki_digest().bytes().size(), root->logs()[0].log_id.size());
    QCOMPARE(root->logs()[1].key->type(), crypto::KeyType::ed25519);
    QCOMPARE(root->certificate_authorities()[1].chain.size(), 2U);
    QCOMPARE(root->certificate_authorities()[1].chain[0].subject(),
             std::string("CN=sigstore-intermediate,O=sigstore.dev"));
  }

  void its_digest_is_that_of_the_file() {
    const auto text = tests::read(*tests::shared_dir() / "sigstore-trust/public-good/trusted_root.json");
    QVERIFY(TrustedRoot::parse(text)->digest() == crypto::digest(crypto::DigestAlgorithm::sha256, text));
  }

  void takes_the_root_out_of_a_client_trust_config() {
    const auto text = tests::read(*tests::shared_dir() / "stack/sample/trust/trust_config.rekor1.json");
    const auto root = TrustedRoot::parse(text);
    QVERIFY(root);
    QCOMPARE(root->logs().size(), 2U);
    QVERIFY(root->digest() == crypto::digest(crypto::DigestAlgorithm::sha256, text));
  }

  /// The staging instance's first certificate log has its key as a bare RSAPublicKey, and an id over the
  /// converted SPKI.
  void reads_a_bare_rsa_key() {
    const auto text = tests::read(*tests::shared_dir() / "sigstore-trust/staging/trusted_root.json");
    const auto root = TrustedRoot::parse(text);
    QVERIFY(root);
    const auto& log = root->certificate_logs()[0];
    QVERIFY(log.key);
    QCOMPARE(log.key->type(), crypto::KeyType::rsa);
    QCOMPARE(base::to_hex(log.key->spki_digest().bytes()), base::to_hex(log.log_id));
  }

  void windows_are_inclusive() {
    const auto window = parse(public_root())->certificate_authorities()[0].valid_for;
    QVERIFY(window.contains(time("2021-03-07T03:20:29Z")));
    QVERIFY(!window.contains(time("2021-03-07T03:20:28.999Z")));
    QVERIFY(window.contains(time("2022-12-31T23:59:59.999Z")));
    QVERIFY(!window.contains(time("2023-01-01T00:00:00Z")));
  }

  void a_missing_log_id_is_computed() {
    auto json = public_root();
    json["tlogs"][0].erase("logId");
    const auto root = parse(json);
    QVERIFY(root);
    QCOMPARE(base::to_base64(root->logs()[0].log_id),
             std::string("wNI9atQGlz+VWfO6LRygH4QUfY/8W4RFwiT5i5WRgB0="));
  }

  void a_log_whose_key_is_not_usable_stays_without_key_data() {
    QTest::addColumn<Mutation>("mutate");
    QTest::newRow("a kind this build does not know")
        << Mutation([](Json& log) { log["publicKey"]["keyDetails"] = "LMS_SHA256"; });
    QTest::newRow("prehashed Ed25519")
        << Mutation([](Json& log) { log["publicKey"]["keyDetails"] = "PKIX_ED25519_PH"; });
    QTest::newRow("another tree hash") << Mutation([](Json& log) { log["hashAlgorithm"] = "SHA2_512"; });
    QTest::newRow("no tree hash") << Mutation([](Json& log) { log.erase("hashAlgorithm"); });
  }
  void a_log_whose_key_is_not_usable_stays_without_key() {
    QFETCH(const Mutation, mutate);
    auto json = public_root();
    mutate(json["tlogs"][0]);
    const auto root = parse(json);
    QVERIFY(root);
    QVERIFY(!root->logs()[0].key);
    QCOMPARE(root->logs()[0].log_id.size(), 32U);
    QVERIFY(root->logs()[1].key);
  }

  void logs_are_found_by_a_prefix_of_their_id_data() {
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<std::size_t>("found");
    const auto id = QByteArray::fromBase64("wNI9atQGlz+VWfO6LRygH4QUfY/8W4RFwiT5i5WRgB0=");
    QTest::newRow("the whole id") << id << std::size_t{1};
    QTest::newRow("four bytes") << id.left(4) << std::size_t{1};
    QTest::newRow("three bytes name nothing") << id.left(3) << std::size_t{0};
    QTest::newRow("no bytes name nothing") << QByteArray() << std::size_t{0};
    QTest::newRow("one more byte") << id + 'x' << std::size_t{1};
    QTest::newRow("another id") << QByteArray(32, 'x') << std::size_t{0};
  }
  void logs_are_found_by_a_prefix_of_their_id() {
    QFETCH(const QByteArray, id);
    QFETCH(const std::size_t, found);
    const auto root = parse(public_root());
    QCOMPARE(trust::logs_with_id(root->logs(), as_bytes(id.toStdString())).size(), found);
  }

  void accepts_media_types_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<bool>("good");
    QTest::newRow("0.1 with a parameter")
        << "application/vnd.dev.sigstore.trustedroot+json;version=0.1" << true;
    QTest::newRow("0.1") << "application/vnd.dev.sigstore.trustedroot.v0.1+json" << true;
    QTest::newRow("0.2") << "application/vnd.dev.sigstore.trustedroot.v0.2+json" << true;
    QTest::newRow("0.3") << "application/vnd.dev.sigstore.trustedroot.v0.3+json" << false;
    QTest::newRow("a bundle") << "application/vnd.dev.sigstore.bundle.v0.3+json" << false;
    QTest::newRow("none") << "" << false;
  }
  void accepts_media_types() {
    QFETCH(const QString, type);
    QFETCH(const bool, good);
    auto json = public_root();
    json["mediaType"] = type.toStdString();
    const auto root = parse(json);
    QCOMPARE(root.has_value(), good);
    if (!good) QCOMPARE(root.error().code, Code::trust_media_type);
  }

  void refuses_data() {
    QTest::addColumn<Mutation>("mutate");
    QTest::addColumn<Code>("code");
    const auto row = [](const char* name, Code code, Mutation mutate) {
      QTest::newRow(name) << std::move(mutate) << code;
    };
    row("a log without a key", Code::json_member_missing,
        [](Json& root) { root["tlogs"][0].erase("publicKey"); });
    row("a key that is none", Code::trust_malformed,
        [](Json& root) { root["tlogs"][0]["publicKey"]["rawBytes"] = "AAAA"; });
    row("a key of another kind than it says", Code::trust_malformed,
        [](Json& root) { root["tlogs"][0]["publicKey"]["keyDetails"] = "PKIX_ED25519"; });
    row("a key with junk", Code::base64_malformed,
        [](Json& root) { root["tlogs"][0]["publicKey"]["rawBytes"] = "AA AA"; });
    row("a log id of three bytes", Code::trust_malformed,
        [](Json& root) { root["tlogs"][0]["logId"]["keyId"] = "AAAA"; });
    row("a time that is none", Code::time_malformed,
        [](Json& root) { root["tlogs"][0]["publicKey"]["validFor"]["start"] = "yesterday"; });
    row("an authority without certificates", Code::trust_malformed,
        [](Json& root) { root["certificateAuthorities"][0]["certChain"]["certificates"] = Json::array(); });
    row("a certificate that is none", Code::certificate_malformed, [](Json& root) {
      root["certificateAuthorities"][0]["certChain"]["certificates"][0]["rawBytes"] = "AAAA";
    });
    row("a list that is none", Code::json_member_type, [](Json& root) { root["tlogs"] = "many"; });
    row("more logs than anybody has", Code::bundle_too_many,
        [](Json& root) { root["tlogs"] = Json(std::vector<Json>(1000, root["tlogs"][0])); });
    row("nobody to trust", Code::trust_empty, [](Json& root) { root = {{"mediaType", root["mediaType"]}}; });
  }
  void refuses() {
    QFETCH(const Mutation, mutate);
    QFETCH(const Code, code);
    auto json = public_root();
    mutate(json);
    const auto root = parse(json);
    QVERIFY(!root);
    QCOMPARE(root.error().code, code);
  }

  void refuses_a_client_trust_config_without_root() {
    const auto root = parse({{"mediaType", "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json"}});
    QVERIFY(!root);
    QCOMPARE(root.error().code, Code::json_member_missing);
  }

  void refuses_what_is_not_json() {
    const auto root = TrustedRoot::parse(as_bytes("-----BEGIN CERTIFICATE-----"));
    QVERIFY(!root);
    QCOMPARE(root.error().code, Code::json_malformed);
  }
};

QTEST_APPLESS_MAIN(tst_roots)
#include "tst_roots.moc"
