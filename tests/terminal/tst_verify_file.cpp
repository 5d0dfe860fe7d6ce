#include <QTest>

#include "base/encoding.h"
#include "run_terminal.h"

using namespace weighmaster;
using namespace weighmaster::tests;

namespace {

constexpr const char* content = "the weights";

QString first_line(const QString& text) {
  return text.section('\n', 0, 0);
}

/// A file signed with a key: `weights.bin`, `weights.bin.sigstore.json`, `key.pub`; and a statement about it,
/// `about.json`.
class SignedFile {
 public:
  SignedFile() : key_(TestKey::generate()) {
    write(folder_ / "weights.bin", content);
    write(folder_ / "other.bin", "other weights");
    write(folder_ / "weights.bin.sigstore.json", file_signature(key_, content).dump());
    write(folder_ / "about.json",
          key_bundle(key_, provenance_json({{"weights.bin", content}}).dump()).dump());
    write(folder_ / "key.pub", key_.public_pem());
  }

  [[nodiscard]] std::string path(std::string_view name) const { return (folder_ / name).string(); }
  [[nodiscard]] Answer verify(const std::string& file, const std::string& signature,
                              const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{"verify", "key", file, "--public-key", path("key.pub")};
    if (!signature.empty()) words.insert(words.end(), {"--signature", path(signature)});
    words.insert(words.end(), more.begin(), more.end());
    return run_terminal(words);
  }

 private:
  TemporaryFolder folder_;
  TestKey key_;
};

std::string digest_of(std::string_view text) {
  return "sha256:" + crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes(text)).hex();
}

}  // namespace

/// Files in place of models: signed themselves, or spoken of in a signed statement.
class tst_verify_file : public QObject {
  Q_OBJECT

 private slots:
  void a_signed_file_exits_0_and_is_called_a_file() {
    const SignedFile file;
    const auto answer = file.verify(file.path("weights.bin"), "");
    QVERIFY2(answer.exit_code == 0, qPrintable(answer.out));
    QCOMPARE(first_line(answer.out), "Unchanged, and signed with the key you gave");
    QVERIFY(answer.out.contains("The file is as it was signed with the key you gave."));
    QVERIFY(answer.out.contains("It is the file they signed."));
    QVERIFY(answer.out.contains("– Statement           does not apply"));
    QVERIFY2(!answer.out.contains("model"), qPrintable(answer.out));
  }

  void another_file_exits_1() {
    const SignedFile file;
    const auto answer = file.verify(file.path("other.bin"), "weights.bin.sigstore.json");
    QCOMPARE(answer.exit_code, 1);
    QCOMPARE(first_line(answer.out), "Not the file that was signed");
    QVERIFY(answer.out.contains("The file is not the one that was signed with the key you gave."));
    QVERIFY(answer.out.contains("“other.bin” is not the file that was signed (signed "));
  }

  void a_digest_stands_for_the_file() {
    const SignedFile file;
    auto answer = file.verify(digest_of(content), "weights.bin.sigstore.json");
    QVERIFY2(answer.exit_code == 0, qPrintable(answer.out + answer.err));
    QCOMPARE(file.verify(digest_of(content), "about.json").exit_code, 0);
    QCOMPARE(file.verify(digest_of("other weights"), "weights.bin.sigstore.json").exit_code, 1);
    QCOMPARE(file.verify(digest_of(content), "").exit_code, 2);
    for (const auto* wrong : {"sha256:", "sha256:abc"})
      QCOMPARE(file.verify(wrong, "weights.bin.sigstore.json").exit_code, 2);
    auto upper = digest_of(content);
    for (auto& letter : upper)
      letter = letter == 's' || letter == 'h' ? letter : static_cast<char>(toupper(letter));
    answer = file.verify("sha256:" + upper.substr(7), "weights.bin.sigstore.json");
    QCOMPARE(answer.exit_code, 2);
    QVERIFY2(answer.err.contains("64 hexadecimal digits in lower case"), qPrintable(answer.err));
  }

  void a_statement_about_a_file_is_shown_and_not_judged() {
    const SignedFile file;
    auto answer = file.verify(file.path("weights.bin"), "about.json");
    QVERIFY2(answer.exit_code == 0, qPrintable(answer.out));
    QCOMPARE(first_line(answer.out), "This file is named in a statement by the signer you expect");
    QVERIFY(answer.out.contains(
        "The statement about it, of the type “https://slsa.dev/provenance/v1”, was signed "
        "with the key you gave."));
    QVERIFY2(!answer.out.contains("model"), qPrintable(answer.out));
    answer = file.verify(file.path("other.bin"), "about.json");
    QCOMPARE(answer.exit_code, 1);
    QCOMPARE(first_line(answer.out), "Not a file that the signed statement is about");
    QVERIFY(answer.out.contains("The signed statement does not speak of “other.bin”"));
  }

