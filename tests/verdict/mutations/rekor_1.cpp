#include "support/virtual_log.h"
#include "verdict/mutations/table.h"

namespace weighmaster::tests {
namespace {

Mutation in_promise(tests::Change change) {
  return [change = std::move(change)](Scene& scene) { scene.entry().change_promise = change; };
}

Mutation in_sct(std::function<void(SctSpec&)> change) {
  return [change = std::move(change)](Scene& scene) { change(scene.sct()); };
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

void untouched(Table row) {
  const auto good = [&](const char* title, Mutation mutate) { row(title, std::move(mutate), {}); };
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
  good("an authority that is anchored at its intermediate",
       in_root([](Json& root) { root["certificateAuthorities"][0]["certChain"]["certificates"].erase(1); }));
}

void promise(Table row) {
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
  row("of another time", in_promise([](Json& promise) { promise["integratedTime"] = 1780315206; }), is_false);
  row("of another log", in_promise([](Json& promise) { promise["logID"] = std::string(64, '0'); }), is_false);
  row("of another index", in_promise([](Json& promise) { promise["logIndex"] = 5; }), is_false);
  row("with more than was asked", in_promise([](Json& promise) { promise["more"] = 1; }), is_false);
  row(
      "before the log's time",
      [](Scene& scene) { scene.entry().integrated_time = at("2025-12-31T23:59:59Z"); }, outside);
  row("after the log's time",
      in_root([](Json& root) { root["tlogs"][0]["publicKey"]["validFor"]["end"] = "2026-06-01T12:00:04Z"; }),
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

void known_log(Table row) {
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

void proof(Table row) {
  const QStringList is_false{"log_inclusion: log.proof_false"};
  const QStringList is_false_and_differs{"log_inclusion: log.proof_false",
                                         "log_checkpoint: log.checkpoint_differs"};
  row("a hash changed", in_proof([](Json& proof) { flip(proof["hashes"][1]); }), is_false);
  row("a hash left out", in_proof([](Json& proof) { proof["hashes"].erase(1); }), is_false);
  row("a hash too many", in_proof([](Json& proof) { proof["hashes"].push_back(base64_of_zeros()); }),
      is_false);
  row("two hashes swapped", in_proof([](Json& proof) { std::swap(proof["hashes"][0], proof["hashes"][1]); }),
      is_false);
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

void checkpoint(Table row) {
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
  row("absent", in_proof([](Json& proof) { proof.erase("checkpoint"); }), {"signature_file: bundle.profile"});
  const QStringList malformed{"log_checkpoint: log.checkpoint_malformed"};
  const auto note = [](std::function<void(std::string&)> change) {
    return in_proof([change = std::move(change)](Json& proof) {
      auto text = proof["checkpoint"]["envelope"].get<std::string>();
      change(text);
      proof["checkpoint"]["envelope"] = text;
    });
  };
  row("without signature", note([](std::string& text) { text.resize(text.find("\n\n") + 2); }), malformed);
  row("without a blank line", note([](std::string& text) { text.erase(text.find("\n\n"), 1); }), malformed);
  row("without the last newline", note([](std::string& text) { text.pop_back(); }), malformed);
  row("with a tabulator", note([](std::string& text) { text.insert(3, "\t"); }), malformed);
  row("not UTF-8, as JSON can't say", in_checkpoint([](std::string& text) { text.insert(0, "\x01"); }),
      malformed);
  row("with two lines", in_checkpoint([](std::string& text) { text = "rekor.test - 1\n9\n"; }), malformed);
  row("with an empty line", in_checkpoint([](std::string& text) { text += "\n"; }), malformed);
  row("a size with a sign", in_checkpoint([](std::string& text) { replace_line(text, 1, "+9"); }), malformed);
  row("a size of 64 bits",
      in_checkpoint([](std::string& text) { replace_line(text, 1, "9223372036854775808"); }), malformed);
  row("a root of 31 bytes",
      in_checkpoint([](std::string& text) { replace_line(text, 2, base64_of_zeros(31)); }), malformed);
  row("a root that is not base64", in_checkpoint([](std::string& text) { replace_line(text, 2, "root"); }),
      malformed);
  row("another hint at the key", note([](std::string& text) {
        const auto start = text.rfind(' ') + 1;
        auto bytes = *base::from_base64(text.substr(start, text.size() - start - 1));
        bytes[0] ^= 1U;
        text.replace(start, text.size() - start - 1, base::to_base64(bytes));
      }),
      unsigned_);
  row(
      "a signature line of another shape",
      [](Scene& scene) { scene.entry().more_signatures = "- rekor.test AAAAAAA=\n"; }, malformed);
  row(
      "a signature without a name",
      [](Scene& scene) { scene.entry().more_signatures = "\u2014  AAAAAAA=\n"; }, malformed);
  row(
      "a name with a plus sign",
      [](Scene& scene) { scene.entry().more_signatures = "\u2014 a+b AAAAAAA=\n"; }, malformed);
  row(
      "a signature of a hint alone",
      [](Scene& scene) { scene.entry().more_signatures = "\u2014 a AAAAAA==\n"; }, malformed);
  row("a second signature of the log that is false",
      [](Scene& scene) {
        scene.entry().more_signatures =
            note_signature("another text\n", "rekor.test", sigstore().rekor_key());
      },
      {"log_checkpoint: log.checkpoint_false"});
  row("65 signatures",
      [](Scene& scene) {
        for (int i = 0; i < 64; ++i) scene.entry().more_signatures += "\u2014 witness.test AAAAAAA=\n";
      },
      {"log_checkpoint: bundle.too_many"});
  row("a signature of nobody known beside it",
      [](Scene& scene) { scene.entry().more_signatures = "\u2014 witness.test AAAAAAA=\n"; }, {});
  row("another tree's id, by the same log", [](Scene& scene) { scene.entry().origin = "rekor.test - 1"; },
      {});
  row(
      "another name in the origin alone", [](Scene& scene) { scene.entry().origin = "evil.test - 1"; },
      unsigned_);
}

/// CVE-2022-36056, CVE-2026-22703 and others: a valid entry about something else must never serve.
void body(Table row) {
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
      {"log_inclusion: log.proof_false", "log_checkpoint: log.origin", "log_entry: log.kind_differs"});
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

/// What is missing in a body, or of another kind: as the log would never write it.
void members(Table row) {
  const QStringList missing{"log_entry: json.member_missing"};
  const QStringList malformed{"log_entry: log.entry_malformed"};
  const QStringList type{"log_entry: json.member_type"};
  const QStringList base64{"log_entry: base64.malformed"};
  const auto erased = [&](const char* title, EntryKind kind, const char* pointer,
                          const QStringList& expected) {
    row(title,
        in_body(kind,
                [pointer](Json& body) {
                  const Json::json_pointer path(pointer);
                  body[path.parent_pointer()].erase(path.back());
                }),
        expected);
  };
  const auto set = [&](const char* title, EntryKind kind, const char* pointer, Json value,
                       const QStringList& expected) {
    row(title, in_body(kind, [pointer, value](Json& body) { body[Json::json_pointer(pointer)] = value; }),
        expected);
  };
  using enum EntryKind;
  const auto two = base::to_base64(as_bytes(sigstore().intermediate().pem() + sigstore().root().pem()));
  set("a spec that is a text", dsse, "/spec", "spec", type);
  erased("dsse: no payload's digest", dsse, "/spec/payloadHash", missing);
  set("dsse: an unknown hash", dsse, "/spec/payloadHash/algorithm", "sha1", malformed);
  set("dsse: a digest that is none", dsse, "/spec/payloadHash/value", "abc", malformed);
  erased("dsse: no digest", dsse, "/spec/payloadHash/value", missing);
  erased("dsse: no signature in it", dsse, "/spec/signatures/0/signature", missing);
  set("dsse: a signature that is not base64", dsse, "/spec/signatures/0/signature", "?", base64);
  erased("dsse: no signer", dsse, "/spec/signatures/0/verifier", missing);
  set("dsse: a signer that is none", dsse, "/spec/signatures/0/verifier", "AAAA", malformed);
  set("dsse: two certificates", dsse, "/spec/signatures/0/verifier", two, malformed);
  set("dsse: signatures that are an object", dsse, "/spec/signatures", Json::object(), type);
  set("dsse: another envelope's digest, which nobody can check", dsse, "/spec/envelopeHash/value",
      std::string(64, '0'), {});
  erased("hashedrekord: no data", hashedrekord, "/spec/data", missing);
  erased("hashedrekord: no digest", hashedrekord, "/spec/data/hash", missing);
  set("hashedrekord: an unknown hash", hashedrekord, "/spec/data/hash/algorithm", "md5", malformed);
  erased("hashedrekord: no signature", hashedrekord, "/spec/signature", missing);
  erased("hashedrekord: no signature in it", hashedrekord, "/spec/signature/content", missing);
  erased("hashedrekord: no signer", hashedrekord, "/spec/signature/publicKey", missing);
  set("hashedrekord: a signer that is none", hashedrekord, "/spec/signature/publicKey/content", "AAAA",
      malformed);
  erased("intoto: no content", intoto, "/spec/content", missing);
  erased("intoto: no payload's digest", intoto, "/spec/content/payloadHash", missing);
  erased("intoto: no envelope", intoto, "/spec/content/envelope", missing);
  erased("intoto: no payload type", intoto, "/spec/content/envelope/payloadType", missing);
  erased("intoto: no signer", intoto, "/spec/content/envelope/signatures/0/publicKey", missing);
  set("intoto: no signatures", intoto, "/spec/content/envelope/signatures", Json::array(), malformed);
  set("intoto: a signature that is encoded once", intoto, "/spec/content/envelope/signatures/0/sig", "AAAA",
      base64);
  set("intoto: another envelope's digest, which nobody can check", intoto, "/spec/content/hash/value",
      std::string(64, '0'), {});
}

}  // namespace

void add_rekor_1_rows(MutationRows& rows) {
  untouched({rows, "untouched"});
  promise({rows, "promise"});
  known_log({rows, "log"});
  proof({rows, "proof"});
  checkpoint({rows, "checkpoint"});
  body({rows, "entry"});
  members({rows, "entry's body"});
}

}  // namespace weighmaster::tests
