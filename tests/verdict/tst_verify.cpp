#include <sys/stat.h>

#include <QTest>

#include "base/encoding.h"
#include "signature/bundle.h"
#include "signature/legacy_encoding.h"
#include "signature/statement.h"
#include "support/places.h"
#include "support/test_bundle.h"
#include "support/test_key.h"
#include "verdict/verify.h"

using namespace weighmaster;
using base::Code;
using tests::ModelFiles;
using tests::TestKey;
using verdict::FileState;
using verdict::Outcome;
using verdict::Report;
using verdict::StepId;

namespace fs = std::filesystem;

namespace {

/// A signed model in a folder of its own, with the request that trusts it.
struct SignedModel {
  tests::TemporaryFolder folder;
  TestKey key = TestKey::generate();
  ModelFiles files{{"config.json", "{}"}, {"sub/tokenizer.json", "[]"}, {"weights.bin", "1234"}};
  manifest::Serialization serialization;

  SignedModel() { tests::write_model(root(), files); }

  [[nodiscard]] fs::path root() const { return folder / "model"; }
  [[nodiscard]] fs::path signature() const { return root() / "model.sig"; }

  void sign() const { write_bundle(tests::key_bundle(key, tests::oms_statement(files, serialization))); }
  void write_bundle(const base::Json& bundle) const { tests::write(signature(), bundle.dump()); }

  [[nodiscard]] verdict::VerifyRequest request() const {
    verdict::VerifyRequest request;
    request.model = root();
    request.signature = signature();
    request.policy.expectation = trust::ExpectedKeys{{key.public_key()}};
    request.now = *base::parse_rfc3339("2026-11-21T12:00:00Z");
    return request;
  }

  [[nodiscard]] Report verify() const { return verdict::verify_model(request(), {}); }
};

std::string verdict_of(const Report& report) {
  return std::string(verdict::name(verdict::verdict(report)));
}

const verdict::FileRow& row(const Report& report, std::string_view name) {
  const auto found = std::find_if(report.files.begin(), report.files.end(),
                                  [&](const auto& candidate) { return candidate.name == name; });
  if (found == report.files.end()) qFatal("no row %s", std::string(name).c_str());
  return *found;
}

}  // namespace

class tst_verify : public QObject {
  Q_OBJECT

 private slots:
  void an_untouched_model_under_the_expected_key_is_trusted() {
    const SignedModel model;
    model.sign();
    const auto report = model.verify();
    QCOMPARE(verdict_of(report), std::string("trusted"));
    QCOMPARE(verdict::exit_code(report), 0);
    QCOMPARE(report.count(FileState::matches), std::size_t{3});
    QVERIFY(row(report, "model.sig").state == FileState::ignored);
    QVERIFY(report.statement_is_signed);
    QCOMPARE(report.bytes_hashed, std::uint64_t{8});
  }

  void every_hash_and_method_is_verified_data() {
    QTest::addColumn<int>("hash");
    QTest::addColumn<int>("shard_size");
    for (const auto hash : {crypto::DigestAlgorithm::sha256, crypto::DigestAlgorithm::blake2b,
                            crypto::DigestAlgorithm::blake3}) {
      for (const int shard_size : {0, 1, 3, 4, 1000}) {
        QTest::addRow("%s, shards of %d", std::string(crypto::name(hash)).c_str(), shard_size)
            << static_cast<int>(hash) << shard_size;
      }
    }
  }

  void every_hash_and_method_is_verified() {
    QFETCH(const int, hash);
    QFETCH(const int, shard_size);
    SignedModel model;
    model.serialization.hash = static_cast<crypto::DigestAlgorithm>(hash);
    model.serialization.shard_size = static_cast<std::uint64_t>(shard_size);
    if (shard_size != 0) model.serialization.method = manifest::Method::shards;
    model.sign();
    QCOMPARE(verdict_of(model.verify()), std::string("trusted"));

    // Longer and shorter too: in shards the unchanged part still matches, and the file has changed all the
    // same.
    for (const char* content : {"1235", "12341", "123"}) {
      tests::write(model.root() / "weights.bin", content);
      const auto changed = model.verify();
      QCOMPARE(verdict_of(changed), std::string("changed"));
      QVERIFY(row(changed, "weights.bin").state == FileState::changed);
    }
  }

