#include <QTest>

#include "verdict/scene.h"

using namespace weighmaster;
using base::Json;
using tests::at;
using tests::CertificateSpec;
using tests::entry_in;
using tests::EntryKind;
using tests::EntrySpec;
using tests::faults;
using tests::files;
using tests::flip;
using tests::Mutation;
using tests::other_sigstore;
using tests::replace_line;
using tests::Scene;
using tests::SctSpec;
using tests::sigstore;
using tests::TestKey;
using tests::verdict_of;
using tests::Version;
using verdict::Outcome;
using verdict::StepId;

namespace {

Mutation in_entry(std::function<void(Json&)> change) {
  return [change = std::move(change)](Scene& scene) {
    scene.change_bundle = [change](Json& bundle) { change(entry_in(bundle)); };
  };
}

Mutation in_proof(std::function<void(Json&)> change) {
  return in_entry([change = std::move(change)](Json& entry) { change(entry["inclusionProof"]); });
}

Mutation in_body(tests::Change change) {
  return [change = std::move(change)](Scene& scene) { scene.entry().change_body = change; };
}

Mutation in_body(EntryKind kind, tests::Change change) {
  return [kind, change = std::move(change)](Scene& scene) {
    scene.entry().kind = kind;
    scene.entry().change_body = change;
  };
}

Mutation in_promise(tests::Change change) {
  return [change = std::move(change)](Scene& scene) { scene.entry().change_promise = change; };
}

Mutation in_checkpoint(tests::ChangeText change) {
  return [change = std::move(change)](Scene& scene) { scene.entry().change_checkpoint = change; };
}

Mutation in_root(std::function<void(Json&)> change) {
  return [change = std::move(change)](Scene& scene) { scene.change_root = change; };
}

Mutation in_leaf(std::function<void(CertificateSpec&)> change) {
  return [change = std::move(change)](Scene& scene) { change(scene.spec.leaf); };
}

Mutation in_sct(std::function<void(SctSpec&)> change) {
  return [change = std::move(change)](Scene& scene) { change(scene.sct()); };
}

std::string base64_of_zeros() {
  return base::to_base64(Bytes(32));
}

std::string somebodys_certificate() {
  static const auto signer = sigstore().issue();
  return base::to_base64(as_bytes(signer.certificate.pem()));
}

/// Nobody signs the media type. In 0.1 proof and checkpoint are extras.
void name_it_0_1(Json& bundle) {
  bundle["mediaType"] = "application/vnd.dev.sigstore.bundle+json;version=0.1";
}

const TestKey& rsa_key() {
  static const auto key = TestKey::generate(crypto::KeyType::rsa);
  return key;
}

/// A certificate log in a trusted root, beside the virtual one.
Json rsa_log() {
  auto log = sigstore().trusted_root()["ctlogs"][0];
  const auto key = rsa_key().public_key();
  log["publicKey"]["rawBytes"] = base::to_base64(key.spki());
  log["publicKey"]["keyDetails"] = "PKIX_RSA_PKCS1V15_2048_SHA256";
  log["logId"]["keyId"] = base::to_base64(key.spki_digest().bytes());
  return log;
}

void row(const char* title, Mutation mutate, QStringList expected) {
  QTest::newRow(title) << std::move(mutate) << std::move(expected);
}

}  // namespace

class tst_sigstore : public QObject {
  Q_OBJECT

 private:
  static void columns() {
    QTest::addColumn<Mutation>("mutate");
    QTest::addColumn<QStringList>("expected");
  }

  static void compare() {
    QFETCH(const Mutation, mutate);
    QFETCH(const QStringList, expected);
    Scene scene;
    mutate(scene);
    QCOMPARE(faults(scene.verify()), expected);
  }

