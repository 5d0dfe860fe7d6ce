#include <QTest>

#include "base/limits.h"
#include "crypto/chain.h"
#include "support/test_certificate.h"

using namespace weighmaster;
using crypto::Certificate;
using crypto::ChainState;
using tests::authority_spec;
using tests::CertificateSpec;
using tests::ChainSpec;
using tests::Issuer;
using tests::mint_certificate;
using tests::signer_spec;
using tests::TestKey;

namespace {

using Certificates = std::vector<Certificate>;
using Change = void (*)(ChainSpec&);

const auto now = tests::at(tests::chain_time);
const std::pair<std::string, Bytes> unknown_extension{"1.2.3.4.5", {0x05, 0x00}};
/// Only names of mail below "a.org" (RFC 5280 section 4.2.1.10).
const std::pair<std::string, Bytes> name_constraints{
    "2.5.29.30", {0x30, 0x0b, 0xa0, 0x09, 0x30, 0x07, 0x81, 0x05, 'a', '.', 'o', 'r', 'g'}};

CertificateSpec expired(CertificateSpec spec) {
  spec.validity.end = tests::at("2026-01-01T00:00:00Z");
  return spec;
}

CertificateSpec without_key_id(CertificateSpec spec) {
  spec.names_issuer_key = false;
  return spec;
}

Certificate self_signed(const CertificateSpec& spec, const TestKey& key) {
  return mint_certificate(spec, key, {spec.subject, key});
}

void leaf_named_as_its_issuer(ChainSpec& spec) {
  spec.leaf.subject = spec.intermediate.subject;
  spec.leaf.names_issuer_key = false;
}

}  // namespace

Q_DECLARE_METATYPE(Change)
Q_DECLARE_METATYPE(ChainState)

class tst_chain : public QObject {
  Q_OBJECT

  const TestKey root_key_ = TestKey::generate();
  const TestKey intermediate_key_ = TestKey::generate();
  const TestKey leaf_key_ = TestKey::generate();
  const TestKey other_key_ = TestKey::generate();
  const Issuer root_issuer_{"root", root_key_};
  const Issuer intermediate_issuer_{"intermediate", intermediate_key_};
  const Certificate root_ = self_signed(authority_spec("root"), root_key_);
  const Certificate other_root_ = self_signed(authority_spec("root"), other_key_);
  const Certificate intermediate_ =
      mint_certificate(authority_spec("intermediate"), intermediate_key_, root_issuer_);
  const Certificate leaf_ = mint_certificate(signer_spec("signer"), leaf_key_, intermediate_issuer_);

 private slots:
  void the_leaf_itself_may_be_the_anchor_data() {
    QTest::addColumn<bool>("key_id");
    QTest::newRow("with key identifiers") << true;
    QTest::newRow("without") << false;
  }

  void the_leaf_itself_may_be_the_anchor() {
    QFETCH(const bool, key_id);
    auto spec = signer_spec("self");
    spec.names_issuer_key = key_id;
    spec.authority = true;  // and yet its key usage does not let it issue: nothing is issued here
    const auto self = self_signed(spec, leaf_key_);
    const auto chain = crypto::build_chain(self, {}, {root_, self}, now);
    QCOMPARE(chain.state, ChainState::good);
    QVERIFY(chain.path == Certificates{self});

    const auto past = self_signed(expired(spec), leaf_key_);
    QCOMPARE(crypto::build_chain(past, {}, {past}, now).state, ChainState::not_valid_at);
    QCOMPARE(crypto::build_chain(self, {}, {past}, now).state, ChainState::no_path);
    QCOMPARE(crypto::build_chain(leaf_, {}, {leaf_}, now).state, ChainState::good);
    spec.critical_extensions = {unknown_extension};
    const auto strange = self_signed(spec, leaf_key_);
    QCOMPARE(crypto::build_chain(strange, {}, {strange}, now).state, ChainState::refused);
  }

  void of_roots_of_one_name_the_one_that_signed_counts_data() {
    QTest::addColumn<bool>("key_id");
    QTest::newRow("named by key") << true;
    QTest::newRow("named by name only") << false;
  }

  void of_roots_of_one_name_the_one_that_signed_counts() {
    QFETCH(const bool, key_id);
    auto spec = authority_spec("intermediate");
    spec.names_issuer_key = key_id;
    const auto intermediate = mint_certificate(spec, intermediate_key_, root_issuer_);
    for (const auto& anchors : {Certificates{other_root_, root_}, Certificates{root_, other_root_}}) {
      const auto chain = crypto::build_chain(leaf_, {intermediate}, anchors, now);
      QCOMPARE(chain.state, ChainState::good);
      QVERIFY(chain.path == (Certificates{leaf_, intermediate, root_}));
    }
    QCOMPARE(crypto::build_chain(leaf_, {intermediate}, {other_root_}, now).state, ChainState::no_path);
    QCOMPARE(crypto::build_chain(leaf_, {intermediate, root_}, {other_root_}, now).state,
             ChainState::no_path);
  }

