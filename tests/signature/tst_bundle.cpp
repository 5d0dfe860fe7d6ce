#include <QtTest>

#include "base/encoding.h"
#include "base/limits.h"
#include "signature/bundle.h"
#include "support/places.h"
#include "support/test_bundle.h"
#include "support/test_key.h"

using namespace weighmaster;
using base::Code;
using base::Json;
using signature::Bundle;
using signature::BundleVersion;
using signature::Method;
using tests::TestKey;

namespace {

constexpr const char* old_media_type = "application/vnd.dev.sigstore.bundle+json;version=";

base::Result<Bundle> parse(const Json& bundle) {
  return Bundle::parse(as_bytes(bundle.dump()));
}

base::Result<Bundle> parse_text(std::string_view text) {
  return Bundle::parse(as_bytes(text));
}

/// A published bundle as mutable JSON; an empty object where the published data is not here.
Json published(const char* path) {
  const auto shared = tests::shared_dir();
  return shared ? *base::parse_json(tests::read(*shared / path), "test") : Json::object();
}

Json published_keyless() {
  return published("oms/test-vectors/valid/sigstore.bundle.json");
}

Json published_chain() {
  return published("oms/test-vectors/valid/certificate.bundle.json");
}

/// What plain Sigstore wrote before 0.3: the one certificate as a chain.
Json keyless_with_chain(const char* version) {
  auto bundle = published_keyless();
  auto& material = bundle["verificationMaterial"];
  bundle["mediaType"] = old_media_type + std::string(version);
  material["x509CertificateChain"]["certificates"] = Json::array({material["certificate"]});
  material.erase("certificate");
  return bundle;
}

Json some_key_bundle() {
  static const auto key = TestKey::generate();
  return tests::key_bundle(key, tests::oms_statement({{"weights.bin", "1234"}}));
}

Json& entries(Json& bundle) {
  return bundle["verificationMaterial"]["tlogEntries"];
}

Json& timestamps(Json& bundle) {
  return bundle["verificationMaterial"]["timestampVerificationData"]["rfc3161Timestamps"];
}

/// The same object with its members' names in the proto file's spelling, at every level.
Json in_snake_case(const Json& value) {
  if (value.is_array()) {
    Json list = Json::array();
    for (const auto& element : value) list.push_back(in_snake_case(element));
    return list;
  }
  if (!value.is_object()) return value;
  Json object = Json::object();
  for (const auto& [name, member] : value.items()) {
    std::string snake;
    for (const char letter : name) {
      if (letter >= 'A' && letter <= 'Z') snake += '_';
      snake += static_cast<char>(std::tolower(letter));
    }
    object[snake] = in_snake_case(member);
  }
  return object;
}

using Mutation = std::function<void(Json&)>;

}  // namespace

class TestBundle : public QObject {
  Q_OBJECT

 private slots:
  void reads_a_key_bundle() {
    const auto key = TestKey::generate(crypto::KeyType::ecdsa_p384);
    const auto bundle = parse(tests::key_bundle(key, "payload"));
    QVERIFY(bundle);
    QCOMPARE(bundle->method(), Method::key);
    QCOMPARE(bundle->version(), BundleVersion::v0_3);
    const auto* material = std::get_if<signature::KeyMaterial>(&bundle->material());
    QVERIFY(material != nullptr);
    QCOMPARE(material->hint, key.public_key().hint());
    QVERIFY(!material->enclosed);
    QVERIFY(bundle->certificates() == nullptr);
    QVERIFY(bundle->envelope()->open(key.public_key()));
  }

