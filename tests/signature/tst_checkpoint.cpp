#include <QTest>

#include "base/encoding.h"
#include "base/limits.h"
#include "signature/checkpoint.h"
#include "support/virtual_log.h"

using namespace weighmaster;
using base::Code;
using crypto::KeyType;
using signature::Checkpoint;
using tests::TestKey;

namespace {

const Bytes root_hash(32, 7);

std::string text(const std::string& origin = "rekor.test - 42") {
  return tests::checkpoint_text(origin, 9, root_hash);
}

/// A line that is well-formed and true of nothing.
std::string any_signature(const std::string& name = "rekor.test") {
  return "\u2014 " + name + " " + base::to_base64(Bytes(8, 1)) + "\n";
}

}  // namespace

class tst_checkpoint : public QObject {
  Q_OBJECT

 private slots:
  void reads_origin_size_root_and_further_lines() {
    const auto key = TestKey::generate();
    const auto body = text() + "Timestamp: 1691781533798160174\n";
    const auto checkpoint = Checkpoint::parse(body + "\n" + tests::note_signature(body, "rekor.test", key));
    QVERIFY(checkpoint);
    QCOMPARE(checkpoint->origin, std::string("rekor.test - 42"));
    QCOMPARE(checkpoint->tree_size, std::int64_t{9});
    QVERIFY(checkpoint->root_hash == root_hash);
    QCOMPARE(checkpoint->extensions.size(), std::size_t{1});
    QCOMPARE(checkpoint->signed_text, body);
    QCOMPARE(checkpoint->signatures.size(), std::size_t{1});
    QCOMPARE(checkpoint->signatures[0].name, std::string("rekor.test"));
    QVERIFY(checkpoint->signed_by(key.public_key(), "rekor.test") == Checkpoint::SignedBy::this_key);
  }

  void knows_every_kind_of_key_by_its_hint_data() {
    QTest::addColumn<KeyType>("type");
    QTest::newRow("P-256") << KeyType::ecdsa_p256;
    QTest::newRow("P-384") << KeyType::ecdsa_p384;
    QTest::newRow("Ed25519") << KeyType::ed25519;
    QTest::newRow("RSA") << KeyType::rsa;
  }
  void knows_every_kind_of_key_by_its_hint() {
    QFETCH(const KeyType, type);
    const auto key = TestKey::generate(type);
    const auto note = text() + "\n" + tests::note_signature(text(), "rekor.test", key);
    const auto checkpoint = Checkpoint::parse(note);
    QVERIFY(checkpoint);
    QVERIFY(checkpoint->signed_by(key.public_key(), "rekor.test") == Checkpoint::SignedBy::this_key);
    QVERIFY(checkpoint->signed_by(TestKey::generate(type).public_key(), "rekor.test") ==
            Checkpoint::SignedBy::nobody);
  }

  void a_signature_over_another_text_is_false() {
    const auto key = TestKey::generate();
    const auto note = text() + "\n" + tests::note_signature(text("other - 42"), "rekor.test", key);
    QVERIFY(Checkpoint::parse(note)->signed_by(key.public_key(), "rekor.test") ==
            Checkpoint::SignedBy::false_signature);
  }

  void a_false_signature_is_not_mended_by_a_true_one() {
    const auto key = TestKey::generate();
    const auto good = tests::note_signature(text(), "rekor.test", key);
    const auto bad = tests::note_signature(text("other - 42"), "rekor.test", key);
    for (const auto& lines : {good + bad, bad + good}) {
      const auto checkpoint = Checkpoint::parse(text() + "\n" + lines);
      QVERIFY(checkpoint->signed_by(key.public_key(), "rekor.test") == Checkpoint::SignedBy::false_signature);
    }
  }

  void a_witness_beside_the_log_changes_nothing() {
    const auto key = TestKey::generate();
    const auto witness = TestKey::generate(KeyType::ed25519);
    const auto note = text() + "\n" + tests::note_signature(text(), "witness.test", witness) +
                      tests::note_signature(text(), "rekor.test", key);
    const auto checkpoint = Checkpoint::parse(note);
    QVERIFY(checkpoint->signed_by(key.public_key(), "rekor.test") == Checkpoint::SignedBy::this_key);
    QVERIFY(checkpoint->signed_by(witness.public_key(), "rekor.test") == Checkpoint::SignedBy::nobody);
    QVERIFY(checkpoint->cosigners("rekor.test") == std::vector<std::string>{"witness.test"});
    QVERIFY(checkpoint->cosigners("witness.test") == std::vector<std::string>{"rekor.test"});
  }

