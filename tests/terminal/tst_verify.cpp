#include <sys/stat.h>

#include <QTest>
#include <filesystem>

#include "run_terminal.h"
#include "support/test_certificate.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

namespace {

QString first_line(const QString& text) {
  return text.section('\n', 0, 0);
}

}  // namespace

class TestVerify : public QObject {
  Q_OBJECT

 private slots:
  void trusted_exits_0() {
    const SignedModel model;
    const auto answer = run_terminal(model.verify());
    QCOMPARE(answer.exit_code, 0);
    QCOMPARE(first_line(answer.out), "Complete, unchanged, and signed with the key you gave");
    QVERIFY(answer.out.contains("✓ Signature           passed"));
    QVERIFY(answer.err.isEmpty());
  }

  void the_signature_is_looked_for_where_none_is_given() {
    const SignedModel model;
    const auto answer =
        run_terminal({"verify", "key", model.path("model"), "--public-key", model.path("key.pub")});
    QCOMPARE(answer.exit_code, 0);
  }

  void a_changed_file_exits_1() {
    const SignedModel model;
    write(model.path("model/config.json"), "{ }");
    const auto answer = run_terminal(model.verify());
    QCOMPARE(answer.exit_code, 1);
    QCOMPARE(first_line(answer.out), "Changed since it was signed");
    QVERIFY(answer.out.contains("  changed      config.json"));
  }

  void a_check_of_some_files_exits_4() {
    const SignedModel model;
    write(model.path("model/config.json"), "{ }");
    const auto answer = run_terminal(model.verify({"--only", "weights.safetensors"}));
    QCOMPARE(answer.exit_code, 4);
    QCOMPARE(first_line(answer.out), "What you asked about is as signed, the rest was not checked");
    QVERIFY2(answer.out.contains("1 file was not asked about: “config.json”."), qPrintable(answer.out));
    const auto json = run_terminal(model.verify({"--only", "weights.safetensors", "--json"})).json();
    QCOMPARE(QString::fromStdString(json["verdict"].get<std::string>()), "partial");
    QCOMPARE(QString::fromStdString(json["only"][0].get<std::string>()), "weights.safetensors");
    QCOMPARE(run_terminal(model.verify({"--only", "config.json"})).exit_code, 1);
    QCOMPARE(run_terminal(model.verify({"--only", "absent"})).exit_code, 5);
  }

  void a_missing_file_exits_4() {
    const SignedModel model;
    fs::remove(model.path("model/config.json"));
    const auto answer = run_terminal(model.verify());
    QCOMPARE(answer.exit_code, 4);
    QVERIFY(answer.out.contains("  missing      config.json"));
  }

  void a_file_that_is_not_signed_exits_1_and_0_where_it_is_allowed() {
    const SignedModel model;
    write(model.path("model/run.py"), "import os");
    auto answer = run_terminal(model.verify());
    QCOMPARE(answer.exit_code, 1);
    QVERIFY(answer.out.contains("not signed   run.py"));
    QVERIFY(answer.out.contains("1 file can run code on loading."));
    for (const auto* option : {"--ignore-unsigned-files", "--ignore_unsigned_files"}) {
      answer = run_terminal(model.verify({option}));
      QCOMPARE(answer.exit_code, 0);
      QVERIFY2(answer.out.contains("not signed   run.py"), "it is named all the same");
    }
    QCOMPARE(run_terminal(model.verify({"--no-ignore-unsigned-files"})).exit_code, 1);
    QCOMPARE(run_terminal(model.verify({"--ignore-paths", "run.py"})).exit_code, 0);
  }

  void a_renamed_file_is_missing_and_not_signed() {
    const SignedModel model;
    fs::rename(model.path("model/config.json"), model.path("model/renamed.json"));
    const auto answer = run_terminal(model.verify());
    QCOMPARE(answer.exit_code, 1);
    QVERIFY(answer.out.contains("missing      config.json"));
    QVERIFY(answer.out.contains("not signed   renamed.json"));
  }

