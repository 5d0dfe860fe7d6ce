#include <QTest>
#include <filesystem>
#include <thread>

#include "base/aside.h"
#include "crypto/pkcs11_uri.h"
#include "reference.h"
#include "run_terminal.h"
#include "support/needs.h"
#include "support/pkcs11_shim.h"
#include "support/soft_token.h"
#include "support/test_certificate.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using crypto::KeyType;
namespace fs = std::filesystem;

Q_DECLARE_METATYPE(weighmaster::crypto::KeyType)

namespace {

using Words = std::vector<std::string>;

constexpr auto few_tries = 1UL << 16U;  // CKF_USER_PIN_COUNT_LOW
constexpr auto final_try = 1UL << 17U;  // CKF_USER_PIN_FINAL_TRY
constexpr auto pin_entry = 1UL << 8U;   // CKF_PROTECTED_AUTHENTICATION_PATH

QStringList list(const Words& words) {
  QStringList all;
  for (const auto& word : words) all << QString::fromStdString(word);
  return all;
}

}  // namespace

/// Signing with keys on tokens from the terminal, and verifying it here and with the reference. The token is
/// SoftHSM, behind a shim that counts.
class tst_sign_token : public QObject {
  Q_OBJECT

  TemporaryFolder folder_;
  std::optional<SoftTokens> tokens_;
  std::string behind_;
  std::string serial_;

  [[nodiscard]] std::string path(std::string_view name) const { return (folder_ / name).string(); }