  void only_the_name_in_the_origin_counts_data() {
    QTest::addColumn<QString>("origin");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("counts");
    QTest::newRow("version 1: the name before the tree") << "rekor.test - 42"
                                                         << "rekor.test" << true;
    QTest::newRow("version 2: the whole origin") << "rekor.test"
                                                 << "rekor.test" << true;
    QTest::newRow("a dash in the name") << "a - b - 42"
                                        << "b" << false;
    QTest::newRow("another name") << "rekor.test - 42"
                                  << "rekor.evil" << false;
    QTest::newRow("a prefix") << "rekor.test - 42"
                              << "rekor" << false;
  }
  void only_the_name_in_the_origin_counts() {
    QFETCH(const QString, origin);
    QFETCH(const QString, name);
    QFETCH(const bool, counts);
    const auto key = TestKey::generate();
    const auto body = text(origin.toStdString());
    const auto checkpoint =
        Checkpoint::parse(body + "\n" + tests::note_signature(body, name.toStdString(), key));
    QVERIFY(checkpoint);
    QVERIFY(checkpoint->signed_by(key.public_key(), checkpoint->name_in_origin()) ==
            (counts ? Checkpoint::SignedBy::this_key : Checkpoint::SignedBy::nobody));
  }

  void refuses_data() {
    QTest::addColumn<std::string>("note");
    const auto hash = base::to_base64(root_hash);
    const auto row = [](const char* name, std::string note) { QTest::newRow(name) << std::move(note); };
    row("nothing", "");
    row("no blank line", text() + any_signature());
    row("no signature", text() + "\n");
    row("no newline at the end", text() + "\n" + any_signature().substr(0, any_signature().size() - 1));
    row("an empty origin", "\n9\n" + hash + "\n\n" + any_signature());
    row("no root hash", "rekor.test\n9\n\n" + any_signature());
    row("a size with a leading zero", "rekor.test\n09\n" + hash + "\n\n" + any_signature());
    row("a negative size", "rekor.test\n-9\n" + hash + "\n\n" + any_signature());
    row("a size with a plus sign", "rekor.test\n+9\n" + hash + "\n\n" + any_signature());
    row("a size with a space", "rekor.test\n9 \n" + hash + "\n\n" + any_signature());
    row("a hexadecimal size", "rekor.test\n0x9\n" + hash + "\n\n" + any_signature());
    row("an empty size", "rekor.test\n\n" + hash + "\n\n" + any_signature());
    row("a size of 2^63", "rekor.test\n9223372036854775808\n" + hash + "\n\n" + any_signature());
    row("a size of 2^64 and one", "rekor.test\n18446744073709551617\n" + hash + "\n\n" + any_signature());
    row("a root of 31 bytes", "rekor.test\n9\n" + base::to_base64(Bytes(31)) + "\n\n" + any_signature());
    row("a root of 33 bytes", "rekor.test\n9\n" + base::to_base64(Bytes(33)) + "\n\n" + any_signature());
    row("a root without padding", "rekor.test\n9\n" + hash.substr(0, 43) + "\n\n" + any_signature());
    row("an empty line in the text", text() + "\nmore\n\n" + any_signature());
    row("a hyphen for the dash", text() + "\n- rekor.test AQEBAQEBAQE=\n");
    row("no space after the dash", text() + "\n\u2014rekor.test AQEBAQEBAQE=\n");
    row("no name", text() + "\n\u2014  AQEBAQEBAQE=\n");
    row("no signature after the name", text() + "\n\u2014 rekor.test\n");
    row("a plus sign in the name", text() + "\n" + any_signature("rekor+test"));
    row("a no-break space in the name", text() + "\n" + any_signature("rekor\u00A0test"));
    row("a hint and nothing more", text() + "\n\u2014 rekor.test " + base::to_base64(Bytes(4)) + "\n");
    row("junk in the base64", text() + "\n\u2014 rekor.test AQEB!QEBAQE=\n");
    row("a space behind the base64", text() + "\n\u2014 rekor.test AQEBAQEBAQE= \n");
    row("a line behind the signatures", text() + "\n" + any_signature() + "more\n");
    row("a control character", "rekor\ttest\n9\n" + hash + "\n\n" + any_signature());
    row("carriage returns", "rekor.test\r\n9\r\n" + hash + "\r\n\r\n" + any_signature());
    row("a NUL", std::string("rekor.test\0x\n9\n", 15) + hash + "\n\n" + any_signature());
    row("not UTF-8", "rekor\xff\n9\n" + hash + "\n\n" + any_signature());
  }
  void refuses() {
    QFETCH(const std::string, note);
    const auto checkpoint = Checkpoint::parse(note);
    QVERIFY(!checkpoint);
    QCOMPARE(checkpoint.error().code, Code::log_checkpoint_malformed);
  }

  void takes_an_empty_tree_and_the_largest() {
    for (const auto* size : {"0", "9223372036854775807"}) {
      const auto note =
          "rekor.test\n" + std::string(size) + "\n" + base::to_base64(root_hash) + "\n\n" + any_signature();
      QVERIFY(Checkpoint::parse(note));
    }
  }

  void refuses_signatures_without_end() {
    std::string note = text() + "\n";
    for (std::size_t i = 0; i <= base::limits::checkpoint_signatures; ++i) note += any_signature();
    const auto checkpoint = Checkpoint::parse(note);
    QVERIFY(!checkpoint);
    QCOMPARE(checkpoint.error().code, Code::bundle_too_many);
  }
};

QTEST_APPLESS_MAIN(tst_checkpoint)
#include "tst_checkpoint.moc"