  void another_key_exits_1_and_says_so() {
    const SignedModel model;
    write(model.path("other.pub"), TestKey::generate().public_pem());
    const auto answer = run_terminal({"verify", "key", model.path("model"), "--signature",
                                      model.path("model.sig"), "--public-key", model.path("other.pub")});
    QCOMPARE(answer.exit_code, 1);
    QCOMPARE(first_line(answer.out), "The signature is not valid");
    QVERIFY(answer.out.contains("The signature file names another key than the one you gave."));
  }

  void no_signature_exits_6() {
    const SignedModel model;
    fs::remove(model.path("model.sig"));
    const auto answer =
        run_terminal({"verify", "key", model.path("model"), "--public-key", model.path("key.pub")});
    QCOMPARE(answer.exit_code, 6);
    QCOMPARE(first_line(answer.out), "No signature found");
  }

  void no_model_exits_5() {
    const SignedModel model;
    const auto answer =
        run_terminal({"verify", "key", model.path("absent"), "--public-key", model.path("key.pub")});
    QCOMPARE(answer.exit_code, 5);
    QVERIFY(answer.out.contains("is not there"));
  }

  void stopping_exits_130() {
    const SignedModel model;
    std::stop_source source;
    source.request_stop();
    const auto answer = run_terminal(model.verify(), source.get_token());
    QCOMPARE(answer.exit_code, 130);
    QCOMPARE(first_line(answer.out), "The check was stopped");
  }

  void another_method_exits_5() {
    const SignedModel model;
    const auto answer =
        run_terminal({"verify", model.path("model"), "--signature", model.path("model.sig"), "--identity",
                      "a@b.example", "--identity-provider", "https://accounts.example"});
    QCOMPARE(answer.exit_code, 5);
    QCOMPARE(first_line(answer.out), "Signed by another method than you asked for");
  }

  void a_certificate_under_the_root_that_was_given() {
    const TemporaryFolder folder;
    const ModelFiles files{{"config.json", "{}"}};
    const auto chain = mint_chain();
    const auto other = mint_chain();
    write_model(folder / "model", files);
    write(folder / "model.sig",
          certificate_bundle(chain.leaf_key, chain.certificates, oms_statement(files)).dump());
    write(folder / "root.pem", chain.root.pem());
    write(folder / "other.pem", other.root.pem());
    const auto verify = [&](std::vector<std::string> more) {
      std::vector<std::string> words{"verify", "certificate", (folder / "model").string()};
      words.insert(words.end(), more.begin(), more.end());
      return run_terminal(words);
    };
    auto answer = verify({"--certificate_chain", (folder / "root.pem").string(), "--log_fingerprints"});
    QCOMPARE(answer.exit_code, 0);
    QCOMPARE(first_line(answer.out), "Complete, unchanged, and signed under the root you gave");
    QVERIFY(answer.out.contains(QString::fromStdString(chain.certificates.front().fingerprint().hex())));
    QVERIFY(!verify({"--certificate-chain", (folder / "root.pem").string()})
                 .out.contains(QString::fromStdString(chain.certificates.front().fingerprint().hex())));

    answer = verify({"--certificate-chain", (folder / "other.pem").string()});
    QCOMPARE(answer.exit_code, 3);
    QCOMPARE(first_line(answer.out), "Signed by somebody else than you expect");
    // Several files, each of them a root.
    answer = verify({"--certificate-chain", (folder / "other.pem").string(), "--certificate-chain",
                     (folder / "root.pem").string()});
    QCOMPARE(answer.exit_code, 0);
  }

