#include <QTest>

#include "verdict/report_json.h"
#include "verdict/scene.h"

using namespace weighmaster;
using base::Json;
using tests::faults;
using tests::flip;
using tests::Scene;
using tests::verdict_of;
using verdict::Outcome;
using verdict::StepId;

/// What a verification tells of a signature through Rekor v1; what it refuses is in mutations/.
class tst_sigstore : public QObject {
  Q_OBJECT

 private slots:
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

  void tells_which_certificate_logs_promised() {
    const auto json = verdict::to_json(Scene{}.verify());
    const auto& leaf = json["signer"]["certificates"][0];
    QCOMPARE(leaf["scts"].size(), std::size_t{1});
    QCOMPARE(leaf["scts"][0]["time"].get<std::string>(), std::string("2026-06-01T12:00:00.100Z"));
    const auto id = tests::sigstore().certificate_log_key().public_key().spki_digest().hex();
    QCOMPARE(leaf["scts"][0]["log_id"].get<std::string>(), id);
    QVERIFY(json["signer"]["certificates"][1]["scts"].empty());
  }

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
};

QTEST_APPLESS_MAIN(tst_sigstore)
#include "tst_sigstore.moc"
