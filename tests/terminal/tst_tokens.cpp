#include <QTest>

#include "run_terminal.h"
#include "support/needs.h"
#include "support/soft_token.h"
#include "support/test_certificate.h"

using namespace weighmaster;
using namespace weighmaster::tests;

class tst_tokens : public QObject {
  Q_OBJECT

  static std::vector<std::string> words(const SoftTokens& tokens, std::vector<std::string> more = {}) {
    std::vector<std::string> all{"tokens", "--module-path", tokens.module().string()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

 private slots:
  void initTestCase() { NEEDS_PEER(SoftTokens::installed(), SoftTokens::absent); }

  void lists_keys_with_their_addresses() {
    const auto chain = mint_chain();
    SoftTokens tokens;
    const auto serial = tokens.add("release");
    tokens.add_key(serial, chain.leaf_key, {"signer", "\x01"});
    tokens.add_certificate(serial, chain.certificates.front(), {"signer", "\x01"});
    tokens.add_rsa_key(serial, {"old", "\x02"});
    const auto text = run_terminal(words(tokens));
    QCOMPARE(text.exit_code, 0);
    QVERIFY2(
        text.out.contains("release: SoftHSM project SoftHSM v2, serial " + QString::fromStdString(serial)),
        qPrintable(text.out));
    QVERIFY(text.out.contains("  signer: ECDSA P-256, with certificate\n    pkcs11:token=release;"));
    QVERIFY(text.out.contains(";object=signer;id=%01;type=private\n"));
    QVERIFY(text.out.contains("  old: RSA, cannot sign models\n"));
    const auto json = run_terminal(words(tokens, {"--json"})).json();
    const auto& token = json.at("tokens").at(0);
    QCOMPARE(token.at("label").get<std::string>(), "release");
    QCOMPARE(token.at("serial").get<std::string>(), serial);
    QCOMPARE(token.at("pin_tries").get<std::string>(), "enough");
    QCOMPARE(token.at("keys").size(), 2U);
    QCOMPARE(json.at("exit_code").get<int>(), 0);
  }

  void says_where_there_is_nothing() {
    SoftTokens tokens;
    QCOMPARE(run_terminal(words(tokens)).out, QString("No token is plugged in.\n"));
    tokens.add("empty");
    QVERIFY(run_terminal(words(tokens))
                .out.contains("  It shows no keys without its PIN.\n    pkcs11:token=empty;"));
    const auto none = run_terminal({"tokens", "--module-path", "/no/such/module.so"});
    QCOMPARE(none.exit_code, 5);
    QVERIFY2(none.err.contains("The PKCS#11 module “/no/such/module.so” could not be loaded (no such file)."),
             qPrintable(none.err));
  }

  /// threats.md: ESC repaints a terminal, U+202E turns text round, a new line forges one of ours.
  void a_hostile_label_is_shown_escaped() {
    const std::string label = "\x1b[2J\xe2\x80\xae\nok: trusted";
    SoftTokens tokens;
    tokens.add_key(tokens.add(label), TestKey::generate(), {label + "\xff", "\x01"});
    const auto text = run_terminal(words(tokens)).out.toStdString();
    for (const char* part : {"\x1b", "\xe2\x80\xae", "\nok", "\xff"}) {
      QVERIFY2(text.find(part) == std::string::npos, text.c_str());
    }
    QVERIFY2(text.find("\\u202e\\nok: trusted") != std::string::npos, text.c_str());
    const auto json = run_terminal(words(tokens, {"--json"})).out.toStdString();
    for (const char* part : {"\x1b", "\xe2\x80\xae", "\nok", "\xff"}) {
      QVERIFY2(json.find(part) == std::string::npos, json.c_str());
    }
  }
};

QTEST_APPLESS_MAIN(tst_tokens)
#include "tst_tokens.moc"
