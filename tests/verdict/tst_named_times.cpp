#include <QTest>

#include "base/encoding.h"
#include "support/places.h"
#include "support/test_bundle.h"
#include "support/virtual_authority.h"
#include "verdict/verify.h"

using namespace weighmaster;
using base::Json;
using tests::at;
using tests::TestKey;
using tests::TimestampSpec;
using tests::VirtualAuthority;
using verdict::Outcome;
using verdict::StepId;

namespace {

const tests::ModelFiles files{{"config.json", "{}"}, {"weights.bin", "1234"}};

const VirtualAuthority& authority() {
  static const VirtualAuthority instance;
  return instance;
}

void stamp(Json& bundle, const TimestampSpec& spec = {}) {
  const auto& text = bundle["dsseEnvelope"]["signatures"][0]["sig"].get_ref<const std::string&>();
  const auto signature = *base::from_base64(text);
  bundle["verificationMaterial"]["timestampVerificationData"]["rfc3161Timestamps"].push_back(
      {{"signedTimestamp", base::to_base64(authority().stamp(signature, spec))}});
}

trust::Policy believing(trust::Expectation expectation) {
  trust::Policy policy;
  policy.expectation = std::move(expectation);
  policy.timestamp_authorities.push_back(
      {"https://timestamp.test", "timestamp.test", {}, authority().chain()});
  return policy;
}

verdict::Report verify(const Json& bundle, trust::Policy policy, std::string_view now = tests::chain_time) {
  const tests::TemporaryFolder folder;
  tests::write_model(folder / "model", files);
  tests::write(folder / "model.sig", bundle.dump());
  verdict::VerifyRequest request;
  request.model = folder / "model";
  request.signature = folder / "model.sig";
  request.policy = std::move(policy);
  request.now = at(now);
  return verdict::verify_model(request, {});
}

std::string verdict_of(const verdict::Report& report) {
  return std::string(verdict::name(verdict::verdict(report)));
}

/// A signer's certificate for a day, in a chain that lasts.
tests::MintedChain short_lived() {
  tests::ChainSpec spec;
  spec.leaf.validity = {at("2026-06-01T00:00:00Z"), at("2026-06-02T00:00:00Z")};
  return tests::mint_chain(spec);
}

TimestampSpec at_time(std::string_view time) {
  TimestampSpec spec;
  spec.time = at(time);
  return spec;
}

}  // namespace

/// Timestamps beside signatures by key and by certificate.
class tst_named_times : public QObject {
  Q_OBJECT

 private slots:
  void a_key_needs_no_time_and_shows_one_that_is_proven() {
    const auto key = TestKey::generate();
    auto bundle = tests::key_bundle(key, tests::oms_statement(files));
    stamp(bundle);
    const trust::ExpectedKeys expected{{key.public_key()}};

    auto report = verify(bundle, believing(expected));
    QCOMPARE(verdict_of(report), std::string("trusted"));
    QVERIFY(report.step(StepId::timestamps).outcome == Outcome::passed);
    QVERIFY(report.step(StepId::signing_time).outcome == Outcome::passed);
    QCOMPARE(base::to_rfc3339(*report.signed_at), std::string("2026-06-01T12:00:05Z"));

    report = verify(bundle, {expected});
    QCOMPARE(verdict_of(report), std::string("trusted"));
    QVERIFY(report.step(StepId::timestamps).outcome == Outcome::not_checked);
    QVERIFY(report.has(base::Code::timestamp_not_checked));
    QVERIFY(!report.signed_at);
    QCOMPARE(report.timestamps.size(), std::size_t{1});
    QVERIFY(report.timestamps.front().outcome == Outcome::not_checked);
    QCOMPARE(base::to_rfc3339(report.timestamps.front().info->time), std::string("2026-06-01T12:00:05Z"));
  }

