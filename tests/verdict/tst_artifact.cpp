#include <QTest>

#include "verdict/scene.h"

using namespace weighmaster;
using base::Code;
using base::Json;
using crypto::KeyType;
using tests::alice;
using tests::alices_issuer;
using tests::at;
using tests::entry_in;
using tests::EntryKind;
using tests::faults;
using tests::flip;
using tests::KeylessSpec;
using tests::other_sigstore;
using tests::sigstore;
using tests::TemporaryFolder;
using tests::TestKey;
using tests::verdict_of;
using tests::Version;
using verdict::Content;
using verdict::FileState;
using verdict::Outcome;
using verdict::Report;
using verdict::StepId;

namespace fs = std::filesystem;

namespace {

constexpr const char* content = "the weights";

std::shared_ptr<const trust::TrustedRoot> parsed(const Json& root) {
  auto trusted = trust::TrustedRoot::parse(as_bytes(root.dump()));
  if (!trusted) qFatal("the trusted root: %s", std::string(base::name(trusted.error().code)).c_str());
  return std::make_shared<const trust::TrustedRoot>(std::move(*trusted));
}

trust::Expectation alice_expected() {
  return trust::ExpectedIdentities{{{alice, alices_issuer}}};
}

/// One file with a signature over it, or a statement about it, before a test changes something.
struct FileScene {
  std::string file = content;
  Json bundle;
  trust::Expectation expectation = alice_expected();
  std::shared_ptr<const trust::TrustedRoot> root = parsed(sigstore().trusted_root());
  /// Ask about the digest in place of the file.
  std::optional<crypto::Digest> digest;
  /// Ask about the folder that the file lies in.
  bool folder = false;
  std::vector<std::string> only = {};

  [[nodiscard]] Report verify(const base::Task& task = {}) const {
    const TemporaryFolder place;
    tests::write(place / "model/weights.bin", file);
    tests::write(place / "bundle.json", bundle.dump());
    verdict::VerifyRequest request;
    request.model = folder ? place / "model" : place / "model/weights.bin";
    request.signature = place / "bundle.json";
    request.digest = digest;
    request.only = only;
    request.policy.expectation = expectation;
    request.trusted_root = root;
    request.now = at("2030-01-01T00:00:00Z");
    return verdict::verify_model(request, task);
  }
};

KeylessSpec in_version(Version version) {
  KeylessSpec spec;
  spec.version = version;
  return spec;
}

KeylessSpec with_leaf_key(KeyType type) {
  KeylessSpec spec;
  spec.key = type;
  return spec;
}

Json entries_of(const FileScene& scene) {
  return scene.bundle.at("verificationMaterial").at("tlogEntries");
}

FileScene over_file(KeylessSpec spec = {}) {
  FileScene scene;
  scene.bundle = sigstore().file_bundle(content, std::move(spec));
  return scene;
}

/// About "weights.bin" and another file.
std::string provenance() {
  return tests::provenance_json({{"dist/weights.bin", content}, {"dist/words.txt", "free"}}).dump();
}

FileScene about_file(KeylessSpec spec = {}) {
  FileScene scene;
  scene.bundle = sigstore().bundle(provenance(), spec);
  return scene;
}

FileScene with_key(const TestKey& key, Json bundle) {
  FileScene scene;
  scene.bundle = std::move(bundle);
  scene.expectation = trust::ExpectedKeys{{key.public_key()}};
  return scene;
}

/// The statement, bent, under a key.
FileScene stated(const std::function<void(Json&)>& change) {
  static const auto key = TestKey::generate();
  auto statement = Json::parse(provenance());
  change(statement);
  return with_key(key, tests::key_bundle(key, statement.dump()));
}

crypto::Digest sha256_of(std::string_view text) {
  return crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes(text));
}

Json& material(Json& bundle) {
  return bundle["verificationMaterial"];
}

using Make = std::function<FileScene()>;

}  // namespace
Q_DECLARE_METATYPE(Make)

/// Signatures over a file itself, and signed statements about files
/// (docs/decisions/0017-what-was-signed-decides.md).
class tst_artifact : public QObject {
  Q_OBJECT

