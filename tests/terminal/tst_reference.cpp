#include <unistd.h>

#include <QTest>
#include <algorithm>
#include <filesystem>

#include "reference.h"
#include "run_terminal.h"
#include "support/needs.h"
#include "support/test_certificate.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

namespace {

QString text(const fs::path& path) {
  return QString::fromStdString(path.string());
}

}  // namespace

/// The reference signs, we verify; and what it says of a model that was tampered with, we say too.
class TestReference : public QObject {
  Q_OBJECT

  std::optional<fs::path> keys_;
  TemporaryFolder folder_;

  enum class Signing { with_key, with_certificate };

  [[nodiscard]] fs::path key(std::string_view name) const { return *keys_ / name; }
  [[nodiscard]] fs::path model() const { return folder_ / "model"; }
  [[nodiscard]] fs::path signature() const { return folder_ / "model.sig"; }

  void fresh_model() const {
    fs::remove_all(model());
    fs::remove(signature());
    write_model(model(), {{"config.json", "{}"},
                          {"weights/a.safetensors", "0123456789"},
                          {"weights.bin", "abc"},
                          {"README.md", "text"}});
  }

  [[nodiscard]] Ran sign(Signing how) const {
    QStringList words{
        "sign",
        how == Signing::with_key ? "key" : "certificate",
        text(model()),
        "--signature",
        text(signature()),
        "--private_key",
        text(key(how == Signing::with_key ? "p384/signing-key.pem" : "certificate/signing-key.pem"))};
    if (how == Signing::with_certificate) {
      words << "--signing_certificate" << text(key("certificate/signing-key-cert.pem"))
            << "--certificate_chain" << text(key("certificate/int-ca-cert.pem"));
    }
    return run_reference(words);
  }

  /// The options by which both name whom they expect.
  [[nodiscard]] std::vector<std::string> expected(Signing how) const {
    if (how == Signing::with_key) return {"key", "--public_key", key("p384/signing-key-pub.pem").string()};
    return {"certificate", "--certificate_chain", key("certificate/ca-cert.pem").string()};
  }

  [[nodiscard]] std::vector<std::string> words(Signing how) const {
    std::vector<std::string> all{"verify"};
    for (const auto& word : expected(how)) all.push_back(word);
    all.insert(all.end(), {"--signature", signature().string(), model().string()});
    return all;
  }

  [[nodiscard]] Answer we_verify(Signing how) const { return run_terminal(words(how)); }
  [[nodiscard]] Ran they_verify(Signing how) const {
    QStringList list;
    for (const auto& word : words(how)) list << QString::fromStdString(word);
    return run_reference(list);
  }

 private slots:
  void initTestCase() {
    NEEDS_PEER(!reference_program().empty(), no_reference);
    const auto shared = shared_dir();
    if (!shared) QSKIP(no_shared);
    keys_ = *shared / "conformance" / "assets" / "keys";
  }

  void we_agree_data() {
    QTest::addColumn<int>("signing");
    QTest::addColumn<QString>("tampering");
    QTest::addColumn<bool>("good");
    QTest::addColumn<int>("our_exit_code");
    for (const auto how : {Signing::with_key, Signing::with_certificate}) {
      const std::string prefix = how == Signing::with_key ? "key: " : "certificate: ";
      const auto row = [&](const char* tampering, bool good, int our_exit_code) {
        QTest::newRow((prefix + tampering).c_str())
            << static_cast<int>(how) << tampering << good << our_exit_code;
      };
      row("untouched", true, 0);
      row("tampered", false, 1);
      row("missing", false, 4);
      row("added", false, 1);
      row("renamed", false, 1);
      row("git file added", true, 0);
    }
  }

  void we_agree() {
    QFETCH(int, signing);
    QFETCH(QString, tampering);
    QFETCH(bool, good);
    QFETCH(int, our_exit_code);
    const auto how = static_cast<Signing>(signing);
    fresh_model();
    const auto signed_ = sign(how);
    QVERIFY2(signed_.exit_code == 0, qPrintable(signed_.output));
    if (tampering == "tampered") write(model() / "config.json", "{ }");
    if (tampering == "missing") fs::remove(model() / "README.md");
    if (tampering == "added") write(model() / "new.txt", "x");
    if (tampering == "renamed") fs::rename(model() / "README.md", model() / "READ.md");
    if (tampering == "git file added") write(model() / ".gitattributes", "x");

    const auto theirs = they_verify(how);
    QVERIFY2((theirs.exit_code == 0) == good, qPrintable(theirs.output));
    const auto ours = we_verify(how);
    QVERIFY2(ours.exit_code == our_exit_code, qPrintable(ours.out + ours.err));
  }

