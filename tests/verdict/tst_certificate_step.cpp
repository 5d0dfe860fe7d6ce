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
        "leaf says no key usage", [](ChainSpec& spec) { spec.leaf.key_usage.clear(); }, "passed", "");
    row(
        "leaf says no usage at all",
        [](ChainSpec& spec) {
          spec.leaf.key_usage.clear();
          spec.leaf.purposes.clear();
        },
        "failed", "certificate.usage");
    row(
        "leaf for servers", [](ChainSpec& spec) { spec.leaf.purposes = "serverAuth"; }, "failed",
        "certificate.usage");
    row(
        "leaf for time stamping", [](ChainSpec& spec) { spec.leaf.purposes = "timeStamping"; }, "failed",
        "certificate.usage");
    row(
        "leaf for any purpose", [](ChainSpec& spec) { spec.leaf.purposes = "anyExtendedKeyUsage"; }, "failed",
        "certificate.usage");
    row(
        "leaf signed with SHA-1", [](ChainSpec& spec) { spec.leaf.weak_signature = true; }, "failed",
        "certificate.chain_refused");
    row(
        "leaf says no purpose", [](ChainSpec& spec) { spec.leaf.purposes.clear(); }, "passed", "");
    row(
        "intermediate for servers", [](ChainSpec& spec) { spec.intermediate.purposes = "serverAuth"; },
        "failed", "certificate.usage");
    row(
        "leaf marked as authority", [](ChainSpec& spec) { spec.leaf.authority = true; }, "passed", "");
    row(
        "root allows no intermediate", [](ChainSpec& spec) { spec.root.path_length = 0; }, "failed",
        "certificate.chain_refused");
    row(
        "intermediate is no authority", [](ChainSpec& spec) { spec.intermediate.authority = false; },
        "failed", "certificate.chain_refused");
    row(
        "intermediate may not issue",
        [](ChainSpec& spec) { spec.intermediate.key_usage = "digitalSignature"; }, "failed",
        "certificate.chain_refused");
    row(
        "leaf asks for what nobody knows",
        [](ChainSpec& spec) {
          spec.leaf.critical_extensions = {{"1.2.3.4.5", {0x05, 0x00}}};
        },
        "failed", "certificate.chain_refused");
    row(
        "leaf called as its issuer", [](ChainSpec& spec) { spec.leaf.subject = spec.intermediate.subject; },
        "passed", "");
    row(
        "leaf called as its issuer, root allows no intermediate",
        [](ChainSpec& spec) {
          spec.leaf.subject = spec.intermediate.subject;
          spec.root.path_length = 0;
        },
        "failed", "certificate.chain_refused");
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
                                                  {}, tests::at(tests::chain_time));
    QCOMPARE(codes_of(check.step), codes);
    QCOMPARE(outcome_of(check.step), outcome);
    QVERIFY(!check.other_root);
  }

  void a_certificate_that_is_refused_is_named() {
    ChainSpec spec;
    spec.intermediate.authority = false;
    const auto chain = tests::mint_chain(spec);
    const auto check = verdict::check_certificate({chain.certificates}, trust::ExpectedRoots{{chain.root}},
                                                  {}, tests::at(tests::chain_time));
    QCOMPARE(check.step.findings.front().code, Code::certificate_chain_refused);
    QCOMPARE(check.step.findings.front().subject, std::string("CN=test intermediate"));
    QVERIFY(!check.step.findings.front().detail.empty());
  }

  void a_false_signature_of_a_named_root_is_a_fault_of_the_chain() {
    const auto chain = tests::mint_chain();
    auto der = chain.certificates[1].der();
    der.back() ^= 1U;
    const auto forged = crypto::Certificate::from_der(der).value();
    const auto check =
        verdict::check_certificate({{chain.certificates[0], forged}}, trust::ExpectedRoots{{chain.root}}, {},
                                   tests::at(tests::chain_time));
    QCOMPARE(codes_of(check.step), QByteArray("certificate.chain_false"));
    QCOMPARE(check.step.findings.front().subject, std::string("CN=test intermediate"));
    QVERIFY(!check.other_root);
  }

  void another_root_is_another_signer_and_not_a_fault_of_the_chain_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("key_id");
    QTest::newRow("another name") << "another root" << true;
    QTest::newRow("the same name, another key") << "test root" << true;
    QTest::newRow("the same name, no key identifier") << "test root" << false;
  }

  void another_root_is_another_signer_and_not_a_fault_of_the_chain() {
    QFETCH(const QString, name);
    QFETCH(const bool, key_id);
    ChainSpec spec;
    spec.intermediate.names_issuer_key = key_id;
    const auto chain = tests::mint_chain(spec);
    ChainSpec other;
    other.root.subject = name.toStdString();
    auto with_root = chain.certificates;
    with_root.push_back(chain.root);
    for (const auto& certificates : {chain.certificates, with_root}) {
      const auto check =
          verdict::check_certificate({certificates}, trust::ExpectedRoots{{tests::mint_chain(other).root}},
                                     {}, tests::at(tests::chain_time));
      QVERIFY(check.other_root);
      QCOMPARE(outcome_of(check.step), QByteArray("not_checked"));
    }
  }

  void what_the_person_names_needs_nobody_above_it() {
    const auto chain = tests::mint_chain();
    for (const auto& named : chain.certificates) {
      const auto check = verdict::check_certificate({chain.certificates}, trust::ExpectedRoots{{named}}, {},
                                                    tests::at(tests::chain_time));
      QCOMPARE(outcome_of(check.step), QByteArray("passed"));
      QVERIFY(check.chain.back().is_anchor);
      QVERIFY(check.chain.back().certificate == named);
    }
  }

  void a_self_signed_certificate_may_be_its_own_root() {
    auto spec = tests::signer_spec("self");
    spec.authority = true;
    const auto key = tests::TestKey::generate();
    const auto self = tests::mint_certificate(spec, key, {"self", key});
    const auto check =
        verdict::check_certificate({{self}}, trust::ExpectedRoots{{self}}, {}, tests::at(tests::chain_time));
    QCOMPARE(codes_of(check.step), QByteArray());
    QCOMPARE(outcome_of(check.step), QByteArray("passed"));
    QCOMPARE(check.step.findings.front().code, Code::certificate_leaf_marked_authority);
    QCOMPARE(check.chain.size(), std::size_t{1});
    QVERIFY(check.chain.front().is_anchor);
  }

  void what_the_path_does_not_need_is_not_judged() {
    ChainSpec spec;
    const auto root_key = tests::TestKey::generate();
    const auto intermediate_key = tests::TestKey::generate();
    const auto mint_intermediate = [&] {
      return tests::mint_certificate(spec.intermediate, intermediate_key, {"test root", root_key});
    };
    const auto leaf = tests::mint_certificate(spec.leaf, tests::TestKey::generate(),
                                              {"test intermediate", intermediate_key});
    const auto valid = mint_intermediate();
    spec.intermediate.validity.end = tests::at("2026-01-01T00:00:00Z");
    const auto expired = mint_intermediate();
    const auto root = tests::mint_certificate(spec.root, root_key, {"test root", root_key});
    for (const auto& certificates : {std::vector{leaf, expired, valid}, std::vector{leaf, valid, expired}}) {
      const auto check = verdict::check_certificate({certificates}, trust::ExpectedRoots{{root}}, {},
                                                    tests::at(tests::chain_time));
      QCOMPARE(codes_of(check.step), QByteArray());
      QCOMPARE(outcome_of(check.step), QByteArray("passed"));
      QCOMPARE(check.chain.size(), std::size_t{3});
    }
  }

  void any_one_of_the_named_roots_serves() {
    const auto chain = tests::mint_chain();
    ChainSpec renamed;
    renamed.root.subject = "another root";
    const auto check = verdict::check_certificate(
        {chain.certificates}, trust::ExpectedRoots{{tests::mint_chain(renamed).root, chain.root}}, {},
        tests::at(tests::chain_time));
    QVERIFY(check.step.outcome == Outcome::passed);
    QVERIFY(check.chain.back().is_anchor);
    QVERIFY(check.chain.back().certificate == chain.root);
  }

  void without_an_expected_root_the_path_stays_unjudged_and_faults_are_still_found() {
    const auto chain = tests::mint_chain();
    auto check = verdict::check_certificate({chain.certificates}, trust::NoExpectation{}, {},
                                            tests::at(tests::chain_time));
    QCOMPARE(outcome_of(check.step), QByteArray("not_checked"));
    QVERIFY(!check.other_root);
    check = verdict::check_certificate({chain.certificates}, trust::NoExpectation{}, {},
                                       tests::at("2040-01-01T00:00:00Z"));
    QCOMPARE(codes_of(check.step), QByteArray("certificate.time"));
  }
};

QTEST_APPLESS_MAIN(tst_certificate_step)
#include "tst_certificate_step.moc"
