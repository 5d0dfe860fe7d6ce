#include <QtTest>

#include "base/encoding.h"
#include "manifest/predicate.h"
#include "signature/bundle.h"
#include "signature/legacy_encoding.h"
#include "signature/statement.h"
#include "support/places.h"
#include "support/test_bundle.h"
#include "support/test_key.h"

using namespace weighmaster;
using base::Code;
using base::Json;
using signature::Envelope;
using signature::SignedPayload;
using signature::Statement;
using tests::TestKey;

namespace {

const tests::ModelFiles model{{"config.json", "{}"}, {"sub/weights.bin", "1234567890"}};

base::Result<Statement> parse_unverified(const Json& statement) {
  return signature::parse_unverified_statement(as_bytes(statement.dump()));
}

/// The payload of a key's envelope, opened; in the encoding of model-signing 0.2.0 on demand.
SignedPayload signed_payload(const Json& statement, bool legacy_encoding) {
  static const auto key = TestKey::generate();
  const auto text = statement.dump();
  auto json = tests::envelope(key, text);
  if (legacy_encoding) {
    const auto encoding =
        signature::legacy_pre_authentication_encoding(signature::in_toto_payload_type, as_bytes(text));
    json["signatures"][0]["sig"] = base::to_base64(key.sign(encoding));
  }
  return *base::JsonObject::from(json, "envelope").and_then(Envelope::parse)->open(key.public_key());
}

using Mutation = std::function<void(Json&)>;

}  // namespace

class TestStatement : public QObject {
  Q_OBJECT

 private slots:
  void reads_a_statement_about_files() {
    const auto statement = parse_unverified(tests::oms_statement_json(model, {}, "my model"));
    QVERIFY(statement);
    QCOMPARE(statement->predicate_type, std::string(manifest::predicate_type_v1));
    QCOMPARE(statement->subject_name, std::string("my model"));
    QCOMPARE(statement->manifest.resources().size(), 2U);
    QCOMPARE(statement->manifest.resources()[1].path, std::string("sub/weights.bin"));
    QVERIFY(statement->root_agrees());
  }

  void reads_a_statement_about_shards() {
    const manifest::Serialization serialization{
        manifest::Method::shards, crypto::DigestAlgorithm::blake3, 4, true, {".git"}};
    const auto statement = parse_unverified(tests::oms_statement_json(model, serialization));
    QVERIFY2(statement, statement ? "" : statement.error().subject.c_str());
    QCOMPARE(statement->manifest.resources().size(), 4U);
    QVERIFY(statement->manifest.serialization() == serialization);
    QVERIFY(statement->root_agrees());
  }

  void reads_what_was_signed() {
    const auto statement =
        signature::parse_statement(signed_payload(tests::oms_statement_json(model), false));
    QVERIFY(statement);
    QVERIFY(statement->root_agrees());
  }

  void a_root_digest_that_is_not_the_manifests_does_not_agree() {
    auto json = tests::oms_statement_json(model);
    json["subject"][0]["digest"]["sha256"] = std::string(64, '0');
    const auto statement = parse_unverified(json);
    QVERIFY(statement);
    QVERIFY(!statement->root_agrees());
  }

  /// The root digest depends on the order in which the resources are listed.
  void swapped_resources_do_not_agree() {
    auto json = tests::oms_statement_json(model);
    std::swap(json["predicate"]["resources"][0], json["predicate"]["resources"][1]);
    const auto statement = parse_unverified(json);
    QVERIFY(statement);
    QVERIFY(!statement->root_agrees());
  }

  void unknown_members_are_ignored() {
    auto json = tests::oms_statement_json(model);
    json["later"] = 1;
    json["subject"][0]["uri"] = "https://example.com";
    json["subject"][0]["digest"]["sha512"] = "later";
    json["predicate"]["later"] = {{"a", 1}};
    QVERIFY(parse_unverified(json));
  }