 private slots:
  void an_untouched_signature_is_trusted_data() {
    QTest::addColumn<Mutation>("mutate");
    const auto good = [](const char* title, Mutation mutate) { QTest::newRow(title) << std::move(mutate); };
    good("bundle 0.3", [](Scene&) {});
    good("bundle 0.2", [](Scene& scene) { scene.spec.version = Version::v0_2; });
    good("bundle 0.1", [](Scene& scene) { scene.spec.version = Version::v0_1; });
    good("hashedrekord", [](Scene& scene) { scene.entry().kind = EntryKind::hashedrekord; });
    good("intoto", [](Scene& scene) { scene.entry().kind = EntryKind::intoto; });
    good("bundle 0.1 with a proof", [](Scene& scene) {
      scene.spec.version = Version::v0_2;
      scene.change_bundle = name_it_0_1;
    });
    good("a certificate log with an RSA key", [](Scene& scene) {
      scene.sct().key = rsa_key();
      scene.change_root = [](Json& root) { root["ctlogs"].push_back(rsa_log()); };
    });
    good("the only entry of its log", [](Scene& scene) { scene.entry().older = scene.entry().newer = 0; });
    good("the last entry of an odd tree", [](Scene& scene) {
      scene.entry().older = 12;
      scene.entry().newer = 0;
    });
    good("two entries", [](Scene& scene) {
      scene.spec.entries.emplace_back();
      scene.spec.entries.back().older = 7;
    });
    good("a checkpoint with a further line",
         in_checkpoint([](std::string& text) { text += "Timestamp: 1691781533798160174\n"; }));
    good("a user name instead of an address", [](Scene& scene) {
      scene.spec.leaf.names = {{crypto::AlternativeName::Kind::other_name, "alice"}};
      scene.expectation = trust::ExpectedIdentities{{{"alice", tests::alices_issuer}}};
    });
    good("a workflow's address", [](Scene& scene) {
      const std::string workflow = "https://github.com/o/r/.github/workflows/sign.yml@refs/heads/main";
      scene.spec.leaf = tests::fulcio_leaf();
      scene.spec.leaf.names = {{crypto::AlternativeName::Kind::uri, workflow}};
      scene.expectation = trust::ExpectedIdentities{{{workflow, tests::alices_issuer}}};
    });
    good("extensions in the certificate log's timestamp", in_sct([](SctSpec& sct) {
           sct.extensions = {1, 2, 3};
         }));
    good("a second timestamp, of a log that is unknown", [](Scene& scene) {
      scene.spec.scts.emplace_back();
      scene.spec.scts.back().key = TestKey::generate();
    });
    good("logged in the last second of the certificate",
         [](Scene& scene) { scene.entry().integrated_time = *scene.spec.leaf.validity.end; });
    good("logged in the last moment of the log", in_root([](Json& root) {
           root["tlogs"][0]["publicKey"]["validFor"]["end"] = "2026-06-01T12:00:05Z";
         }));
    good("logged in the first moment of the log", in_root([](Json& root) {
           root["tlogs"][0]["publicKey"]["validFor"]["start"] = "2026-06-01T12:00:05Z";
         }));
    good("promised in the last moment of the certificate log", in_root([](Json& root) {
           root["ctlogs"][0]["publicKey"]["validFor"]["end"] = "2026-06-01T12:00:00.1Z";
         }));
    good("a log that is listed twice, once out of its time", in_root([](Json& root) {
           root["tlogs"].push_back(root["tlogs"][0]);
           root["tlogs"][0]["publicKey"]["validFor"]["end"] = "2026-02-01T00:00:00Z";
         }));
    good("an authority that is anchored at its intermediate", in_root([](Json& root) {
           root["certificateAuthorities"][0]["certChain"]["certificates"].erase(1);
         }));
  }
  void an_untouched_signature_is_trusted() {
    QFETCH(const Mutation, mutate);
    Scene scene;
    mutate(scene);
    const auto report = scene.verify();
    QCOMPARE(faults(report), QStringList());
    QCOMPARE(verdict_of(report), std::string("trusted"));
  }