  void a_renewed_root_serves_beside_the_expired_one() {
    const auto past = self_signed(expired(authority_spec("root")), root_key_);
    QCOMPARE(crypto::build_chain(leaf_, {intermediate_}, {past, root_}, now).state, ChainState::good);
    QCOMPARE(crypto::build_chain(leaf_, {intermediate_, past}, {root_}, now).state, ChainState::good);
    QCOMPARE(crypto::build_chain(leaf_, {intermediate_, root_}, {past}, now).state, ChainState::not_valid_at);
  }

  void a_valid_intermediate_serves_beside_the_expired_one() {
    const auto past =
        mint_certificate(expired(authority_spec("intermediate")), intermediate_key_, root_issuer_);
    for (const auto& order : {Certificates{past, intermediate_}, Certificates{intermediate_, past}}) {
      const auto chain = crypto::build_chain(leaf_, order, {root_}, now);
      QCOMPARE(chain.state, ChainState::good);
      QVERIFY(chain.path[1] == intermediate_);
    }
    const auto chain = crypto::build_chain(leaf_, {past}, {root_}, now);
    QCOMPARE(chain.state, ChainState::not_valid_at);
    QCOMPARE(chain.refused_at, std::size_t{1});
  }

  void an_intermediate_of_another_key_is_passed_over() {
    const auto other = mint_certificate(authority_spec("intermediate"), other_key_, root_issuer_);
    const auto leaf =
        mint_certificate(without_key_id(signer_spec("signer")), leaf_key_, intermediate_issuer_);
    QCOMPARE(crypto::build_chain(leaf, {other, intermediate_}, {root_}, now).state, ChainState::good);
    QCOMPARE(crypto::build_chain(leaf, {other}, {root_}, now).state, ChainState::no_path);
  }

  /// The key identifier of the key that is named, and the signature of another.
  void only_a_known_issuer_that_is_named_by_its_key_makes_a_signature_false() {
    auto der = leaf_.der();
    der.back() ^= 1U;  // the end of the signature
    const auto forged = Certificate::from_der(der).value();
    const auto chain = crypto::build_chain(forged, {intermediate_}, {root_}, now);
    QCOMPARE(chain.state, ChainState::false_signature);
    QCOMPARE(chain.refused_at, std::size_t{0});
    QCOMPARE(crypto::build_chain(forged, {}, {intermediate_}, now).state, ChainState::false_signature);
    // Nobody known stands behind the name.
    QCOMPARE(crypto::build_chain(forged, {intermediate_}, {other_root_}, now).state, ChainState::no_path);

    der = intermediate_.der();
    der.back() ^= 1U;
    const auto forged_intermediate = Certificate::from_der(der).value();
    const auto above = crypto::build_chain(leaf_, {forged_intermediate}, {root_}, now);
    QCOMPARE(above.state, ChainState::false_signature);
    QCOMPARE(above.refused_at, std::size_t{1});
  }

  void a_true_path_is_better_than_a_false_one_beside_it() {
    auto der = intermediate_.der();
    der.back() ^= 1U;
    const auto forged = Certificate::from_der(der).value();
    QCOMPARE(crypto::build_chain(leaf_, {forged, intermediate_}, {root_}, now).state, ChainState::good);
  }

  void another_key_under_the_same_name_is_another_authority() {
    const auto leaf =
        mint_certificate(without_key_id(signer_spec("signer")), leaf_key_, {"root", other_key_});
    QCOMPARE(crypto::build_chain(leaf, {}, {root_}, now).state, ChainState::no_path);
    QCOMPARE(crypto::build_chain(leaf, {other_root_}, {root_}, now).state, ChainState::no_path);
  }

  void a_self_signed_certificate_is_issued_by_nobody_else() {
    const auto self = self_signed(signer_spec("root"), root_key_);
    QCOMPARE(crypto::build_chain(self, {}, {root_}, now).state, ChainState::no_path);
    QCOMPARE(crypto::build_chain(self, {root_}, {root_}, now).state, ChainState::no_path);
  }

