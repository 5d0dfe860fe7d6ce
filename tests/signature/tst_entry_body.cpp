#include <QTest>
#include <nlohmann/json.hpp>

#include <functional>

#include "base/encoding.h"
#include "base/json.h"
#include "signature/entry_body.h"
#include "support/places.h"
#include "support/test_certificate.h"

using namespace weighmaster;
using base::Code;
using base::Json;
using base::to_base64;

namespace {

const std::string digest_of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const std::string signature_text = to_base64(Bytes{1, 2, 3});

const crypto::Certificate& certificate() {
  static const auto chain = tests::mint_chain();
  return chain.certificates.front();
}

std::string verifier() {
  return to_base64(as_bytes(certificate().pem()));
}

Json hash() {
  return {{"algorithm", "sha256"}, {"value", digest_of_nothing}};
}

Json dsse() {
  const Json signature{{"signature", signature_text}, {"verifier", verifier()}};
  return {{"apiVersion", "0.0.1"},
          {"kind", "dsse"},
          {"spec",
           {{"envelopeHash", hash()}, {"payloadHash", hash()}, {"signatures", Json::array({signature})}}}};
}

Json hashedrekord() {
  return {{"apiVersion", "0.0.1"},
          {"kind", "hashedrekord"},
          {"spec",
           {{"data", {{"hash", hash()}}},
            {"signature", {{"content", signature_text}, {"publicKey", {{"content", verifier()}}}}}}}};
}

Json intoto() {
  const Json signature{{"sig", to_base64(as_bytes(signature_text))}, {"publicKey", verifier()}};
  const Json envelope{{"payloadType", "application/vnd.in-toto+json"},
                      {"signatures", Json::array({signature})}};
  return {{"apiVersion", "0.0.2"},
          {"kind", "intoto"},
          {"spec", {{"content", {{"envelope", envelope}, {"hash", hash()}, {"payloadHash", hash()}}}}}};
}

base::Result<signature::EntryBody> parse(const Json& json) {
  return signature::parse_entry_body(as_bytes(json.dump()));
}

/// The bodies of all log entries of a published bundle.
std::vector<Bytes> bodies_of(const std::filesystem::path& path) {
  const auto bundle = *base::parse_json(tests::read(path), "test");
  std::vector<Bytes> bodies;
  for (const auto& entry : bundle.at("verificationMaterial").at("tlogEntries")) {
    bodies.push_back(*base::from_base64(entry.at("canonicalizedBody").get<std::string>()));
  }
  return bodies;
}

using Make = Json (*)();
using Mutation = std::function<void(Json& spec)>;

}  // namespace

class tst_entry_body : public QObject {
  Q_OBJECT

 private slots:
  void reads_dsse() {
    const auto body = parse(dsse());
    QVERIFY(body);
    QCOMPARE(body->kind, std::string("dsse"));
    QCOMPARE(body->version, std::string("0.0.1"));
    const auto& content = std::get<signature::DsseBody>(body->content);
    QCOMPARE(content.payload_digest.hex(), digest_of_nothing);
    QCOMPARE(content.signatures.size(), std::size_t{1});
    QVERIFY(content.signatures[0].signature == (Bytes{1, 2, 3}));
    QVERIFY(std::get<crypto::Certificate>(content.signatures[0].verifier) == certificate());
  }

  void reads_hashedrekord() {
    const auto body = parse(hashedrekord());
    QVERIFY(body);
    const auto& content = std::get<signature::HashedRekordBody>(body->content);
    QCOMPARE(content.digest.hex(), digest_of_nothing);
    QVERIFY(content.signature.signature == (Bytes{1, 2, 3}));
    QVERIFY(std::get<crypto::Certificate>(content.signature.verifier) == certificate());
  }

