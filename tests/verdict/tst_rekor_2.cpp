#include <QTest>

#include "support/virtual_log.h"
#include "verdict/scene.h"

using namespace weighmaster;
using base::Json;
using tests::at;
using tests::entry_in;
using tests::EntryKind;
using tests::faults;
using tests::flip;
using tests::Mutation;
using tests::replace_line;
using tests::Scene;
using tests::sigstore;
using tests::TestKey;
using verdict::Outcome;
using verdict::StepId;

namespace {

/// What is signed before anything is bent: trusted, which every row checks too.
Scene scene_of(EntryKind kind) {
  Scene scene;
  scene.spec = tests::rekor_2_spec();
  scene.entry().kind = kind;
  return scene;
}

}  // namespace

Q_DECLARE_METATYPE(EntryKind)

class tst_rekor_2 : public QObject {
  Q_OBJECT

 private slots:
  void every_kind_of_signer_s_key_is_checked_data() {
    QTest::addColumn<EntryKind>("kind");
    QTest::addColumn<crypto::KeyType>("log_key");
    for (const auto kind : {EntryKind::hashedrekord_v2, EntryKind::dsse_v2, EntryKind::dsse}) {
      for (const auto key : {crypto::KeyType::ecdsa_p256, crypto::KeyType::ecdsa_p384,
                             crypto::KeyType::ed25519, crypto::KeyType::rsa}) {
        QTest::addRow("%d, %s", static_cast<int>(kind), std::string(crypto::name(key)).c_str())
            << kind << key;
      }
    }
  }
  /// The logs' keys, of both versions.
  void every_kind_of_signer_s_key_is_checked() {
    QFETCH(const EntryKind, kind);
    QFETCH(const crypto::KeyType, log_key);
    const tests::VirtualSigstore other(log_key, log_key);
    auto scene = scene_of(kind);
    scene.change_bundle = [&](Json& bundle) {
      bundle = other.bundle(tests::oms_statement(tests::files), scene.spec);
    };
    scene.change_root = [&](Json& root) { root = other.trusted_root(); };
    const auto report = scene.verify();
    QCOMPARE(faults(report), QStringList());
    QVERIFY(report.step(StepId::log_checkpoint).outcome == Outcome::passed);
    scene.change_bundle = [&](Json& bundle) {
      auto false_spec = scene.spec;
      false_spec.entries.front().checkpoint_key = TestKey::generate(log_key);
      bundle = other.bundle(tests::oms_statement(tests::files), false_spec);
    };
    QCOMPARE(faults(scene.verify()), QStringList("log_checkpoint: log.checkpoint_unsigned"));
  }

  void tells_what_the_log_says() {
    auto scene = scene_of(EntryKind::dsse_v2);
    scene.entry().witnesses = {"witness.test"};
    const auto report = scene.verify();
    const auto& facts = report.log.front();
    QCOMPARE(facts.base_url, std::string("https://rekor2.test"));
    QVERIFY(facts.promise == Outcome::not_applicable);
    QVERIFY(facts.inclusion == Outcome::passed && facts.checkpoint == Outcome::passed);
    QVERIFY(facts.witnesses == std::vector<std::string>{"witness.test"});
    QVERIFY(report.has(base::Code::log_legacy_kind));
    QCOMPARE(base::to_rfc3339(*report.signed_at), std::string("2026-06-01T12:00:05Z"));
    QVERIFY(!scene_of(EntryKind::hashedrekord_v2).verify().has(base::Code::log_legacy_kind));
  }
};

QTEST_APPLESS_MAIN(tst_rekor_2)
#include "tst_rekor_2.moc"