 private slots:
  /// Somebody who may write beside the file can't hide the signature that is true.
  void a_signature_that_holds_is_found_behind_one_that_does_not() {
    const auto key = TestKey::generate();
    auto junk = tests::file_signature(key, content);
    flip(junk["messageSignature"]["signature"]);
    const auto good = tests::file_signature(key, content);
    const TemporaryFolder place;
    tests::write(place / "weights.bin", content);
    tests::write(place / "weights.bin.sig", junk.dump());
    tests::write(place / "weights.bin.sigstore.json", good.dump());
    verdict::VerifyRequest request;
    request.model = place / "weights.bin";
    request.policy.expectation = trust::ExpectedKeys{{key.public_key()}};
    request.now = at("2030-01-01T00:00:00Z");
    const auto report = verdict::verify_model(request, {});
    QCOMPARE(verdict_of(report), std::string("trusted"));
    QCOMPARE(report.signature->filename().string(), std::string("weights.bin.sigstore.json"));
    QCOMPARE(report.other_signatures.size(), 1U);
    QCOMPARE(report.bytes_hashed, std::string_view(content).size());
    QVERIFY(report.files.front().state == FileState::matches);
    // Where the person names it, it decides.
    request.signature = place / "weights.bin.sig";
    QCOMPARE(verdict_of(verdict::verify_model(request, {})), std::string("signature_invalid"));
  }

  // What is true

  void a_signed_file_is_trusted_data() {
    QTest::addColumn<Make>("make");
    const auto row = [](const char* title, Make make) { QTest::newRow(title) << std::move(make); };
    row("keyless 0.3", [] { return over_file(); });
    row("keyless 0.2", [] { return over_file(in_version(Version::v0_2)); });
    row("keyless 0.1", [] { return over_file(in_version(Version::v0_1)); });
    row("Rekor v2 and a timestamp", [] {
      auto spec = tests::rekor_2_spec();
      return over_file(std::move(spec));
    });
    row("P-384", [] { return over_file(with_leaf_key(KeyType::ecdsa_p384)); });
    row("P-521", [] { return over_file(with_leaf_key(KeyType::ecdsa_p521)); });
    row("RSA", [] { return over_file(with_leaf_key(KeyType::rsa)); });
    row("Ed25519, with the whole file", [] { return over_file(with_leaf_key(KeyType::ed25519)); });
    row("without a digest beside it", [] {
      auto scene = over_file();
      scene.bundle["messageSignature"].erase("messageDigest");
      return scene;
    });
    row("a digest beside it by an algorithm of tomorrow", [] {
      auto scene = over_file();
      scene.bundle["messageSignature"]["messageDigest"]["algorithm"] = "SHA3_256";
      return scene;
    });
    row("by its digest", [] {
      auto scene = over_file();
      scene.digest = sha256_of(content);
      return scene;
    });
    row("an empty file", [] {
      FileScene scene;
      scene.file = "";
      scene.bundle = sigstore().file_bundle("");
      return scene;
    });
    for (const auto type : {KeyType::ecdsa_p256, KeyType::ecdsa_p384, KeyType::ed25519, KeyType::rsa}) {
      const auto title = "a key: " + std::string(crypto::name(type));
      row(title.c_str(), [type] {
        const auto key = TestKey::generate(type);
        return with_key(key, tests::file_signature(key, content));
      });
    }
    row("any of several keys", [] {
      const auto key = TestKey::generate();
      auto scene = with_key(key, tests::file_signature(key, content));
      material(scene.bundle)["publicKey"].erase("hint");
      scene.expectation = trust::ExpectedKeys{{TestKey::generate().public_key(), key.public_key()}};
      return scene;
    });
  }
  void a_signed_file_is_trusted() {
    QFETCH(const Make, make);
    const auto report = make().verify();
    QCOMPARE(faults(report), QStringList());
    QCOMPARE(verdict_of(report), std::string("trusted"));
    QVERIFY(report.content == Content::file);
    QCOMPARE(report.files.size(), std::size_t{1});
    QVERIFY(report.files[0].state == FileState::matches);
    QVERIFY(report.files[0].found.has_value() && report.files[0].found == report.files[0].expected);
    QVERIFY(report.step(StepId::statement).outcome == Outcome::not_applicable);
    QVERIFY(report.step(StepId::nothing_else).outcome == Outcome::not_applicable);
    QVERIFY(report.step(StepId::signature).outcome == Outcome::passed);
    QVERIFY(report.step(StepId::files).outcome == Outcome::passed);
  }