  void a_false_time_of_a_named_authority_weighs() {
    const auto key = TestKey::generate();
    auto bundle = tests::key_bundle(key, tests::oms_statement(files));
    TimestampSpec forged;
    forged.key = TestKey::generate();
    stamp(bundle, forged);
    const trust::ExpectedKeys expected{{key.public_key()}};
    const auto report = verify(bundle, believing(expected));
    QCOMPARE(verdict_of(report), std::string("signature_invalid"));
    QVERIFY(report.has(base::Code::timestamp_false));
    QCOMPARE(verdict_of(verify(bundle, {expected})), std::string("trusted"));
  }

  void a_time_of_an_authority_that_nobody_named_says_nothing() {
    const auto key = TestKey::generate();
    auto bundle = tests::key_bundle(key, tests::oms_statement(files));
    stamp(bundle);
    auto policy = believing(trust::ExpectedKeys{{key.public_key()}});
    policy.timestamp_authorities.front().chain = VirtualAuthority().chain();
    const auto report = verify(bundle, std::move(policy));
    QCOMPARE(verdict_of(report), std::string("trusted"));
    QVERIFY(report.has(base::Code::timestamp_authority_unknown));
    QVERIFY(report.step(StepId::timestamps).outcome == Outcome::not_checked);
  }

  void an_expired_certificate_is_good_at_its_proven_time_data() {
    QTest::addColumn<QByteArrayList>("times");
    QTest::addColumn<bool>("named");
    QTest::addColumn<std::string>("expected");
    const std::string trusted = "trusted";
    const std::string invalid = "signature_invalid";
    QTest::newRow("no timestamp") << QByteArrayList() << true << invalid;
    QTest::newRow("while it was valid") << QByteArrayList{"2026-06-01T12:00:00Z"} << true << trusted;
    QTest::newRow("in its last second") << QByteArrayList{"2026-06-02T00:00:00Z"} << true << trusted;
    QTest::newRow("a second later") << QByteArrayList{"2026-06-02T00:00:01Z"} << true << invalid;
    QTest::newRow("before") << QByteArrayList{"2026-05-31T23:59:59Z"} << true << invalid;
    QTest::newRow("once while, once after")
        << QByteArrayList{"2026-06-01T12:00:00Z", "2026-06-03T00:00:00Z"} << true << invalid;
    QTest::newRow("by an authority that nobody named")
        << QByteArrayList{"2026-06-01T12:00:00Z"} << false << invalid;
  }
  void an_expired_certificate_is_good_at_its_proven_time() {
    QFETCH(const QByteArrayList, times);
    QFETCH(const bool, named);
    QFETCH(const std::string, expected);
    const auto chain = short_lived();
    auto bundle = tests::certificate_bundle(chain.leaf_key, chain.certificates, tests::oms_statement(files));
    for (const auto& time : times) stamp(bundle, at_time(time.toStdString()));
    auto policy = believing(trust::ExpectedRoots{{chain.root}});
    if (!named) policy.timestamp_authorities.clear();
    const auto report = verify(bundle, std::move(policy), "2030-01-01T00:00:00Z");
    QCOMPARE(verdict_of(report), expected);
    const bool proven = named && !times.empty();
    QCOMPARE(report.has(base::Code::certificate_time_unproven), !proven);
    QCOMPARE(report.has(base::Code::certificate_time), expected == "signature_invalid");
    QCOMPARE(report.signed_at.has_value(), proven);
  }

  /// A certificate that is valid now, and was not when it signed.
  void the_time_of_the_check_does_not_stand_for_a_proven_one() {
    const auto chain = short_lived();
    auto bundle = tests::certificate_bundle(chain.leaf_key, chain.certificates, tests::oms_statement(files));
    stamp(bundle, at_time("2026-05-01T00:00:00Z"));
    const auto report = verify(bundle, believing(trust::ExpectedRoots{{chain.root}}));
    QVERIFY(report.has(base::Code::certificate_time));
    QCOMPARE(verdict_of(report), std::string("signature_invalid"));
  }
};

QTEST_APPLESS_MAIN(tst_named_times)
#include "tst_named_times.moc"