  void reads_the_published_vectors_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<Method>("method");
    QTest::addColumn<std::size_t>("certificates");
    QTest::addColumn<std::size_t>("log_entries");
    const auto row = [](const char* path, Method method, std::size_t certificates, std::size_t log_entries) {
      QTest::newRow(path) << QString(path) << method << certificates << log_entries;
    };
    row("oms/test-vectors/valid/key.bundle.json", Method::key, 0, 0);
    row("oms/test-vectors/valid/certificate.bundle.json", Method::certificate, 2, 0);
    row("oms/test-vectors/valid/sigstore.bundle.json", Method::sigstore, 1, 1);
    row("oms/test-vectors/invalid-payload/wrong-predicate.bundle.json", Method::key, 0, 0);
    row("conformance/test-cases/verify/historical/historical-v0.2.0-certificate/bundle.sig",
        Method::certificate, 2, 0);
    row("conformance/test-cases/verify/historical/historical-v0.3.1-certificate/bundle.sig",
        Method::certificate, 2, 0);
    row("conformance/test-cases/verify/historical/historical-v0.3.1-sigstore/bundle.sig", Method::sigstore, 1,
        1);
    row("conformance/test-cases/verify/historical/historical-v1.1.0-sigstore/bundle.sig", Method::sigstore, 1,
        1);
    row("conformance/test-cases/verify/positive/key-simple-go/bundle.sig", Method::key, 0, 0);
    row("conformance/test-cases/verify/positive/certificate-simple-go/bundle.sig", Method::certificate, 2, 0);
    row("stack/sample/model.rekor1.sig", Method::sigstore, 1, 1);
    row("stack/sample/model.sig", Method::sigstore, 1, 1);
  }
  void reads_the_published_vectors() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    QFETCH(const QString, path);
    QFETCH(const Method, method);
    QFETCH(const std::size_t, certificates);
    QFETCH(const std::size_t, log_entries);
    const auto bundle = Bundle::parse(tests::read(*tests::shared_dir() / path.toStdString()));
    QVERIFY2(bundle, bundle ? "" : base::name(bundle.error().code).data());
    QCOMPARE(bundle->method(), method);
    const auto* material = bundle->certificates();
    QCOMPARE(material == nullptr ? 0U : material->certificates.size(), certificates);
    QCOMPARE(bundle->log_entries().size(), log_entries);
  }

  /// Bundles that don't get past their form. Those that do, and fail later, are tst_statement's.
  void refuses_the_published_bad_bundles_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<Code>("code");
    const auto oms = [](const char* name, Code code) {
      QTest::newRow(name) << "oms/test-vectors/invalid/" + QString(name) + ".bundle.json" << code;
    };
    const auto conformance = [](const char* name, Code code) {
      QTest::newRow(name) << "conformance/test-cases/verify/negative/" + QString(name) + "/bundle.sig"
                          << code;
    };
    oms("empty", Code::json_malformed);
    oms("missing-envelope", Code::bundle_content);
    oms("missing-verification-material", Code::bundle_material);
    oms("missing-tlog-entries", Code::bundle_profile);
    conformance("malformed-empty-bundle_fail", Code::json_malformed);
    conformance("malformed-missing-envelope_fail", Code::bundle_content);
    conformance("key-simple-corrupted-bundle_fail", Code::json_malformed);
    conformance("key-simple-truncated-bundle_fail", Code::json_malformed);
    conformance("key-simple-no-signature_fail", Code::envelope_signature_count);
    conformance("key-simple-wrong-mediatype_fail", Code::bundle_media_type);
  }
  void refuses_the_published_bad_bundles() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    QFETCH(const QString, path);
    QFETCH(const Code, code);
    const auto bundle = Bundle::parse(tests::read(*tests::shared_dir() / path.toStdString()));
    QVERIFY(!bundle);
    QCOMPARE(bundle.error().code, code);
  }

  void reads_signatures_over_files_that_others_made_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("sigstore-python") << "art.txt.sigstore.json";
    QTest::newRow("cosign") << "art.cosign.json";
  }
  void reads_signatures_over_files_that_others_made() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    QFETCH(const QString, name);
    const auto sample = *tests::shared_dir() / "stack/sample";
    const auto bundle = Bundle::parse(tests::read(sample / name.toStdString()));
    QVERIFY(bundle);
    QVERIFY(bundle->envelope() == nullptr);
    QVERIFY(bundle->message() != nullptr);
    QVERIFY(bundle->signature() == bundle->message()->signature());
    QVERIFY(bundle->message()->claimed_digest() ==
            crypto::digest(crypto::DigestAlgorithm::sha256, tests::read(sample / "art.txt")));
    QCOMPARE(bundle->method(), Method::sigstore);
  }

  void refuses_a_signature_over_a_file_that_is_none_data() {
    QTest::addColumn<Mutation>("mutate");
    QTest::addColumn<Code>("code");
    const auto row = [](const char* name, std::function<void(Json&)> change, Code code) {
      QTest::newRow(name) << Mutation([change = std::move(change)](Json& json) {
        change(json["messageSignature"]);
      }) << code;
    };
    row(
        "it is a text", [](Json& message) { message = "x"; }, Code::json_member_type);
    row(
        "no signature", [](Json& message) { message.erase("signature"); }, Code::json_member_missing);
    row(
        "an empty signature", [](Json& message) { message["signature"] = ""; }, Code::json_member_missing);
    row(
        "a signature that is no base64", [](Json& message) { message["signature"] = "?"; },
        Code::base64_malformed);
    row(
        "a digest that is a text", [](Json& message) { message["messageDigest"] = "abc"; },
        Code::json_member_type);
    row(
        "a digest of another length", [](Json& message) { message["messageDigest"]["digest"] = "AAAA"; },
        Code::bundle_content);
    row(
        "a digest without algorithm", [](Json& message) { message["messageDigest"].erase("algorithm"); },
        Code::json_member_missing);
    row(
        "nothing", [](Json& message) { message = nullptr; }, Code::bundle_content);
  }
  void refuses_a_signature_over_a_file_that_is_none() {
    QFETCH(const Mutation, mutate);
    QFETCH(const Code, code);
    auto json = tests::file_signature(TestKey::generate(), "content");
    QVERIFY(parse(json));
    mutate(json);
    const auto bundle = parse(json);
    QVERIFY(!bundle);
    QCOMPARE(bundle.error().code, code);
  }

  /// A key's signature may be in any version, with or without log entries; what OMS asks of it beyond that,
  /// the step `statement` asks.
  void a_key_s_bundle_may_be_of_any_version() {
    for (const auto* version : {"0.1", "0.2", "0.3"}) {
      auto json = tests::file_signature(TestKey::generate(), "content");
      json["mediaType"] = std::string(old_media_type) + version;
      QVERIFY(parse(json));
    }
  }

  /// Before model-signing 1.1.0 the key itself was inside.
  void reads_the_key_inside_an_old_bundle() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    const auto shared = *tests::shared_dir();
    const auto bundle = Bundle::parse(tests::read(
        shared / "conformance/test-cases/verify/historical/historical-v0.3.1-elliptic-key/bundle.sig"));
    QVERIFY(bundle);
    const auto& material = std::get<signature::KeyMaterial>(bundle->material());
    QVERIFY(material.hint.empty());
    const auto key =
        crypto::PublicKey::from_pem(tests::read(shared / "conformance/assets/keys/p384/signing-key-pub.pem"));
    const auto other = crypto::PublicKey::from_pem(
        tests::read(shared / "conformance/assets/keys/certificate/signing-key-pub.pem"));
    QVERIFY(material.enclosed);
    QVERIFY(*material.enclosed == *key || *material.enclosed == *other);
  }

  // Media types

  void knows_the_media_types_data() {
    QTest::addColumn<QString>("media_type");
    QTest::addColumn<bool>("known");
    const auto row = [](const char* media_type, bool known) {
      QTest::newRow(media_type) << QString(media_type) << known;
    };
    row("application/vnd.dev.sigstore.bundle.v0.3+json", true);
    row("application/vnd.dev.sigstore.bundle+json;version=0.3", true);
    row("application/vnd.dev.sigstore.bundle.v0.1+json", false);
    row("application/vnd.dev.sigstore.bundle.v0.2+json", false);
    row("application/vnd.dev.sigstore.bundle.v0.4+json", false);
    row("application/vnd.dev.sigstore.bundle+json;version=0.4", false);
    row("application/vnd.dev.sigstore.bundle+json", false);
    row("application/vnd.dev.sigstore.bundle.v0.3+json ", false);
    row("Application/vnd.dev.sigstore.bundle.v0.3+json", false);
    row("application/vnd.dev.sigstore.bundle.v0.3+json;version=0.3", false);
    row("application/json", false);
    row("", false);
  }
  void knows_the_media_types() {
    QFETCH(const QString, media_type);
    QFETCH(const bool, known);
    auto json = some_key_bundle();
    json["mediaType"] = media_type.toStdString();
    const auto bundle = parse(json);
    QCOMPARE(bundle.has_value(), known);
    if (known) {
      QCOMPARE(bundle->media_type(), media_type.toStdString());
    } else {
      QCOMPARE(bundle.error().code, Code::bundle_media_type);
    }
  }

  void a_bundle_without_media_type_is_refused() {
    auto json = some_key_bundle();
    json.erase("mediaType");
    QCOMPARE(parse(json).error().code, Code::bundle_media_type);
  }

  // proto3 JSON

  void reads_the_other_spelling_of_names() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    const auto bundle = parse(in_snake_case(published_keyless()));
    QVERIFY2(bundle, bundle ? "" : bundle.error().subject.c_str());
    QCOMPARE(bundle->method(), Method::sigstore);
    QCOMPARE(bundle->log_entries().size(), 1U);
    QCOMPARE(bundle->timestamps().size(), 1U);
  }

  void a_null_member_is_an_absent_one() {
    auto json = some_key_bundle();
    json["messageSignature"] = nullptr;
    auto& material = json["verificationMaterial"];
    material["certificate"] = nullptr;
    material["x509CertificateChain"] = nullptr;
    material["tlogEntries"] = nullptr;
    material["timestampVerificationData"] = nullptr;
    material["publicKey"]["rawBytes"] = nullptr;
    QVERIFY(parse(json));
  }

  void unknown_members_are_ignored() {
    auto json = some_key_bundle();
    json["later"] = {{"depth", Json::array({1, "2"})}};
    json["verificationMaterial"]["later"] = true;
    json["dsseEnvelope"]["later"] = 1;
    QVERIFY(parse(json));
  }

  void a_hint_may_be_missing() {
    auto json = some_key_bundle();
    json["verificationMaterial"]["publicKey"] = Json::object();
    const auto bundle = parse(json);
    QVERIFY(bundle);
    QVERIFY(std::get<signature::KeyMaterial>(bundle->material()).hint.empty());
  }

  // JSON that other parsers let through

  void refuses_json_with_two_meanings_data() {
    QTest::addColumn<QByteArray>("find");
    QTest::addColumn<QByteArray>("replace");
    QTest::addColumn<Code>("code");
    const auto row = [](const char* name, const char* find, const char* replace, Code code) {
      QTest::newRow(name) << QByteArray(find) << QByteArray(replace) << code;
    };
    row("a member twice", R"("payloadType")", R"("payloadType":"x","payloadType")",
        Code::json_duplicate_member);
    row("a member twice, one behind an escape", R"("payloadType")", R"("payloadTyp\u0065":"x","payloadType")",
        Code::json_duplicate_member);
    row("the envelope twice, at the top", R"("mediaType")", R"("dsseEnvelop\u0065":{},"mediaType")",
        Code::json_duplicate_member);
    row("both spellings of a member", R"("payloadType")", R"("payload_type":"x","payloadType")",
        Code::json_duplicate_member);
    row("both spellings, one behind an escape", R"("mediaType")", R"("media\u005ftype":"x","mediaType")",
        Code::json_duplicate_member);
    row("a member twice in a part that is not used", R"("mediaType")",
        R"("later":{"a":1,"\u0061":2},"mediaType")", Code::json_duplicate_member);
    row("NaN", R"("mediaType")", R"("later":NaN,"mediaType")", Code::json_malformed);
    row("a comment", R"("mediaType")", R"(/**/"mediaType")", Code::json_malformed);
    row("a trailing comma", R"("tlogEntries":[])", R"("tlogEntries":[],)", Code::json_malformed);
    row("an integer that would become a double", R"("mediaType")",
        R"("later":18446744073709551616,"mediaType")", Code::json_number);
    row("NUL in a name", R"("mediaType")", R"("media\u0000Type":1,"mediaType")", Code::json_malformed);
    row("a lone surrogate", R"("mediaType")", R"("later":"\ud800","mediaType")", Code::json_malformed);
    row("bytes that are not UTF-8", R"("mediaType")", "\"later\":\"\xC0\xAF\",\"mediaType\"",
        Code::json_not_utf8);
  }
  void refuses_json_with_two_meanings() {
    QFETCH(const QByteArray, find);
    QFETCH(const QByteArray, replace);
    QFETCH(const Code, code);
    auto text = QByteArray::fromStdString(some_key_bundle().dump());
    QVERIFY(parse_text(text.toStdString()));
    const auto at = text.indexOf(find);
    QVERIFY(at >= 0);
    text.replace(at, find.size(), replace);
    const auto bundle = parse_text(text.toStdString());
    QVERIFY(!bundle);
    QCOMPARE(bundle.error().code, code);
  }

  void refuses_bytes_around_the_bundle_data() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("a second bundle") << QByteArray() << QByteArray("{}");
    QTest::newRow("NUL behind it") << QByteArray() << QByteArray("\0", 1);
    QTest::newRow("anything behind NUL") << QByteArray() << QByteArray("\0{\"a\":1}", 8);
    QTest::newRow("a byte order mark") << QByteArray("\xEF\xBB\xBF") << QByteArray();
    QTest::newRow("a list around it") << QByteArray("[") << QByteArray("]");
  }
  void refuses_bytes_around_the_bundle() {
    QFETCH(const QByteArray, before);
    QFETCH(const QByteArray, after);
    const auto bundle = parse_text(before.toStdString() + some_key_bundle().dump() + after.toStdString());
    QVERIFY(!bundle);
    QCOMPARE(bundle.error().code, before == "[" ? Code::json_member_type : Code::json_malformed);
  }

  void refuses_a_depth_bomb() {
    auto text = some_key_bundle().dump();
    text.insert(1, "\"later\":" + std::string(1'000'000, '[') + std::string(1'000'000, ']') + ",");
    QCOMPARE(parse_text(text).error().code, Code::json_too_deep);
  }

  // Members

  void refuses_a_key_bundle_that_is_none_data() {
    QTest::addColumn<Mutation>("mutate");
    QTest::addColumn<Code>("code");
    const auto row = [](const char* name, Mutation mutate, Code code) {
      QTest::newRow(name) << std::move(mutate) << code;
    };
    row(
        "no material", [](Json& json) { json.erase("verificationMaterial"); }, Code::bundle_material);
    row(
        "empty material", [](Json& json) { json["verificationMaterial"] = Json::object(); },
        Code::bundle_material);
    row(
        "material that is a list", [](Json& json) { json["verificationMaterial"] = Json::array(); },
        Code::json_member_type);
    row(
        "a key and a certificate",
        [](Json& json) { json["verificationMaterial"]["certificate"] = Json::object(); },
        Code::bundle_material);
    row(
        "a key and a chain",
        [](Json& json) { json["verificationMaterial"]["x509CertificateChain"] = Json::object(); },
        Code::bundle_material);
    row(
        "no envelope", [](Json& json) { json.erase("dsseEnvelope"); }, Code::bundle_content);
    row(
        "an envelope and a signed file", [](Json& json) { json["messageSignature"] = Json::object(); },
        Code::bundle_content);
    row(
        "a hint that is a number", [](Json& json) { json["verificationMaterial"]["publicKey"]["hint"] = 1; },
        Code::json_member_type);
    row(
        "a key that is no base64",
        [](Json& json) { json["verificationMaterial"]["publicKey"]["rawBytes"] = "A"; },
        Code::base64_malformed);
    row(
        "a key that is none",
        [](Json& json) { json["verificationMaterial"]["publicKey"]["rawBytes"] = "AAAA"; },
        Code::key_malformed);
    row(
        "an empty chain",
        [](Json& json) {
          json["verificationMaterial"].erase("publicKey");
          json["verificationMaterial"]["x509CertificateChain"]["certificates"] = Json::array();
        },
        Code::bundle_material);
    row(
        "a certificate that is none",
        [](Json& json) {
          json["verificationMaterial"].erase("publicKey");
          json["verificationMaterial"]["certificate"]["rawBytes"] = "AAAA";
        },
        Code::certificate_malformed);
    row(
        "too many signatures for the cap of one",
        [](Json& json) {
          for (int i = 0; i < 1000; ++i)
            json["dsseEnvelope"]["signatures"].push_back(json["dsseEnvelope"]["signatures"][0]);
        },
        Code::envelope_signature_count);
  }
  void refuses_a_key_bundle_that_is_none() {
    QFETCH(const Mutation, mutate);
    QFETCH(const Code, code);
    auto json = some_key_bundle();
    mutate(json);
    const auto bundle = parse(json);
    QVERIFY(!bundle);
    QCOMPARE(bundle.error().code, code);
  }

  // Profiles

  void the_method_follows_material_and_version() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    QCOMPARE(parse(published_chain())->method(), Method::certificate);
    QCOMPARE(parse(published_keyless())->method(), Method::sigstore);
    QCOMPARE(parse(keyless_with_chain("0.1"))->method(), Method::sigstore);
    QCOMPARE(parse(keyless_with_chain("0.1"))->version(), BundleVersion::v0_1);
    QCOMPARE(parse(keyless_with_chain("0.2"))->method(), Method::sigstore);
    QCOMPARE(parse(keyless_with_chain("0.2"))->version(), BundleVersion::v0_2);
  }

  void refuses_what_the_profile_forbids_data() {
    QTest::addColumn<Json>("bundle");
    const auto row = [](const char* name, Json bundle, const Mutation& mutate) {
      if (!bundle.empty()) mutate(bundle);
      QTest::newRow(name) << std::move(bundle);
    };
    row("keyless without log entries", published_keyless(),
        [](Json& json) { entries(json) = Json::array(); });
    row("keyless 0.3 without proof", published_keyless(),
        [](Json& json) { entries(json)[0].erase("inclusionProof"); });
    row("keyless 0.3 with only a promise", published_keyless(),
        [](Json& json) { entries(json)[0]["inclusionProof"] = nullptr; });
    row("keyless 0.3 without checkpoint", published_keyless(),
        [](Json& json) { entries(json)[0]["inclusionProof"].erase("checkpoint"); });
    row("a second entry without proof", published_keyless(), [](Json& json) {
      entries(json).push_back(entries(json)[0]);
      entries(json)[1]["logIndex"] = "1";
      entries(json)[1].erase("inclusionProof");
    });
    row("a single certificate in 0.2", published_keyless(),
        [](Json& json) { json["mediaType"] = std::string(old_media_type) + "0.2"; });
    row("a single certificate in 0.1", published_keyless(),
        [](Json& json) { json["mediaType"] = std::string(old_media_type) + "0.1"; });
    row("a chain in 0.2 without log entries", published_chain(),
        [](Json& json) { json["mediaType"] = std::string(old_media_type) + "0.2"; });
    row("a chain in 0.3 with log entries", published_chain(),
        [](Json& json) { entries(json) = entries(*std::make_unique<Json>(published_keyless())); });
    row("a key's entry without proof", published("oms/test-vectors/valid/key.bundle.json"), [](Json& json) {
      entries(json) = entries(*std::make_unique<Json>(published_keyless()));
      entries(json)[0].erase("inclusionProof");
    });
    row("keyless 0.1 without promise", keyless_with_chain("0.1"),
        [](Json& json) { entries(json)[0].erase("inclusionPromise"); });
    row("keyless 0.2 without proof", keyless_with_chain("0.2"),
        [](Json& json) { entries(json)[0].erase("inclusionProof"); });
  }
  void refuses_what_the_profile_forbids() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    QFETCH(const Json, bundle);
    const auto parsed = parse(bundle);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, Code::bundle_profile);
  }

  void the_first_version_needs_no_proof() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    auto json = keyless_with_chain("0.1");
    entries(json)[0].erase("inclusionProof");
    QVERIFY(parse(json));
  }

  void an_absent_list_of_log_entries_is_an_empty_one() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    auto json = published_chain();
    json["verificationMaterial"].erase("tlogEntries");
    QVERIFY(parse(json));
    json = published_keyless();
    json["verificationMaterial"].erase("tlogEntries");
    QCOMPARE(parse(json).error().code, Code::bundle_profile);
  }

  // Caps and duplicates

  void the_same_log_entry_counts_once_data() {
    QTest::addColumn<Mutation>("mutate");
    QTest::newRow("a copy") << Mutation([](Json&) {});
    QTest::newRow("a copy with another body")
        << Mutation([](Json& entry) { entry["canonicalizedBody"] = "e30="; });
    QTest::newRow("a copy with another promise")
        << Mutation([](Json& entry) { entry["inclusionPromise"]["signedEntryTimestamp"] = "AAAA"; });
    QTest::newRow("a copy under a shortened log id") << Mutation([](Json& entry) {
      auto id = *base::from_base64(entry["logId"]["keyId"].get<std::string>());
      id.resize(4);
      entry["logId"]["keyId"] = base::to_base64(id);
    });
  }
  void the_same_log_entry_counts_once() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    QFETCH(const Mutation, mutate);
    auto json = published_keyless();
    entries(json).push_back(entries(json)[0]);
    mutate(entries(json)[1]);
    QCOMPARE(parse(json).error().code, Code::bundle_duplicate);
  }

  void entries_of_other_logs_and_places_are_others() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    auto json = published_keyless();
    entries(json).push_back(entries(json)[0]);
    entries(json).push_back(entries(json)[0]);
    entries(json)[1]["logIndex"] = "1";
    entries(json)[2]["logId"]["keyId"] = base::to_base64(Bytes(32, 7));
    const auto bundle = parse(json);
    QVERIFY(bundle);
    QCOMPARE(bundle->log_entries().size(), 3U);
  }

  void the_same_timestamp_counts_once() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    auto json = published_keyless();
    QCOMPARE(timestamps(json).size(), 1U);
    timestamps(json).push_back(timestamps(json)[0]);
    QCOMPARE(parse(json).error().code, Code::bundle_duplicate);
  }

  void lists_are_capped_data() {
    QTest::addColumn<int>("over");
    QTest::newRow("just full") << 0;
    QTest::newRow("one more") << 1;
  }
  void lists_are_capped() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    QFETCH(const int, over);
    const auto extra = static_cast<std::size_t>(over);

    auto many_entries = published_keyless();
    const auto entry = entries(many_entries)[0];
    entries(many_entries) = Json::array();
    for (std::size_t i = 0; i < base::limits::log_entries + extra; ++i) {
      entries(many_entries).push_back(entry);
      entries(many_entries).back()["logIndex"] = std::to_string(i);
    }
    auto many_timestamps = published_keyless();
    timestamps(many_timestamps) = Json::array();
    for (std::size_t i = 0; i < base::limits::timestamps + extra; ++i) {
      timestamps(many_timestamps).push_back({{"signedTimestamp", base::to_base64(Bytes{std::uint8_t(i)})}});
    }
    auto many_certificates = published_chain();
    auto& chain = many_certificates["verificationMaterial"]["x509CertificateChain"]["certificates"];
    const auto certificate = chain[0];
    chain = Json(base::limits::certificates + extra, certificate);

    for (const auto& json : {many_entries, many_timestamps, many_certificates}) {
      const auto bundle = parse(json);
      QCOMPARE(bundle.has_value(), over == 0);
      if (!bundle) QCOMPARE(bundle.error().code, Code::bundle_too_many);
    }
  }

  void a_bad_log_entry_is_named() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    auto json = published_keyless();
    entries(json)[0]["logIndex"] = "-1";
    const auto bundle = parse(json);
    QCOMPARE(bundle.error().code, Code::log_entry_malformed);
    QCOMPARE(bundle.error().subject, std::string("bundle.verificationMaterial.tlogEntries[0].logIndex"));
  }

  // The search for signatures

  void tells_signature_files_from_others_data() {
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<bool>("bundle");
    QTest::newRow("a bundle") << QByteArray::fromStdString(some_key_bundle().dump()) << true;
    QTest::newRow("a bundle with white space before it")
        << QByteArray::fromStdString("\r\n\t " + some_key_bundle().dump(2)) << true;
    QTest::newRow("the start of a bundle")
        << QByteArray::fromStdString(some_key_bundle().dump()).left(60) << true;
    QTest::newRow("of a version to come")
        << QByteArray(R"({"mediaType":"application/vnd.dev.sigstore.bundle.v9+json")") << true;
    QTest::newRow("in the other spelling") << QByteArray(R"({"dsse_envelope":{)") << true;
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("white space") << QByteArray(" \n") << false;
    QTest::newRow("a model's configuration")
        << QByteArray(R"({"architectures": ["LlamaForCausalLM"]})") << false;
    QTest::newRow("a trusted root")
        << QByteArray(R"({"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1"})")
        << false;
    QTest::newRow("text about bundles")
        << QByteArray(R"(see "dsseEnvelope" and "verificationMaterial")") << false;
    QTest::newRow("safetensors") << QByteArray("\x10\0\0\0\0\0\0\0{\"dsseEnvelope\"", 23) << false;
  }
  void tells_signature_files_from_others() {
    QFETCH(const QByteArray, start);
    QFETCH(const bool, bundle);
    QCOMPARE(signature::looks_like_bundle(as_bytes(start.toStdString())), bundle);
  }
};

QTEST_APPLESS_MAIN(TestBundle)
#include "tst_bundle.moc"