  void a_file_of_a_signed_statement_is_trusted_data() {
    QTest::addColumn<Make>("make");
    const auto row = [](const char* title, Make make) { QTest::newRow(title) << std::move(make); };
    row("keyless 0.3", [] { return about_file(); });
    row("keyless 0.2", [] { return about_file(in_version(Version::v0_2)); });
    row("keyless 0.1", [] { return about_file(in_version(Version::v0_1)); });
    row("Rekor v2 and a timestamp", [] { return about_file(tests::rekor_2_spec()); });
    row("an intoto entry", [] {
      KeylessSpec spec;
      spec.entries.front().kind = EntryKind::intoto;
      return about_file(spec);
    });
    row("a key", [] { return stated([](Json&) {}); });
    row("in-toto v0.1",
        [] { return stated([](Json& json) { json["_type"] = "https://in-toto.io/Statement/v0.1"; }); });
    row("by SHA-512", [] {
      return stated([](Json& json) {
        const auto digest = crypto::digest(crypto::DigestAlgorithm::sha512, as_bytes(content)).hex();
        json["subject"][0]["digest"] = {{"sha512", digest}};
      });
    });
    row("by SHA-384 beside one that is not known here", [] {
      return stated([](Json& json) {
        const auto digest = crypto::digest(crypto::DigestAlgorithm::sha384, as_bytes(content)).hex();
        json["subject"] = Json::array({{{"digest", {{"gitCommit", "abc"}, {"sha384", digest}}}}});
      });
    });
    row("whatever the subject is called",
        [] { return stated([](Json& json) { json["subject"][0]["name"] = "renamed"; }); });
    row("by its digest", [] {
      auto scene = about_file();
      scene.digest = sha256_of(content);
      return scene;
    });
  }
  void a_file_of_a_signed_statement_is_trusted() {
    QFETCH(const Make, make);
    const auto report = make().verify();
    QCOMPARE(faults(report), QStringList());
    QCOMPARE(verdict_of(report), std::string("trusted"));
    QVERIFY(report.content == Content::attestation);
    QCOMPARE(report.attestation->predicate_type, std::string("https://slsa.dev/provenance/v1"));
    QVERIFY(report.files.at(0).state == FileState::matches);
  }

  /// cosign's keys may be in a log too: what a named root says of it is checked, and lowers nothing where it
  /// says nothing.
  void a_key_s_log_entry_is_checked_where_the_log_is_known_data() {
    QTest::addColumn<bool>("is_message");
    QTest::newRow("over a file") << true;
    QTest::newRow("about a file") << false;
  }
  void a_key_s_log_entry_is_checked_where_the_log_is_known() {
    QFETCH(const bool, is_message);
    const auto signed_ = logged_with_key(is_message);
    auto scene = with_key(signed_.key, signed_.bundle);
    auto report = scene.verify();
    QCOMPARE(faults(report), QStringList());
    QCOMPARE(verdict_of(report), std::string("trusted"));
    for (const auto id : {StepId::log_promise, StepId::log_inclusion, StepId::log_checkpoint,
                          StepId::log_entry, StepId::signing_time})
      QVERIFY2(report.step(id).outcome == Outcome::passed, std::string(name(id)).c_str());
    QVERIFY(report.signed_at.has_value());

    for (const auto& root :
         {std::shared_ptr<const trust::TrustedRoot>(), parsed(other_sigstore().trusted_root())}) {
      scene.root = root;
      report = scene.verify();
      QCOMPARE(verdict_of(report), std::string("trusted"));
      QVERIFY(report.step(StepId::log_promise).outcome == Outcome::not_checked);
      QVERIFY(!report.signed_at.has_value());
    }

    scene.root = parsed(sigstore().trusted_root());
    flip(entry_in(scene.bundle)["inclusionPromise"]["signedEntryTimestamp"]);
    QCOMPARE(faults(scene.verify()), QStringList{"log_promise: log.promise_false"});
    scene.bundle = logged_with_key(is_message).bundle;
    scene.bundle["verificationMaterial"]["tlogEntries"] =
        signed_.bundle["verificationMaterial"]["tlogEntries"];
    scene.expectation = trust::ExpectedKeys{{signed_.key.public_key()}};
    QCOMPARE(verdict_of(scene.verify()), std::string("signature_invalid"));
  }