  void tells_what_the_log_says() {
    Scene scene;
    const auto report = scene.verify();
    QCOMPARE(report.log.size(), std::size_t{1});
    const auto& facts = report.log.front();
    QCOMPARE(facts.base_url, std::string("https://rekor.test"));
    QCOMPARE(facts.entry.log_index, std::int64_t{1005});
    QCOMPARE(facts.entry.proof->log_index, std::int64_t{5});
    QCOMPARE(facts.proof_steps.size(), facts.entry.proof->hashes.size());
    for (const auto outcome : {facts.promise, facts.inclusion, facts.checkpoint, facts.binding}) {
      QVERIFY(outcome == Outcome::passed);
    }
    QCOMPARE(base::to_rfc3339(*report.signed_at), std::string("2026-06-01T12:00:05Z"));
  }

  void the_promise_is_checked_data() {
    columns();
    const QStringList is_false{"signing_time: time.unproven", "log_promise: log.promise_false"};
    const QStringList outside{"signing_time: time.unproven", "log_promise: log.window"};
    row("its signature changed",
        in_entry([](Json& entry) { flip(entry["inclusionPromise"]["signedEntryTimestamp"]); }), is_false);
    row("another time claimed", in_entry([](Json& entry) { entry["integratedTime"] = "1780315206"; }),
        is_false);
    row("no time claimed", in_entry([](Json& entry) { entry.erase("integratedTime"); }), is_false);
    row("another index claimed", in_entry([](Json& entry) { entry["logIndex"] = "1006"; }), is_false);
    row(
        "signed by somebody else", [](Scene& scene) { scene.entry().promise_key = TestKey::generate(); },
        is_false);
    row("of another body", in_promise([](Json& promise) { promise["body"] = "e30="; }), is_false);
    row("of another time", in_promise([](Json& promise) { promise["integratedTime"] = 1780315206; }),
        is_false);
    row("of another log", in_promise([](Json& promise) { promise["logID"] = std::string(64, '0'); }),
        is_false);
    row("of another index", in_promise([](Json& promise) { promise["logIndex"] = 5; }), is_false);
    row("with more than was asked", in_promise([](Json& promise) { promise["more"] = 1; }), is_false);
    row(
        "before the log's time",
        [](Scene& scene) { scene.entry().integrated_time = at("2025-12-31T23:59:59Z"); }, outside);
    row("after the log's time", in_root([](Json& root) {
          root["tlogs"][0]["publicKey"]["validFor"]["end"] = "2026-06-01T12:00:04Z";
        }),
        outside);
    row("absent, where a proof stands for it", in_entry([](Json& entry) { entry.erase("inclusionPromise"); }),
        {"signing_time: time.unproven"});
    row("absent, where nothing stands for it",
        [](Scene& scene) {
          scene.spec.version = Version::v0_1;
          scene.change_bundle = [](Json& bundle) { entry_in(bundle).erase("inclusionPromise"); };
        },
        {"signature_file: bundle.profile"});
  }
  void the_promise_is_checked() { compare(); }

  void the_log_must_be_known_data() {
    columns();
    const QStringList unknown{"signing_time: time.unproven", "log_promise: log.unknown",
                              "log_checkpoint: log.unknown"};
    row("an id that nobody has", in_entry([](Json& entry) { entry["logId"]["keyId"] = base64_of_zeros(); }),
        unknown);
    row("a root without logs", in_root([](Json& root) { root["tlogs"] = Json::array(); }), unknown);
    row("another Sigstore's log",
        in_root([](Json& root) { root["tlogs"] = other_sigstore().trusted_root()["tlogs"]; }), unknown);
    row("a key that can't be used here",
        in_root([](Json& root) { root["tlogs"][0]["publicKey"]["keyDetails"] = "PKIX_ED25519_PH"; }),
        {"signing_time: time.unproven", "log_promise: log.key_unsupported",
         "log_checkpoint: log.key_unsupported"});
    row("another key under its id", in_root([](Json& root) {
          const auto other = other_sigstore().trusted_root();
          root["tlogs"][0]["publicKey"]["rawBytes"] = other["tlogs"][0]["publicKey"]["rawBytes"];
        }),
        {"signing_time: time.unproven", "log_promise: log.promise_false",
         "log_checkpoint: log.checkpoint_unsigned"});
  }
  void the_log_must_be_known() { compare(); }