  void reads_what_rekor_2_logs_data() {
    QTest::addColumn<QString>("bundle");
    QTest::addColumn<bool>("is_dsse");
    QTest::newRow("hashedrekord 0.0.2") << "model.sig" << false;
    QTest::newRow("dsse 0.0.2") << "model.dsse002.sig" << true;
  }
  void reads_what_rekor_2_logs() {
    const auto shared = tests::shared_dir();
    if (!shared) QSKIP(tests::no_shared);
    QFETCH(const QString, bundle);
    QFETCH(const bool, is_dsse);
    const auto text = tests::read(*shared / "stack/sample" / bundle.toStdString());
    const auto json = Json::parse(text.begin(), text.end());
    const auto& entry = json.at("verificationMaterial").at("tlogEntries").at(0);
    const auto body =
        signature::parse_entry_body(*base::from_base64(entry.at("canonicalizedBody").get<std::string>()));
    QVERIFY(body);
    QVERIFY(signature::is_of_rekor_2(body->kind, body->version));
    const auto& logged = is_dsse ? std::get<signature::DsseBody>(body->content).signatures.front()
                                 : std::get<signature::HashedRekordBody>(body->content).signature;
    QCOMPARE(logged.key_details, std::string("PKIX_ECDSA_P256_SHA_256"));
    QVERIFY(std::holds_alternative<crypto::Certificate>(logged.verifier));
  }

  void reads_intoto_whose_signature_is_base64_twice() {
    const auto body = parse(intoto());
    QVERIFY(body);
    const auto& content = std::get<signature::IntotoBody>(body->content);
    QCOMPARE(content.payload_type, std::string("application/vnd.in-toto+json"));
    QCOMPARE(content.payload_digest.hex(), digest_of_nothing);
    QVERIFY(content.signatures[0].signature == (Bytes{1, 2, 3}));
    QVERIFY(std::get<crypto::Certificate>(content.signatures[0].verifier) == certificate());
  }

  void a_verifier_may_be_a_bare_key() {
    const auto key = tests::TestKey::generate();
    auto json = dsse();
    json["spec"]["signatures"][0]["verifier"] = to_base64(as_bytes(key.public_pem()));
    const auto body = parse(json);
    QVERIFY(body);
    const auto& content = std::get<signature::DsseBody>(body->content);
    QVERIFY(std::get<crypto::PublicKey>(content.signatures[0].verifier) == key.public_key());
  }

  void digests_may_be_of_the_longer_hashes() {
    auto json = hashedrekord();
    json["spec"]["data"]["hash"] = {{"algorithm", "sha512"}, {"value", std::string(128, 'a')}};
    const auto body = parse(json);
    QVERIFY(body);
    QVERIFY(std::get<signature::HashedRekordBody>(body->content).digest.algorithm() ==
            crypto::DigestAlgorithm::sha512);
  }