  /// A valid entry of somebody else must never serve, not even for a date.
  void a_stranger_s_log_entry_says_no_time() {
    for (const bool is_message : {true, false}) {
      const auto signed_ = logged_with_key(is_message, [](base::Json& body) { body["kind"] = "rekord"; });
      const auto report = with_key(signed_.key, signed_.bundle).verify();
      QVERIFY(report.step(StepId::log_promise).outcome == Outcome::passed);
      QVERIFY(report.step(StepId::log_entry).outcome != Outcome::passed);
      QVERIFY(report.step(StepId::signing_time).outcome != Outcome::passed);
      QVERIFY(!report.signed_at.has_value());
    }
  }

  void paths_that_are_not_the_file_s_are_not_passed_over() {
    const auto key = TestKey::generate();
    auto scene = with_key(key, tests::file_signature(key, content));
    scene.only = {"weights.bin"};
    QCOMPARE(verdict_of(scene.verify()), std::string("trusted"));
    scene.only = {"other.txt"};
    const auto report = scene.verify();
    QCOMPARE(verdict_of(report), std::string("undetermined"));
    QVERIFY(report.has(base::Code::content_asked_unknown));
  }

  // What is not

  void what_is_bent_is_found_data() {
    QTest::addColumn<Make>("make");
    QTest::addColumn<QString>("verdict");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char* title, const char* verdict, QStringList expected, Make make) {
      QTest::newRow(title) << std::move(make) << QString(verdict) << std::move(expected);
    };
    const auto bent = [](std::function<void(FileScene&)> change) {
      return [change = std::move(change)] {
        auto scene = over_file();
        change(scene);
        return scene;
      };
    };
    const auto bent_about = [](std::function<void(FileScene&)> change) {
      return [change = std::move(change)] {
        auto scene = about_file();
        change(scene);
        return scene;
      };
    };
    row("another file", "changed", {"files: artifact.differs"},
        bent([](FileScene& scene) { scene.file = "other weights"; }));
    row("another file, by its digest", "changed", {"files: artifact.differs"},
        bent([](FileScene& scene) { scene.digest = sha256_of("other weights"); }));
    row("another file, and only the entry names the signed one", "changed", {"files: artifact.differs"},
        bent([](FileScene& scene) {
          scene.file = "other weights";
          scene.bundle["messageSignature"].erase("messageDigest");
        }));
    row("another file under P-384", "changed", {"files: artifact.differs"}, [] {
      auto scene = over_file(with_leaf_key(KeyType::ecdsa_p384));
      scene.file = "other weights";
      return scene;
    });
    row("another file under a key", "changed", {"files: artifact.differs"}, [] {
      const auto key = TestKey::generate();
      auto scene = with_key(key, tests::file_signature(key, content));
      scene.file = "other weights";
      return scene;
    });
    row("another file under a key, and nothing names the signed one", "signature_invalid",
        {"signature: signature.false"}, [] {
          const auto key = TestKey::generate();
          auto scene = with_key(key, tests::file_signature(key, content));
          scene.bundle["messageSignature"].erase("messageDigest");
          scene.file = "other weights";
          return scene;
        });
    row("another file under Ed25519, which can't show that it is true over one", "signature_invalid",
        {"signature: signature.false", "signature: artifact.digest"}, [] {
          const auto key = TestKey::generate(KeyType::ed25519);
          auto scene = with_key(key, tests::file_signature(key, content));
          scene.file = "other weights";
          return scene;
        });
    row("a false signature", "signature_invalid", {"signature: signature.false"},
        bent([](FileScene& scene) { flip(scene.bundle["messageSignature"]["signature"]); }));
    row("another file, a false signature, and a digest that would explain it", "signature_invalid",
        {"signature: signature.false", "signature: artifact.digest"}, bent([](FileScene& scene) {
          scene.file = "other weights";
          flip(scene.bundle["messageSignature"]["signature"]);
        }));
    row("a false digest beside a true signature", "undetermined", {"signature: artifact.digest"},
        bent([](FileScene& scene) { flip(scene.bundle["messageSignature"]["messageDigest"]["digest"]); }));
    row("another key", "signature_invalid", {"signature: signature.false"}, [] {
      const auto key = TestKey::generate();
      return with_key(TestKey::generate(), tests::file_signature(key, content));
    });
    row("no key", "undetermined", {"signature: key.missing"}, [] {
      auto scene = with_key(TestKey::generate(), tests::file_signature(TestKey::generate(), content));
      scene.expectation = trust::NoExpectation{};
      return scene;
    });
    row("another signer", "wrong_signer", {"signer: identity.differs"}, bent([](FileScene& scene) {
          scene.expectation = trust::ExpectedIdentities{{{"bob@example.com", alices_issuer}}};
        }));
    row("another issuer", "wrong_signer", {"signer: issuer.differs"}, bent([](FileScene& scene) {
          scene.expectation = trust::ExpectedIdentities{{{alice, "https://other.example"}}};
        }));
    row("nobody expected", "unknown_signer", {},
        bent([](FileScene& scene) { scene.expectation = trust::NoExpectation{}; }));
    row("no trusted root", "undetermined", {"certificate: trust.empty"},
        bent([](FileScene& scene) { scene.root = nullptr; }));
    row("the entry of another signature", "signature_invalid",
        {"log_entry: log.entry_differs", "log_entry: log.entry_differs"},
        bent([](FileScene& scene) { material(scene.bundle)["tlogEntries"] = entries_of(over_file()); }));
    row("an entry about another file", "signature_invalid", {"log_entry: log.entry_differs"}, [] {
      KeylessSpec spec;
      spec.entries.front().change_body = [](Json& body) {
        body["spec"]["data"]["hash"]["value"] = sha256_of("other weights").hex();
      };
      return over_file(spec);
    });
    row("an entry by another hash", "signature_invalid", {"log_entry: log.entry_differs"}, [] {
      KeylessSpec spec;
      spec.entries.front().change_body = [](Json& body) {
        body["spec"]["data"]["hash"] = {
            {"algorithm", "sha512"},
            {"value", crypto::digest(crypto::DigestAlgorithm::sha512, as_bytes(content)).hex()}};
      };
      return over_file(spec);
    });
    row("an entry of another kind", "signature_invalid", {"log_entry: log.entry_differs"}, [] {
      auto scene = over_file();
      auto envelope = tests::envelope(TestKey::generate(), provenance());
      material(scene.bundle)["tlogEntries"][0] = sigstore().log(envelope, sigstore().issue());
      return scene;
    });
    row("a promise that is false", "signature_invalid",
        {"signing_time: time.unproven", "log_promise: log.promise_false"}, bent([](FileScene& scene) {
          flip(entry_in(scene.bundle)["inclusionPromise"]["signedEntryTimestamp"]);
        }));
    row("a folder", "undetermined", {"files: artifact.needed"},
        bent([](FileScene& scene) { scene.folder = true; }));
    row("by a digest that the signature does not use", "undetermined", {"files: artifact.needed"}, [] {
      auto scene = over_file(with_leaf_key(KeyType::ecdsa_p384));
      scene.digest = sha256_of(content);
      return scene;
    });
    row("by a digest under Ed25519", "undetermined", {"files: artifact.needed"}, [] {
      auto scene = over_file(with_leaf_key(KeyType::ed25519));
      scene.digest = sha256_of(content);
      return scene;
    });