  [[nodiscard]] Words words(const std::string& method, const std::string& uri, const Words& more = {}) const {
    Words all{"sign",        method,         path("model"), "--signature",   path("model.sig"),
              "--overwrite", "--pkcs11-uri", uri,           "--module-path", shim_module()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  [[nodiscard]] Answer sign(const std::string& uri, const Words& more = {}) const {
    return run_terminal(words("pkcs11-key", uri, more));
  }
  [[nodiscard]] static QString code(Answer answer) {
    const auto json = answer.json();
    return json.contains("error") ? QString::fromStdString(json["error"]["code"].get<std::string>()) : "none";
  }
  [[nodiscard]] QString code_of(const std::string& uri, Words more = {}) const {
    more.emplace_back("--json");
    return code(sign(uri, more));
  }

  /// Both programs, by the same words.
  void verify(const Words& expected) const {
    Words all{"verify"};
    all.insert(all.end(), expected.begin(), expected.end());
    all.insert(all.end(), {"--signature", path("model.sig"), path("model")});
    const auto ours = run_terminal(all);
    QVERIFY2(ours.exit_code == 0, qPrintable(ours.out + ours.err));
    if (reference_program().empty()) return;
    const auto theirs = run_reference(list(all));
    QVERIFY2(theirs.exit_code == 0, qPrintable(theirs.output));
  }

 private slots:
  void initTestCase() {
    NEEDS_PEER(SoftTokens::installed(), SoftTokens::absent);
    if (in_ci() && reference_program().empty()) QFAIL(no_reference);
  }

  void init() {
    fs::remove_all(folder_ / "model");
    fs::remove(folder_ / "model.sig");
    write_model(folder_ / "model", {{"config.json", "{}"}, {"weights/a.safetensors", "0123456789"}});
    tokens_.emplace();
    serial_ = tokens_->add("release");
    behind_ = tokens_->module().string();
    reset_shim();
    shim_state().behind = behind_.c_str();
    qunsetenv("PKCS11_PIN");
  }

  void what_is_signed_is_verified_here_and_there_data() {
    QTest::addColumn<KeyType>("type");
    QTest::newRow("P-256") << KeyType::ecdsa_p256;
    QTest::newRow("P-384") << KeyType::ecdsa_p384;
    QTest::newRow("P-521") << KeyType::ecdsa_p521;
  }
  void what_is_signed_is_verified_here_and_there() {
    QFETCH(KeyType, type);
    ChainSpec spec;
    spec.leaf_key = type;
    const auto chain = mint_chain(spec);
    tokens_->add_key(serial_, chain.leaf_key, {"signer", "\x01"});
    write(folder_ / "key.pub", chain.leaf_key.public_pem());
    const auto signed_ = sign("pkcs11:token=release;object=signer?pin-value=1234");
    QVERIFY2(signed_.exit_code == 0, qPrintable(signed_.err));
    QVERIFY2(signed_.out.contains("weighmaster-cli verify key "), qPrintable(signed_.out));
    QVERIFY(signed_.err.contains("a PIN on the command line can be seen by everybody"));
    QVERIFY(!signed_.err.contains("1234") && !signed_.out.contains("1234"));
    verify({"key", "--public_key", path("key.pub")});

    write(folder_ / "leaf.pem", chain.certificates.at(0).pem());
    write(folder_ / "intermediate.pem", chain.certificates.at(1).pem());
    write(folder_ / "root.pem", chain.root.pem());
    const auto from_files = run_terminal(
        words("pkcs11-certificate", "pkcs11:token=release;id=%01?pin-value=1234",
              {"--signing_certificate", path("leaf.pem"), "--certificate_chain", path("intermediate.pem")}));
    QVERIFY2(from_files.exit_code == 0, qPrintable(from_files.err));
    verify({"certificate", "--certificate_chain", path("root.pem")});

    tokens_->add_certificate(serial_, chain.certificates.at(0), {"leaf", "\x01"});
    tokens_->add_certificate(serial_, chain.certificates.at(1), {"intermediate", "\x02"});
    const auto from_token =
        run_terminal(words("pkcs11-certificate", "pkcs11:token=release;id=%01?pin-value=1234"));
    QVERIFY2(from_token.exit_code == 0, qPrintable(from_token.err));
    verify({"certificate", "--certificate_chain", path("root.pem")});
    QCOMPARE(shim_state().logins, 3);
    QCOMPARE(shim_state().logouts, 3);
    QCOMPARE(shim_state().sessions_closed, shim_state().sessions_opened);
  }

  void what_the_reference_signs_with_a_token_is_verified_here() {
    if (reference_program().empty()) QSKIP(no_reference);
    const auto key = TestKey::generate(KeyType::ecdsa_p384);
    tokens_->add_key(serial_, key, {"signer", "\x01"});
    write(folder_ / "key.pub", key.public_pem());
    const auto theirs = run_reference(
        {"sign", "pkcs11-key", QString::fromStdString(path("model")), "--signature",
         QString::fromStdString(path("model.sig")), "--pkcs11_uri",
         QString::fromStdString("pkcs11:token=release;object=signer?pin-value=1234&module-path=" +
                                tokens_->module().string())});
    constexpr auto no_pkcs11 = "the reference is installed without PKCS#11 (pip: pykcs11)";
    NEEDS_PEER(!theirs.output.contains("PyKCS11"), no_pkcs11);
    QVERIFY2(theirs.exit_code == 0, qPrintable(theirs.output));
    const auto ours = run_terminal(
        {"verify", "key", path("model"), "--signature", path("model.sig"), "--public-key", path("key.pub")});
    QVERIFY2(ours.exit_code == 0, qPrintable(ours.out + ours.err));
  }

  void the_pin_comes_from_where_it_is_given() {
    const auto key = TestKey::generate();
    tokens_->add_key(serial_, key, {"signer", "\x01"});
    write(folder_ / "pin", "1234\n");
    write(folder_ / "wrong", "9999\n");
    fs::permissions(folder_ / "pin", fs::perms(0600));
    const std::string uri = "pkcs11:token=release;object=signer";
    QCOMPARE(code_of(uri), QString("token.pin_missing"));
    QCOMPARE(code_of(uri + "?pin-source=" + path("pin")), QString("none"));
    QCOMPARE(code_of(uri + "?pin-source=file:" + path("pin")), QString("none"));
    QCOMPARE(code_of(uri, {"--pin-file", path("pin")}), QString("none"));
    qputenv("PKCS11_PIN", "1234");
    QCOMPARE(code_of(uri), QString("none"));
    // What is said on the command line goes before the environment.
    qputenv("PKCS11_PIN", "9999");
    QCOMPARE(code_of(uri, {"--pin-file", path("pin")}), QString("none"));
    QCOMPARE(code_of(uri + "?pin-value=1234"), QString("none"));
    QCOMPARE(code_of(uri + "?pin-value=1234", {"--pin-file", path("pin")}), QString("token.uri"));
    QCOMPARE(code_of(uri, {"--pin-file", path("none")}), QString("file.not_found"));
    QCOMPARE(code_of(uri + "?pin-source=pin"), QString("token.uri"));
    const auto before = shim_state().logins;
    QCOMPARE(code_of(uri), QString("token.pin_wrong"));
    QCOMPARE(shim_state().logins, before + 1);
  }

  void a_pin_file_that_others_can_read_is_remarked_on() {
    tokens_->add_key(serial_, TestKey::generate(), {"signer", "\x01"});
    write(folder_ / "pin", "1234\n");
    fs::permissions(folder_ / "pin", fs::perms(0644));
    const auto open = sign("pkcs11:object=signer", {"--pin-file", path("pin")});
    QVERIFY2(open.err.contains("other users of this computer can read the PIN in"), qPrintable(open.err));
    fs::permissions(folder_ / "pin", fs::perms(0600));
    const auto closed = sign("pkcs11:object=signer", {"--pin-file", path("pin")});
    QVERIFY2(closed.exit_code == 0 && closed.err.isEmpty(), qPrintable(closed.err));
  }

  void the_person_is_asked_once() {
    tokens_->add_key(serial_, TestKey::generate(), {"signer", "\x01"});
    std::vector<std::string> questions;
    const auto asked = [&](const char* answer) {
      questions.clear();
      return run_terminal(words("pkcs11-key", "pkcs11:object=signer", {"--json"}),
                          [&, answer](const std::string& question) -> base::Result<crypto::Secret> {
                            questions.push_back(question);
                            if (*answer == '\0') return base::fail(base::Code::key_password_missing);
                            return crypto::Secret(to_bytes(std::string_view(answer)));
                          });
    };
    QCOMPARE(code(asked("1234")), QString("none"));
    QCOMPARE(questions, Words{"PIN of the token release: "});
    QCOMPARE(code(asked("9999")), QString("token.pin_wrong"));
    QCOMPARE(questions.size(), 1U);
    QCOMPARE(shim_state().logins, 2);
    QCOMPARE(code(asked("")), QString("token.pin_missing"));
    QCOMPARE(shim_state().logins, 2);
    QCOMPARE(questions,
             Words{"A wrong PIN was entered since the last right one. PIN of the token release: "});
    // Who is told that it is the last try, and answers, has allowed it.
    shim_state().extra_flags = few_tries | final_try;
    QCOMPARE(code(asked("1234")), QString("none"));
    QCOMPARE(questions, Words{"One more wrong PIN locks the token. PIN of the token release: "});
  }

  void the_last_try_waits_for_leave() {
    tokens_->add_key(serial_, TestKey::generate(), {"signer", "\x01"});
    shim_state().extra_flags = final_try;
    const auto refused = sign("pkcs11:object=signer?pin-value=1234");
    QCOMPARE(refused.exit_code, 5);
    QVERIFY2(refused.err.contains("One more wrong PIN locks the token “release”, so the PIN was not tried."),
             qPrintable(refused.err));
    QCOMPARE(shim_state().logins, 0);
    QCOMPARE(code_of("pkcs11:object=signer?pin-value=1234", {"--allow-last-pin-try"}), QString("none"));
  }

  void a_pin_may_be_entered_on_the_token() {
    tokens_->add_key(serial_, TestKey::generate(), {"signer", "\x01"});
    shim_state().extra_flags = pin_entry;
    shim_state().pin_on_its_keys = "1234";
    const auto answer = sign("pkcs11:object=signer");
    QVERIFY2(answer.exit_code == 0, qPrintable(answer.err));
    QCOMPARE(answer.err, QString("Enter the PIN on the token release.\n"));
  }

  void a_token_that_waits_for_a_touch_keeps_nobody_waiting() {
    tokens_->add_key(serial_, TestKey::generate(), {"signer", "\x01"});
    shim_state().sign_waits = true;
    const auto in_time = sign("pkcs11:object=signer?pin-value=1234", {"--timeout", "300ms"});
    QCOMPARE(in_time.exit_code, 130);
    QVERIFY2(in_time.err.contains("--timeout gives, 300ms, was over"), qPrintable(in_time.err));
    std::stop_source person;
    std::thread presses_ctrl_c([&person] {
      while (shim_state().waiting < 2) std::this_thread::sleep_for(std::chrono::milliseconds(5));
      person.request_stop();
    });
    const auto stopped =
        run_terminal(words("pkcs11-key", "pkcs11:object=signer?pin-value=1234"), person.get_token());
    presses_ctrl_c.join();
    QCOMPARE(stopped.exit_code, 130);
    QVERIFY(!fs::exists(folder_ / "model.sig"));
    shim_state().sign_waits = false;
    for (int i = 0; i < 1000 && base::left_behind() > 0; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    QVERIFY(!fs::exists(folder_ / "model.sig"));
  }

  void a_model_is_signed_again_with_a_token() {
    const auto chain = mint_chain();
    tokens_->add_key(serial_, chain.leaf_key, {"signer", "\x01"});
    tokens_->add_certificate(serial_, chain.certificates.at(0), {"leaf", "\x01"});
    tokens_->add_certificate(serial_, chain.certificates.at(1), {"intermediate", "\x02"});
    qputenv("XDG_CACHE_HOME", QByteArray::fromStdString(path("cache")));
    for (const std::string method : {"pkcs11-key", "pkcs11-certificate"}) {
      const auto again = [&](const Words& more) {
        return run_on_console(words(method, "pkcs11:object=signer?pin-value=1234", more),
                              [](terminal::Console& console) {
                                // By then the files have settled.
                                console.now = base::now() + std::chrono::hours(24);
                              });
      };
      const auto first = again({"--use-digest-cache"});
      QVERIFY2(first.exit_code == 0, qPrintable(first.err));
      fs::rename(path("model.sig"), path("old.sig"));
      write(folder_ / "model/config.json", "{\"new\":1}");
      const auto answer = again({"--previous", path("old.sig"), "--json"});
      QVERIFY2(answer.exit_code == 0, qPrintable(answer.out));
      QVERIFY(answer.json()["changes"]["changed"] == base::Json::array({"config.json"}));
      QCOMPARE(answer.json()["bytes_read"].get<int>(), 9);
      write(folder_ / "model/config.json", "{}");
    }
    // Another key's signature says nothing here.
    tokens_->add_key(serial_, TestKey::generate(), {"other", "\x03"});
    const auto other = run_terminal(
        words("pkcs11-key", "pkcs11:object=other?pin-value=1234", {"--previous", path("old.sig"), "--json"}));
    QCOMPARE(code(other), QString("signature.method_differs"));
  }

  /// Each refusal for its own reason, in words, and nothing is written.
  void what_cannot_be_done_is_said() {
    tokens_->add_key(serial_, TestKey::generate(), {"twice", "\x01"});
    tokens_->add_key(serial_, TestKey::generate(), {"twice", "\x02"});
    tokens_->add_rsa_key(serial_, {"rsa", "\x03"});
    const auto says = [this](const std::string& uri, const char* what) {
      const auto answer = sign(uri + "?pin-value=1234");
      QCOMPARE(answer.exit_code, 5);
      QVERIFY2(answer.err.contains(what), qPrintable(answer.err));
      QVERIFY(!fs::exists(folder_ / "model.sig"));
    };
    says("pkcs11:token=other", "No token fits “pkcs11:token=other” (there is “release”).");
    says("pkcs11:object=none", "The token “release” holds no such private key (there is pkcs11:object=");
    says("pkcs11:object=twice",
         "The token “release” holds several such private keys (there is pkcs11:object=twice;");
    says("pkcs11:object=rsa", "The kind of key of “rsa” cannot be used here (RSA).");
    says("pkcs11:slot=1", "The part “slot” of the PKCS#11 address is faulty (there is no such attribute).");
    const auto twin = tokens_->add("release");
    says("pkcs11:token=release", ("serial " + twin).c_str());
    const auto no_certificate =
        run_terminal(words("pkcs11-certificate", "pkcs11:serial=" + serial_ + ";id=%01?pin-value=1234"));
    QVERIFY2(no_certificate.err.contains("The token “release” holds no certificate for this key."),
             qPrintable(no_certificate.err));
    write(folder_ / "text.so", "no module");
    const auto no_module =
        run_terminal({"sign", "pkcs11-key", path("model"), "--signature", path("model.sig"), "--pkcs11-uri",
                      "pkcs11:object=a", "--module-path", path("text.so")});
    QVERIFY2(no_module.err.contains("could not be loaded"), qPrintable(no_module.err));
  }

  void files_are_looked_at_before_a_pin_is_used() {
    tokens_->add_key(serial_, TestKey::generate(), {"signer", "\x01"});
    const auto answer = run_terminal(words("pkcs11-certificate", "pkcs11:object=signer?pin-value=1234",
                                           {"--signing-certificate", path("none.pem"), "--json"}));
    QCOMPARE(code(answer), QString("file.not_found"));
    QCOMPARE(shim_state().logins, 0);
  }

  void a_hostile_label_is_shown_escaped() {
    const auto hostile = tokens_->add("\x1b[2J\xe2\x80\xae\nSigned model");
    const auto answer = sign("pkcs11:serial=" + hostile + ";object=none?pin-value=1234");
    QVERIFY2(answer.err.contains("\\u202e\\nSigned model"), qPrintable(answer.err));
    QVERIFY(!answer.err.contains(QChar(0x1b)) && !answer.err.contains(QChar(0x202e)));
    const auto missing = sign("pkcs11:token=none?pin-value=1234");
    QVERIFY2(missing.err.contains("\\u202e"), qPrintable(missing.err));
    QVERIFY(!missing.err.contains(QChar(0x1b)) && !missing.err.contains(QChar(0x202e)));
  }
};

QTEST_APPLESS_MAIN(tst_sign_token)
#include "tst_sign_token.moc"