  void a_missing_file_leaves_the_model_partial() {
    const SignedModel model;
    model.sign();
    fs::remove(model.root() / "weights.bin");
    const auto report = model.verify();
    QCOMPARE(verdict_of(report), std::string("partial"));
    QCOMPARE(verdict::exit_code(report), 4);
    QVERIFY(row(report, "weights.bin").state == FileState::missing);
    QVERIFY(!row(report, "weights.bin").size);
  }

  void an_unsigned_file_is_named() {
    const SignedModel model;
    model.sign();
    tests::write(model.root() / "run.py", "print()");
    const auto report = model.verify();
    QCOMPARE(verdict_of(report), std::string("extra_files"));
    QCOMPARE(verdict::exit_code(report), 1);
    QVERIFY(row(report, "run.py").state == FileState::unsigned_);
    QVERIFY(report.step(StepId::files).outcome == Outcome::passed);
    QVERIFY(report.step(StepId::nothing_else).outcome == Outcome::failed);
  }

  void allowing_unsigned_files_changes_the_exit_code_and_not_the_verdict() {
    const SignedModel model;
    model.sign();
    tests::write(model.root() / "run.py", "print()");
    auto request = model.request();
    request.policy.allow_unsigned_files = true;
    const auto report = verdict::verify_model(request, {});
    QCOMPARE(verdict_of(report), std::string("extra_files"));
    QCOMPARE(verdict::exit_code(report), 0);
  }

  void the_worst_of_several_faults_decides_and_all_are_kept() {
    const SignedModel model;
    model.sign();
    tests::write(model.root() / "config.json", "{ }");
    tests::write(model.root() / "run.py", "print()");
    fs::remove(model.root() / "weights.bin");
    const auto report = model.verify();
    QCOMPARE(verdict_of(report), std::string("changed"));
    QVERIFY(report.has(Code::content_changed));
    QVERIFY(report.has(Code::content_missing));
    QVERIFY(report.has(Code::content_unsigned));
  }

  void an_excluded_path_is_named_and_lowers_nothing() {
    const SignedModel model;
    model.sign();
    tests::write(model.root() / "notes/today.txt", "x");
    auto request = model.request();
    request.ignore_paths = {"notes"};
    const auto report = verdict::verify_model(request, {});
    QCOMPARE(verdict_of(report), std::string("trusted"));
    QVERIFY(report.has(Code::content_ignored));
    QVERIFY(row(report, "notes").state == FileState::ignored);
  }

  void another_key_makes_it_invalid_whatever_the_hint_says() {
    const SignedModel model;
    model.sign();
    auto request = model.request();
    const auto other = TestKey::generate().public_key();
    request.policy.expectation = trust::ExpectedKeys{{other}};
    auto report = verdict::verify_model(request, {});
    QCOMPARE(verdict_of(report), std::string("signature_invalid"));
    QVERIFY(report.has(Code::key_hint_differs));
    QCOMPARE(report.bytes_hashed, std::uint64_t{0});  // there is nothing to compare with
    QVERIFY(!report.statement_is_signed);

    auto lying = tests::key_bundle(model.key, tests::oms_statement(model.files));
    lying["verificationMaterial"]["publicKey"]["hint"] = other.hint();
    model.write_bundle(lying);
    QCOMPARE(verdict_of(verdict::verify_model(request, {})), std::string("signature_invalid"));
  }

  void a_wrong_hint_is_no_fault_of_a_true_signature() {
    const SignedModel model;
    auto bundle = tests::key_bundle(model.key, tests::oms_statement(model.files));
    bundle["verificationMaterial"]["publicKey"]["hint"] = std::string(64, '0');
    model.write_bundle(bundle);
    const auto report = model.verify();
    QCOMPARE(verdict_of(report), std::string("trusted"));
    QVERIFY(report.has(Code::key_hint_differs));
  }

  void without_a_key_nothing_can_be_checked() {
    const SignedModel model;
    model.sign();
    auto request = model.request();
    request.policy.expectation = trust::NoExpectation{};
    const auto report = verdict::verify_model(request, {});
    QCOMPARE(verdict_of(report), std::string("undetermined"));
    QVERIFY(report.has(Code::key_missing));
    QVERIFY(!report.statement_is_signed);
    QVERIFY(report.statement.has_value());  // the claim, to be shown as one
  }

  void a_signature_of_another_method_is_not_judged_by_less() {
    const SignedModel model;
    model.sign();
    auto request = model.request();
    request.method = signature::Method::certificate;
    request.policy.expectation = trust::NoExpectation{};
    const auto report = verdict::verify_model(request, {});
    QCOMPARE(verdict_of(report), std::string("undetermined"));
    QVERIFY(report.has(Code::signature_method_differs));
  }