  void reads_the_entries_of_the_public_log() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    const auto cases = *tests::shared_dir() / "conformance/test-cases/verify/historical";
    for (const auto* name : {"v0.3.1", "v1.0.0", "v1.0.1", "v1.1.0"}) {
      for (const auto& body :
           bodies_of(cases / ("historical-" + std::string(name) + "-sigstore") / "bundle.sig")) {
        QVERIFY(signature::parse_entry_body(body));
      }
    }
  }

  void other_kinds_and_versions_are_unsupported_data() {
    QTest::addColumn<std::string>("kind");
    QTest::addColumn<std::string>("version");
    QTest::newRow("another kind") << std::string("rekord") << std::string("0.0.1");
    QTest::newRow("intoto 0.0.1") << std::string("intoto") << std::string("0.0.1");
    QTest::newRow("hashedrekord 0.0.9") << std::string("hashedrekord") << std::string("0.0.9");
    QTest::newRow("dsse 0.0.9") << std::string("dsse") << std::string("0.0.9");
    QTest::newRow("another case") << std::string("DSSE") << std::string("0.0.1");
    QTest::newRow("no version") << std::string("dsse") << std::string();
  }
  void other_kinds_and_versions_are_unsupported() {
    QFETCH(const std::string, kind);
    QFETCH(const std::string, version);
    auto json = dsse();
    json["kind"] = kind;
    json["apiVersion"] = version;
    const auto body = parse(json);
    QVERIFY(!body);
    QCOMPARE(body.error().code, Code::log_entry_unsupported);
    QCOMPARE(body.error().detail, kind + " " + version);
  }

  void refuses_data() {
    QTest::addColumn<Make>("make");
    QTest::addColumn<Mutation>("mutate");
    QTest::addColumn<Code>("code");
    const auto row = [](const char* name, Make make, Code code, Mutation mutate) {
      QTest::newRow(name) << make << std::move(mutate) << code;
    };
    row("dsse without payload digest", dsse, Code::json_member_missing,
        [](Json& spec) { spec.erase("payloadHash"); });
    row("dsse with another hash", dsse, Code::log_entry_malformed,
        [](Json& spec) { spec["payloadHash"]["algorithm"] = "md5"; });
    row("dsse with the hash in capitals", dsse, Code::log_entry_malformed,
        [](Json& spec) { spec["payloadHash"]["algorithm"] = "SHA256"; });
    row("dsse with a short digest", dsse, Code::log_entry_malformed,
        [](Json& spec) { spec["payloadHash"]["value"] = "e3b0"; });
    row("dsse with a digest in capitals", dsse, Code::log_entry_malformed,
        [](Json& spec) { spec["payloadHash"]["value"] = std::string(64, 'A'); });
    row("dsse without signatures", dsse, Code::log_entry_malformed,
        [](Json& spec) { spec.erase("signatures"); });
    row("dsse with an empty list", dsse, Code::log_entry_malformed,
        [](Json& spec) { spec["signatures"] = Json::array(); });
    row("dsse with a text for a signature", dsse, Code::json_member_type,
        [](Json& spec) { spec["signatures"][0] = "AQID"; });
    row("dsse with junk in the signature", dsse, Code::base64_malformed,
        [](Json& spec) { spec["signatures"][0]["signature"] = "AQ ID"; });
    row("dsse without verifier", dsse, Code::json_member_missing,
        [](Json& spec) { spec["signatures"][0].erase("verifier"); });
    row("dsse whose verifier is no PEM", dsse, Code::log_entry_malformed,
        [](Json& spec) { spec["signatures"][0]["verifier"] = "AQID"; });
    row("dsse whose verifier is a broken certificate", dsse, Code::log_entry_malformed, [](Json& spec) {
      const std::string_view pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
      spec["signatures"][0]["verifier"] = to_base64(as_bytes(pem));
    });
    row("dsse whose verifier is two certificates", dsse, Code::log_entry_malformed, [](Json& spec) {
      spec["signatures"][0]["verifier"] = to_base64(as_bytes(certificate().pem() + certificate().pem()));
    });
    row("hashedrekord without data", hashedrekord, Code::json_member_missing,
        [](Json& spec) { spec.erase("data"); });
    row("hashedrekord without signature", hashedrekord, Code::json_member_missing,
        [](Json& spec) { spec.erase("signature"); });
    row("hashedrekord without content", hashedrekord, Code::json_member_missing,
        [](Json& spec) { spec["signature"].erase("content"); });
    row("hashedrekord without key", hashedrekord, Code::json_member_missing,
        [](Json& spec) { spec["signature"].erase("publicKey"); });
    row("intoto without content", intoto, Code::json_member_missing,
        [](Json& spec) { spec.erase("content"); });
    row("intoto without envelope", intoto, Code::json_member_missing,
        [](Json& spec) { spec["content"].erase("envelope"); });
    row("intoto without payload type", intoto, Code::json_member_missing,
        [](Json& spec) { spec["content"]["envelope"].erase("payloadType"); });
    row("intoto without payload digest", intoto, Code::json_member_missing,
        [](Json& spec) { spec["content"].erase("payloadHash"); });
    row("intoto without signatures", intoto, Code::log_entry_malformed,
        [](Json& spec) { spec["content"]["envelope"]["signatures"] = Json::array(); });
    row("intoto whose signature is base64 once", intoto, Code::base64_malformed, [](Json& spec) {
      spec["content"]["envelope"]["signatures"][0]["sig"] = to_base64(Bytes{1, 2, 3});
    });
  }
  void refuses() {
    QFETCH(const Make, make);
    QFETCH(const Mutation, mutate);
    QFETCH(const Code, code);
    auto json = make();
    mutate(json["spec"]);
    const auto body = parse(json);
    QVERIFY(!body);
    QCOMPARE(body.error().code, code);
  }

  void refuses_a_member_twice() {
    const auto body =
        signature::parse_entry_body(as_bytes(R"({"kind":"dsse","\u006bind":"intoto","apiVersion":"0.0.1"})"));
    QVERIFY(!body);
    QCOMPARE(body.error().code, Code::json_duplicate_member);
  }
};

QTEST_APPLESS_MAIN(tst_entry_body)
#include "tst_entry_body.moc"
