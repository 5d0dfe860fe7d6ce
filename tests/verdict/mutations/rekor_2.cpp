#include "support/virtual_log.h"
#include "verdict/mutations/table.h"

namespace weighmaster::tests {
namespace {

/// What is signed before anything is bent: trusted, which every row checks too.
Scene scene_of(EntryKind kind) {
  Scene scene;
  scene.spec = tests::rekor_2_spec();
  scene.entry().kind = kind;
  return scene;
}

Json& log_in(Json& root) {
  return root["tlogs"][1];
}

/// In the entry's body, before it is logged: what the log keeps, it signs.
Mutation in_record(std::function<void(Json& record)> change) {
  return [change = std::move(change)](Scene& scene) {
    const bool is_dsse = scene.entry().kind == EntryKind::dsse_v2;
    scene.entry().change_body = [change, is_dsse](Json& body) {
      change(body["spec"][is_dsse ? "dsseV002" : "hashedRekordV002"]);
    };
  };
}

/// In the only signature of the record.
Mutation in_signature(std::function<void(Json& signature)> change) {
  return in_record([change = std::move(change)](Json& record) {
    change(record.contains("signatures") ? record["signatures"][0] : record["signature"]);
  });
}

Json somebodys_certificate() {
  static const auto signer = sigstore().issue();
  return {{"rawBytes", base::to_base64(signer.certificate.der())}};
}

/// The two kinds of entries of Rekor v2.
struct Rows {
  Table hashedrekord;
  Table dsse;