  void a_folder_is_told_what_to_do() {
    const SignedFile file;
    const auto folder = std::filesystem::path(file.path("weights.bin")).parent_path().string();
    auto answer = file.verify(folder, "weights.bin.sigstore.json");
    QCOMPARE(answer.exit_code, 5);
    QVERIFY2(answer.out.contains("Give what was signed itself"), qPrintable(answer.out));
    answer = file.verify(folder, "about.json");
    QCOMPARE(answer.exit_code, 5);
    QVERIFY2(answer.out.contains("name the one file that the statement is about"), qPrintable(answer.out));
  }

  void the_report_says_what_was_signed() {
    const SignedFile file;
    auto json = file.verify(file.path("weights.bin"), "", {"--json"}).json();
    QCOMPARE(json["content"].get<std::string>(), std::string("file"));
    QCOMPARE(json["claimed_file"].get<std::string>(), digest_of(content));
    QVERIFY(json["statement"].is_null());
    QCOMPARE(json["files"][0]["signed"].get<std::string>(), digest_of(content));
    json = file.verify(file.path("weights.bin"), "about.json", {"--json"}).json();
    QCOMPARE(json["content"].get<std::string>(), std::string("attestation"));
    QCOMPARE(json["statement"]["predicate_type"].get<std::string>(),
             std::string("https://slsa.dev/provenance/v1"));
    QCOMPARE(json["statement"]["subjects"].get<int>(), 1);
    QVERIFY(json["statement"]["signed"].get<bool>());
  }

  void inspect_shows_what_is_claimed() {
    const SignedFile file;
    auto answer = run_terminal({"inspect", file.path("weights.bin.sigstore.json")});
    QCOMPARE(answer.exit_code, 0);
    QVERIFY2(answer.out.contains("Over        a file itself"), qPrintable(answer.out));
    QVERIFY(answer.out.contains(QString::fromStdString(digest_of(content))));
    answer = run_terminal({"inspect", file.path("about.json")});
    QCOMPARE(answer.exit_code, 0);
    QVERIFY(answer.out.contains("of the type https://slsa.dev/provenance/v1"));
    QVERIFY(answer.out.contains("Files it claims to be about"));
    const auto json = run_terminal({"inspect", file.path("about.json"), "--json"}).json();
    const auto& covered = json["claims"][0]["statement"]["covers"][0];
    QCOMPARE(covered["name"].get<std::string>(), std::string("weights.bin"));
    QCOMPARE("sha256:" + covered["digests"]["sha256"].get<std::string>(), digest_of(content));
  }

  void a_key_s_log_may_be_asked_for() {
    const SignedFile file;
    QCOMPARE(file.verify(file.path("weights.bin"), "", {"--use-staging"}).exit_code, 0);
    QCOMPARE(file.verify(file.path("weights.bin"), "", {"--trust-config", file.path("absent")}).exit_code, 5);
  }

  void what_others_signed_is_trusted_data() {
    QTest::addColumn<QString>("signature");
    QTest::addColumn<QString>("identity");
    QTest::newRow("sigstore-python") << "art.txt.sigstore.json"
                                     << "dave@example.com";
    QTest::newRow("cosign") << "art.cosign.json"
                            << "erin@example.com";
  }
  void what_others_signed_is_trusted() {
    if (!shared_dir()) QSKIP(no_shared);
    QFETCH(const QString, signature);
    QFETCH(const QString, identity);
    const auto sample = *shared_dir() / "stack/sample";
    const auto verify = [&](const std::string& file, const std::string& name) {
      return run_terminal({"verify", "sigstore", "--signature", (sample / signature.toStdString()).string(),
                           "--identity", name, "--identity-provider", "http://127.0.0.1:9001",
                           "--trust-config", (sample / "trust/trust_config.json").string(), file});
    };
    const auto file = (sample / "art.txt").string();
    auto answer = verify(file, identity.toStdString());
    QVERIFY2(answer.exit_code == 0, qPrintable(answer.out));
    QCOMPARE(first_line(answer.out), "Unchanged, and signed by the identity you gave");
    QVERIFY(answer.out.contains("The file is as “" + identity + "” signed it."));
    QCOMPARE(verify(digest_of("data\n"), identity.toStdString()).exit_code, 0);
    QCOMPARE(verify(file, "mallory@example.com").exit_code, 3);
    answer = verify((sample / "model/config.json").string(), identity.toStdString());
    QCOMPARE(answer.exit_code, 1);
    QVERIFY(answer.out.contains("The file is not the one that “" + identity + "” signed."));
  }
};

QTEST_APPLESS_MAIN(tst_verify_file)
#include "tst_verify_file.moc"