  void a_false_root_digest_is_false_evidence() {
    const SignedModel model;
    auto statement = tests::oms_statement_json(model.files);
    statement["subject"][0]["digest"]["sha256"] = std::string(64, 'a');
    model.write_bundle(tests::key_bundle(model.key, statement.dump()));
    const auto report = model.verify();
    QCOMPARE(verdict_of(report), std::string("signature_invalid"));
    QVERIFY(report.has(Code::statement_root_digest));
  }

  void a_folder_is_not_the_single_file_that_was_signed_as_a_dot() {
    const SignedModel model;
    auto statement = tests::oms_statement_json({{"weights.bin", "1234"}});
    statement["predicate"]["resources"][0]["name"] = ".";
    model.write_bundle(tests::key_bundle(model.key, statement.dump()));
    auto request = model.request();
    auto report = verdict::verify_model(request, {});
    QCOMPARE(verdict_of(report), std::string("undetermined"));
    QVERIFY(report.has(Code::manifest_name));

    request.model = model.root() / "weights.bin";
    report = verdict::verify_model(request, {});
    QCOMPARE(verdict_of(report), std::string("trusted"));
    QVERIFY(row(report, "weights.bin").state == FileState::matches);
  }

  void a_link_where_a_file_was_signed_is_not_followed() {
    const SignedModel model;
    model.sign();
    fs::rename(model.root() / "weights.bin", model.folder / "weights.bin");
    fs::create_symlink(model.folder / "weights.bin", model.root() / "weights.bin");
    const auto report = model.verify();
    QCOMPARE(verdict_of(report), std::string("undetermined"));
    QVERIFY(report.has(Code::folder_link));
    QVERIFY(row(report, "weights.bin").state == FileState::not_checked);
  }

  void a_signed_file_whose_blob_was_not_downloaded_is_missing() {
    const SignedModel model;
    model.sign();
    const auto snapshot = model.folder / "models--org--name/snapshots/0a1b";
    fs::create_directories(snapshot.parent_path());
    fs::rename(model.root(), snapshot);
    fs::remove(snapshot / "weights.bin");
    fs::create_symlink("../../blobs/" + std::string(64, 'a'), snapshot / "weights.bin");
    auto request = model.request();
    request.model = snapshot;
    request.signature = snapshot / "model.sig";
    const auto report = verdict::verify_model(request, {});
    QCOMPARE(verdict_of(report), std::string("partial"));
    QVERIFY(report.has(Code::folder_hub_blob_missing));
    QVERIFY(row(report, "weights.bin").state == FileState::missing);
  }

  void a_signed_file_below_a_link_was_not_seen_and_is_not_called_missing() {
    const SignedModel model;
    model.sign();
    fs::rename(model.root() / "sub", model.folder / "sub");
    fs::create_directory_symlink(model.folder / "sub", model.root() / "sub");
    const auto report = model.verify();
    QCOMPARE(verdict_of(report), std::string("undetermined"));
    QVERIFY(row(report, "sub/tokenizer.json").state == FileState::not_checked);
  }

  void a_pipe_in_the_folder_does_not_hang_the_check() {
    const SignedModel model;
    model.sign();
    QCOMPARE(::mkfifo((model.root() / "pipe").c_str(), 0600), 0);
    const auto report = model.verify();
    QCOMPARE(verdict_of(report), std::string("undetermined"));
    QVERIFY(report.has(Code::folder_special_file));
  }

