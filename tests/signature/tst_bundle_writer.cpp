#include <QTest>
#include <random>

#include "signature/bundle_writer.h"
#include "signature/statement.h"
#include "support/outcome.h"
#include "support/test_bundle.h"
#include "support/test_certificate.h"
#include "support/virtual_sigstore.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using signature::Bundle;
using signature::BundleParts;
using signature::Method;

namespace {

/// The same numbers in each run.
class Chance {
 public:
  std::size_t below(std::size_t most) {
    return std::uniform_int_distribution<std::size_t>(0, most - 1)(engine_);
  }
  Bytes bytes(std::size_t least, std::size_t most) {
    Bytes made(least + below(most - least + 1));
    for (auto& byte : made) byte = static_cast<std::uint8_t>(below(256));
    return made;
  }
  /// A name of a file: letters that JSON escapes, that have several bytes, that sort oddly, and colons.
  std::string name() {
    static const std::vector<std::string> pieces{"a",  "Z", ".",  ":", "\"", "\\",
                                                 "\n", "é", "模", "😀", " ",  "/"};
    std::string made = "n" + std::to_string(counter_++);
    for (std::size_t i = below(8); i > 0; --i) made += pieces[below(pieces.size())];
    return made + "x";
  }

 private:
  std::mt19937 engine_{20261121};
  std::size_t counter_ = 0;
};

manifest::Manifest any_manifest(Chance& chance) {
  using crypto::DigestAlgorithm;
  constexpr std::array hashes{DigestAlgorithm::sha256, DigestAlgorithm::blake2b, DigestAlgorithm::blake3};
  manifest::Serialization how;
  how.hash = hashes.at(chance.below(hashes.size()));
  how.allow_symlinks = chance.below(2) == 0;
  const bool in_shards = chance.below(2) == 0;
  if (in_shards) {
    how.method = manifest::Method::shards;
    how.shard_size = 1 + chance.below(1'000'000'000'000);
  }
  for (std::size_t i = chance.below(4); i > 0; --i) {
    how.ignore_paths.push_back(manifest::normal_name(chance.name()).value());
  }
  std::vector<manifest::Resource> resources;
  for (std::size_t i = 1 + chance.below(12); i > 0; --i) {
    const auto name = chance.name();
    for (const auto& range : manifest::pieces(how, 1 + chance.below(3) * how.shard_size)) {
      resources.push_back({name, in_shards ? std::optional(range) : std::nullopt,
                           crypto::digest(how.hash, chance.bytes(0, 8))});
    }
  }
  return manifest::Manifest::create(std::move(how), std::move(resources)).value();
}

signature::LogEntry any_entry(Chance& chance, std::int64_t index) {
  signature::LogEntry entry;
  entry.log_index = index;
  entry.log_id = chance.bytes(4, 32);
  entry.kind = "dsse";
  entry.version = "0.0.1";
  entry.body = chance.bytes(1, 300);
  if (chance.below(2) == 0)
    entry.integrated_time = base::from_unix_seconds(1 + std::int64_t(chance.below(4'000'000'000)));
  if (chance.below(2) == 0) entry.promise = chance.bytes(1, 80);
  signature::InclusionProof proof;
  proof.log_index = std::int64_t(chance.below(1U << 30U));
  proof.tree_size = std::int64_t(chance.below(1U << 30U));
  proof.root_hash = chance.bytes(32, 32);
  for (std::size_t i = chance.below(5); i > 0; --i) proof.hashes.push_back(chance.bytes(32, 32));
  proof.checkpoint = "rekor.test\n5\nAAAA\n\n— rekor.test AAAA\n";
  entry.proof = std::move(proof);
  return entry;
}

std::vector<Bytes> any_timestamps(Chance& chance) {
  std::vector<Bytes> timestamps;
  for (std::size_t i = chance.below(3); i > 0; --i) timestamps.push_back(chance.bytes(20, 900));
  return timestamps;
}

void is_read_back(const BundleParts& parts) {
  const auto written = signature::write_bundle(parts);
  const auto read = Bundle::parse(written);
  QVERIFY2(read.has_value(), read ? "" : read.error().detail.c_str());
  QCOMPARE(read->version(), signature::BundleVersion::v0_3);
  QCOMPARE(read->method(), parts.method);
  QVERIFY(read->material() == parts.material);
  QVERIFY(*read->envelope() == parts.envelope);
  QVERIFY(read->log_entries() == parts.log_entries);
  QVERIFY(read->timestamps() == parts.timestamps);
  const auto again = signature::write_bundle(
      {read->method(), read->material(), *read->envelope(), read->log_entries(), read->timestamps()});
  QVERIFY(again == written);
}

}  // namespace

class tst_bundle_writer : public QObject {
  Q_OBJECT

 private slots:
  void what_is_written_is_read_back_to_equal_parts() {
    Chance chance;
    const auto key = TestKey::generate();
    const auto chain = mint_chain();
    const auto keyless = VirtualSigstore().issue();
    for (int i = 0; i < 300; ++i) {
      const auto manifest = any_manifest(chance);
      auto payload = signature::write_statement(chance.name(), manifest);
      QVERIFY(payload.has_value());
      QVERIFY(signature::parse_unverified_statement(*payload)->manifest == manifest);
      const auto envelope = signature::Envelope::assemble(std::string(signature::in_toto_payload_type),
                                                          std::move(*payload), chance.bytes(1, 140));
      switch (i % 3) {
        case 0:
          is_read_back({Method::key,
                        signature::KeyMaterial{key.public_key().hint(), std::nullopt},
                        envelope,
                        {},
                        any_timestamps(chance)});
          break;
        case 1:
          is_read_back({Method::certificate,
                        signature::CertificateMaterial{chain.certificates},
                        envelope,
                        {},
                        any_timestamps(chance)});
          break;
        default: {
          std::vector<signature::LogEntry> entries;
          for (std::size_t k = 1 + chance.below(3); k > 0; --k)
            entries.push_back(any_entry(chance, std::int64_t(k * 1000 + chance.below(1000))));
          is_read_back({Method::sigstore, signature::CertificateMaterial{{keyless.certificate}}, envelope,
                        entries, any_timestamps(chance)});
        }
      }
      if (QTest::currentTestFailed()) return;
    }
  }

  void entries_as_logs_make_them_are_read_back() {
    const VirtualSigstore sigstore;
    for (const auto kind : {EntryKind::dsse, EntryKind::hashedrekord, EntryKind::intoto}) {
      KeylessSpec spec;
      spec.entries.front().kind = kind;
      const auto json = sigstore.bundle("payload", spec).dump();
      const auto read = Bundle::parse(as_bytes(json));
      QCOMPARE(outcome(read), QString("ok"));
      is_read_back(
          {read->method(), read->material(), *read->envelope(), read->log_entries(), read->timestamps()});
    }
  }

  void a_bundle_of_a_key_is_this_and_no_more() {
    const auto envelope = signature::Envelope::assemble("t", to_bytes("\xfb\xff"), {1});
    const auto written = signature::write_bundle(
        {Method::key, signature::KeyMaterial{"abc", std::nullopt}, envelope, {}, {{2}}});
    QCOMPARE(
        std::string(as_text(written)),
        std::string(R"({"dsseEnvelope":{"payload":"+/8=","payloadType":"t","signatures":[{"sig":"AQ=="}]},)"
                    R"("mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json",)"
                    R"("verificationMaterial":{"publicKey":{"hint":"abc"},)"
                    R"("timestampVerificationData":{"rfc3161Timestamps":[{"signedTimestamp":"Ag=="}]}}})"));
  }
};

QTEST_APPLESS_MAIN(tst_bundle_writer)
#include "tst_bundle_writer.moc"
