#include <QTest>

#include "base/encoding.h"
#include "crypto/certificate.h"
#include "crypto/chain.h"
#include "support/places.h"

using namespace weighmaster;
using crypto::Certificate;
using crypto::ChainState;

namespace {

std::filesystem::path keys() {
  return *tests::shared_dir() / "conformance" / "assets" / "keys";
}

Certificate first_of(const std::filesystem::path& pem) {
  return Certificate::all_from_pem(tests::read(pem)).value().front();
}

}  // namespace

class tst_certificate : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
  }

  void tells_what_the_certificate_says() {
    const auto leaf = first_of(keys() / "certificate" / "signing-key-cert.pem");
    QCOMPARE(leaf.subject(), std::string("CN=intermediate-ca"));
    QCOMPARE(leaf.serial_number(), std::string("6e5346e4b06d34cf978386af305f25aeff0b6755"));
    QVERIFY(leaf.is_authority());
    QVERIFY(!leaf.is_self_signed());  // although subject and issuer are equal
    QVERIFY(leaf.may_sign_data());
    QVERIFY(leaf.has_purpose(crypto::purpose_code_signing));
    QVERIFY(!leaf.has_purpose(crypto::purpose_time_stamping));
    QCOMPARE(base::to_rfc3339(*leaf.validity().start), std::string("2025-05-02T23:36:28Z"));
    QCOMPARE(leaf.public_key()->type(), crypto::KeyType::ecdsa_p384);
  }

  void a_self_signed_certificate_is_known_by_its_signature() {
    QVERIFY(first_of(keys() / "self-signed" / "signing-cert.pem").is_self_signed());
    QVERIFY(first_of(keys() / "certificate" / "ca-cert.pem").is_self_signed());
  }

  void finds_the_path_to_a_named_root() {
    const auto leaf = first_of(keys() / "certificate" / "signing-key-cert.pem");
    const auto intermediate = first_of(keys() / "certificate" / "int-ca-cert.pem");
    const auto root = first_of(keys() / "certificate" / "ca-cert.pem");
    const auto other = first_of(keys() / "wrong" / "wrong-ca-cert.pem");
    const auto at = *base::parse_rfc3339("2026-01-01T00:00:00Z");

    const auto chain = crypto::build_chain(leaf, {intermediate}, {root}, at);
    QCOMPARE(chain.state, ChainState::good);
    QCOMPARE(chain.path.size(), std::size_t{3});
    QVERIFY(chain.path.back() == root);

    QCOMPARE(crypto::build_chain(leaf, {}, {intermediate}, at).state, ChainState::good);
    QCOMPARE(crypto::build_chain(leaf, {}, {root}, at).state, ChainState::no_path);
    QCOMPARE(crypto::build_chain(leaf, {intermediate}, {other}, at).state, ChainState::no_path);
    QCOMPARE(crypto::build_chain(leaf, {intermediate, root}, {}, at).state, ChainState::no_path);
    QCOMPARE(
        crypto::build_chain(leaf, {intermediate}, {root}, *base::parse_rfc3339("2035-05-01T00:00:00Z")).state,
        ChainState::not_valid_at);
    QCOMPARE(
        crypto::build_chain(leaf, {intermediate}, {root}, *base::parse_rfc3339("2025-05-01T00:00:00Z")).state,
        ChainState::not_valid_at);
  }

  void refuses_what_is_not_one_certificate_in_der() {
    auto der = first_of(keys() / "certificate" / "ca-cert.pem").der();
    QVERIFY(Certificate::from_der(der));
    der.push_back(0);
    QCOMPARE(Certificate::from_der(der).error().code, base::Code::certificate_malformed);
    der.resize(der.size() / 2);
    QCOMPARE(Certificate::from_der(der).error().code, base::Code::certificate_malformed);
    QCOMPARE(Certificate::from_der({}).error().code, base::Code::certificate_malformed);
    QCOMPARE(Certificate::all_from_pem({}).error().code, base::Code::certificate_malformed);
    QCOMPARE(
        Certificate::all_from_pem(as_bytes("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
            .error()
            .code,
        base::Code::certificate_malformed);
  }
};

QTEST_APPLESS_MAIN(tst_certificate)
#include "tst_certificate.moc"