  void bad_signature_files_end_in_a_finding_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("empty") << QByteArray() << QByteArray("json.malformed");
    QTest::newRow("noise") << QByteArray("\x80\x05") << QByteArray("json.not_utf8");
    QTest::newRow("cut short") << QByteArray("{\"mediaType\":") << QByteArray("json.malformed");
    QTest::newRow("duplicate") << QByteArray("{\"a\":1,\"\\u0061\":2}")
                               << QByteArray("json.duplicate_member");
    QTest::newRow("no bundle") << QByteArray("{}") << QByteArray("bundle.media_type");
    QTest::newRow("deep") << QByteArray(100000, '[') + QByteArray(100000, ']') << QByteArray("json.too_deep");
  }

  void bad_signature_files_end_in_a_finding() {
    QFETCH(const QByteArray, content);
    QFETCH(const QByteArray, code);
    const SignedModel model;
    tests::write(model.signature(), content.toStdString());
    const auto report = model.verify();
    QCOMPARE(verdict_of(report), std::string("undetermined"));
    QCOMPARE(verdict::exit_code(report), 5);
    const auto& findings = report.step(StepId::signature_file).findings;
    QCOMPARE(findings.size(), std::size_t{1});
    QCOMPARE(QByteArray::fromStdString(std::string(base::name(findings.front().code))), code);
  }

  void a_signature_that_is_no_regular_file_is_refused_at_once() {
    const SignedModel model;
    QCOMPARE(::mkfifo(model.signature().c_str(), 0600), 0);
    QVERIFY(model.verify().has(Code::file_not_regular));
    auto request = model.request();
    request.signature = "/dev/zero";
    QVERIFY(verdict::verify_model(request, {}).has(Code::file_not_regular));
    request.signature = model.root();
    QVERIFY(verdict::verify_model(request, {}).has(Code::file_not_regular));
    request.signature = model.root() / "nothing.sig";
    QVERIFY(verdict::verify_model(request, {}).has(Code::file_not_found));
  }

  void cancelling_gives_a_report_with_what_was_not_done() {
    const SignedModel model;
    model.sign();
    std::stop_source stop;
    stop.request_stop();
    const auto report = verdict::verify_model(model.request(), {stop.get_token(), {}});
    QCOMPARE(verdict_of(report), std::string("undetermined"));
    QCOMPARE(verdict::exit_code(report), 130);
    QVERIFY(report.step(StepId::signature).outcome == Outcome::passed);
    QVERIFY(report.step(StepId::files).outcome == Outcome::not_checked);
  }

  void rows_stream_in_as_files_finish() {
    const SignedModel model;
    model.sign();
    std::size_t waiting = 0;
    std::vector<FileState> finished;
    verdict::Watch watch;
    watch.prepared = [&](const Report& report) { waiting = report.count(FileState::waiting); };
    watch.row = [&](std::size_t, const verdict::FileRow& done) { finished.push_back(done.state); };
    const auto report = verdict::verify_model(model.request(), {}, watch);
    QCOMPARE(waiting, std::size_t{3});
    QVERIFY(finished == std::vector<FileState>(3, FileState::matches));
    QCOMPARE(report.count(FileState::waiting), std::size_t{0});
  }

  void a_signature_is_found_in_the_model_and_beside_it() {
    const SignedModel model;
    model.sign();
    auto request = model.request();
    request.signature.reset();
    QCOMPARE(verdict_of(verdict::verify_model(request, {})), std::string("trusted"));
    fs::rename(model.signature(), model.folder / "model.sig");
    QCOMPARE(verdict_of(verdict::verify_model(request, {})), std::string("trusted"));
    fs::remove(model.folder / "model.sig");
    const auto report = verdict::verify_model(request, {});
    QCOMPARE(verdict_of(report), std::string("unsigned"));
    QCOMPARE(verdict::exit_code(report), 6);
    QCOMPARE(report.looked_in.size(), std::size_t{2});
  }

  void a_model_that_is_not_there_is_not_called_unsigned() {
    const SignedModel model;
    auto request = model.request();
    request.signature.reset();
    request.model = model.folder / "nothing";
    const auto report = verdict::verify_model(request, {});
    QCOMPARE(verdict_of(report), std::string("undetermined"));
    QVERIFY(report.has(Code::file_not_found));
  }

  void a_found_signature_of_another_model_is_set_aside() {
    const SignedModel model;
    tests::write(model.folder / "model.sig",
                 tests::key_bundle(model.key, tests::oms_statement({{"other.bin", "other"}})).dump());
    auto request = model.request();
    request.signature.reset();
    const auto report = verdict::verify_model(request, {});
    QCOMPARE(verdict_of(report), std::string("undetermined"));
    QVERIFY(report.has(Code::signature_unrelated));
    // The same file, given by the person, is what they say it is.
    request.signature = model.folder / "model.sig";
    QVERIFY(!verdict::verify_model(request, {}).has(Code::signature_unrelated));
  }

  void a_file_that_only_looks_like_a_signature_is_a_stray_file() {
    const SignedModel model;
    model.sign();
    tests::write(model.root() / "payload.sig", "{\"dsseEnvelope\" and no signature at all");
    auto request = model.request();
    QCOMPARE(verdict_of(verdict::verify_model(request, {})), std::string("extra_files"));
    request.signature.reset();
    QCOMPARE(verdict_of(verdict::verify_model(request, {})), std::string("extra_files"));
  }

  void another_name_of_the_signature_is_a_stray_file() {
    const SignedModel model;
    auto bundle = tests::key_bundle(model.key, tests::oms_statement(model.files));
    bundle["auto_map"] = {{"AutoModel", "evil.Model"}};  // a bundle that is a configuration too
    model.write_bundle(bundle);
    fs::create_hard_link(model.signature(), model.root() / "generation_config.json");
    const auto report = model.verify();
    QCOMPARE(verdict_of(report), std::string("extra_files"));
    QVERIFY(row(report, "generation_config.json").state == FileState::unsigned_);
  }

  void the_signature_is_the_file_that_the_path_leads_to() {
    const SignedModel model;
    model.sign();
    fs::create_directories(model.folder / "other/place");
    fs::rename(model.signature(), model.folder / "other/evil.py");
    tests::write(model.root() / "evil.py", "print()");
    fs::create_directory_symlink(model.folder / "other/place", model.root() / "link");
    auto request = model.request();
    request.signature = model.root() / "link/../evil.py";  // read by its text this is the model's evil.py
    request.ignore_paths = {"link"};
    const auto report = verdict::verify_model(request, {});
    QVERIFY(row(report, "evil.py").state == FileState::unsigned_);
    QCOMPARE(verdict_of(report), std::string("extra_files"));
  }

  void decoys_do_not_hide_the_signature() {
    const SignedModel model;
    const auto foreign = tests::key_bundle(TestKey::generate(), tests::oms_statement(model.files)).dump();
    for (int i = 0; i < 20; ++i) tests::write(model.root() / (std::to_string(i) + ".sig"), foreign);
    tests::write(model.folder / "model.sig",
                 tests::key_bundle(model.key, tests::oms_statement(model.files)).dump());
    auto request = model.request();
    request.signature.reset();
    const auto report = verdict::verify_model(request, {});
    QCOMPARE(report.signature->string(), (model.folder / "model.sig").string());
    QVERIFY(report.step(StepId::signature).outcome == Outcome::passed);
  }

  void of_several_signatures_the_one_under_the_expected_key_decides() {
    const SignedModel model;
    model.sign();
    const auto by_others = tests::key_bundle(TestKey::generate(), tests::oms_statement(model.files)).dump();
    tests::write(model.folder / "model.sig", by_others);
    tests::write(model.root() / "a.sig", by_others);
    auto request = model.request();
    request.signature.reset();
    const auto report = verdict::verify_model(request, {});
    QCOMPARE(report.signature->string(), model.signature().string());
    QCOMPARE(report.other_signatures.size(), std::size_t{2});
    // Another signature in the folder is a signature too, not a stray file.
    QCOMPARE(verdict_of(report), std::string("trusted"));
  }

  void a_signed_file_that_is_left_out_was_not_checked() {
    SignedModel model;
    model.sign();
    auto request = model.request();
    request.ignore_paths = {"sub"};
    const auto report = verdict::verify_model(request, {});
    QVERIFY(report.has(Code::content_left_out));
    QVERIFY(row(report, "sub/tokenizer.json").state == FileState::not_checked);
    QCOMPARE(verdict_of(report), std::string("undetermined"));
  }

  /// OMS section 6.3.2: an empty file has no shards, so nothing signed speaks of it.
  void an_empty_file_is_in_no_manifest_of_shards() {
    SignedModel model;
    model.serialization.method = manifest::Method::shards;
    model.serialization.shard_size = 3;
    tests::write(model.root() / "empty.txt", "");
    model.sign();
    const auto report = model.verify();
    QVERIFY(report.has(Code::content_empty_uncovered));
  }

  /// model-signing 0.2.0 signed another encoding, and all of its files as subjects: read, and remarked on.
  void a_signature_of_the_first_days_is_remarked_on() {
    SignedModel model;
    const auto payload = tests::digests_statement_json(model.files).dump();
    const auto encoding =
        signature::legacy_pre_authentication_encoding(signature::in_toto_payload_type, as_bytes(payload));
    auto bundle = tests::key_bundle(model.key, payload);
    bundle["dsseEnvelope"]["signatures"][0]["sig"] =
        base::to_base64(model.key.sign(crypto::DigestAlgorithm::sha256, encoding));
    model.write_bundle(bundle);
    const auto report = model.verify();
    QVERIFY(report.has(Code::signature_legacy_encoding));
    QCOMPARE(verdict_of(report), std::string("trusted"));
  }
};

QTEST_APPLESS_MAIN(tst_verify)
#include "tst_verify.moc"