  void another_key_or_root_is_refused_by_both() {
    for (const auto how : {Signing::with_key, Signing::with_certificate}) {
      fresh_model();
      QCOMPARE(sign(how).exit_code, 0);
      auto all = words(how);
      all.at(3) =
          key(how == Signing::with_key ? "wrong/wrong-key-pub.pem" : "wrong/wrong-ca-cert.pem").string();
      QStringList list;
      for (const auto& word : all) list << QString::fromStdString(word);
      QVERIFY(run_reference(list).exit_code != 0);
      QCOMPARE(run_terminal(all).exit_code, how == Signing::with_key ? 1 : 3);
    }
  }

  /// The reference sorts by parts of the path, the specification (5.2.1) by code points: its order is a note,
  /// not a fault.
  void their_order_is_a_note() {
    fresh_model();
    QCOMPARE(sign(Signing::with_key).exit_code, 0);
    const auto ours = we_verify(Signing::with_key);
    QCOMPARE(ours.exit_code, 0);
    QVERIFY2(ours.out.contains("not in the order that the specification asks for"), qPrintable(ours.out));
  }

  void they_verify_what_we_sign_data() {
    QTest::addColumn<int>("signing");
    QTest::addColumn<bool>("inside");
    for (const auto how : {Signing::with_key, Signing::with_certificate}) {
      const std::string prefix = how == Signing::with_key ? "key, " : "certificate, ";
      QTest::newRow((prefix + "signature beside the model").c_str()) << static_cast<int>(how) << false;
      QTest::newRow((prefix + "signature in the model").c_str()) << static_cast<int>(how) << true;
    }
  }

  /// Names that sort otherwise by parts of the path, in several bytes, an empty file, what git leaves, and
  /// what is left out on purpose.
  void they_verify_what_we_sign() {
    QFETCH(int, signing);
    QFETCH(bool, inside);
    const auto how = static_cast<Signing>(signing);
    fresh_model();
    write_model(model(), {{"weights-2/b.bin", "b"},
                          {"模型/é.bin", "x"},
                          {"empty", ""},
                          {"with space (1)", "y"},
                          {".gitattributes", "z"},
                          {"cache/1", "left out"}});
    const auto place = inside ? model() / "model.sig" : signature();
    std::vector<std::string> sign{"sign",           how == Signing::with_key ? "key" : "certificate",
                                  model().string(), "--signature",
                                  place.string(),   "--ignore_paths",
                                  "cache",          "--private_key"};
    if (how == Signing::with_key) {
      sign.push_back(key("p384/signing-key.pem").string());
    } else {
      sign.insert(sign.end(), {key("certificate/signing-key.pem").string(), "--signing_certificate",
                               key("certificate/signing-key-cert.pem").string(), "--certificate_chain",
                               key("certificate/int-ca-cert.pem").string()});
    }
    const auto made = run_terminal(sign);
    QVERIFY2(made.exit_code == 0, qPrintable(made.err));
    const auto verify = [&] {
      auto all = words(how);
      *std::find(all.begin(), all.end(), signature().string()) = place.string();
      QStringList list;
      for (const auto& word : all) list << QString::fromStdString(word);
      return std::pair{run_reference(list), run_terminal(all)};
    };
    const auto [theirs, ours] = verify();
    QVERIFY2(theirs.exit_code == 0, qPrintable(theirs.output));
    QVERIFY2(ours.exit_code == 0, qPrintable(ours.out));
    write(model() / "模型" / "é.bin", "X");
    const auto [theirs_now, ours_now] = verify();
    QVERIFY2(theirs_now.exit_code != 0, qPrintable(theirs_now.output));
    QCOMPARE(ours_now.exit_code, 1);
  }

  void their_single_file_model_is_named_by_a_dot() {
    fresh_model();
    fs::remove_all(model());
    write(model(), "one file");
    const auto signed_ = sign(Signing::with_key);
    QVERIFY2(signed_.exit_code == 0, qPrintable(signed_.output));
    QCOMPARE(we_verify(Signing::with_key).exit_code, 0);
    write(model(), "another file");
    QCOMPARE(we_verify(Signing::with_key).exit_code, 1);
  }

  /// Neither opens it; here the other files are checked all the same.
  void a_pipe_in_the_folder_is_refused_by_both() {
    fresh_model();
    QCOMPARE(sign(Signing::with_key).exit_code, 0);
    QCOMPARE(QProcess::execute("mkfifo", {text(model() / "pipe")}), 0);
    const auto theirs = they_verify(Signing::with_key);
    QVERIFY2(theirs.exit_code != 0, qPrintable(theirs.output));
    const auto ours = we_verify(Signing::with_key);
    QCOMPARE(ours.exit_code, 5);
    QVERIFY(ours.out.contains("is a pipe, a socket or a device."));
  }