  /// threats.md, "The bundle": what is no regular file is refused without waiting on it.
  void odd_signature_files_exit_5_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("code");
    QTest::newRow("a pipe") << "fifo"
                            << "file.not_regular";
    QTest::newRow("a device") << "/dev/zero"
                              << "file.not_regular";
    QTest::newRow("a folder") << "folder"
                              << "file.not_regular";
    QTest::newRow("missing") << "missing"
                             << "file.not_found";
    QTest::newRow("empty") << "empty"
                           << "json.malformed";
    QTest::newRow("1 GiB of nothing") << "sparse"
                                      << "file.too_large";
    QTest::newRow("no JSON") << "text"
                             << "json.malformed";
    QTest::newRow("deep") << "deep"
                          << "json.too_deep";
    QTest::newRow("other JSON") << "object"
                                << "bundle.media_type";
  }

  void odd_signature_files_exit_5() {
    QFETCH(QString, kind);
    QFETCH(QString, code);
    const SignedModel model;
    const auto path = kind.startsWith('/') ? kind.toStdString() : model.path("odd.sig");
    if (kind == "fifo") QCOMPARE(::mkfifo(path.c_str(), 0600), 0);
    if (kind == "folder") fs::create_directory(path);
    if (kind == "empty") write(path, "");
    if (kind == "text") write(path, "no JSON at all");
    if (kind == "deep") write(path, std::string(100000, '[') + std::string(100000, ']'));
    if (kind == "object") write(path, "{}");
    if (kind == "sparse") {
      write(path, "");
      fs::resize_file(path, 1ULL << 30U);
    }
    const std::vector<std::string> words{"verify", "key",          model.path("model"),  "--signature",
                                         path,     "--public-key", model.path("key.pub")};
    auto answer = run_terminal(words);
    QCOMPARE(answer.exit_code, 5);
    QCOMPARE(first_line(answer.out), "Could not be checked");
    auto with_json = words;
    with_json.emplace_back("--json");
    answer = run_terminal(with_json);
    QCOMPARE(answer.exit_code, 5);
    QCOMPARE(QString::fromStdString(answer.json()["steps"][0]["findings"][0]["code"].get<std::string>()),
             code);
  }

  void odd_key_files_say_what_they_are_data() {
    QTest::addColumn<QString>("content");
    QTest::addColumn<QString>("says");
    QTest::newRow("private key") << "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
                                 << "it holds a private key";
    QTest::newRow("EC private key") << "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n"
                                    << "it holds a private key";
    QTest::newRow("encrypted key") << "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n"
                                   << "it holds a private key";
    QTest::newRow("certificate") << "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
                                 << "it holds a certificate";
    QTest::newRow("broken public key") << "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"
                                       << "cannot be read (what its PEM block holds is not a public key).";
    QTest::newRow("nothing") << ""
                             << "no PEM block";
    QTest::newRow("text") << "hello"
                          << "no PEM block";
  }

  void odd_key_files_say_what_they_are() {
    QFETCH(QString, content);
    QFETCH(QString, says);
    const SignedModel model;
    write(model.path("key.pub"), content.toStdString());
    auto answer = run_terminal(model.verify());
    QCOMPARE(answer.exit_code, 5);
    QVERIFY2(answer.err.contains(says), qPrintable(answer.err));
    QVERIFY2(!answer.err.contains("AAAA"), "what the file holds is not repeated");
    QVERIFY(answer.out.isEmpty());
    answer = run_terminal(model.verify({"--json"}));
    QCOMPARE(answer.exit_code, 5);
    QCOMPARE(QString::fromStdString(answer.json()["error"]["code"].get<std::string>()), "key.malformed");
    QVERIFY(answer.err.isEmpty());
  }

  void a_key_file_holds_one_public_key_and_nothing_else() {
    const SignedModel model;
    const auto key = model.key().public_pem();
    const std::string private_key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    write(model.path("key.pub"), key + TestKey::generate().public_pem());
    auto answer = run_terminal(model.verify());
    QCOMPARE(answer.exit_code, 5);
    QVERIFY2(answer.err.contains("it holds 2 PEM blocks; exactly one, a public key, is wanted"),
             qPrintable(answer.err));
    for (const auto& both : {key + private_key, private_key + key}) {
      write(model.path("key.pub"), both);
      answer = run_terminal(model.verify());
      QCOMPARE(answer.exit_code, 5);
      QVERIFY2(answer.err.contains("it holds a private key"), qPrintable(answer.err));
    }
    write(model.path("key.pub"), "Our key, of 2026\n" + key);
    QCOMPARE(run_terminal(model.verify()).exit_code, 0);
  }

  void a_root_file_with_a_private_key_is_refused() {
    const SignedModel model;
    const auto root = mint_chain().root.pem();
    write(model.path("root.pem"),
          root + "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
    const auto answer = run_terminal(
        {"verify", "certificate", model.path("model"), "--certificate-chain", model.path("root.pem")});
    QCOMPARE(answer.exit_code, 5);
    QVERIFY2(answer.err.contains("it holds a private key"), qPrintable(answer.err));
    QVERIFY(answer.out.isEmpty());
  }

  void a_key_given_as_chain_says_what_it_is() {
    const SignedModel model;
    const auto answer = run_terminal(
        {"verify", "certificate", model.path("model"), "--certificate-chain", model.path("key.pub")});
    QCOMPARE(answer.exit_code, 5);
    QVERIFY(answer.err.contains("it holds a public key"));
  }

  void odd_trust_files_exit_5() {
    const SignedModel model;
    const std::vector<std::string> words{"verify", model.path("model"),   "--identity",
                                         "a",      "--identity-provider", "b"};
    for (const auto* option : {"--trust-config", "--trusted_root"}) {
      auto more = words;
      more.insert(more.end(), {option, model.path("absent.json")});
      QCOMPARE(run_terminal(more).exit_code, 5);
      more.back() = model.path("model.sig");
      const auto answer = run_terminal(more);
      QCOMPARE(answer.exit_code, 5);
      QVERIFY(answer.err.contains("not a trust root"));
    }
  }

  void json_is_one_object_and_the_same_each_time() {
    const SignedModel model;
    const auto answer = run_terminal(model.verify({"--json"}));
    QCOMPARE(answer.exit_code, 0);
    const auto json = answer.json();
    QCOMPARE(json["schema"].get<int>(), 1);
    QCOMPARE(QString::fromStdString(json["verdict"].get<std::string>()), "trusted");
    QCOMPARE(json["exit_code"].get<int>(), 0);
    QCOMPARE(json["files"].size(), std::size_t(2));
    QCOMPARE(run_terminal(model.verify({"--json"})).out, answer.out);
  }

  /// threats.md, "Showing": a name can't write a line of the answer, move the cursor or turn the text around.
  void names_cannot_forge_the_answer_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("escape") << QByteArray("a\x1b[2J\x1b[1;32mtrusted.bin");
    QTest::newRow("new line") << QByteArray("a\nComplete, unchanged.bin");
    QTest::newRow("right to left") << QByteArray("a\u202Enib.exe");
    QTest::newRow("carriage return") << QByteArray("a\rtrusted");
    QTest::newRow("zero width") << QByteArray("con\u200Bfig.json");
  }

  void names_cannot_forge_the_answer() {
    QFETCH(QByteArray, name);
    const std::string hostile(name.constData(), static_cast<std::size_t>(name.size()));
    const SignedModel model({{hostile, "1"}, {"b", "2"}});
    write(fs::path(model.path("model")) / hostile, "altered");
    write(fs::path(model.path("model")) / ("extra" + hostile), "");
    const auto answer = run_terminal(model.verify());
    QCOMPARE(answer.exit_code, 1);
    QCOMPARE(first_line(answer.out), "Changed since it was signed");
    for (const QChar letter : answer.out) {
      QVERIFY(letter == '\n' ||
              (letter.category() != QChar::Other_Control && letter.category() != QChar::Other_Format));
    }
    for (const auto& line : answer.out.split('\n')) {
      QVERIFY(!line.startsWith("Complete") && !line.trimmed().startsWith("trusted"));
    }
  }

  void json_is_ascii_whatever_the_names_hold() {
    const std::string hostile = "a\u202E\u2066\u200B\u2028\x7F\u009B\uE000é😀";
    const SignedModel model({{hostile, "1"}});
    const auto answer = run_terminal(model.verify({"--json"}));
    QCOMPARE(answer.exit_code, 0);
    for (const QChar letter : answer.out) {
      QVERIFY2(letter == '\n' || (letter.unicode() >= 0x20 && letter.unicode() < 0x7F),
               qPrintable(answer.out));
    }
    QCOMPARE(answer.json()["files"][0]["name"].get<std::string>(), hostile);
    // An error, too.
    const auto error =
        run_terminal({"verify", "key", model.path("m\x7F\u202E"), "--signature", model.path("model.sig"),
                      "--public-key", model.path("\u009B"), "--json"});
    QCOMPARE(error.exit_code, 5);
    QVERIFY(std::all_of(error.out.begin(), error.out.end(), [](QChar letter) {
      return letter == '\n' || (letter.unicode() >= 0x20 && letter.unicode() < 0x7F);
    }));
  }

  void pipes_and_odd_names_are_not_counted_as_signed() {
    const SignedModel model;
    QCOMPARE(::mkfifo(model.path("model/pipe").c_str(), 0600), 0);
    write(fs::path(model.path("model")) / "not\xFFutf8", "1");
    fs::create_symlink("config.json", model.path("model/link"));
    const auto answer = run_terminal(model.verify());
    QCOMPARE(answer.exit_code, 5);
    QVERIFY2(answer.out.contains("All 2 signed files are as they were signed"), qPrintable(answer.out));
  }

  void what_git_keeps_is_left_out_and_no_fault() {
    const SignedModel model;
    write(model.path("model/.gitignore"), "x");
    const auto answer = run_terminal(model.verify());
    QCOMPARE(answer.exit_code, 0);
    QVERIFY2(answer.out.contains("\nLeft out\n"), qPrintable(answer.out));
    QVERIFY(!answer.out.contains("not as signed"));
  }

  void a_signed_file_that_is_left_out_is_said_to_be() {
    const SignedModel model;
    const auto answer = run_terminal(model.verify({"--ignore-paths", "config.json"}));
    QCOMPARE(answer.exit_code, 5);
    QVERIFY2(answer.out.contains("“config.json” is signed, and was left out of the check."),
             qPrintable(answer.out));
    QVERIFY(answer.out.contains("Check again without leaving it out."));
  }

  void many_files_are_counted_and_all_shown_when_asked() {
    const SignedModel model;
    for (int i = 0; i < 50; ++i) write(model.path("model/extra" + std::to_string(i)), "x");
    auto answer = run_terminal(model.verify());
    QVERIFY(answer.out.contains("… and 30 more (--all-files shows them)"));
    QCOMPARE(answer.out.count("not signed   extra"), 20);
    answer = run_terminal(model.verify({"--all-files"}));
    QCOMPARE(answer.out.count("not signed   extra"), 50);
    QVERIFY(answer.out.contains("matches      config.json"));
  }

  void colour_and_progress_are_for_terminals_only() {
    const SignedModel model;
    const auto answer = run_terminal(model.verify());
    QVERIFY(!answer.out.contains('\x1b') && !answer.err.contains('\r'));
    const auto seen = run_terminal(model.verify(), {}, true);
    QVERIFY(seen.out.startsWith("\x1b[1;32mComplete"));
    QVERIFY(!seen.out.contains('\r'));
  }

  void the_answer_goes_into_a_file_when_asked() {
    const SignedModel model;
    auto answer = run_terminal(model.verify({"--json", "--output-file", model.path("report.json")}));
    QCOMPARE(answer.exit_code, 0);
    QVERIFY(answer.out.isEmpty());
    QVERIFY(base::parse_json(read(model.path("report.json")), "the file").has_value());
    answer = run_terminal(model.verify({"--output-file", model.path("absent/report.txt")}));
    QCOMPARE(answer.exit_code, 5);
    QVERIFY(answer.err.contains("could not be written"));
  }

  void a_flag_for_links_is_taken_and_said_to_change_nothing() {
    const SignedModel model;
    for (const auto* option : {"--allow-symlinks", "--allow_symlinks"}) {
      QVERIFY(run_terminal(model.verify({option})).err.contains("changes nothing"));
    }
    QVERIFY(run_terminal(model.verify({"--allow-symlinks", "--log-level", "error"})).err.isEmpty());
    write(model.path("target"), "0123456789");
    fs::remove(model.path("model/weights.safetensors"));
    fs::create_symlink(model.path("target"), model.path("model/weights.safetensors"));
    const auto answer = run_terminal(model.verify({"--allow-symlinks"}));
    QVERIFY2(answer.exit_code != 0, "the recorded policy is not overridden");
  }
};

QTEST_APPLESS_MAIN(TestVerify)
#include "tst_verify.moc"