  void refuses_what_is_no_statement_data() {
    QTest::addColumn<Mutation>("mutate");
    QTest::addColumn<Code>("code");
    const auto row = [](const char* name, Mutation mutate, Code code) {
      QTest::newRow(name) << std::move(mutate) << code;
    };
    row(
        "no type", [](Json& json) { json.erase("_type"); }, Code::json_member_missing);
    row(
        "the type of in-toto 0.1", [](Json& json) { json["_type"] = "https://in-toto.io/Statement/v0.1"; },
        Code::statement_type);
    row(
        "a type that begins alike", [](Json& json) { json["_type"] = "https://in-toto.io/Statement/v1.1"; },
        Code::statement_type);
    row(
        "a type in capitals", [](Json& json) { json["_type"] = "HTTPS://in-toto.io/Statement/v1"; },
        Code::statement_type);
    row(
        "a type that is a number", [](Json& json) { json["_type"] = 1; }, Code::json_member_type);
    row(
        "no predicate type", [](Json& json) { json.erase("predicateType"); }, Code::json_member_missing);
    row(
        "another predicate type",
        [](Json& json) { json["predicateType"] = "https://slsa.dev/provenance/v1"; },
        Code::statement_predicate_type);
    row(
        "a predicate type that begins alike",
        [](Json& json) { json["predicateType"] = "https://model_signing/signature/v1.0.1"; },
        Code::statement_predicate_type);
    row(
        "a predicate type that is cut",
        [](Json& json) { json["predicateType"] = "https://model_signing/signature/v1"; },
        Code::statement_predicate_type);
    row(
        "shards as subjects",
        [](Json& json) { json["predicateType"] = "https://model_signing/ShardDigests/v0.1"; },
        Code::statement_predicate_type);
    row(
        "no subject member", [](Json& json) { json.erase("subject"); }, Code::statement_subject);
    row(
        "no subject", [](Json& json) { json["subject"] = Json::array(); }, Code::statement_subject);
    row(
        "two subjects", [](Json& json) { json["subject"].push_back(json["subject"][0]); },
        Code::statement_subject);
    row(
        "a subject that is text", [](Json& json) { json["subject"][0] = "model"; }, Code::json_member_type);
    row(
        "a subject without name", [](Json& json) { json["subject"][0].erase("name"); },
        Code::json_member_missing);
    row(
        "an empty name", [](Json& json) { json["subject"][0]["name"] = ""; }, Code::statement_subject);
    row(
        "no digest", [](Json& json) { json["subject"][0].erase("digest"); }, Code::json_member_missing);
    row(
        "a digest by another hash",
        [](Json& json) {
          json["subject"][0]["digest"] = {{"sha512", std::string(128, '0')}};
        },
        Code::json_member_missing);
    row(
        "a digest that is short",
        [](Json& json) { json["subject"][0]["digest"]["sha256"] = std::string(62, '0'); },
        Code::statement_subject);
    row(
        "a digest that is long",
        [](Json& json) { json["subject"][0]["digest"]["sha256"] = std::string(66, '0'); },
        Code::statement_subject);
    row(
        "a digest in capitals",
        [](Json& json) { json["subject"][0]["digest"]["sha256"] = std::string(64, 'A'); },
        Code::statement_subject);
    row(
        "no predicate", [](Json& json) { json.erase("predicate"); }, Code::json_member_missing);
    row(
        "a predicate that is null", [](Json& json) { json["predicate"] = nullptr; },
        Code::json_member_missing);
    row(
        "a predicate that is a list", [](Json& json) { json["predicate"] = Json::array(); },
        Code::json_member_type);
    row(
        "no resources", [](Json& json) { json["predicate"]["resources"] = Json::array(); },
        Code::manifest_empty);
    row(
        "a resource twice",
        [](Json& json) { json["predicate"]["resources"].push_back(json["predicate"]["resources"][0]); },
        Code::manifest_name_duplicate);
    row(
        "a resource outside the model",
        [](Json& json) { json["predicate"]["resources"][0]["name"] = "../x"; }, Code::manifest_name);
    row(
        "a list", [](Json& json) { json = Json::array({json}); }, Code::json_member_type);
  }
  void refuses_what_is_no_statement() {
    QFETCH(const Mutation, mutate);
    QFETCH(const Code, code);
    auto json = tests::oms_statement_json(model);
    mutate(json);
    const auto statement = parse_unverified(json);
    QVERIFY(!statement);
    QCOMPARE(statement.error().code, code);
  }