  void the_proof_is_checked_data() {
    columns();
    const QStringList is_false{"log_inclusion: log.proof_false"};
    const QStringList is_false_and_differs{"log_inclusion: log.proof_false",
                                           "log_checkpoint: log.checkpoint_differs"};
    row("a hash changed", in_proof([](Json& proof) { flip(proof["hashes"][1]); }), is_false);
    row("a hash left out", in_proof([](Json& proof) { proof["hashes"].erase(1); }), is_false);
    row("a hash too many", in_proof([](Json& proof) { proof["hashes"].push_back(base64_of_zeros()); }),
        is_false);
    row("two hashes swapped",
        in_proof([](Json& proof) { std::swap(proof["hashes"][0], proof["hashes"][1]); }), is_false);
    row("another index", in_proof([](Json& proof) { proof["logIndex"] = "4"; }), is_false);
    row("the whole log's index", in_proof([](Json& proof) { proof["logIndex"] = "1005"; }), is_false);
    row("another size", in_proof([](Json& proof) { proof["treeSize"] = "17"; }), is_false_and_differs);
    row("no size", in_proof([](Json& proof) { proof.erase("treeSize"); }), is_false_and_differs);
    row("another root", in_proof([](Json& proof) { flip(proof["rootHash"]); }), is_false_and_differs);
    row("a byte behind the body", in_entry([](Json& entry) {
          auto body = *base::from_base64(entry["canonicalizedBody"].get<std::string>());
          body.push_back(' ');
          entry["canonicalizedBody"] = base::to_base64(body);
        }),
        {"signing_time: time.unproven", "log_promise: log.promise_false", "log_inclusion: log.proof_false"});
    row(
        "false, where none was needed",
        [](Scene& scene) {
          scene.spec.version = Version::v0_2;
          scene.change_bundle = [](Json& bundle) {
            name_it_0_1(bundle);
            flip(entry_in(bundle)["inclusionProof"]["hashes"][0]);
          };
        },
        is_false);
    row("absent", in_entry([](Json& entry) { entry.erase("inclusionProof"); }),
        {"signature_file: bundle.profile"});
  }
  void the_proof_is_checked() { compare(); }

  void the_checkpoint_is_checked_data() {
    columns();
    const QStringList unsigned_{"log_checkpoint: log.checkpoint_unsigned"};
    const QStringList differs{"log_checkpoint: log.checkpoint_differs"};
    row(
        "signed by somebody else", [](Scene& scene) { scene.entry().checkpoint_key = TestKey::generate(); },
        unsigned_);
    row(
        "signed under another name", [](Scene& scene) { scene.entry().checkpoint_name = "witness.test"; },
        unsigned_);
    row("changed after it was signed", in_proof([](Json& proof) {
          auto note = proof["checkpoint"]["envelope"].get<std::string>();
          replace_line(note, 0, "rekor.test - 4242424243");
          proof["checkpoint"]["envelope"] = note;
        }),
        {"log_checkpoint: log.checkpoint_false"});
    row("of another size", in_checkpoint([](std::string& text) { replace_line(text, 1, "10"); }), differs);
    row("of another root", in_checkpoint([](std::string& text) { replace_line(text, 2, base64_of_zeros()); }),
        differs);
    row("of an older tree of the log", in_proof([](Json& proof) {
          const auto payload = tests::envelope(TestKey::generate(), "{}");
          EntrySpec spec;
          spec.older = 1;
          const auto other = sigstore().log(payload, sigstore().issue(), spec);
          proof["checkpoint"] = other["inclusionProof"]["checkpoint"];
        }),
        differs + differs);
    row("not well-formed", in_checkpoint([](std::string& text) { replace_line(text, 1, "09"); }),
        {"log_checkpoint: log.checkpoint_malformed"});
    row("absent", in_proof([](Json& proof) { proof.erase("checkpoint"); }),
        {"signature_file: bundle.profile"});
  }
  void the_checkpoint_is_checked() { compare(); }

