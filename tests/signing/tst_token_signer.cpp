#include <QTest>
#include <thread>

#include "base/aside.h"
#include "signing/token_signer.h"
#include "support/needs.h"
#include "support/outcome.h"
#include "support/pkcs11_shim.h"
#include "support/soft_token.h"
#include "support/test_certificate.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using crypto::LastTry;
using signing::TokenRequest;
using signing::TokenSigner;

namespace {

const Bytes message = to_bytes("what is signed");

crypto::Secret secret(std::string_view text) {
  return crypto::Secret(to_bytes(text));
}

}  // namespace

/// Signers whose key is on a token: who is asked for the PIN, when, and which certificate is shown.
class tst_token_signer : public QObject {
  Q_OBJECT

  std::optional<SoftTokens> tokens_;
  std::optional<MintedChain> chain_;
  std::string serial_;
  std::string module_;
  int asked_ = 0;

  [[nodiscard]] TokenRequest request(std::string_view text = "pkcs11:token=t;object=k") const {
    TokenRequest request;
    auto uri = crypto::Pkcs11Uri::parse(text);
    if (uri) request.uri = std::move(*uri);
    request.module_places = {shim_module()};
    return request;
  }

  /// Would answer with the right PIN.
  [[nodiscard]] TokenRequest asking(std::string_view text = "pkcs11:token=t;object=k") {
    auto asks = request(text);
    asks.ask_pin = [this](const crypto::TokenInfo& token) -> base::Result<crypto::Secret> {
      ++asked_;
      if (token.label != "t") return base::fail(base::Code::token_failed);
      return secret("1234");
    };
    return asks;
  }

 private slots:
  void initTestCase() { NEEDS_PEER(SoftTokens::installed(), SoftTokens::absent); }

  void init() {
    asked_ = 0;
    tokens_.emplace();
    chain_.emplace(mint_chain());
    serial_ = tokens_->add("t");
    tokens_->add_key(serial_, chain_->leaf_key, {"k", "\x01"});
    module_ = tokens_->module().string();
    reset_shim();
    shim_state().behind = module_.c_str();
  }

  void signs_by_the_method_key() {
    const auto signer = TokenSigner::open(asking(), {});
    QCOMPARE(outcome(signer), QString("ok"));
    const auto material = signer.value()->material({});
    QCOMPARE(material->method, signature::Method::key);
    QVERIFY(material->key == chain_->leaf_key.public_key());
    QVERIFY(material->certificates.empty());
    const auto signature = signer.value()->sign(message, {});
    QVERIFY(material->key.verify(crypto::DigestAlgorithm::sha256, message, *signature));
    QCOMPARE(asked_, 1);
    QCOMPARE(shim_state().logins, 1);
  }

  void nobody_is_asked_where_a_pin_is_given() {
    const TemporaryFolder folder;
    write(folder / "pin", "1234\n");
    QVERIFY(TokenSigner::open(asking("pkcs11:token=t;object=k?pin-value=1234"), {}));
    QVERIFY(TokenSigner::open(asking("pkcs11:object=k?pin-source=" + (folder / "pin").string()), {}));
    auto with_pin = asking();
    with_pin.pin = secret("1234");
    QVERIFY(TokenSigner::open(std::move(with_pin), {}));
    QCOMPARE(asked_, 0);
    QCOMPARE(shim_state().logins, 3);
  }

  void a_pin_that_cannot_be_had_is_not_tried() {
    QCOMPARE(outcome(TokenSigner::open(asking("pkcs11:object=k?pin-source=/none/pin"), {})),
             QString("file.not_found"));
    QCOMPARE(outcome(TokenSigner::open(asking("pkcs11:object=k?pin-source=pin"), {})), QString("token.uri"));
    QCOMPARE(outcome(TokenSigner::open(request(), {})), QString("token.pin_missing"));
    auto refuses = request();
    refuses.ask_pin = [](const auto&) { return base::fail(base::cancelled()); };
    QCOMPARE(outcome(TokenSigner::open(std::move(refuses), {})), QString("task.cancelled"));
    QCOMPARE(asked_, 0);
    QCOMPARE(shim_state().logins, 0);
  }

  void a_wrong_pin_is_tried_once_and_nobody_is_asked_again() {
    auto wrong = asking();
    wrong.pin = secret("4321");
    QCOMPARE(outcome(TokenSigner::open(std::move(wrong), {})), QString("token.pin_wrong"));
    QCOMPARE(asked_, 0);
    QCOMPARE(shim_state().logins, 1);
  }

  void the_last_try_takes_a_person_or_their_leave() {
    shim_state().extra_flags = 1UL << 17U;  // CKF_USER_PIN_FINAL_TRY
    auto given = request();
    given.pin = secret("1234");
    QCOMPARE(outcome(TokenSigner::open(std::move(given), {})), QString("token.pin_last_try"));
    QCOMPARE(shim_state().logins, 0);
    auto allowed = request();
    allowed.pin = secret("1234");
    allowed.last_try = LastTry::allow;
    QVERIFY(TokenSigner::open(std::move(allowed), {}));
    QVERIFY(TokenSigner::open(asking(), {}));
    QCOMPARE(asked_, 1);
  }