    row("a statement about other files", "changed", {"files: artifact.not_subject"},
        bent_about([](FileScene& scene) { scene.file = "other weights"; }));
    row("a statement about other files, by a digest", "changed", {"files: artifact.not_subject"},
        bent_about([](FileScene& scene) { scene.digest = sha256_of("other weights"); }));
    row("a statement about a folder that is no model", "undetermined",
        {"statement: statement.predicate_type"}, bent_about([](FileScene& scene) { scene.folder = true; }));
    row("a statement by another signer", "wrong_signer", {"signer: identity.differs"},
        bent_about([](FileScene& scene) {
          scene.expectation = trust::ExpectedIdentities{{{"bob@example.com", alices_issuer}}};
        }));
    row("a statement under a false signature", "signature_invalid",
        {"certificate: trust.empty", "signature: signature.false"}, bent_about([](FileScene& scene) {
          scene.root = parsed(sigstore().trusted_root());
          auto& payload = scene.bundle["dsseEnvelope"]["payload"];
          payload = base::to_base64(as_bytes(tests::provenance_json({{"weights.bin", content}}).dump(1)));
          material(scene.bundle)["tlogEntries"] = entries_of(about_file());

          scene.root = nullptr;
        }));
    row("a statement of a type that is not known", "undetermined", {"statement: statement.type"},
        [] { return stated([](Json& json) { json["_type"] = "https://in-toto.io/Statement/v2"; }); });
    row("a statement without subjects", "undetermined", {"statement: statement.subject"},
        [] { return stated([](Json& json) { json["subject"] = Json::array(); }); });
    row("a statement without predicate", "undetermined", {"statement: statement.predicate_type"},
        [] { return stated([](Json& json) { json["predicateType"] = ""; }); });
    row("a subject with a digest that is none", "undetermined", {"statement: statement.subject"},
        [] { return stated([](Json& json) { json["subject"][1]["digest"]["sha256"] = "abc"; }); });
    row("subjects without a digest known here", "undetermined", {"files: statement.subject"}, [] {
      return stated([](Json& json) {
        json["subject"] = Json::array({{{"name", "weights.bin"}, {"digest", {{"gitCommit", "abc"}}}}});
      });
    });
    row("a digest asked for, and a subject by another", "undetermined", {"files: artifact.needed"}, [] {
      auto scene = stated([](Json& json) {
        const auto digest = crypto::digest(crypto::DigestAlgorithm::sha512, as_bytes(content)).hex();
        json["subject"][0]["digest"] = {{"sha512", digest}};
      });
      scene.digest = sha256_of(content);
      return scene;
    });
    const auto sha512_too = [](const char* of) {
      return [of](Json& json) {
        json["subject"][0]["digest"]["sha512"] =
            crypto::digest(crypto::DigestAlgorithm::sha512, as_bytes(std::string_view(of))).hex();
      };
    };
    row("a subject by two digests", "trusted", {}, [=] { return stated(sha512_too(content)); });
    row("a subject by two digests that disagree", "undetermined", {"files: artifact.digest"},
        [=] { return stated(sha512_too("other weights")); });
    row("a subject by two digests that disagree, and another that is the file", "trusted", {}, [=] {
      return stated([=](Json& json) {
        json["subject"].push_back(json["subject"][0]);
        sha512_too("other weights")(json);
      });
    });
    row("a subject by two digests, only one of which is asked for", "trusted", {}, [=] {
      auto scene = stated(sha512_too(content));
      scene.digest = sha256_of(content);
      return scene;
    });
    row("a hash that the key is not used with, which the bundle names", "undetermined",
        {"signature: key.unsupported"}, [] {
          const auto key = TestKey::generate();
          auto scene = with_key(key, tests::file_signature(key, content));
          auto& message = scene.bundle["messageSignature"];
          const auto digest = crypto::digest(crypto::DigestAlgorithm::sha384, as_bytes(content));
          message["messageDigest"] = {{"algorithm", "SHA2_384"}, {"digest", base::to_base64(digest.bytes())}};
          message["signature"] =
              base::to_base64(key.sign(crypto::DigestAlgorithm::sha384, as_bytes(content)));
          return scene;
        });
    const auto of_another_kind = [] {
      auto spec = tests::rekor_2_spec();
      spec.key = KeyType::ed25519;
      spec.entries.front().change_body = [](Json& body) {
        body["spec"]["hashedRekordV002"]["signature"]["verifier"]["keyDetails"] = "PKIX_ED25519_PH";
      };
      auto scene = over_file(std::move(spec));
      scene.file = "other weights";  // it is not true over it as it would have to be by the key alone
      return scene;
    };
    row("a kind of signature that is not known, by its log", "undetermined",
        {"signature: key.unsupported", "signature: artifact.digest"}, of_another_kind);
    row("a kind of signature that is not known, by an entry that nobody vouches for", "signature_invalid",
        {"log_inclusion: log.proof_false", "signature: signature.false", "signature: artifact.digest"}, [=] {
          auto scene = of_another_kind();
          flip(entry_in(scene.bundle)["inclusionProof"]["hashes"][0]);
          return scene;
        });
    row("a model's statement, by a digest", "undetermined", {"files: artifact.needed"}, [] {
      const auto key = TestKey::generate();
      auto scene = with_key(key, tests::key_bundle(key, tests::oms_statement({{"weights.bin", content}})));
      scene.digest = sha256_of(content);
      return scene;
    });
    row("a model's statement by a key, with a log entry", "undetermined", {"statement: bundle.profile"}, [] {
      const auto key = TestKey::generate();
      auto scene = with_key(key, tests::key_bundle(key, tests::oms_statement({{"weights.bin", content}})));
      material(scene.bundle)["tlogEntries"] = entries_of(over_file());
      scene.root = nullptr;
      return scene;
    });
    row("a model's statement by a key in a bundle 0.2", "undetermined", {"statement: bundle.profile"}, [] {
      const auto key = TestKey::generate();
      auto scene = with_key(key, tests::key_bundle(key, tests::oms_statement({{"weights.bin", content}})));
      scene.bundle["mediaType"] = "application/vnd.dev.sigstore.bundle+json;version=0.2";
      return scene;
    });
    row("a payload that is no statement", "undetermined", {"statement: envelope.payload_type"}, [] {
      const auto key = TestKey::generate();
      auto scene = with_key(key, tests::key_bundle(key, provenance()));
      scene.bundle["dsseEnvelope"] = tests::envelope(key, provenance(), "text/plain");
      return scene;
    });
  }
  void what_is_bent_is_found() {
    QFETCH(const Make, make);
    QFETCH(const QString, verdict);
    QFETCH(const QStringList, expected);
    const auto report = make().verify();
    QCOMPARE(faults(report), expected);
    QCOMPARE(QString::fromStdString(verdict_of(report)), verdict);
    if (verdict == "changed") {
      QVERIFY(report.files.at(0).state == FileState::changed);
      QVERIFY(report.files[0].found.has_value());
    }
  }

  void a_hint_names_the_key_in_the_ways_that_are_known_data() {
    QTest::addColumn<QString>("way");
    QTest::addColumn<bool>("is_remarked_on");
    QTest::newRow("OMS's, of this key") << "pem" << false;
    QTest::newRow("cosign's, of this key") << "spki" << false;
    QTest::newRow("cosign's, of another") << "other spki" << true;
    QTest::newRow("OMS's, of another") << "other pem" << true;
    QTest::newRow("somebody's name for it") << "name" << false;
  }
  void a_hint_names_the_key_in_the_ways_that_are_known() {
    QFETCH(const QString, way);
    QFETCH(const bool, is_remarked_on);
    const auto key = TestKey::generate();
    const auto named = way.startsWith("other") ? TestKey::generate().public_key() : key.public_key();
    auto scene = with_key(key, tests::file_signature(key, content));
    material(scene.bundle)["publicKey"]["hint"] = way == "name" ? std::string("SHA256:our key")
                                                  : way.endsWith("spki")
                                                      ? base::to_base64(named.spki_digest().bytes())
                                                      : named.hint();
    const auto report = scene.verify();
    QCOMPARE(verdict_of(report), std::string("trusted"));
    QCOMPARE(report.has(Code::key_hint_differs), is_remarked_on);
  }

  void a_single_file_model_is_verified_as_before() {
    const auto key = TestKey::generate();
    const auto scene =
        with_key(key, tests::key_bundle(key, tests::oms_statement({{"weights.bin", content}})));
    const auto report = scene.verify();
    QCOMPARE(verdict_of(report), std::string("trusted"));
    QVERIFY(report.content == Content::model);
    QVERIFY(report.step(StepId::nothing_else).outcome == Outcome::passed);
  }

  void a_stopped_check_trusts_nothing() {
    std::stop_source source;
    source.request_stop();
    const auto report = over_file().verify({source.get_token(), {}});
    QCOMPARE(verdict_of(report), std::string("undetermined"));
    QVERIFY(report.has(Code::task_cancelled));
    QVERIFY(report.step(StepId::signature).outcome == Outcome::not_checked);
    QVERIFY(report.step(StepId::log_entry).outcome == Outcome::not_checked);
  }

  /// The signature beside a file is found by its name, and the one by whom is expected is chosen.
  void the_signature_beside_a_file_is_found() {
    const TemporaryFolder place;
    tests::write(place / "weights.bin", content);
    KeylessSpec bob;
    bob.leaf = tests::fulcio_leaf("bob@example.com");
    tests::write(place / "weights.bin.sig", sigstore().file_bundle(content, bob).dump());
    tests::write(place / "weights.bin.sigstore.json", sigstore().file_bundle(content).dump());
    verdict::VerifyRequest request;
    request.model = place / "weights.bin";
    request.policy.expectation = alice_expected();
    request.trusted_root = parsed(sigstore().trusted_root());
    const auto report = verdict::verify_model(request, {});
    QCOMPARE(verdict_of(report), std::string("trusted"));
    QCOMPARE(report.signature->filename().string(), std::string("weights.bin.sigstore.json"));
    QCOMPARE(report.other_signatures.size(), std::size_t{1});
  }

  void what_is_inspected_is_a_claim() {
    const TemporaryFolder place;
    tests::write(place / "file.json", over_file().bundle.dump());
    auto report = verdict::inspect_signature(place / "file.json", {});
    QVERIFY(report.content == Content::file && !report.statement_is_signed);
    QVERIFY(report.claimed_file == sha256_of(content));
    tests::write(place / "about.json", about_file().bundle.dump());
    report = verdict::inspect_signature(place / "about.json", {});
    QVERIFY(report.content == Content::attestation && !report.statement_is_signed);
    QCOMPARE(report.attestation->subjects.size(), std::size_t{2});
  }

 private:
  struct Logged {
    TestKey key;
    Json bundle;
  };

  /// A signature by a bare key with an entry of Rekor v1, as cosign uploads it.
  static Logged logged_with_key(bool is_message, const tests::Change& change = {}) {
    const auto key = TestKey::generate();
    tests::EntrySpec entry;
    const auto pem = base::to_base64(as_bytes(key.public_pem()));
    Json bundle;
    Json what;
    if (is_message) {
      bundle = tests::file_signature(key, content);
      what = {{"file", base::to_base64(as_bytes(content))},
              {"signatures", Json::array({{{"sig", bundle["messageSignature"]["signature"]}}})}};
      entry.kind = EntryKind::hashedrekord;
      entry.change_body = [pem, change](Json& body) {
        body["spec"]["signature"]["publicKey"]["content"] = pem;
        if (change) change(body);
      };
    } else {
      bundle = tests::key_bundle(key, provenance());
      what = bundle["dsseEnvelope"];
      entry.change_body = [pem, change](Json& body) {
        body["spec"]["signatures"][0]["verifier"] = pem;
        if (change) change(body);
      };
    }
    bundle["verificationMaterial"]["tlogEntries"] =
        Json::array({sigstore().log(what, sigstore().issue(), entry)});
    return {key, bundle};
  }
};

QTEST_APPLESS_MAIN(tst_artifact)
#include "tst_artifact.moc"