  /// CVE-2022-36056, CVE-2026-22703 and others: a valid entry about something else must never serve.
  void the_entry_must_speak_of_this_bundle_data() {
    columns();
    const QStringList differs{"log_entry: log.entry_differs"};
    row("dsse: another payload",
        in_body([](Json& body) { body["spec"]["payloadHash"]["value"] = std::string(64, '0'); }), differs);
    row("dsse: another signature",
        in_body([](Json& body) { flip(body["spec"]["signatures"][0]["signature"]); }), differs);
    row("dsse: another certificate",
        in_body([](Json& body) { body["spec"]["signatures"][0]["verifier"] = somebodys_certificate(); }),
        differs);
    row("dsse: a bare key", in_body([](Json& body) {
          body["spec"]["signatures"][0]["verifier"] =
              base::to_base64(as_bytes(TestKey::generate().public_pem()));
        }),
        differs);
    row("dsse: two signatures", in_body([](Json& body) {
          auto& signatures = body["spec"]["signatures"];
          signatures.push_back(signatures[0]);
        }),
        differs);
    row("dsse: no signature", in_body([](Json& body) { body["spec"]["signatures"] = Json::array(); }),
        {"log_entry: log.entry_malformed"});
    row("hashedrekord: another digest",
        in_body(EntryKind::hashedrekord,
                [](Json& body) { body["spec"]["data"]["hash"]["value"] = std::string(64, '0'); }),
        differs);
    row("hashedrekord: the payload's digest",
        in_body(EntryKind::hashedrekord,
                [](Json& body) {
                  const auto payload = tests::oms_statement(files);
                  body["spec"]["data"]["hash"]["value"] =
                      crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes(payload)).hex();
                }),
        differs);
    row("hashedrekord: another signature",
        in_body(EntryKind::hashedrekord, [](Json& body) { flip(body["spec"]["signature"]["content"]); }),
        differs);
    row("hashedrekord: another certificate",
        in_body(
            EntryKind::hashedrekord,
            [](Json& body) { body["spec"]["signature"]["publicKey"]["content"] = somebodys_certificate(); }),
        differs);
    row("intoto: another payload",
        in_body(EntryKind::intoto,
                [](Json& body) { body["spec"]["content"]["payloadHash"]["value"] = std::string(64, '0'); }),
        differs);
    row("intoto: another payload type",
        in_body(EntryKind::intoto,
                [](Json& body) { body["spec"]["content"]["envelope"]["payloadType"] = "text/plain"; }),
        differs);
    row("intoto: another signature",
        in_body(EntryKind::intoto,
                [](Json& body) {
                  const auto other = base::to_base64(as_bytes(base::to_base64(Bytes{1, 2, 3})));
                  body["spec"]["content"]["envelope"]["signatures"][0]["sig"] = other;
                }),
        differs);
    row("intoto: another certificate",
        in_body(EntryKind::intoto,
                [](Json& body) {
                  body["spec"]["content"]["envelope"]["signatures"][0]["publicKey"] = somebodys_certificate();
                }),
        differs);
    row("another kind claimed", in_entry([](Json& entry) { entry["kindVersion"]["kind"] = "intoto"; }),
        {"log_entry: log.kind_differs"});
    row("another version claimed", in_entry([](Json& entry) { entry["kindVersion"]["version"] = "0.0.2"; }),
        {"log_checkpoint: log.origin", "log_entry: log.kind_differs"});
    row("a kind that this build does not know", in_body([](Json& body) { body["kind"] = "alpine"; }),
        {"log_entry: log.entry_unsupported"});
    row("a version that this build does not know", in_body([](Json& body) { body["apiVersion"] = "0.0.9"; }),
        {"log_entry: log.entry_unsupported"});
    row("a body without content", in_body([](Json& body) { body.erase("spec"); }),
        {"log_entry: json.member_missing"});
    row(
        "the entry of another signature, by the same person",
        [](Scene& scene) {
          scene.change_bundle = [](Json& bundle) {
            entry_in(bundle) = sigstore().bundle("{}")["verificationMaterial"]["tlogEntries"][0];
          };
        },
        differs + differs + differs);
  }
  void the_entry_must_speak_of_this_bundle() { compare(); }

  void each_of_several_entries_must_hold() {
    Scene scene;
    scene.spec.entries.emplace_back();
    scene.spec.entries.back().older = 7;
    scene.change_bundle = [](Json& bundle) {
      flip(bundle["verificationMaterial"]["tlogEntries"][1]["inclusionProof"]["hashes"][0]);
    };
    const auto report = scene.verify();
    QCOMPARE(verdict_of(report), std::string("signature_invalid"));
    QVERIFY(report.step(StepId::log_inclusion).outcome == Outcome::failed);
    QCOMPARE(report.step(StepId::log_inclusion).findings.front().subject, std::string("1007"));
    QVERIFY(report.log[0].inclusion == Outcome::passed);
    QVERIFY(report.log[1].inclusion == Outcome::failed);
    QVERIFY(report.step(StepId::log_promise).outcome == Outcome::passed);
  }

  void an_entry_that_comes_twice_is_refused() {
    Scene scene;
    scene.change_bundle = [](Json& bundle) {
      auto& entries = bundle["verificationMaterial"]["tlogEntries"];
      entries.push_back(entries[0]);
    };
    QCOMPARE(faults(scene.verify()), QStringList("signature_file: bundle.duplicate"));
  }

  void the_certificate_log_is_checked_data() {
    columns();
    const QStringList is_false{"certificate_log: sct.false"};
    const QStringList unknown{"certificate_log: sct.log_unknown"};
    const QStringList outside{"certificate_log: sct.log_window"};
    row("no timestamp", [](Scene& scene) { scene.spec.scts.clear(); }, {"certificate_log: sct.missing"});
    row("no list",
        [](Scene& scene) {
          scene.spec.scts.clear();
          scene.spec.leaf.extensions.emplace_back("1.3.6.1.4.1.11129.2.4.2", Bytes{0x04, 0x02, 0x00, 0x00});
        },
        {"certificate_log: sct.malformed"});
    row("a false signature", in_sct([](SctSpec& sct) { sct.true_signature = false; }), is_false);
    row("another key under its id", in_sct([](SctSpec& sct) {
          sct.key = TestKey::generate();
          sct.log_id = to_bytes(sigstore().certificate_log_key().public_key().spki_digest().bytes());
        }),
        is_false);
    row("over another issuer's key", in_sct([](SctSpec& sct) { sct.issuer = TestKey::generate(); }),
        is_false);
    row(
        "a false one beside a true one",
        [](Scene& scene) {
          scene.spec.scts.emplace_back();
          scene.spec.scts.back().true_signature = false;
        },
        is_false);
    row("another hash claimed", in_sct([](SctSpec& sct) { sct.algorithms = {6, 3}; }), is_false);
    row("another algorithm claimed", in_sct([](SctSpec& sct) { sct.algorithms = {4, 1}; }), is_false);
    row("an unknown log", in_sct([](SctSpec& sct) { sct.key = TestKey::generate(); }), unknown);
    row("a root without certificate logs", in_root([](Json& root) { root.erase("ctlogs"); }), unknown);
    row("a log whose key can't be used here",
        in_root([](Json& root) { root["ctlogs"][0]["publicKey"]["keyDetails"] = "LMS_SHA256"; }), unknown);
    row("before the log's time", in_sct([](SctSpec& sct) { sct.time = at("2025-12-31T23:59:59.999Z"); }),
        outside);
    row("after the log's time", in_root([](Json& root) {
          root["ctlogs"][0]["publicKey"]["validFor"]["end"] = "2026-06-01T12:00:00.099Z";
        }),
        outside);
  }
  void the_certificate_log_is_checked() { compare(); }

  void the_certificate_is_checked_data() {
    columns();
    const QStringList usage{"certificate: certificate.usage"};
    row("logged before it was valid",
        in_leaf([](CertificateSpec& leaf) { leaf.validity.start = at("2026-06-01T12:00:06Z"); }),
        {"certificate: certificate.time"});
    row("logged after it was valid",
        in_leaf([](CertificateSpec& leaf) { leaf.validity.end = at("2026-06-01T12:00:04Z"); }),
        {"certificate: certificate.time"});
    row("not for signing code", in_leaf([](CertificateSpec& leaf) { leaf.purposes = "timeStamping"; }),
        usage);
    row("for no stated purpose", in_leaf([](CertificateSpec& leaf) { leaf.purposes.clear(); }), usage);
    row("not for signing data",
        in_leaf([](CertificateSpec& leaf) { leaf.key_usage = "critical,keyAgreement"; }), usage);
    row("an authority", in_leaf([](CertificateSpec& leaf) { leaf.authority = true; }),
        {"certificate: certificate.is_authority"});
    row("of another authority", in_root([](Json& root) {
          root["certificateAuthorities"] = other_sigstore().trusted_root()["certificateAuthorities"];
        }),
        {"certificate: certificate.authority_unknown"});
    row("of another authority of the same names",
        [](Scene& scene) {
          scene.spec.leaf.names_issuer_key = false;
          scene.change_root = [](Json& root) {
            root["certificateAuthorities"] = other_sigstore().trusted_root()["certificateAuthorities"];
          };
        },
        {"certificate: certificate.authority_unknown"});
    row("after the authority's time", in_root([](Json& root) {
          root["certificateAuthorities"][0]["validFor"]["end"] = "2026-06-01T12:00:04Z";
        }),
        {"certificate: certificate.authority_window"});
    row("before the authority's time", in_root([](Json& root) {
          root["certificateAuthorities"][0]["validFor"]["start"] = "2026-06-01T12:00:06Z";
        }),
        {"certificate: certificate.authority_window"});
  }
  void the_certificate_is_checked() { compare(); }

  void the_signer_is_checked_data() {
    columns();
    const auto expects = [](std::string name, std::string issuer) -> Mutation {
      return [identity = trust::ExpectedIdentity{std::move(name), std::move(issuer)}](Scene& scene) {
        scene.expectation = trust::ExpectedIdentities{{identity}};
      };
    };
    row("another person", expects("bob@example.com", tests::alices_issuer), {"signer: identity.differs"});
    row("the beginning of the name", expects("alice@example", tests::alices_issuer),
        {"signer: identity.differs"});
    row("the name in capitals", expects("ALICE@example.com", tests::alices_issuer),
        {"signer: identity.differs"});
    row("another issuer", expects(tests::alice, "https://issuer.evil"), {"signer: issuer.differs"});
    row("the beginning of the issuer", expects(tests::alice, "https://issuer"), {"signer: issuer.differs"});
    row("two issuers that differ",
        in_leaf([](CertificateSpec& leaf) { leaf.extensions[0].second = to_bytes("https://other.example"); }),
        {"signer: issuer.contradicts"});
    row("no issuer", in_leaf([](CertificateSpec& leaf) { leaf.extensions.clear(); }),
        {"signer: identity.missing"});
  }
  void the_signer_is_checked() { compare(); }

  void the_signature_is_checked_data() {
    columns();
    const auto in_envelope = [](std::function<void(Json&)> change) -> Mutation {
      return [change = std::move(change)](Scene& scene) {
        scene.change_bundle = [change](Json& bundle) { change(bundle["dsseEnvelope"]); };
      };
    };
    const QStringList both{"log_entry: log.entry_differs", "signature: signature.false"};
    row("another payload", in_envelope([](Json& envelope) { flip(envelope["payload"]); }), both);
    row("another signature", in_envelope([](Json& envelope) { flip(envelope["signatures"][0]["sig"]); }),
        both);
    row("another payload type", in_envelope([](Json& envelope) { envelope["payloadType"] = "text/plain"; }),
        {"signature: signature.false"});
    row(
        "another certificate of the same person",
        [](Scene& scene) {
          scene.change_bundle = [](Json& bundle) {
            const auto other = sigstore().issue().certificate;
            bundle["verificationMaterial"]["certificate"]["rawBytes"] = base::to_base64(other.der());
          };
        },
        both);
  }
  void the_signature_is_checked() { compare(); }
};

QTEST_APPLESS_MAIN(tst_sigstore)
#include "tst_sigstore.moc"