  void both(const char* title, const Mutation& mutate, const QStringList& expected) const {
    hashedrekord(title, mutate, expected);
    dsse(title, mutate, expected);
  }
};

void untouched(const Rows& rows) {
  const auto& row = rows.hashedrekord;
  rows.both("as it is", [](Scene&) {}, {});
  rows.both("witnesses", [](Scene& scene) { scene.entry().witnesses = {"witness.test", "other.test"}; }, {});
  rows.both("a further line", in_checkpoint([](std::string& text) { text += "Timestamp: 1691781533\n"; }),
            {});
  rows.both(
      "the log's last moment",
      in_root([](Json& root) { log_in(root)["publicKey"]["validFor"]["end"] = "2026-06-01T12:00:05Z"; }), {});
  rows.both("the log's first moment", in_root([](Json& root) {
              log_in(root)["publicKey"]["validFor"]["start"] = "2026-06-01T12:00:05Z";
            }),
            {});
  rows.both("a root that gives the log no id", in_root([](Json& root) { log_in(root).erase("logId"); }), {});
  rows.both("a root that gives the digest of the key for an id", in_root([](Json& root) {
              const auto digest = sigstore().rekor_2_key().public_key().spki_digest();
              log_in(root)["logId"]["keyId"] = base::to_base64(digest.bytes());
            }),
            {});
  rows.both("an id of four bytes", in_entry([](Json& entry) {
              auto id = *base::from_base64(entry["logId"]["keyId"].get<std::string>());
              id.resize(4);
              entry["logId"]["keyId"] = base::to_base64(id);
            }),
            {});
  rows.both("a root that gives the log no address",
            in_root([](Json& root) { log_in(root).erase("baseUrl"); }), {});
  rows.both("a port in the log's address",
            in_root([](Json& root) { log_in(root)["baseUrl"] = "https://rekor2.test:3003/api"; }), {});
  rows.both("the only entry", [](Scene& scene) { scene.entry().older = scene.entry().newer = 0; }, {});
  row("with an entry of Rekor v1 beside it", [](Scene& scene) { scene.spec.entries.emplace_back(); }, {});
}

void body(const Rows& rows) {
  const auto& row = rows.hashedrekord;
  const QStringList differs{"log_entry: log.entry_differs"};
  const QStringList malformed{"log_entry: log.entry_malformed"};
  const QStringList unsupported{"log_entry: log.entry_unsupported"};
  rows.both("another signature", in_signature([](Json& signature) { flip(signature["content"]); }), differs);
  rows.both("another certificate", in_signature([](Json& signature) {
              signature["verifier"]["x509Certificate"] = somebodys_certificate();
            }),
            differs);
  rows.both("a bare key", in_signature([](Json& signature) {
              const auto key = TestKey::generate().public_key();
              signature["verifier"].erase("x509Certificate");
              signature["verifier"]["publicKey"] = {{"rawBytes", base::to_base64(key.spki())}};
            }),
            differs);
  rows.both("a certificate and a key", in_signature([](Json& signature) {
              const auto key = TestKey::generate().public_key();
              signature["verifier"]["publicKey"] = {{"rawBytes", base::to_base64(key.spki())}};
            }),
            malformed);
  rows.both("neither certificate nor key",
            in_signature([](Json& signature) { signature["verifier"].erase("x509Certificate"); }), malformed);
  rows.both("a certificate that is none", in_signature([](Json& signature) {
              signature["verifier"]["x509Certificate"]["rawBytes"] = "AAAA";
            }),
            malformed);
  rows.both("another kind of key named", in_signature([](Json& signature) {
              signature["verifier"]["keyDetails"] = "PKIX_RSA_PKCS1V15_2048_SHA256";
            }),
            differs);
  rows.both("a kind of key that is not known",
            in_signature([](Json& signature) { signature["verifier"]["keyDetails"] = "ML_DSA_65"; }),
            unsupported);
  rows.both("no kind of key named",
            in_signature([](Json& signature) { signature["verifier"].erase("keyDetails"); }),
            {"log_entry: json.member_missing"});
  rows.both("no signer", in_signature([](Json& signature) { signature.erase("verifier"); }),
            {"log_entry: json.member_missing"});
  rows.both(
      "no record",
      [](Scene& scene) { scene.entry().change_body = [](Json& body) { body["spec"] = Json::object(); }; },
      {"log_entry: json.member_missing"});

  const QStringList missing{"log_entry: json.member_missing"};
  rows.dsse("another payload",
            in_record([](Json& record) { record["payloadHash"]["digest"] = base64_of_zeros(); }), differs);
  rows.dsse("two signatures", in_record([](Json& record) {
              auto& signatures = record["signatures"];
              signatures.push_back(signatures[0]);
            }),
            differs);
  rows.dsse("no signature", in_record([](Json& record) { record["signatures"] = Json::array(); }), malformed);
  rows.dsse("no payload's digest", in_record([](Json& record) { record.erase("payloadHash"); }), missing);
  rows.dsse("a hash that is not known",
            in_record([](Json& record) { record["payloadHash"]["algorithm"] = "MD5"; }), unsupported);
  row("no data", in_record([](Json& record) { record.erase("data"); }), missing);
  row("no digest", in_record([](Json& record) { record["data"].erase("digest"); }), missing);
  row("no hash", in_record([](Json& record) { record["data"].erase("algorithm"); }), missing);
  row("a digest that is not base64", in_record([](Json& record) { record["data"]["digest"] = "?"; }),
      {"log_entry: base64.malformed"});
  row("no signature", in_record([](Json& record) { record.erase("signature"); }), missing);
  rows.both("no bytes of a signature", in_signature([](Json& signature) { signature.erase("content"); }),
            missing);
  rows.both("a signer that is a text", in_signature([](Json& signature) { signature["verifier"] = "PEM"; }),
            {"log_entry: json.member_type"});
  row("another digest", in_record([](Json& record) { record["data"]["digest"] = base64_of_zeros(); }),
      differs);
  row("the payload's digest", in_record([](Json& record) {
        const auto payload = tests::oms_statement(tests::files);
        const auto digest = crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes(payload));
        record["data"]["digest"] = base::to_base64(digest.bytes());
      }),
      differs);
  row("a digest that is too short",
      in_record([](Json& record) { record["data"]["digest"] = base64_of_zeros(20); }), malformed);
  row("a hash that is not known", in_record([](Json& record) { record["data"]["algorithm"] = "SHA3_256"; }),
      unsupported);
  row(
      "a hash that is not the signature's",
      [](Scene& scene) {
        scene.change_bundle = {};
        scene.entry().change_body = [](Json& body) {
          // The encoding's true SHA-512; the signature uses SHA-256.
          body["spec"]["hashedRekordV002"]["data"] = {{"algorithm", "SHA2_512"},
                                                      {"digest", base64_of_zeros(64)}};
        };
      },
      differs + differs);
  rows.both("another kind claimed", in_entry([](Json& entry) { entry["kindVersion"]["kind"] = "intoto"; }),
            {"log_entry: log.kind_differs"});
  row("an older version claimed", in_entry([](Json& entry) { entry["kindVersion"]["version"] = "0.0.1"; }),
      {"log_entry: log.kind_differs"});
}

void known_log(const Rows& rows) {
  const auto& row = rows.hashedrekord;
  const QStringList unknown{"log_checkpoint: log.unknown"};
  const QStringList unsigned_{"log_checkpoint: log.checkpoint_unsigned"};
  row("an id that nobody has", in_entry([](Json& entry) { entry["logId"]["keyId"] = base64_of_zeros(); }),
      unknown);
  row("a root without it", in_root([](Json& root) { root["tlogs"].erase(1); }), unknown);
  row("a key that can't be used here",
      in_root([](Json& root) { log_in(root)["publicKey"]["keyDetails"] = "PKIX_ED25519_PH"; }),
      {"log_checkpoint: log.key_unsupported"});
  row("another key under its id", in_root([](Json& root) {
        const auto key = TestKey::generate(crypto::KeyType::ed25519).public_key();
        log_in(root)["publicKey"]["rawBytes"] = base::to_base64(key.spki());
      }),
      unsigned_);
  row("another address for the log",
      in_root([](Json& root) { log_in(root)["baseUrl"] = "https://rekor3.test"; }), unsigned_);
  row("Rekor v1's log named", in_entry([](Json& entry) {
        const auto id = sigstore().rekor_key().public_key().spki_digest();
        entry["logId"]["keyId"] = base::to_base64(id.bytes());
      }),
      unsigned_);
  row("after the log's time",
      in_root([](Json& root) { log_in(root)["publicKey"]["validFor"]["end"] = "2026-06-01T12:00:04Z"; }),
      {"log_checkpoint: log.window"});
  row("before the log's time",
      in_root([](Json& root) { log_in(root)["publicKey"]["validFor"]["start"] = "2026-06-01T12:00:06Z"; }),
      {"log_checkpoint: log.window"});
  row("one of two proven times after the log's time",
      [](Scene& scene) {
        scene.spec.timestamps.emplace_back();
        scene.spec.timestamps.back().time = at("2026-06-01T12:00:09Z");
        scene.change_root = [](Json& root) {
          log_in(root)["publicKey"]["validFor"]["end"] = "2026-06-01T12:00:08Z";
        };
      },
      {"log_checkpoint: log.window"});
}

void proof_and_checkpoint(const Rows& rows) {
  const auto& row = rows.hashedrekord;
  const QStringList is_false{"log_inclusion: log.proof_false"};
  const QStringList unsigned_{"log_checkpoint: log.checkpoint_unsigned"};
  const QStringList differs{"log_checkpoint: log.checkpoint_differs"};
  rows.both("a hash changed", in_proof([](Json& proof) { flip(proof["hashes"][0]); }), is_false);
  rows.both("another index than in the tree", in_entry([](Json& entry) { entry["logIndex"] = "4711"; }),
            is_false);
  rows.both("another place", in_proof([](Json& proof) { proof["logIndex"] = "2"; }), is_false);
  rows.both("another size of tree", in_checkpoint([](std::string& text) { replace_line(text, 1, "4711"); }),
            differs);
  rows.both("another root",
            in_checkpoint([](std::string& text) { replace_line(text, 2, base64_of_zeros()); }), differs);
  rows.both(
      "signed by somebody else",
      [](Scene& scene) { scene.entry().checkpoint_key = TestKey::generate(crypto::KeyType::ed25519); },
      unsigned_);
  rows.both(
      "signed under another name", [](Scene& scene) { scene.entry().checkpoint_name = "evil.test"; },
      unsigned_);
  rows.both("with another origin", [](Scene& scene) { scene.entry().origin = "evil.test"; },
            {"log_checkpoint: log.origin"});
  rows.both("with an origin as Rekor v1 has it",
            [](Scene& scene) { scene.entry().origin = "rekor2.test - 42"; }, {"log_checkpoint: log.origin"});
  row("changed after it was signed", in_proof([](Json& proof) {
        auto note = proof["checkpoint"]["envelope"].get<std::string>();
        replace_line(note, 0, "rekor2.tes");
        proof["checkpoint"]["envelope"] = note;
      }),
      {"log_checkpoint: log.checkpoint_false"});
  row("a second signature of the log that is false",
      [](Scene& scene) {
        scene.entry().more_signatures =
            tests::note_signature("another text\n", "rekor2.test", sigstore().rekor_2_key());
      },
      {"log_checkpoint: log.checkpoint_false"});
  row(
      "without signature but a witness's",
      [](Scene& scene) {
        scene.entry().witnesses = {"rekor2.test"};
        scene.entry().checkpoint_name = "witness.test";
      },
      unsigned_);
  row("not well-formed", in_checkpoint([](std::string& text) { replace_line(text, 1, "09"); }),
      {"log_checkpoint: log.checkpoint_malformed"});
  row("absent", in_proof([](Json& proof) { proof.erase("checkpoint"); }), {"signature_file: bundle.profile"});
  row("no proof", in_entry([](Json& entry) { entry.erase("inclusionProof"); }),
      {"signature_file: bundle.profile"});
}

/// Rekor v2 promises nothing: a time beside its entry is nobody's word.
void unpromised_time(const Rows& rows) {
  const auto& row = rows.hashedrekord;
  row("no timestamp", [](Scene& scene) { scene.spec.timestamps.clear(); }, {"signing_time: time.unproven"});
  row("a time claimed instead",
      [](Scene& scene) {
        scene.spec.timestamps.clear();
        scene.change_bundle = [](Json& bundle) { entry_in(bundle)["integratedTime"] = "1780315205"; };
      },
      {"signing_time: time.unproven"});
  row("a promise made up", in_entry([](Json& entry) {
        entry["inclusionPromise"] = {{"signedEntryTimestamp", base64_of_zeros(64)}};
      }),
      {"log_promise: log.promise_false"});
}

}  // namespace

void add_rekor_2_rows(MutationRows& rows) {
  const auto of = [&](const char* structure) {
    const auto name = QByteArray("Rekor v2 ") + structure;
    return Rows{{rows, name + ", hashedrekord", scene_of(EntryKind::hashedrekord_v2)},
                {rows, name + ", dsse", scene_of(EntryKind::dsse_v2)}};
  };
  untouched(of("untouched"));
  body(of("entry"));
  known_log(of("log"));
  proof_and_checkpoint(of("proof"));
  unpromised_time(of("time"));
}

}  // namespace weighmaster::tests
