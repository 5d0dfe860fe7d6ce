#include <QTest>
#include <nlohmann/json.hpp>

#include "support/virtual_sigstore.h"
#include "trust/disclosure.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using trust::Disclosure;
using trust::LoginKind;
using trust::Service;

namespace {

trust::PickedServices services(std::vector<Service> logs) {
  return {{"https://ca.test", 1, {}, "a"},
          {"https://login.test/auth", 1, {}, "a"},
          std::move(logs),
          {{"https://stamps.test/api", 1, {}, "a"}}};
}

QStringList said(const std::vector<Disclosure>& list) {
  QStringList all;
  for (const auto& each : list)
    all << QString::fromStdString(std::string(trust::name(each.what)) + " " + each.host).trimmed();
  return all;
}

trust::Consent consent(std::vector<Service> logs, LoginKind login = LoginKind::at_provider,
                       const std::function<void(base::Json&)>& change = {}) {
  auto json = VirtualSigstore().trusted_root();
  if (change) change(json);
  const auto root = trust::TrustedRoot::parse(as_bytes(json.dump())).value();
  return trust::consent(services(std::move(logs)), root, login, at(signing_time));
}

const Service rekor_1{"https://one.test:8080/x", 1, {}, "a"};
const Service rekor_2{"https://two.test", 2, {}, "b"};

}  // namespace

class tst_disclosure : public QObject {
  Q_OBJECT

 private slots:
  void a_log_of_version_1_is_sent_the_list_of_files() {
    const auto one = consent({rekor_1});
    QCOMPARE(said(one.public_for_ever),
             (QStringList{"certificate_logged ct.test", "digests_logged one.test"}));
    QCOMPARE(said(one.sent), (QStringList{"login login.test", "token ca.test", "signature_digest stamps.test",
                                          "list_of_files one.test"}));
  }

  void a_log_of_version_2_is_sent_one_digest() {
    const auto two = consent({rekor_2});
    QCOMPARE(said(two.public_for_ever),
             (QStringList{"certificate_logged ct.test", "digest_logged two.test"}));
    QCOMPARE(said(two.sent),
             (QStringList{"login login.test", "token ca.test", "signature_digest stamps.test"}));
  }

  void each_log_is_named() {
    QCOMPARE(said(consent({rekor_2, {"https://three.test", 2, {}, "c"}}).public_for_ever).mid(1),
             (QStringList{"digest_logged two.test", "digest_logged three.test"}));
  }

  void with_a_token_no_provider_learns_of_it() {
    QCOMPARE(said(consent({rekor_2}, LoginKind::by_token).sent),
             (QStringList{"token_as_given ca.test", "signature_digest stamps.test"}));
  }

  void what_a_machine_is_asked_for_is_not_called_given() {
    QCOMPARE(said(consent({rekor_2}, LoginKind::by_surroundings).sent),
             (QStringList{"token_of_surroundings ca.test", "signature_digest stamps.test"}));
  }

  void logs_of_certificates_are_those_of_today() {
    const auto ended = consent({rekor_2}, LoginKind::at_provider, [](base::Json& root) {
      auto next = root["ctlogs"][0];
      next["baseUrl"] = "https://next.test";
      root["ctlogs"][0]["publicKey"]["validFor"]["end"] = "2026-02-01T00:00:00Z";
      root["ctlogs"].push_back(next);
    });
    QCOMPARE(said(ended.public_for_ever).front(), QString("certificate_logged next.test"));
    const auto none = consent({rekor_2}, LoginKind::at_provider,
                              [](base::Json& root) { root["ctlogs"] = base::Json::array(); });
    // It is logged all the same.
    QCOMPARE(said(none.public_for_ever).front(), QString("certificate_logged"));
  }
};

QTEST_APPLESS_MAIN(tst_disclosure)
#include "tst_disclosure.moc"