  void nobody_is_asked_for_a_locked_token() {
    shim_state().extra_flags = 1UL << 18U;  // CKF_USER_PIN_LOCKED
    QCOMPARE(outcome(TokenSigner::open(asking(), {})), QString("token.pin_locked"));
    QCOMPARE(asked_, 0);
    QCOMPARE(shim_state().logins, 0);
  }

  void a_token_with_its_own_keys_tells_the_person_to_use_them() {
    shim_state().extra_flags = 1UL << 8U;  // CKF_PROTECTED_AUTHENTICATION_PATH
    shim_state().pin_on_its_keys = "1234";
    int told = 0;
    auto tells = asking("pkcs11:token=t;object=k?pin-value=wrong");
    tells.enter_on_token = [&](const auto&) { ++told; };
    QVERIFY(TokenSigner::open(std::move(tells), {}));
    QCOMPARE(told, 1);
    QCOMPARE(asked_, 0);
    QCOMPARE(shim_state().logins_without_pin, 1);
  }

  void what_is_stopped_asks_nobody() {
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(outcome(TokenSigner::open(asking(), {stop.get_token(), {}})), QString("task.cancelled"));
    QCOMPARE(asked_, 0);
  }

  void a_token_that_waits_for_a_person_is_left_behind_data() {
    QTest::addColumn<bool>("for_the_pin");
    QTest::newRow("for the PIN on its own keys") << true;
    QTest::newRow("for a touch") << false;
  }
  void a_token_that_waits_for_a_person_is_left_behind() {
    QFETCH(bool, for_the_pin);
    auto& shim = shim_state();
    auto& waits = for_the_pin ? shim.login_waits : shim.sign_waits;
    waits = true;
    std::stop_source stop;
    std::thread person([&] {
      while (shim.waiting == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
      stop.request_stop();
    });
    const base::Task task{stop.get_token(), {}};
    auto signer = TokenSigner::open(asking(), task);
    QCOMPARE(outcome(signer), QString(for_the_pin ? "task.cancelled" : "ok"));
    if (!for_the_pin) QCOMPARE(outcome(signer.value()->sign(message, task)), QString("task.cancelled"));
    person.join();
    QCOMPARE(base::left_behind(), 1);
    QCOMPARE(shim.waiting.load(), 1);
    // The touch comes late, and nothing comes of it. The session is closed all the same.
    waits = false;
    signer = base::fail(base::cancelled());
    for (int i = 0; i < 1000 && base::left_behind() > 0; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    QCOMPARE(base::left_behind(), 0);
    QCOMPARE(shim.sessions_closed, shim.sessions_opened);
  }

  void the_token_may_hold_certificate_and_chain() {
    tokens_->add_certificate(serial_, chain_->certificates.front(), {"c", "\x01"});
    tokens_->add_certificate(serial_, chain_->certificates.at(1), {"authority", "\x02"});
    auto signer = TokenSigner::open(asking(), {});
    const auto certified = signing::with_certificate(std::move(*signer), {}, {}, at(chain_time));
    QCOMPARE(outcome(certified), QString("ok"));
    const auto material = certified.value()->material({});
    QCOMPARE(material->method, signature::Method::certificate);
    QCOMPARE(material->certificates, chain_->certificates);
    QVERIFY(certified.value()->sign(message, {}));
  }

  void certificate_and_chain_may_come_from_files() {
    auto signer = TokenSigner::open(asking(), {});
    const auto certified = signing::with_certificate(std::move(*signer), {chain_->certificates.front()},
                                                     {chain_->certificates.at(1)}, at(chain_time));
    QCOMPARE(outcome(certified), QString("ok"));
    QCOMPARE(certified.value()->material({})->certificates, chain_->certificates);
  }

  void the_certificate_that_is_named_counts_not_the_tokens() {
    CertificateSpec expired = signer_spec("expired");
    expired.validity.end = at("2026-01-01T00:00:00Z");
    const auto named = mint_certificate(expired, chain_->leaf_key, {"test root", TestKey::generate()});
    tokens_->add_certificate(serial_, chain_->certificates.front(), {"c", "\x01"});
    auto signer = TokenSigner::open(asking(), {});
    QCOMPARE(outcome(signing::with_certificate(std::move(*signer), {named}, {}, at(chain_time))),
             QString("signing.expired"));
  }

  void without_a_certificate_it_says_so() {
    auto signer = TokenSigner::open(asking(), {});
    QCOMPARE(outcome(signing::with_certificate(std::move(*signer), {}, {}, at(chain_time))),
             QString("token.certificate_missing"));
    auto again = TokenSigner::open(asking(), {});
    QCOMPARE(outcome(signing::with_certificate(std::move(*again), {mint_chain().certificates.front()}, {},
                                               at(chain_time))),
             QString("key.certificate_differs"));
  }
};

QTEST_APPLESS_MAIN(tst_token_signer)
#include "tst_token_signer.moc"
