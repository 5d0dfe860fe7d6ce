#include <p11-kit/pkcs11.h>

#include <QProcess>
#include <QStandardPaths>
#include <QTest>
#include <map>

#include "base/text.h"
#include "crypto/token.h"
#include "support/needs.h"
#include "support/outcome.h"
#include "support/pkcs11_shim.h"
#include "support/soft_token.h"
#include "support/test_certificate.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using crypto::KeyType;
using crypto::LastTry;
using crypto::PinTries;
using crypto::Pkcs11Uri;
using crypto::Secret;
using crypto::Token;

namespace {

Pkcs11Uri uri(std::string_view text) {
  auto parsed = Pkcs11Uri::parse(text);
  return parsed ? std::move(*parsed) : Pkcs11Uri();
}

Secret pin(std::string_view text = SoftTokens::pin) {
  return Secret(to_bytes(text));
}

/// Logged in, through SoftHSM itself.
base::Result<Token> open(const SoftTokens& tokens, std::string_view text) {
  auto token = Token::find(uri(text), {tokens.module()});
  if (!token) return token;
  auto done = token->login(pin(), LastTry::refuse);
  if (!done) return base::fail(std::move(done.error()));
  return token;
}

base::Result<crypto::TokenKey> key(const SoftTokens& tokens, std::string_view text) {
  auto token = open(tokens, text);
  if (!token) return base::fail(std::move(token.error()));
  return token->key(uri(text));
}

const Bytes message = to_bytes("what is signed");

/// The shim before SoftHSM, its counters at zero.
ShimState& fresh_shim(const SoftTokens& tokens) {
  static std::string behind;
  behind = tokens.module().string();
  tests::reset_shim();
  auto& state = shim_state();
  state.behind = behind.c_str();
  return state;
}

base::Result<Token> through_shim(std::string_view text = "pkcs11:token=t") {
  return Token::find(uri(text), {shim_module()});
}

}  // namespace

