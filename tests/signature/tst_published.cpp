#include <QTest>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/json.h"
#include "crypto/timestamp.h"
#include "signature/checkpoint.h"
#include "signature/merkle.h"
#include "support/places.h"
#include "support/virtual_log.h"

using namespace weighmaster;
using base::Json;
using crypto::DigestAlgorithm;
using crypto::TimestampState;
using signature::Checkpoint;

namespace {

Json vectors(const char* name) {
  return *base::parse_json(tests::read(tests::data("published") / name), name);
}

Bytes decoded(const Json& base64) {
  return *base::from_base64(base64.get<std::string>());
}

Bytes unhexed(const Json& hex) {
  return *base::from_hex(hex.get<std::string>());
}

/// The key of a verifier key of C2SP signed-note: name, id and base64 of type and key. Ed25519 keys are bare.
crypto::PublicKey key_of(const std::string& vkey) {
  const auto place = vkey.find('+', vkey.find('+') + 1) + 1;
  auto bytes = decoded(vkey.substr(place));
  const bool is_ed25519 = bytes.front() == 1;
  bytes.erase(bytes.begin());
  if (is_ed25519) {
    auto spki = *base::from_hex("302a300506032b6570032100");
    spki.insert(spki.end(), bytes.begin(), bytes.end());
    return *crypto::PublicKey::from_spki(spki);
  }
  return *crypto::PublicKey::from_spki(bytes);
}

std::string id_in(const std::string& vkey) {
  const auto place = vkey.find('+') + 1;
  return vkey.substr(place, vkey.find('+', place) - place);
}

void rows(const Json& list, const char* title) {
  QTest::addColumn<std::size_t>("place");
  for (std::size_t place = 0; place < list.size(); ++place) {
    const auto& name = list[place][title];
    QTest::addRow("%zu %s", place, name.get<std::string>().c_str()) << place;
  }
}

}  // namespace

/// Vectors from sources that are not this project: tests/data/published/README.md.
class tst_published : public QObject {
  Q_OBJECT

 private slots:
  /// The tests' own trees, which other tests rely on, are those of RFC 6962 too.
  void roots_of_trees() {
    const auto trees = vectors("merkle.json");
    std::vector<Bytes> leaves;
    for (std::size_t i = 0; i < trees["roots"].size(); ++i) {
      leaves.push_back(unhexed(trees["leaves"][i]));
      QCOMPARE(base::to_hex(tests::tree_root(leaves)), trees["roots"][i].get<std::string>());
    }
    QCOMPARE(leaves.size(), std::size_t{8});
  }

  void inclusion_proofs_data() { rows(vectors("merkle.json")["inclusion"], "desc"); }
  void inclusion_proofs() {
    QFETCH(const std::size_t, place);
    const auto proof = vectors("merkle.json")["inclusion"][place];
    const auto leaf = *crypto::Digest::from_bytes(DigestAlgorithm::sha256, decoded(proof["leafHash"]));
    std::vector<Bytes> hashes;
    for (const auto& hash : proof["proof"]) hashes.push_back(decoded(hash));
    const auto steps = signature::walk_inclusion_proof(leaf, proof["leafIdx"].get<std::int64_t>(),
                                                       proof["treeSize"].get<std::int64_t>(), hashes);
    const bool leads_to_root =
        steps && to_bytes((steps->empty() ? leaf : steps->back().result).bytes()) == decoded(proof["root"]);
    QCOMPARE(leads_to_root, !proof["wantErr"].get<bool>());
  }

  void notes_data() { rows(vectors("notes.json"), "name"); }
  void notes() {
    QFETCH(const std::size_t, place);
    const auto given = vectors("notes.json")[place];
    const auto name = given["name"].get<std::string>();
    const auto vkey = given["vkey"].get<std::string>();
    if (!vkey.empty()) QCOMPARE(signature::note_key_id(name, key_of(vkey)).hex().substr(0, 8), id_in(vkey));
    const auto note = given["note"].get<std::string>();
    if (note.empty()) return;
    const auto checkpoint = Checkpoint::parse(note);
    QCOMPARE(checkpoint.has_value(), given["checkpoint"].get<bool>());
    if (!checkpoint) return;
    QCOMPARE(checkpoint->origin, given["origin"].get<std::string>());
    QCOMPARE(checkpoint->tree_size, given["size"].get<std::int64_t>());
    QCOMPARE(checkpoint->cosigners(name).size(), given.contains("witness") ? std::size_t{1} : std::size_t{0});
    if (given.contains("witness"))
      QCOMPARE(checkpoint->cosigners(name).front(), given["witness"].get<std::string>());
    if (vkey.empty()) return;
    QVERIFY(checkpoint->signed_by(key_of(vkey), name) == Checkpoint::SignedBy::this_key);
    auto bent = *checkpoint;
    bent.signed_text[bent.signed_text.size() - 2] = 'A';
    QVERIFY(bent.signed_by(key_of(vkey), name) == Checkpoint::SignedBy::false_signature);
  }

  /// Not of a checkpoint, but signed by the same rules.
  void a_note_s_signature_is_over_its_text() {
    const auto given = vectors("notes.json")[0];
    const auto note = given["note"].get<std::string>();
    const auto key = key_of(given["vkey"].get<std::string>());
    const auto text = note.substr(0, note.rfind("\n\n") + 1);
    const auto start = note.rfind(' ') + 1;
    auto signature = decoded(note.substr(start, note.size() - start - 1));
    signature.erase(signature.begin(), signature.begin() + 4);
    QVERIFY(key.verify(key.usual_digest(), as_bytes(text), signature));
    QVERIFY(!key.verify(key.usual_digest(), as_bytes(note), signature));
  }

  void ecdsa_data() { rows(vectors("ecdsa_p256_sha256.json"), "comment"); }
  void ecdsa() {
    QFETCH(const std::size_t, place);
    const auto given = vectors("ecdsa_p256_sha256.json")[place];
    const auto key = crypto::PublicKey::from_spki(decoded(given["key"]));
    QVERIFY(key.has_value());
    QCOMPARE(key->verify(DigestAlgorithm::sha256, unhexed(given["msg"]), unhexed(given["sig"])),
             given["valid"].get<bool>());
  }

  /// Its certificate alone is known, so that is the anchor; over which bytes it is, nobody says.
  void a_timestamp() {
    const auto given = vectors("timestamp.json");
    const auto der = decoded(given["signedTimestamp"]);
    const auto timestamp = crypto::Timestamp::from_response(der);
    QVERIFY(timestamp.has_value());
    QCOMPARE(base::to_rfc3339(timestamp->info().time), given["time"].get<std::string>());
    QCOMPARE(timestamp->info().imprint.hex(), given["imprint"].get<std::string>());
    QVERIFY(timestamp->info().accuracy == std::chrono::seconds(1));
    QCOMPARE(timestamp->check(as_bytes("other bytes"), timestamp->certificates()).state,
             TimestampState::other_message);
    auto bent = der;
    bent.back() ^= 1U;
    const auto false_one = crypto::Timestamp::from_response(bent);
    QCOMPARE(false_one->check({}, false_one->certificates()).state, TimestampState::false_signature);
  }
};

QTEST_APPLESS_MAIN(tst_published)
#include "tst_published.moc"