  /// The reference passes over a folder that it can't list, and calls the model verified.
  void a_folder_that_cannot_be_listed_is_a_difference_on_purpose() {
    if (geteuid() == 0) QSKIP("the superuser can list every folder");
    fresh_model();
    QCOMPARE(sign(Signing::with_key).exit_code, 0);
    write(model() / "closed" / "new.py", "import os");
    fs::permissions(model() / "closed", fs::perms::none);
    const auto theirs = they_verify(Signing::with_key);
    const auto ours = we_verify(Signing::with_key);
    fs::permissions(model() / "closed", fs::perms::owner_all);
    QVERIFY2(theirs.exit_code == 0, qPrintable(theirs.output));
    QVERIFY2(ours.exit_code == 5, qPrintable(ours.out));
  }

  /// docs/parity.md, "Differences on purpose": what becomes of the same chain there and here. The row fails
  /// where either program changes its mind.
  void chains_are_a_difference_on_purpose_data() {
    QTest::addColumn<QString>("chain");
    QTest::addColumn<QString>("given");
    QTest::addColumn<bool>("accepted_there");
    QTest::addColumn<int>("our_exit_code");
    const auto row = [](const char* chain, const char* given, bool accepted_there, int our_exit_code) {
      QTest::addRow("%s, %s given", chain, given) << chain << given << accepted_there << our_exit_code;
    };
    row("good", "root", true, 0);
    row("expired leaf", "root", true, 1);
    row("good", "intermediate", false, 0);
    row("good", "leaf", false, 0);
    row("for servers", "root", true, 1);
    row("for no signing", "root", true, 1);
    row("for any use", "root", true, 1);
    row("two roots of one name", "root", false, 0);
  }

  void chains_are_a_difference_on_purpose() {
    QFETCH(QString, chain);
    QFETCH(QString, given);
    QFETCH(bool, accepted_there);
    QFETCH(int, our_exit_code);
    ChainSpec spec;
    if (chain == "expired leaf")
      spec.leaf.validity = {at("2025-01-01T00:00:00Z"), at("2025-02-01T00:00:00Z")};
    if (chain == "for servers") spec.leaf.purposes = "serverAuth";
    if (chain == "for any use") spec.leaf.purposes = "anyExtendedKeyUsage";
    if (chain == "for no signing") spec.leaf.key_usage = "keyEncipherment";
    const auto minted = mint_chain(spec);
    std::string roots = minted.root.pem();
    if (chain == "two roots of one name") roots = mint_chain(spec).root.pem() + roots;
    write(folder_ / "root.pem", roots);
    write(folder_ / "leaf.pem", minted.certificates.at(0).pem());
    write(folder_ / "intermediate.pem", minted.certificates.at(1).pem());
    write(folder_ / "leaf.key", minted.leaf_key.private_pem());
    fresh_model();
    const auto signed_ = run_reference({"sign", "certificate", text(model()), "--signature",
                                        text(signature()), "--private_key", text(folder_ / "leaf.key"),
                                        "--signing_certificate", text(folder_ / "leaf.pem"),
                                        "--certificate_chain", text(folder_ / "intermediate.pem")});
    QVERIFY2(signed_.exit_code == 0, qPrintable(signed_.output));

    const auto root = (folder_ / (given.toStdString() + ".pem")).string();
    const std::vector<std::string> words{"verify",      "certificate",        model().string(),
                                         "--signature", signature().string(), "--certificate_chain",
                                         root};
    QStringList list;
    for (const auto& word : words) list << QString::fromStdString(word);
    const auto theirs = run_reference(list);
    QVERIFY2((theirs.exit_code == 0) == accepted_there, qPrintable(theirs.output));
    const auto ours = run_terminal(words);
    QVERIFY2(ours.exit_code == our_exit_code, qPrintable(ours.out + ours.err));
  }

  /// Names in code point order here, by parts of the path there: two root digests of one folder.
  void the_order_of_names_makes_two_root_digests() {
    fresh_model();
    fs::remove_all(model());
    write_model(model(), {{"a.bin", "1"}, {"a/b", "2"}});
    QCOMPARE(sign(Signing::with_key).exit_code, 0);
    const auto theirs = run_terminal({"inspect", signature().string(), "--json"}).json();
    const auto ours = run_terminal({"digest", model().string(), "--json"}).json();
    QVERIFY(theirs["claims"][0]["statement"]["root_digest"] != ours["digest"]);
    // Where the two orders agree, so do the digests.
    fs::rename(model() / "a.bin", model() / "b.bin");
    QCOMPARE(sign(Signing::with_key).exit_code, 0);
    const auto again = run_terminal({"inspect", signature().string(), "--json"}).json();
    QCOMPARE(again["claims"][0]["statement"]["root_digest"].get<std::string>(),
             run_terminal({"digest", model().string(), "--json"}).json()["digest"].get<std::string>());
  }
};

QTEST_APPLESS_MAIN(TestReference)
#include "tst_reference.moc"
