#include <QTest>

#include "support/test_bundle.h"
#include "support/test_certificate.h"
#include "verdict/steps/certificate.h"

using namespace weighmaster;
using base::Code;
using tests::ChainSpec;
using verdict::Outcome;

namespace {

using Change = void (*)(ChainSpec&);

QByteArray codes_of(const verdict::Step& step) {
  QStringList codes;
  for (const auto& finding : step.findings) {
    if (base::effect(finding.code) == base::Effect::none) continue;
    const auto name = base::name(finding.code);
    codes.append(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
  }
  codes.removeDuplicates();
  return codes.join(' ').toUtf8();
}

QByteArray outcome_of(const verdict::Step& step) {
  return QByteArray::fromStdString(std::string(verdict::name(step.outcome)));
}

}  // namespace

Q_DECLARE_METATYPE(Change)

/// The certificate method: one thing is wrong with the chain, everything else is signed as it should be.
class tst_certificate_step : public QObject {
  Q_OBJECT

 private slots:
  void a_chain_is_judged_at_the_time_given_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("outcome");
    QTest::addColumn<QByteArray>("codes");
    const auto row = [](const char* name, Change change, const char* outcome, const char* codes) {
      QTest::newRow(name) << change << QByteArray(outcome) << QByteArray(codes);
    };
    row(
        "as it should be", [](ChainSpec&) {}, "passed", "");
    row(
        "leaf expired", [](ChainSpec& spec) { spec.leaf.validity.end = tests::at("2026-05-01T00:00:00Z"); },
        "failed", "certificate.time");
    row(
        "leaf not yet valid",
        [](ChainSpec& spec) { spec.leaf.validity.start = tests::at("2026-07-01T00:00:00Z"); }, "failed",
        "certificate.time");
    row(
        "intermediate expired, leaf began before that",
        [](ChainSpec& spec) { spec.intermediate.validity.end = tests::at("2026-01-01T00:00:00Z"); }, "failed",
        "certificate.time");
    row(
        "root expired", [](ChainSpec& spec) { spec.root.validity.end = tests::at("2026-01-01T00:00:00Z"); },
        "failed", "certificate.time");
    row(
        "leaf may not sign data", [](ChainSpec& spec) { spec.leaf.key_usage = "keyEncipherment"; }, "failed",
        "certificate.usage");
    row(
        "leaf says no usage", [](ChainSpec& spec) { spec.leaf.key_usage.clear(); }, "passed", "");
    row(
        "leaf for servers", [](ChainSpec& spec) { spec.leaf.purposes = "serverAuth"; }, "failed",
        "certificate.usage");
    row(
        "leaf for time stamping", [](ChainSpec& spec) { spec.leaf.purposes = "timeStamping"; }, "failed",
        "certificate.usage");
    row(
        "leaf says no purpose", [](ChainSpec& spec) { spec.leaf.purposes.clear(); }, "passed", "");
    row(
        "intermediate for servers", [](ChainSpec& spec) { spec.intermediate.purposes = "serverAuth"; },
        "failed", "certificate.usage");
    row(
        "leaf marked as authority", [](ChainSpec& spec) { spec.leaf.authority = true; }, "passed", "");
    row(
        "root allows no intermediate", [](ChainSpec& spec) { spec.root.path_length = 0; }, "failed",
        "certificate.chain_false");
    row(
        "leaf called as its issuer", [](ChainSpec& spec) { spec.leaf.subject = spec.intermediate.subject; },
        "passed", "");
    row(
        "leaf called as its issuer, root allows no intermediate",
        [](ChainSpec& spec) {
          spec.leaf.subject = spec.intermediate.subject;
          spec.root.path_length = 0;
        },
        "failed", "certificate.chain_false");
    row(
        "leaf called as its issuer, expired",
        [](ChainSpec& spec) {
          spec.leaf.subject = spec.intermediate.subject;
          spec.leaf.validity.end = tests::at("2026-05-01T00:00:00Z");
        },
        "failed", "certificate.time");
  }

  void a_chain_is_judged_at_the_time_given() {
    QFETCH(const Change, change);
    QFETCH(const QByteArray, outcome);
    QFETCH(const QByteArray, codes);
    ChainSpec spec;
    change(spec);
    const auto chain = tests::mint_chain(spec);
    const auto check = verdict::check_certificate({chain.certificates}, trust::ExpectedRoots{{chain.root}},
                                                  tests::at(tests::chain_time));
    QCOMPARE(codes_of(check.step), codes);
    QCOMPARE(outcome_of(check.step), outcome);
    QVERIFY(!check.other_root);
  }

  void an_intermediate_that_is_no_authority_leads_nowhere() {
    ChainSpec spec;
    spec.intermediate.authority = false;
    const auto chain = tests::mint_chain(spec);
    const auto check = verdict::check_certificate({chain.certificates}, trust::ExpectedRoots{{chain.root}},
                                                  tests::at(tests::chain_time));
    QVERIFY(check.step.outcome != Outcome::passed);
  }

  void another_root_is_another_signer_and_not_a_fault_of_the_chain() {
    const auto chain = tests::mint_chain();
    const auto other = tests::mint_chain();  // the same names, other keys
    auto check = verdict::check_certificate({chain.certificates}, trust::ExpectedRoots{{other.root}},
                                            tests::at(tests::chain_time));
    QVERIFY(check.step.outcome != Outcome::passed);

    ChainSpec renamed;
    renamed.root.subject = "another root";
    check = verdict::check_certificate({chain.certificates},
                                       trust::ExpectedRoots{{tests::mint_chain(renamed).root}},
                                       tests::at(tests::chain_time));
    QVERIFY(check.other_root);
    QCOMPARE(outcome_of(check.step), QByteArray("not_checked"));
  }

  void any_one_of_the_named_roots_serves() {
    const auto chain = tests::mint_chain();
    ChainSpec renamed;
    renamed.root.subject = "another root";
    const auto check = verdict::check_certificate(
        {chain.certificates}, trust::ExpectedRoots{{tests::mint_chain(renamed).root, chain.root}},
        tests::at(tests::chain_time));
    QVERIFY(check.step.outcome == Outcome::passed);
    QVERIFY(check.chain.back().is_anchor);
    QVERIFY(check.chain.back().certificate == chain.root);
  }

  void a_root_in_the_bundle_is_never_an_anchor() {
    const auto chain = tests::mint_chain();
    auto certificates = chain.certificates;
    certificates.push_back(chain.root);
    ChainSpec renamed;
    renamed.root.subject = "another root";
    const auto check =
        verdict::check_certificate({certificates}, trust::ExpectedRoots{{tests::mint_chain(renamed).root}},
                                   tests::at(tests::chain_time));
    QVERIFY(check.other_root);
  }

  void without_an_expected_root_the_path_stays_unjudged_and_faults_are_still_found() {
    const auto chain = tests::mint_chain();
    auto check = verdict::check_certificate({chain.certificates}, trust::NoExpectation{},
                                            tests::at(tests::chain_time));
    QCOMPARE(outcome_of(check.step), QByteArray("not_checked"));
    QVERIFY(!check.other_root);
    check = verdict::check_certificate({chain.certificates}, trust::NoExpectation{},
                                       tests::at("2040-01-01T00:00:00Z"));
    QCOMPARE(codes_of(check.step), QByteArray("certificate.time"));
  }
};

QTEST_APPLESS_MAIN(tst_certificate_step)
#include "tst_certificate_step.moc"