/// Keys on tokens, with SoftHSM2 as the token.
class tst_token : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { NEEDS_PEER(SoftTokens::installed(), SoftTokens::absent); }

  void signs_on_each_curve_data() {
    QTest::addColumn<int>("type");
    QTest::newRow("P-256") << static_cast<int>(KeyType::ecdsa_p256);
    QTest::newRow("P-384") << static_cast<int>(KeyType::ecdsa_p384);
    QTest::newRow("P-521") << static_cast<int>(KeyType::ecdsa_p521);
  }
  void signs_on_each_curve() {
    QFETCH(int, type);
    const auto test_key = TestKey::generate(static_cast<KeyType>(type));
    SoftTokens tokens;
    tokens.add_key(tokens.add("t"), test_key, {"signer", "\x01"});
    const auto found = key(tokens, "pkcs11:token=t;object=signer");
    QVERIFY(found);
    QVERIFY(found->public_key() == test_key.public_key());
    for (int i = 0; i < 20; ++i) {  // of shorter r and s too
      const auto signature = found->sign(message, {});
      QVERIFY(signature);
      QVERIFY(test_key.public_key().verify(test_key.public_key().usual_digest(), message, *signature));
    }
  }

  void a_key_is_found_by_name_by_id_or_alone() {
    const auto first = TestKey::generate();
    const auto second = TestKey::generate();
    SoftTokens tokens;
    const auto serial = tokens.add("t");
    tokens.add_key(serial, first, {"same", "\x01"});
    for (const char* text : {"pkcs11:", "pkcs11:token=t", "pkcs11:id=%01", "pkcs11:object=same;type=private",
                             "pkcs11:object=same;id=%01;type=public"}) {
      const auto found = key(tokens, text);
      QVERIFY2(found && found->public_key() == first.public_key(), text);
    }
    tokens.add_key(serial, second, {"same", "\x02"});
    QVERIFY(key(tokens, "pkcs11:object=same;id=%02")->public_key() == second.public_key());
    for (const char* text : {"pkcs11:", "pkcs11:object=same"}) {
      const auto found = key(tokens, text);
      QCOMPARE(outcome(found), QString("token.key_ambiguous"));
      const auto detail = QString::fromStdString(found.error().detail);
      QVERIFY2(detail.contains("id=%01") && detail.contains("id=%02"), qPrintable(detail));
    }
  }

  void a_key_that_is_not_there_is_missing() {
    SoftTokens tokens;
    tokens.add_key(tokens.add("t"), TestKey::generate(), {"signer", "\x01"});
    for (const char* text : {"pkcs11:object=other", "pkcs11:id=%02", "pkcs11:object=signer;id=%02",
                             "pkcs11:object=signe", "pkcs11:object=signer%20"}) {
      const auto found = key(tokens, text);
      QCOMPARE(outcome(found), QString("token.key_missing"));
      QCOMPARE(found.error().subject, "t");
      QCOMPARE(found.error().detail, "there is pkcs11:object=signer;id=%01;type=private");
    }
    QCOMPARE(outcome(key(tokens, "pkcs11:object=signer;type=secret-key")), QString("token.uri"));
  }

  void before_the_login_no_private_key_is_there() {
    SoftTokens tokens;
    tokens.add_key(tokens.add("t"), TestKey::generate(), {"signer", "\x01"});
    const auto token = Token::find(uri("pkcs11:token=t"), {tokens.module()});
    QVERIFY(token);
    QCOMPARE(outcome(token->key(uri("pkcs11:object=signer"))), QString("token.key_missing"));
  }

  /// Tokens that keep only a private key and its certificate are usual.
  void the_public_key_may_come_from_the_certificate() {
    const auto chain = mint_chain();
    SoftTokens tokens;
    const auto serial = tokens.add("t");
    tokens.add_key(serial, chain.leaf_key, {"signer", "\x01"}, SoftTokens::Half::private_only);
    const auto without = key(tokens, "pkcs11:object=signer");
    QCOMPARE(outcome(without), QString("token.key_missing"));
    QCOMPARE(without.error().detail, "the private key is there, its public key is not");
    tokens.add_certificate(serial, chain.certificates.front(), {"certificate", "\x01"});
    const auto with = key(tokens, "pkcs11:object=signer");
    QVERIFY(with);
    QVERIFY(with->public_key() == chain.leaf_key.public_key());
    QVERIFY(with->sign(message, {}));
  }

  void a_false_public_key_is_noticed_when_signing() {
    SoftTokens tokens;
    const auto serial = tokens.add("t");
    tokens.add_key(serial, TestKey::generate(), {"signer", "\x01"}, SoftTokens::Half::private_only);
    const auto other = mint_chain();
    tokens.add_certificate(serial, other.certificates.front(), {"certificate", "\x01"});
    const auto found = key(tokens, "pkcs11:object=signer");
    QVERIFY(found);
    const auto signature = found->sign(message, {});
    QCOMPARE(outcome(signature), QString("token.failed"));
    QCOMPARE(signature.error().detail, "what it signed does not fit its public key");
  }

  void the_certificate_is_the_one_for_the_key() {
    ChainSpec renewed;
    renewed.leaf.validity.end = at("2036-01-01T00:00:00Z");
    const auto chain = mint_chain();
    SoftTokens tokens;
    const auto serial = tokens.add("t");
    tokens.add_key(serial, chain.leaf_key, {"signer", "\x01"});
    QCOMPARE(outcome(key(tokens, "pkcs11:token=t")->certificate()), QString("token.certificate_missing"));
    tokens.add_certificate(serial, mint_chain().certificates.front(), {"another's, same id", "\x01"});
    QCOMPARE(outcome(key(tokens, "pkcs11:token=t")->certificate()), QString("token.certificate_missing"));
    tokens.add_certificate(serial, chain.certificates.front(), {"other id", "\x07"});
    tokens.add_certificate(serial, chain.certificates.at(1), {"authority", "\x08"});
    {
      const auto found = key(tokens, "pkcs11:token=t");
      QVERIFY(found->certificate() == chain.certificates.front());
      QCOMPARE(found->certificates().size(), 3U);
    }
    const auto later = mint_certificate(renewed.leaf, chain.leaf_key, {"test root", TestKey::generate()});
    tokens.add_certificate(serial, later, {"renewed", "\x01"});
    QVERIFY(key(tokens, "pkcs11:token=t")->certificate() == later);
  }

  void an_rsa_key_is_not_for_models() {
    SoftTokens tokens;
    tokens.add_rsa_key(tokens.add("t"), {"rsa", "\x01"});
    const auto found = key(tokens, "pkcs11:object=rsa");
    QCOMPARE(outcome(found), QString("key.unsupported"));
    QCOMPARE(found.error().subject, "rsa");
    QCOMPARE(found.error().detail, "RSA");
  }

  void a_token_is_chosen_by_all_that_it_says() {
    SoftTokens tokens;
    const auto first = tokens.add("same");
    const auto second = tokens.add("same");
    const auto both = Token::find(uri("pkcs11:token=same"), {tokens.module()});
    QCOMPARE(outcome(both), QString("token.ambiguous"));
    QCOMPARE(both.error().subject, "pkcs11:token=same");
    const auto detail = QString::fromStdString(both.error().detail);
    QVERIFY2(
        detail.contains(QString::fromStdString(first)) && detail.contains(QString::fromStdString(second)),
        qPrintable(detail));
    for (const auto& serial : {first, second}) {
      const auto token = Token::find(uri("pkcs11:token=same;serial=" + serial), {tokens.module()});
      QVERIFY(token);
      QCOMPARE(token->info().serial, serial);
      const auto again = Token::find(token->info().uri(), {tokens.module()});
      QVERIFY(again);
      QCOMPARE(again->info().serial, serial);
      const auto by_slot =
          Token::find(uri("pkcs11:slot-id=" + std::to_string(token->info().slot_id)), {tokens.module()});
      QVERIFY(by_slot);
      QCOMPARE(by_slot->info().serial, serial);
    }
    for (const char* other :
         {"pkcs11:token=other", "pkcs11:token=sam", "pkcs11:token=same;serial=0", "pkcs11:slot-id=12345",
          "pkcs11:token=same;manufacturer=x", "pkcs11:token=same;model=x", "pkcs11:library-version=99",
          "pkcs11:library-description=x", "pkcs11:library-manufacturer=x", "pkcs11:slot-description=x",
          "pkcs11:slot-manufacturer=x"}) {
      const auto token = Token::find(uri(other), {tokens.module()});
      QCOMPARE(outcome(token), QString("token.missing"));
      QCOMPARE(token.error().subject, uri(other).path_text());
      QVERIFY(QString::fromStdString(token.error().detail).contains("“same”"));
    }
    const auto by_all = Token::find(uri("pkcs11:token=same;manufacturer=SoftHSM%20project;model=SoftHSM%20v2;"
                                        "library-manufacturer=SoftHSM;serial=" +
                                        first),
                                    {tokens.module()});
    QCOMPARE(outcome(by_all), QString("ok"));
  }

  void without_a_token_it_says_so() {
    const SoftTokens tokens;
    const auto token = Token::find(uri("pkcs11:"), {tokens.module()});
    QCOMPARE(outcome(token), QString("token.missing"));
    QCOMPARE(token.error().detail, "there is no token");
  }

  void a_module_that_is_none_is_refused() {
    const TemporaryFolder folder;
    write(folder / "text.so", "no module");
    std::filesystem::create_directory(folder / "empty");
    QCOMPARE(QProcess::execute("mkfifo", {QString::fromStdString((folder / "pipe.so").string())}), 0);
    std::filesystem::path library;
    for (const char* place : {"/lib/x86_64-linux-gnu/libz.so.1", "/lib/aarch64-linux-gnu/libz.so.1"}) {
      if (std::filesystem::exists(place)) library = place;
    }
    const auto refused = [](std::string_view text, const std::filesystem::path& place) {
      const auto token = Token::find(uri(text), {place});
      QCOMPARE(outcome(token), QString("token.module"));
      QVERIFY(!token.error().subject.empty());
      QVERIFY(!token.error().detail.empty());
    };
    refused("pkcs11:", folder / "text.so");
    refused("pkcs11:", folder / "none.so");
    refused("pkcs11:", folder / "pipe.so");
    refused("pkcs11:", folder.path());
    refused("pkcs11:?module-name=none", folder.path());
    refused("pkcs11:?module-path=" + (folder / "text.so").string(), {});
    if (!library.empty()) refused("pkcs11:", library);
    const auto unknown = Token::find(uri("pkcs11:?module-name=no-such-module"), {});
    QCOMPARE(outcome(unknown), QString("token.module"));
    QCOMPARE(unknown.error().detail, "not registered with p11-kit");
  }

  void a_module_is_found_by_path_by_folder_and_by_name() {
    SoftTokens tokens;
    tokens.add("t");
    const auto file = tokens.module().string();
    const auto folder = tokens.module().parent_path().string();
    const TemporaryFolder empty;
    const auto find = [](const std::string& text, const std::vector<std::filesystem::path>& places) {
      return outcome(Token::find(uri(text), places));
    };
    QCOMPARE(find("pkcs11:token=t?module-path=" + file, {}), QString("ok"));
    QCOMPARE(find("pkcs11:token=t?module-path=" + file, {"/not/looked/at"}), QString("ok"));
    QCOMPARE(find("pkcs11:token=t?module-name=softhsm2&module-path=" + folder, {}), QString("ok"));
    for (const char* name : {"softhsm2", "libsofthsm2", "libsofthsm2.so"}) {
      QCOMPARE(find(std::string("pkcs11:token=t?module-name=") + name, {empty.path(), folder}),
               QString("ok"));
    }
    QCOMPARE(find("pkcs11:token=t?module-name=softhsm", {folder}), QString("token.module"));
  }

  /// On Debian, SoftHSM registers itself with p11-kit.
  void registered_modules_are_found_without_being_named() {
    if (!std::filesystem::exists("/usr/share/p11-kit/modules/softhsm2.module")) {
      QSKIP("SoftHSM is not registered with p11-kit on this system");
    }
    SoftTokens tokens;
    tokens.add_key(tokens.add("only here"), TestKey::generate(), {"k", "\x01"});
    QCOMPARE(outcome(Token::find(uri("pkcs11:token=only%20here"), {})), QString("ok"));
    QCOMPARE(outcome(Token::find(uri("pkcs11:token=only%20here?module-name=softhsm2"), {})), QString("ok"));
    const auto listed = crypto::list_tokens({}, {});
    QVERIFY(listed);
    const auto here = std::find_if(listed->begin(), listed->end(),
                                   [](const auto& each) { return each.info.label == "only here"; });
    QVERIFY(here != listed->end());
    for (const auto& each : *listed) QVERIFY(each.info.label != "System Trust");
  }

  void a_wrong_pin_is_tried_exactly_once() {
    SoftTokens tokens;
    tokens.add_key(tokens.add("t"), TestKey::generate(), {"k", "\x01"});
    auto& shim = fresh_shim(tokens);
    for (const char* wrong : {"4321", "1", "12345678901234567890"}) {
      shim.logins = 0;
      auto token = through_shim();
      QVERIFY(token);
      const auto done = token->login(pin(wrong), LastTry::refuse);
      QCOMPARE(outcome(done), QString("token.pin_wrong"));
      QCOMPARE(done.error().subject, "t");
      QVERIFY(done.error().detail.find(wrong) == std::string::npos);
      QCOMPARE(shim.logins, 1);
      QCOMPARE(outcome(token->key(uri("pkcs11:object=k"))), QString("token.key_missing"));
      QCOMPARE(shim.logins, 1);
    }
    QCOMPARE(shim.logouts, 0);
    // SoftHSM remembers it, as real ones do.
    const auto token = through_shim();
    QVERIFY(token->info().pin_tries == PinTries::few);
  }

  void without_a_pin_none_is_tried() {
    SoftTokens tokens;
    tokens.add("t");
    const auto& shim = fresh_shim(tokens);
    auto token = through_shim();
    QVERIFY(token);
    QVERIFY(token->info().asks_pin && !token->info().has_pin_entry);
    QCOMPARE(outcome(token->login(std::nullopt, LastTry::allow)), QString("token.pin_missing"));
    QCOMPARE(outcome(token->login(pin(""), LastTry::allow)), QString("token.pin_missing"));
    QCOMPARE(shim.logins, 0);
  }

  void the_last_try_is_made_only_when_allowed() {
    SoftTokens tokens;
    tokens.add("t");
    auto& shim = fresh_shim(tokens);
    shim.extra_flags = CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_COUNT_LOW;
    auto token = through_shim();
    QVERIFY(token->info().pin_tries == PinTries::last);
    QCOMPARE(outcome(token->login(pin(), LastTry::refuse)), QString("token.pin_last_try"));
    QCOMPARE(shim.logins, 0);
    QCOMPARE(outcome(token->login(pin(), LastTry::allow)), QString("ok"));
    QCOMPARE(shim.logins, 1);
  }

  void a_locked_token_is_not_asked() {
    SoftTokens tokens;
    tokens.add("t");
    auto& shim = fresh_shim(tokens);
    shim.extra_flags = CKF_USER_PIN_LOCKED | CKF_USER_PIN_FINAL_TRY;
    auto token = through_shim();
    QCOMPARE(outcome(token->login(pin(), LastTry::allow)), QString("token.pin_locked"));
    QCOMPARE(shim.logins, 0);
  }

  void a_token_says_what_a_wrong_pin_did_data() {
    QTest::addColumn<qulonglong>("answer");
    QTest::addColumn<qulonglong>("flags");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("detail");
    QTest::newRow("wrong") << qulonglong{CKR_PIN_INCORRECT} << qulonglong{CKF_USER_PIN_COUNT_LOW}
                           << "token.pin_wrong" << QString();
    QTest::newRow("one left") << qulonglong{CKR_PIN_INCORRECT}
                              << qulonglong{CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY}
                              << "token.pin_wrong"
                              << "one more wrong one locks it";
    QTest::newRow("that was it") << qulonglong{CKR_PIN_INCORRECT} << qulonglong{CKF_USER_PIN_LOCKED}
                                 << "token.pin_wrong"
                                 << "it is locked now";
    QTest::newRow("locked") << qulonglong{CKR_PIN_LOCKED} << qulonglong{0} << "token.pin_locked" << QString();
    QTest::newRow("its length") << qulonglong{CKR_PIN_LEN_RANGE} << qulonglong{0} << "token.pin_wrong"
                                << QString();
    QTest::newRow("expired") << qulonglong{CKR_PIN_EXPIRED} << qulonglong{0} << "token.failed"
                             << "The password or PIN has expired";
    QTest::newRow("removed") << qulonglong{CKR_DEVICE_REMOVED} << qulonglong{0} << "token.failed"
                             << "The device was removed or unplugged";
  }
  void a_token_says_what_a_wrong_pin_did() {
    QFETCH(qulonglong, answer);
    QFETCH(qulonglong, flags);
    QFETCH(QString, code);
    SoftTokens tokens;
    tokens.add("t");
    auto& shim = fresh_shim(tokens);
    shim.login_answer = static_cast<unsigned long>(answer);
    shim.flags_after_refusal = static_cast<unsigned long>(flags);
    auto token = through_shim();
    const auto done = token->login(pin(), LastTry::refuse);
    QCOMPARE(outcome(done), code);
    QTEST(QString::fromStdString(done.error().detail), "detail");
    QCOMPARE(shim.logins, 1);
    QCOMPARE(shim.logouts, 0);
  }

  void a_token_with_keys_of_its_own_is_given_no_pin() {
    const auto test_key = TestKey::generate();
    SoftTokens tokens;
    tokens.add_key(tokens.add("t"), test_key, {"k", "\x01"});
    auto& shim = fresh_shim(tokens);
    shim.extra_flags = CKF_PROTECTED_AUTHENTICATION_PATH;
    shim.pin_on_its_keys = "1234";
    for (const bool with_pin : {false, true}) {
      auto token = through_shim();
      QVERIFY(token->info().has_pin_entry);
      QCOMPARE(outcome(token->login(with_pin ? std::optional(pin("wrong")) : std::nullopt, LastTry::refuse)),
               QString("ok"));
      QVERIFY(token->key(uri("pkcs11:"))->sign(message, {}));
    }
    QCOMPARE(shim.logins, 2);
    QCOMPARE(shim.logins_without_pin, 2);
  }

  /// Smart cards of the PIV kind want the PIN again right before each signature.
  void a_key_that_asks_each_time_is_answered_each_time() {
    const auto test_key = TestKey::generate();
    SoftTokens tokens;
    tokens.add_key(tokens.add("t"), test_key, {"k", "\x01"});
    auto& shim = fresh_shim(tokens);
    shim.always_asks = true;
    auto token = through_shim();
    QVERIFY(token->login(pin(), LastTry::refuse));
    const auto found = token->key(uri("pkcs11:object=k"));
    QVERIFY(found);
    QVERIFY(found->sign(message, {}));
    QVERIFY(found->sign(message, {}));
    QCOMPARE(shim.logins, 1);
    QCOMPARE(shim.context_logins, 2);
    QCOMPARE(shim.signatures, 2);
  }

  void a_signature_that_does_not_fit_is_not_returned() {
    SoftTokens tokens;
    tokens.add_key(tokens.add("t"), TestKey::generate(), {"k", "\x01"});
    auto& shim = fresh_shim(tokens);
    shim.false_signature = true;
    auto token = through_shim();
    QVERIFY(token->login(pin(), LastTry::refuse));
    QCOMPARE(outcome(token->key(uri("pkcs11:object=k"))->sign(message, {})), QString("token.failed"));
    QCOMPARE(shim.signatures, 1);
  }

  /// PKCS#11 logs in processes, not sessions.
  void two_sessions_share_a_login() {
    const auto test_key = TestKey::generate();
    SoftTokens tokens;
    tokens.add_key(tokens.add("t"), test_key, {"k", "\x01"});
    const auto& shim = fresh_shim(tokens);
    auto first = through_shim();
    QVERIFY(first->login(pin(), LastTry::refuse));
    {
      auto second = through_shim();
      QCOMPARE(outcome(second->login(pin(), LastTry::refuse)), QString("ok"));
      QVERIFY(second->key(uri("pkcs11:object=k"))->sign(message, {}));
    }
    QCOMPARE(shim.logouts, 0);
    QVERIFY(first->key(uri("pkcs11:object=k"))->sign(message, {}));
  }

  void sessions_and_logins_end_on_every_path() {
    SoftTokens tokens;
    const auto serial = tokens.add("t");
    tokens.add_key(serial, TestKey::generate(), {"k", "\x01"});
    tokens.add_rsa_key(serial, {"rsa", "\x02"});
    const auto run = [&](auto action) {
      auto& shim = fresh_shim(tokens);
      action();
      QCOMPARE(shim.sessions_closed, shim.sessions_opened);
      QVERIFY(shim.sessions_opened > 0);
      QCOMPARE(shim.logouts, shim.logins);
      QCOMPARE(shim.finalized, 1);
    };
    run([] { QVERIFY(through_shim()); });
    run([] {
      auto token = through_shim();
      QVERIFY(token->login(pin(), LastTry::refuse));
      QVERIFY(token->key(uri("pkcs11:object=k"))->sign(message, {}));
    });
    run([] {
      std::optional<crypto::TokenKey> kept;
      {
        auto token = through_shim();
        QVERIFY(token->login(pin(), LastTry::refuse));
        kept = *token->key(uri("pkcs11:object=k"));
      }
      QVERIFY(kept->sign(message, {}));  // its session lives as long as it
    });
    run([] {
      auto token = through_shim();
      QVERIFY(token->login(pin(), LastTry::refuse));
      QVERIFY(!token->key(uri("pkcs11:object=rsa")));
      QVERIFY(!token->key(uri("pkcs11:object=none")));
    });
    auto& shim = fresh_shim(tokens);
    QVERIFY(crypto::list_tokens({shim_module()}, {}));
    QCOMPARE(shim.logins, 0);
    QVERIFY(shim.sessions_opened > 0);
    QCOMPARE(shim.sessions_closed, shim.sessions_opened);
    QCOMPARE(shim.finalized, 1);
  }

  void what_is_stopped_signs_nothing() {
    SoftTokens tokens;
    tokens.add_key(tokens.add("t"), TestKey::generate(), {"k", "\x01"});
    auto& shim = fresh_shim(tokens);
    auto token = through_shim();
    QVERIFY(token->login(pin(), LastTry::refuse));
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(outcome(token->key(uri("pkcs11:"))->sign(message, {stop.get_token(), {}})),
             QString("task.cancelled"));
    QCOMPARE(shim.signatures, 0);
    QCOMPARE(outcome(crypto::list_tokens({shim_module()}, {stop.get_token(), {}})),
             QString("task.cancelled"));
  }

  void lists_tokens_and_keys_without_a_pin() {
    const auto chain = mint_chain();
    SoftTokens tokens;
    const auto serial = tokens.add("first");
    tokens.add_key(serial, chain.leaf_key, {"signer", "\x01"});
    tokens.add_certificate(serial, chain.certificates.front(), {"signer's", "\x01"});
    tokens.add_certificate(serial, chain.certificates.at(1), {"authority", "\x09"});
    tokens.add_key(serial, TestKey::generate(KeyType::ecdsa_p384), {"other", "\x02"});
    tokens.add_rsa_key(serial, {"rsa", "\x03"});
    tokens.add("second");
    const auto listed = crypto::list_tokens({tokens.module()}, {});
    QVERIFY(listed);
    std::map<std::string, crypto::ListedToken> by_label;
    for (const auto& each : *listed) by_label.emplace(each.info.label, each);
    QCOMPARE(by_label.size(), 2U);
    QVERIFY(by_label.at("second").keys.empty());
    std::map<std::string, crypto::TokenKeyInfo> keys;
    for (const auto& each : by_label.at("first").keys) keys.emplace(each.label, each);
    QCOMPARE(keys.size(), 3U);
    QVERIFY(keys.at("signer").has_certificate && keys.at("signer").usable());
    QVERIFY(keys.at("signer").type == KeyType::ecdsa_p256);
    QVERIFY(!keys.at("other").has_certificate && keys.at("other").type == KeyType::ecdsa_p384);
    QVERIFY(keys.at("rsa").type == KeyType::rsa && !keys.at("rsa").usable());
    // What it lists can be chosen by its address; and after the login the list is the same.
    const auto found = key(tokens, keys.at("signer").uri);
    QVERIFY(found);
    QVERIFY(found->public_key() == chain.leaf_key.public_key());
    auto token = open(tokens, "pkcs11:token=first");
    QCOMPARE(token->keys().size(), 3U);
  }

  void a_certificate_alone_stands_for_a_hidden_key() {
    const auto chain = mint_chain();
    SoftTokens tokens;
    const auto serial = tokens.add("t");
    tokens.add_key(serial, chain.leaf_key, {"signer", "\x01"}, SoftTokens::Half::private_only);
    tokens.add_certificate(serial, chain.certificates.front(), {"signer", "\x01"});
    const auto listed = crypto::list_tokens({tokens.module()}, {});
    QCOMPARE(listed->front().keys.size(), 1U);
    QVERIFY(listed->front().keys.front().has_certificate && listed->front().keys.front().usable());
  }

  /// What a token says of itself comes from outside: it stays what it is, and addresses escape it.
  void hostile_labels_stay_text() {
    const std::string label = "\x1b[31m\xe2\x80\xae\nSignature valid";
    SoftTokens tokens;
    tokens.add_key(tokens.add(label), TestKey::generate(), {label, "\x01"});
    const auto listed = crypto::list_tokens({tokens.module()}, {});
    QCOMPARE(listed->front().info.label, label);
    const auto& address = listed->front().keys.front().uri;
    QVERIFY(base::is_ascii(address));
    QVERIFY(address.find('\n') == std::string::npos && address.find('\x1b') == std::string::npos);
    QVERIFY(key(tokens, address));
    const auto missing = key(tokens, "pkcs11:object=x");
    QVERIFY(base::is_ascii(missing.error().detail));
  }

  /// Keys that other programs put on the token, not the fixture of these tests.
  void signs_with_keys_that_other_programs_made() {
    const auto run = [](const QString& program, const QStringList& arguments) {
      QProcess process;
      process.setProcessChannelMode(QProcess::MergedChannels);
      process.start(program, arguments);
      const bool done = process.waitForFinished(60000) && process.exitCode() == 0;
      if (!done) qWarning().noquote() << program << process.readAll();
      return done;
    };
    const bool there = !QStandardPaths::findExecutable("softhsm2-util").isEmpty() &&
                       !QStandardPaths::findExecutable("pkcs11-tool").isEmpty();
    constexpr auto absent = "softhsm2-util and pkcs11-tool are not installed (Debian: softhsm2, opensc)";
    NEEDS_PEER(there, absent);
    const SoftTokens tokens;
    const auto module = QString::fromStdString(tokens.module().string());
    QVERIFY(run("softhsm2-util",
                {"--init-token", "--free", "--label", "theirs", "--so-pin", "1234", "--pin", "1234"}));
    QVERIFY(run("pkcs11-tool",
                {"--module", module, "--login", "--pin", "1234", "--token-label", "theirs", "--keypairgen",
                 "--key-type", "EC:secp384r1", "--label", "made there", "--id", "0a"}));
    const auto found = key(tokens, "pkcs11:token=theirs;object=made%20there;id=%0A");
    QVERIFY(found);
    QVERIFY(found->public_key().type() == KeyType::ecdsa_p384);
    QVERIFY(found->sign(message, {}));
  }
};

QTEST_APPLESS_MAIN(tst_token)
#include "tst_token.moc"