  void what_a_certificate_may_do_is_checked_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<ChainState>("state");
    QTest::addColumn<std::size_t>("refused_at");
    const auto row = [](const char* name, Change change, ChainState state, std::size_t refused_at) {
      QTest::newRow(name) << change << state << refused_at;
    };
    row(
        "as it should be", [](ChainSpec&) {}, ChainState::good, 0);
    row(
        "intermediate is no authority", [](ChainSpec& spec) { spec.intermediate.authority = false; },
        ChainState::not_authority, 1);
    row(
        "intermediate may not issue",
        [](ChainSpec& spec) { spec.intermediate.key_usage = "digitalSignature"; }, ChainState::not_authority,
        1);
    row(
        "root allows no intermediate", [](ChainSpec& spec) { spec.root.path_length = 0; },
        ChainState::not_authority, 2);
    row(
        "leaf asks for what nobody knows",
        [](ChainSpec& spec) { spec.leaf.critical_extensions = {unknown_extension}; }, ChainState::refused, 0);
    row(
        "intermediate asks for what nobody knows",
        [](ChainSpec& spec) { spec.intermediate.critical_extensions = {unknown_extension}; },
        ChainState::refused, 1);
    row(
        "all of one name",
        [](ChainSpec& spec) { spec.leaf.subject = spec.intermediate.subject = spec.root.subject; },
        ChainState::good, 0);
    row(
        "all of one name, without key identifiers",
        [](ChainSpec& spec) {
          spec.leaf.subject = spec.intermediate.subject = spec.root.subject;
          spec.leaf.names_issuer_key = spec.intermediate.names_issuer_key = false;
        },
        ChainState::good, 0);
    row("leaf named as its issuer", leaf_named_as_its_issuer, ChainState::good, 0);
    row(
        "leaf named as its issuer asks for what nobody knows",
        [](ChainSpec& spec) {
          leaf_named_as_its_issuer(spec);
          spec.leaf.critical_extensions = {unknown_extension};
        },
        ChainState::refused, 0);
    row(
        "leaf signed with SHA-1", [](ChainSpec& spec) { spec.leaf.weak_signature = true; },
        ChainState::refused, 0);
    row(
        "leaf named as its issuer, signed with SHA-1",
        [](ChainSpec& spec) {
          leaf_named_as_its_issuer(spec);
          spec.leaf.weak_signature = true;
        },
        ChainState::refused, 0);
    row(
        "leaf named as its issuer, expired",
        [](ChainSpec& spec) {
          leaf_named_as_its_issuer(spec);
          spec.leaf = expired(spec.leaf);
        },
        ChainState::not_valid_at, 0);
    row(
        "leaf named as its issuer, which may not issue",
        [](ChainSpec& spec) {
          leaf_named_as_its_issuer(spec);
          spec.intermediate.key_usage = "digitalSignature";
        },
        ChainState::not_authority, 1);
    row(
        "leaf named as its issuer, root allows no intermediate",
        [](ChainSpec& spec) {
          leaf_named_as_its_issuer(spec);
          spec.root.path_length = 0;
        },
        ChainState::not_authority, 2);
    row(
        "leaf named as its issuer, which is bound to names",
        [](ChainSpec& spec) {
          leaf_named_as_its_issuer(spec);
          spec.intermediate.critical_extensions = {name_constraints};
        },
        ChainState::refused, 1);
  }

  void what_a_certificate_may_do_is_checked() {
    QFETCH(const Change, change);
    QFETCH(const ChainState, state);
    QFETCH(const std::size_t, refused_at);
    ChainSpec spec;
    change(spec);
    const auto minted = tests::mint_chain(spec);
    const auto chain =
        crypto::build_chain(minted.certificates[0], {minted.certificates[1]}, {minted.root}, now);
    QCOMPARE(chain.state, state);
    QCOMPARE(chain.refused_at, refused_at);
    QCOMPARE(chain.path.size(), std::size_t{3});
  }

  void names_bind_what_is_below_them() {
    auto spec = authority_spec("intermediate");
    spec.critical_extensions = {name_constraints};
    const auto intermediate = mint_certificate(spec, intermediate_key_, root_issuer_);
    for (const auto& [mail, state] :
         {std::pair{"me@a.org", ChainState::good}, std::pair{"me@b.org", ChainState::refused}}) {
      auto signer = signer_spec("signer");
      signer.names = {{crypto::AlternativeName::Kind::email, mail}};
      const auto leaf = mint_certificate(signer, leaf_key_, intermediate_issuer_);
      QCOMPARE(crypto::build_chain(leaf, {intermediate}, {root_}, now).state, state);
    }
  }

  void the_search_ends() {
    const auto leaf = mint_certificate(without_key_id(signer_spec("signer")), leaf_key_, root_issuer_);
    Certificates anchors;
    auto spec = authority_spec("root");
    for (; anchors.size() < base::limits::issuer_attempts - 1; ++spec.serial) {
      anchors.push_back(self_signed(spec, other_key_));
    }
    auto last_one_tried = anchors;
    last_one_tried.push_back(root_);
    QCOMPARE(crypto::build_chain(leaf, {}, last_one_tried, now).state, ChainState::good);
    anchors.push_back(self_signed(spec, other_key_));
    anchors.push_back(root_);
    QCOMPARE(crypto::build_chain(leaf, {}, anchors, now).state, ChainState::refused);
  }
};

QTEST_APPLESS_MAIN(tst_chain)
#include "tst_chain.moc"