  void refuses_a_member_hidden_behind_an_escape() {
    auto text = tests::oms_statement(model);
    text.insert(1, R"("predicat\u0065":{},)");
    const auto statement = signature::parse_unverified_statement(as_bytes(text));
    QVERIFY(!statement);
    QCOMPARE(statement.error().code, Code::json_duplicate_member);
  }

  /// Bundles of good form whose statement is bad.
  void refuses_the_published_bad_statements_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<Code>("code");
    const auto conformance = [](const char* name, Code code) {
      QTest::newRow(name) << "conformance/test-cases/verify/negative/" + QString(name) + "/bundle.sig"
                          << code;
    };
    conformance("malformed-empty-resources_fail", Code::manifest_empty);
    conformance("malformed-no-predicate_fail", Code::json_member_missing);
    conformance("malformed-no-subject_fail", Code::statement_subject);
    conformance("malformed-wrong-predicate_fail", Code::statement_predicate_type);
    conformance("malformed-wrong-statement-type_fail", Code::statement_type);
    QTest::newRow("wrong-predicate") << QString(
                                            "oms/test-vectors/invalid-payload/wrong-predicate.bundle.json")
                                     << Code::statement_predicate_type;
  }
  void refuses_the_published_bad_statements() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    QFETCH(const QString, path);
    QFETCH(const Code, code);
    const auto bundle = signature::Bundle::parse(tests::read(*tests::shared_dir() / path.toStdString()));
    QVERIFY(bundle);
    const auto statement = signature::parse_unverified_statement(bundle->envelope()->unverified_payload());
    QVERIFY(!statement);
    QCOMPARE(statement.error().code, code);
  }

  void another_payload_type_is_left_to_the_verifier() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    const auto folder =
        *tests::shared_dir() / "conformance/test-cases/verify/negative/malformed-wrong-payload-type_fail";
    const auto bundle = signature::Bundle::parse(tests::read(folder / "bundle.sig"));
    QVERIFY(bundle);
    QVERIFY(bundle->envelope()->payload_type() != signature::in_toto_payload_type);
  }

  void reads_the_published_statements_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<std::size_t>("resources");
    QTest::newRow("key") << QString("oms/test-vectors/valid/key.bundle.json") << std::size_t{2};
    QTest::newRow("certificate") << QString("oms/test-vectors/valid/certificate.bundle.json")
                                 << std::size_t{2};
    QTest::newRow("0.3.1, a single file")
        << QString("conformance/test-cases/verify/historical/historical-v0.3.1-elliptic-key/bundle.sig")
        << std::size_t{1};
    QTest::newRow("Go") << QString("conformance/test-cases/verify/positive/key-simple-go/bundle.sig")
                        << std::size_t{2};
    QTest::newRow("keyless") << QString("stack/sample/model.rekor1.sig") << std::size_t{3};
  }
  void reads_the_published_statements() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    QFETCH(const QString, path);
    QFETCH(const std::size_t, resources);
    const auto bundle = signature::Bundle::parse(tests::read(*tests::shared_dir() / path.toStdString()));
    QVERIFY(bundle);
    const auto statement = signature::parse_unverified_statement(bundle->envelope()->unverified_payload());
    QVERIFY2(statement, statement ? "" : statement.error().subject.c_str());
    QVERIFY(statement->root_agrees());
    QCOMPARE(statement->manifest.resources().size(), resources);
  }

  // Digests/v0.1

  void reads_files_as_subjects() {
    const auto statement = parse_unverified(tests::digests_statement_json(model));
    QVERIFY(statement);
    QCOMPARE(statement->predicate_type, std::string(signature::predicate_type_digests));
    QVERIFY(statement->subject_name.empty());
    QVERIFY(!statement->stated_root);
    QVERIFY(statement->root_agrees());
    QCOMPARE(statement->manifest.resources().size(), 2U);
    QCOMPARE(statement->manifest.serialization(), manifest::Serialization{});
  }

  /// The pre-1.0 encoding must not serve a 1.0 statement; keyless signatures of 0.2.0 used the standard one.
  void the_faulty_encoding_is_fit_for_digests_only_data() {
    QTest::addColumn<Json>("json");
    QTest::addColumn<bool>("legacy_encoding");
    QTest::addColumn<bool>("taken");
    QTest::newRow("1.0, standard") << tests::oms_statement_json(model) << false << true;
    QTest::newRow("1.0, faulty") << tests::oms_statement_json(model) << true << false;
    QTest::newRow("digests, standard") << tests::digests_statement_json(model) << false << true;
    QTest::newRow("digests, faulty") << tests::digests_statement_json(model) << true << true;
  }
  void the_faulty_encoding_is_fit_for_digests_only() {
    QFETCH(const Json, json);
    QFETCH(const bool, legacy_encoding);
    QFETCH(const bool, taken);
    const auto payload = signed_payload(json, legacy_encoding);
    QCOMPARE(payload.legacy_encoding(), legacy_encoding);
    const auto statement = signature::parse_statement(payload);
    QCOMPARE(statement.has_value(), taken);
    if (!taken) QCOMPARE(statement.error().code, Code::statement_predicate_type);
  }

  void refuses_bad_files_as_subjects_data() {
    QTest::addColumn<Mutation>("mutate");
    QTest::addColumn<Code>("code");
    const auto row = [](const char* name, Mutation mutate, Code code) {
      QTest::newRow(name) << std::move(mutate) << code;
    };
    row(
        "none", [](Json& json) { json["subject"] = Json::array(); }, Code::manifest_empty);
    row(
        "one twice", [](Json& json) { json["subject"].push_back(json["subject"][0]); },
        Code::manifest_name_duplicate);
    row(
        "outside the model", [](Json& json) { json["subject"][0]["name"] = "/etc/passwd"; },
        Code::manifest_name);
    row(
        "without name", [](Json& json) { json["subject"][0]["name"] = ""; }, Code::statement_subject);
    row(
        "with a short digest", [](Json& json) { json["subject"][0]["digest"]["sha256"] = "00"; },
        Code::statement_subject);
    row(
        "by another hash",
        [](Json& json) { json["subject"][0]["annotations"]["actual_hash_algorithm"] = "file-blake2b"; },
        Code::manifest_algorithm);
    row(
        "by shards",
        [](Json& json) {
          json["subject"][0]["annotations"]["actual_hash_algorithm"] = "file-sha256-1000000";
        },
        Code::manifest_algorithm);
    row(
        "that is text", [](Json& json) { json["subject"][0] = "config.json"; }, Code::json_member_type);
  }
  void refuses_bad_files_as_subjects() {
    QFETCH(const Mutation, mutate);
    QFETCH(const Code, code);
    auto json = tests::digests_statement_json(model);
    mutate(json);
    const auto statement = parse_unverified(json);
    QVERIFY(!statement);
    QCOMPARE(statement.error().code, code);
  }

  void without_annotation_a_digest_is_what_it_is_called() {
    auto json = tests::digests_statement_json(model);
    json["subject"][0].erase("annotations");
    QVERIFY(parse_unverified(json));
  }

  void what_is_written_is_read_back_and_always_the_same() {
    const auto read = parse_unverified(tests::oms_statement_json(model));
    QVERIFY(read.has_value());
    const auto written = signature::write_statement("granite “4”", read->manifest);
    QVERIFY(written.has_value());
    const auto again = signature::parse_unverified_statement(*written);
    QVERIFY(again.has_value());
    QVERIFY(again->manifest == read->manifest);
    QCOMPARE(again->subject_name, std::string("granite “4”"));
    QVERIFY(again->root_agrees() && again->stated_root);
    QVERIFY(*signature::write_statement("granite “4”", again->manifest) == *written);
  }

  void a_model_without_a_name_is_not_written() {
    const auto manifest = parse_unverified(tests::oms_statement_json(model))->manifest;
    for (const char* name : {"", "\xff", "a\xc3"}) {
      const auto written = signature::write_statement(name, manifest);
      QVERIFY(!written);
      QCOMPARE(written.error().code, Code::statement_subject);
    }
  }
};

QTEST_APPLESS_MAIN(TestStatement)
#include "tst_statement.moc"
