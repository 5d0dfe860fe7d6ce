#include <QTest>
#include <algorithm>

#include "signing/certificate_signer.h"
#include "signing/key_signer.h"
#include "support/outcome.h"
#include "support/test_certificate.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using signing::CertificateSigner;

namespace {

/// A signer whose key the tests have certified.
class TestSigner : public signing::Signer {
 public:
  explicit TestSigner(TestKey key) : key_(std::move(key)) {}

  base::Result<signing::Material> material(const base::Task& /*task*/) override {
    return signing::Material{signature::Method::key, key_.public_key(), {}};
  }
  base::Result<Bytes> sign(BytesView encoding, const base::Task& /*task*/) override {
    return key_.sign(encoding);
  }

 private:
  TestKey key_;
};

using Certificates = std::vector<crypto::Certificate>;

/// The leaf of the chain, with these behind it.
auto create(const MintedChain& chain, Certificates others, std::string_view now = chain_time) {
  others.insert(others.begin(), chain.certificates.front());
  return CertificateSigner::create(std::make_unique<TestSigner>(chain.leaf_key), std::move(others), at(now));
}

Certificates shown(const base::Result<std::unique_ptr<signing::Signer>>& signer) {
  return signer.value()->material({}).value().certificates;
}

}  // namespace

class tst_certificate_signer : public QObject {
  Q_OBJECT

 private slots:
  void it_signs_with_the_certified_key() {
    const auto chain = mint_chain();
    const auto signer = create(chain, {chain.certificates.at(1)});
    QCOMPARE(outcome(signer), QString("ok"));
    const auto material = signer.value()->material({});
    QCOMPARE(material->method, signature::Method::certificate);
    const auto signature = signer.value()->sign(as_bytes("text"), {});
    QVERIFY(chain.certificates.front().public_key()->verify(crypto::DigestAlgorithm::sha256, as_bytes("text"),
                                                            *signature));
  }

  void the_chain_is_put_in_order_and_the_root_left_out() {
    const auto chain = mint_chain();
    const auto stranger = mint_chain();
    const auto wanted = chain.certificates;
    QCOMPARE(wanted.size(), 2U);
    const auto& leaf = chain.certificates.at(0);
    const auto& intermediate = chain.certificates.at(1);
    QVERIFY(shown(create(chain, {intermediate})) == wanted);
    QVERIFY(shown(create(chain, {chain.root, intermediate})) == wanted);
    QVERIFY(shown(create(chain, {chain.root, leaf, intermediate, leaf})) == wanted);
    QVERIFY(shown(create(chain, {stranger.certificates.at(1), intermediate, stranger.root})) == wanted);
    QVERIFY(shown(create(chain, {})) == Certificates{leaf});
    QVERIFY(shown(create(chain, {chain.root})) == Certificates{leaf});
  }

  void of_two_certificates_of_an_authority_the_valid_one_is_taken() {
    const auto root = TestKey::generate();
    const auto middle = TestKey::generate();
    const auto key = TestKey::generate();
    auto spec = authority_spec("middle");
    const auto now_valid = mint_certificate(spec, middle, {"root", root});
    spec.validity.end = at("2025-02-01T00:00:00Z");
    spec.serial = 2;
    const auto expired = mint_certificate(spec, middle, {"root", root});
    const auto leaf = mint_certificate(signer_spec("leaf"), key, {"middle", middle});
    const auto signer = CertificateSigner::create(std::make_unique<TestSigner>(key),
                                                  {leaf, expired, now_valid}, at(chain_time));
    QVERIFY((shown(signer) == Certificates{leaf, now_valid}));
  }

  void the_keys_own_certificate_is_found_among_all() {
    const auto chain = mint_chain();
    auto reversed = chain.certificates;
    std::reverse(reversed.begin(), reversed.end());
    reversed.insert(reversed.begin(), chain.root);
    const auto signer =
        CertificateSigner::create(std::make_unique<TestSigner>(chain.leaf_key), reversed, at(chain_time));
    QVERIFY(shown(signer) == chain.certificates);
  }

  void of_two_certificates_of_the_key_the_valid_one_is_taken() {
    const auto root = TestKey::generate();
    const auto key = TestKey::generate();
    auto spec = signer_spec("signer");
    const auto renewed = mint_certificate(spec, key, {"root", root});
    spec.validity.end = at("2025-02-01T00:00:00Z");
    const auto expired = mint_certificate(spec, key, {"root", root});
    const auto signer =
        CertificateSigner::create(std::make_unique<TestSigner>(key), {expired, renewed}, at(chain_time));
    QVERIFY(shown(signer) == Certificates{renewed});
  }

  void a_self_signed_certificate_is_shown_alone() {
    const auto key = TestKey::generate();
    const auto own = mint_certificate(signer_spec("own"), key, {"own", key});
    const auto signer =
        CertificateSigner::create(std::make_unique<TestSigner>(key), {own, own}, at(chain_time));
    QVERIFY(shown(signer) == Certificates{own});
  }

  void a_certificate_of_another_key_is_refused() {
    const auto chain = mint_chain();
    const auto signer = CertificateSigner::create(std::make_unique<TestSigner>(TestKey::generate()),
                                                  chain.certificates, at(chain_time));
    const auto none =
        CertificateSigner::create(std::make_unique<TestSigner>(TestKey::generate()), {}, at(chain_time));
    QCOMPARE(outcome(none), QString("certificate.malformed"));
    QCOMPARE(outcome(signer), QString("key.certificate_differs"));
    QVERIFY(signer.error().subject.find("test signer") != std::string::npos);
  }

  void what_is_not_valid_now_is_refused() {
    const auto chain = mint_chain();
    QCOMPARE(outcome(create(chain, {}, "2035-01-01T00:00:01Z")), QString("signing.expired"));
    QCOMPARE(outcome(create(chain, {}, "2024-12-31T23:59:59Z")), QString("signing.expired"));
    QCOMPARE(outcome(create(chain, {}, "2035-01-01T00:00:00Z")), QString("ok"));
    ChainSpec spec;
    spec.intermediate.validity.end = at("2026-01-01T00:00:00Z");
    const auto late = mint_chain(spec);
    const auto refused = create(late, {late.certificates.at(1)});
    QCOMPARE(outcome(refused), QString("signing.expired"));
    QVERIFY(refused.error().subject.find("test intermediate") != std::string::npos);
    QCOMPARE(outcome(create(late, {})), QString("ok"));
  }

  void a_certificate_for_another_use_is_refused() {
    ChainSpec spec;
    spec.leaf.key_usage = "keyAgreement";
    QCOMPARE(outcome(create(mint_chain(spec), {})), QString("certificate.usage"));
    spec = {};
    spec.leaf.purposes = "serverAuth";
    QCOMPARE(outcome(create(mint_chain(spec), {})), QString("certificate.usage"));
    spec.leaf.purposes = "serverAuth,codeSigning";
    QCOMPARE(outcome(create(mint_chain(spec), {})), QString("ok"));
  }
};

QTEST_APPLESS_MAIN(tst_certificate_signer)
#include "tst_certificate_signer.moc"
