#include <sys/stat.h>
#include <unistd.h>

#include <QProcess>
#include <QTest>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "base/task.h"
#include "run_terminal.h"
#include "support/test_certificate.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

namespace {

/// The openssl program makes keys and certificates as people have them.
void openssl(const QStringList& arguments) {
  QProcess process;
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start("openssl", arguments);
  if (!process.waitForFinished(20'000) || process.exitCode() != 0)
    qFatal("openssl: %s", process.readAll().constData());
}

QString text(const fs::path& path) {
  return QString::fromStdString(path.string());
}

}  // namespace

class TestSign : public QObject {
  Q_OBJECT

  TemporaryFolder folder_;

  [[nodiscard]] std::string path(std::string_view name) const { return (folder_ / name).string(); }
  [[nodiscard]] QString q(std::string_view name) const { return text(folder_ / name); }

  /// "sign key MODEL --signature … --private-key …", and more.
  [[nodiscard]] Answer sign(std::vector<std::string> more = {}, const std::string& key = "key.pem",
                            const std::string& signature = "model.sig") const {
    std::vector<std::string> words{"sign",          "key",           path("model"), "--signature",
                                   path(signature), "--private-key", path(key)};
    words.insert(words.end(), more.begin(), more.end());
    return run_terminal(words);
  }
  [[nodiscard]] Answer sign_with_certificate(std::vector<std::string> more,
                                             const std::string& key = "certified.pem") const {
    std::vector<std::string> words{
        "sign", "certificate", path("model"), "--signature", path("model.sig"), "--private-key", path(key)};
    words.insert(words.end(), more.begin(), more.end());
    return run_terminal(words);
  }
  [[nodiscard]] Answer verify() const {
    return run_terminal(
        {"verify", "key", path("model"), "--signature", path("model.sig"), "--public-key", path("key.pub")});
  }
  [[nodiscard]] static QString code(const Answer& answer) {
    const auto json = answer.json();
    return json.contains("error") ? QString::fromStdString(json["error"]["code"].get<std::string>()) : "none";
  }
  [[nodiscard]] std::string key_hint() const {
    return crypto::PublicKey::from_pem(read(folder_ / "key.pub"))->hint();
  }
  [[nodiscard]] bool signature_is_there() const { return fs::exists(folder_ / "model.sig"); }

 private slots:
  void initTestCase() {
    openssl({"genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", q("key.pem")});
    openssl({"pkey", "-in", q("key.pem"), "-pubout", "-out", q("key.pub")});
    openssl({"pkcs8", "-topk8", "-in", q("key.pem"), "-passout", "pass:secret", "-out", q("encrypted.pem")});
    openssl({"genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", q("other.pem")});
    openssl({"genpkey", "-algorithm", "RSA", "-out", q("rsa.pem")});
    const auto chain = mint_chain();
    write(folder_ / "certified.pem", chain.leaf_key.private_pem());
    write(folder_ / "cert.pem", chain.certificates.at(0).pem());
    write(folder_ / "intermediate.pem", chain.certificates.at(1).pem());
    write(folder_ / "root.pem", chain.root.pem());
    ChainSpec spec;
    spec.leaf.validity.end = at("2026-05-01T00:00:00Z");
    const auto late = mint_chain(spec);
    write(folder_ / "late.pem", late.leaf_key.private_pem());
    write(folder_ / "late-cert.pem", late.certificates.at(0).pem());
    spec = {};
    spec.leaf.purposes = "serverAuth";
    const auto server = mint_chain(spec);
    write(folder_ / "server.pem", server.leaf_key.private_pem());
    write(folder_ / "server-cert.pem", server.certificates.at(0).pem());
    fs::permissions(folder_ / "key.pem", fs::perms(0600));
  }

  void init() {
    fs::remove_all(folder_ / "model");
    for (const auto& entry : fs::directory_iterator(folder_.path())) {
      if (entry.path().extension() == ".sig") fs::remove(entry.path());
    }
    write_model(folder_ / "model", {{"config.json", "{}"}, {"weights/a.safetensors", "0123456789"}});
    qunsetenv("WEIGHMASTER_KEY_PASSWORD");
  }

  void what_is_signed_can_be_verified_in_both_spellings() {
    const auto answer = sign();
    QVERIFY2(answer.exit_code == 0, qPrintable(answer.err));
    QVERIFY2(answer.out.startsWith("Signed model, and checked the signature.\n"), qPrintable(answer.out));
    QVERIFY(answer.out.contains("2 files, 12 B"));
    QCOMPARE(answer.err, QString());
    QCOMPARE(verify().exit_code, 0);

    fs::remove(folder_ / "model.sig");
    const auto old_spelling =
        run_terminal({"sign", "key", path("model"), "--signature", path("model.sig"), "--private_key",
                      path("key.pem"), "--ignore_paths", "config.json", "--no-ignore_git_paths"});
    QVERIFY2(old_spelling.exit_code == 0, qPrintable(old_spelling.err));
    QVERIFY(old_spelling.out.contains("config.json, you said so"));
    QCOMPARE(verify().exit_code, 0);
  }

  void the_signature_is_written_into_the_working_folder() {
    const auto before = fs::current_path();
    fs::current_path(folder_.path());
    const auto answer = run_terminal({"sign", "key", "model", "--private-key", "key.pem"});
    fs::current_path(before);
    QVERIFY2(answer.exit_code == 0, qPrintable(answer.err));
    QVERIFY(signature_is_there());
    QVERIFY(answer.out.contains("weighmaster-cli verify key model --signature model.sig --public-key KEY"));
  }

  void the_answer_as_json() {
    write(folder_ / "model" / ".gitignore", "x");
    const auto answer = sign({"--json", "--hash", "blake3", "--shard-size", "4"});
    QCOMPARE(answer.exit_code, 0);
    const auto json = answer.json();
    QVERIFY(json["exit_code"] == 0);
    QVERIFY(json["method"] == "key");
    const auto& statement = json["statement"];
    QVERIFY(statement["hash_type"] == "blake3");
    QVERIFY(statement["method"] == "shards");
    QVERIFY(statement["shard_size"] == 4);
    QVERIFY(statement["subject"] == "model");
    QVERIFY(statement["resources"] == 4);
    QVERIFY(json["files"] == 2);
    QVERIFY(json["bytes"] == 12);
    QVERIFY(json["signature"] == path("model.sig"));
    QVERIFY(json["signer"]["key_hint"] == key_hint());
    QVERIFY(json["left_out"] == (base::Json{{{"name", ".gitignore"}, {"reason", "git"}}}));
    const auto digest = run_terminal({"digest", path("model"), "--hash", "blake3", "--shard-size", "4"});
    QCOMPARE(QString::fromStdString(statement["root_digest"].get<std::string>()), digest.out.trimmed());
    QCOMPARE(verify().exit_code, 0);
  }

  void a_file_that_is_there_stays_unless_told() {
    QCOMPARE(sign().exit_code, 0);
    const auto before = read(folder_ / "model.sig");
    const auto again = sign({"--json"});
    QCOMPARE(again.exit_code, 5);
    QCOMPARE(code(again), QString("file.exists"));
    QVERIFY(read(folder_ / "model.sig") == before);
    QVERIFY(QString::fromStdString(again.json()["error"]["todo"]).contains("--overwrite"));
    write(folder_ / "model" / "config.json", "{ }");
    QCOMPARE(sign({"--overwrite"}).exit_code, 0);
    QCOMPARE(verify().exit_code, 0);
    QVERIFY(read(folder_ / "model.sig") != before);
  }

  void what_is_no_place_for_a_signature_is_refused_before_anything_is_asked() {
    fs::create_directory(folder_ / "folder.sig");
    fs::create_symlink("elsewhere", folder_ / "link.sig");
    QCOMPARE(::mkfifo((folder_ / "pipe.sig").c_str(), 0600), 0);
    write(folder_ / "notes.sig", "notes");
    const std::vector<std::pair<std::string, const char*>> places{
        {"folder.sig", "it is a folder"},
        {"link.sig", "it is a link"},
        {"pipe.sig", "it is a pipe, a socket or a device"},
        {"absent/model.sig", "the folder for it is not there"},
        {"notes.sig", "is not a signature"},
        {"model/config.json", "is not a signature"},
        {"model", "it is a folder"}};
    for (const auto& [place, why] : places) {
      const auto answer = sign({"--json", "--overwrite"}, "no-such-key.pem", place);
      QCOMPARE(answer.exit_code, 5);
      QCOMPARE(code(answer), QString("file.not_written"));
      QVERIFY2(answer.out.contains(why), qPrintable(answer.out));
    }
    QVERIFY(!fs::exists(folder_ / "elsewhere"));
    QVERIFY(read(folder_ / "notes.sig") == to_bytes("notes"));
  }

  void every_refusal_has_its_code_and_leaves_nothing_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("code");
    QTest::newRow("no file") << "absent.pem"
                             << "file.not_found";
    QTest::newRow("a folder") << "model"
                              << "file.not_regular";
    QTest::newRow("a public key") << "key.pub"
                                  << "key.private_malformed";
    QTest::newRow("a certificate") << "cert.pem"
                                   << "key.private_malformed";
    QTest::newRow("RSA") << "rsa.pem"
                         << "key.unsupported";
    QTest::newRow("encrypted, nobody to ask") << "encrypted.pem"
                                              << "key.password_missing";
  }

  void every_refusal_has_its_code_and_leaves_nothing() {
    QFETCH(QString, key);
    QFETCH(QString, code);
    const auto answer = sign({"--json"}, key.toStdString());
    QCOMPARE(answer.exit_code, 5);
    QCOMPARE(TestSign::code(answer), code);
    QVERIFY(answer.out.contains(key));
    QVERIFY(!signature_is_there());
  }

  void a_model_that_can_not_be_signed_whole_is_not_signed() {
    const auto refused = [&](const char* wanted, std::vector<std::string> more = {"--json"}) {
      const auto answer = sign(std::move(more));
      QCOMPARE(answer.exit_code, 5);
      QCOMPARE(code(answer), QString(wanted));
      QVERIFY(!signature_is_there());
    };
    fs::create_symlink("config.json", folder_ / "model" / "link");
    refused("folder.link");
    fs::create_symlink("/etc", folder_ / "model" / "out");
    refused("folder.link_outside", {"--json", "--allow-symlinks"});
    fs::remove(folder_ / "model" / "out");
    QCOMPARE(sign({"--allow-symlinks"}).exit_code, 0);
    QCOMPARE(verify().exit_code, 0);
    fs::remove(folder_ / "model.sig");
    fs::remove_all(folder_ / "model");
    refused("file.not_found");
    fs::create_directory(folder_ / "model");
    refused("model.empty");
    QCOMPARE(::mkfifo((folder_ / "model/pipe").c_str(), 0600), 0);
    refused("folder.special_file");
  }

  void the_password_comes_from_a_file_the_environment_or_an_option() {
    write(folder_ / "password", "secret\n");
    write(folder_ / "crlf", "secret\r\n");
    write(folder_ / "wrong", "secret2");
    const auto with = [&](std::vector<std::string> more) {
      more.push_back("--json");
      more.push_back("--overwrite");
      return sign(std::move(more), "encrypted.pem");
    };
    for (const char* file : {"password", "crlf"}) {
      const auto answer = with({"--password-file", path(file)});
      QVERIFY2(answer.exit_code == 0, qPrintable(answer.out));
      QVERIFY(!answer.err.contains("command line"));
    }
    QCOMPARE(code(with({"--password-file", path("wrong")})), QString("key.password_wrong"));
    QCOMPARE(code(with({"--password-file", path("absent")})), QString("file.not_found"));
    write(folder_ / "long", std::string(5000, 'x'));
    QCOMPARE(code(with({"--password-file", path("long")})), QString("file.too_large"));
    int pipe[2];
    QCOMPARE(::pipe(pipe), 0);
    QCOMPARE(::write(pipe[1], "secret\n", 7), 7);
    ::close(pipe[1]);
    QCOMPARE(with({"--password-file", "/dev/fd/" + std::to_string(pipe[0])}).exit_code, 0);
    ::close(pipe[0]);
    const auto visible = with({"--password", "secret"});
    QCOMPARE(visible.exit_code, 0);
    QVERIFY2(visible.err.contains("can be seen by everybody"), qPrintable(visible.err));
    QVERIFY(!visible.err.contains("secret") && !visible.out.contains("secret"));
    qputenv("WEIGHMASTER_KEY_PASSWORD", "secret");
    QCOMPARE(with({}).exit_code, 0);
    QCOMPARE(code(with({"--password-file", path("wrong")})), QString("key.password_wrong"));
    qputenv("WEIGHMASTER_KEY_PASSWORD", "wrong");
    QCOMPARE(code(with({})), QString("key.password_wrong"));
    QCOMPARE(with({"--password-file", path("password"), "--password", "secret"}).exit_code, 2);
    qunsetenv("WEIGHMASTER_KEY_PASSWORD");
    QVERIFY(QString::fromStdString(with({}).json()["error"]["todo"]).contains("--password-file"));
  }

  void nobody_waits_for_a_password_beyond_the_time() {
    const auto answer = run_on_console(
        {"sign", "key", path("model"), "--signature", path("late.sig"), "--private-key",
         path("encrypted.pem"), "--timeout", "200ms"},
        [](terminal::Console& console) {
          console.ask = [](const std::string&, const std::stop_token& stop) -> base::Result<crypto::Secret> {
            while (!stop.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
            return base::fail(base::cancelled());
          };
        });
    QCOMPARE(answer.exit_code, 130);
    QVERIFY2(answer.err.contains("--timeout gives, 200ms, was over"), qPrintable(answer.err));
    QVERIFY(!fs::exists(folder_ / "late.sig"));
  }

  void the_person_is_asked_and_may_mistype_twice() {
    std::vector<std::string> answers;
    QStringList asked;
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    const terminal::Console console{
        in,
        out,
        err,
        false,
        false,
        {},
        at("2026-11-21T12:00:00Z"),
        {},
        [&](const std::string& question, const std::stop_token&) -> base::Result<crypto::Secret> {
          asked << QString::fromStdString(question);
          if (answers.empty()) return base::fail(base::Code::key_password_missing);
          crypto::Secret secret(to_bytes(answers.front()));
          answers.erase(answers.begin());
          return secret;
        }};
    const auto run = [&](std::vector<std::string> typed, const char* key) {
      answers = std::move(typed);
      asked.clear();
      out.str({});
      const auto exit_code = terminal::run({"sign", "key", path("model"), "--overwrite", "--json",
                                            "--signature", path("model.sig"), "--private-key", path(key)},
                                           console);
      return exit_code == 0 ? QString("ok")
                            : TestSign::code({exit_code, QString::fromStdString(out.str()), {}});
    };
    QCOMPARE(run({"secret"}, "encrypted.pem"), QString("ok"));
    QCOMPARE(asked.size(), 1);
    QVERIFY(asked.front().contains("encrypted.pem"));
    QCOMPARE(run({"a", "b", "secret"}, "encrypted.pem"), QString("ok"));
    QCOMPARE(run({"a", "b", "c", "secret"}, "encrypted.pem"), QString("key.password_wrong"));
    QCOMPARE(asked.size(), 3);
    QCOMPARE(run({}, "encrypted.pem"), QString("key.password_missing"));
    QCOMPARE(run({"secret"}, "key.pem"), QString("ok"));
    QCOMPARE(asked.size(), 0);
  }

  void a_key_that_others_can_read_is_remarked_on() {
    fs::permissions(folder_ / "key.pem", fs::perms(0644));
    const auto answer = sign();
    fs::permissions(folder_ / "key.pem", fs::perms(0600));
    QCOMPARE(answer.exit_code, 0);
    QVERIFY2(answer.err.contains("can read the private key in"), qPrintable(answer.err));
  }

  void a_key_in_the_model_is_remarked_on() {
    fs::copy(folder_ / "key.pem", folder_ / "model" / "key.pem");
    const auto answer = sign({}, "model/key.pem");
    QCOMPARE(answer.exit_code, 0);
    QVERIFY2(answer.err.contains("the private key key.pem is part of the model"), qPrintable(answer.err));
    const auto left_out = sign({"--overwrite", "--ignore-paths", "key.pem"}, "model/key.pem");
    QCOMPARE(left_out.exit_code, 0);
    QVERIFY2(!left_out.err.contains("part of the model"), qPrintable(left_out.err));
  }

  void a_chain_that_leads_nowhere_is_remarked_on() {
    const auto with = [&](const char* chain) {
      return sign_with_certificate(
          {"--overwrite", "--signing-certificate", path("cert.pem"), "--certificate-chain", path(chain)});
    };
    QVERIFY2(with("late-cert.pem").err.contains("issued CN=test signer, so they are left out"),
             qPrintable(with("late-cert.pem").err));
    QVERIFY(!with("intermediate.pem").err.contains("left out"));
  }

  void a_path_that_is_not_there_is_remarked_on() {
    const auto answer = sign({"--ignore-paths", "cahce"});
    QCOMPARE(answer.exit_code, 0);
    QVERIFY2(answer.err.contains("there is no cahce in the model"), qPrintable(answer.err));
  }

  void a_certificate_signs_and_is_trusted_under_its_root() {
    const auto answer =
        sign_with_certificate({"--signing-certificate", path("cert.pem"), "--certificate-chain",
                               path("root.pem"), "--certificate-chain", path("intermediate.pem")});
    QVERIFY2(answer.exit_code == 0, qPrintable(answer.err));
    QVERIFY2(answer.out.contains("issued by   CN=test root (not in the file)"), qPrintable(answer.out));
    const auto verified = run_terminal({"verify", "certificate", path("model"), "--signature",
                                        path("model.sig"), "--certificate-chain", path("root.pem")});
    QVERIFY2(verified.exit_code == 0, qPrintable(verified.out));
    const auto json =
        sign_with_certificate({"--json", "--overwrite", "--signing-certificate", path("cert.pem")}).json();
    QVERIFY(json["method"] == "certificate");
    QVERIFY(json["signer"]["certificates"].size() == 1U);
    QVERIFY(json["signer"]["certificates"][0]["subject"] == "CN=test signer");
  }

  void a_certificate_that_will_not_do_is_refused_with_its_code_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("code");
    QTest::newRow("of another key") << "key.pem"
                                    << "cert.pem"
                                    << "key.certificate_differs";
    QTest::newRow("not valid now") << "late.pem"
                                   << "late-cert.pem"
                                   << "signing.expired";
    QTest::newRow("for servers") << "server.pem"
                                 << "server-cert.pem"
                                 << "certificate.usage";
    QTest::newRow("a public key") << "key.pem"
                                  << "key.pub"
                                  << "certificate.malformed";
    QTest::newRow("a private key") << "key.pem"
                                   << "key.pem"
                                   << "certificate.malformed";
    QTest::newRow("no file") << "key.pem"
                             << "absent.pem"
                             << "file.not_found";
  }

  void a_certificate_that_will_not_do_is_refused_with_its_code() {
    QFETCH(QString, key);
    QFETCH(QString, certificate);
    QFETCH(QString, code);
    const auto answer = sign_with_certificate(
        {"--json", "--signing-certificate", path(certificate.toStdString())}, key.toStdString());
    QCOMPARE(answer.exit_code, 5);
    QCOMPARE(TestSign::code(answer), code);
    QVERIFY(!signature_is_there());
  }

  void a_certificate_of_the_suite_signs_and_is_trusted_under_its_root() {
    const auto shared = shared_dir();
    if (!shared) QSKIP(no_shared);
    const auto keys = *shared / "conformance" / "assets" / "keys" / "certificate";
    const auto file = [&](const char* name) { return (keys / name).string(); };
    const auto answer = run_terminal({"sign", "certificate", path("model"), "--signature", path("model.sig"),
                                      "--private_key", file("signing-key.pem"), "--signing_certificate",
                                      file("signing-key-cert.pem"), "--certificate_chain",
                                      file("ca-cert.pem"), "--certificate_chain", file("int-ca-cert.pem")});
    QVERIFY2(answer.exit_code == 0, qPrintable(answer.err));
    QVERIFY(answer.out.contains("verify certificate"));
    const auto json = base::parse_json(read(folder_ / "model.sig"), "bundle").value();
    QVERIFY(json["verificationMaterial"]["x509CertificateChain"]["certificates"].size() == 2U);
    const auto verified = run_terminal({"verify", "certificate", path("model"), "--signature",
                                        path("model.sig"), "--certificate-chain", file("ca-cert.pem")});
    QVERIFY2(verified.exit_code == 0, qPrintable(verified.out));
    const auto expired = *shared / "conformance" / "assets" / "keys" / "expired";
    const auto late =
        run_terminal({"sign", "certificate", path("model"), "--json", "--overwrite", "--signature",
                      path("model.sig"), "--private-key", (expired / "signing-key.pem").string(),
                      "--signing-certificate", (expired / "signing-key-cert.pem").string()});
    QCOMPARE(code(late), QString("signing.expired"));
  }

  void the_command_line_is_refused_with_2() {
    QCOMPARE(run_terminal({"sign"}).exit_code, 2);
    QCOMPARE(run_terminal({"sign", path("model")}).exit_code, 2);
    QCOMPARE(run_terminal({"sign", "key", path("model")}).exit_code, 2);
    QCOMPARE(run_terminal({"sign", "key", "--private-key", path("key.pem")}).exit_code, 2);
    QCOMPARE(sign({"--hash", "md5"}).exit_code, 2);
    QCOMPARE(sign({"--shard-size", "0"}).exit_code, 2);
    QVERIFY(run_terminal({"sign"}).err.contains("sign needs a model"));
    QVERIFY(!signature_is_there());
  }

  void a_timestamp_authority_needs_an_address() {
    QCOMPARE(code(sign({"--json", "--tsa-url", "tsa"})), QString("net.address"));
    QCOMPARE(code(sign({"--json", "--tsa-url", "ftp://tsa.invalid/tsr"})), QString("net.address"));
    QCOMPARE(code(sign({"--json", "--tsa-url", "http://127.0.0.1:9/tsr"})), QString("net.unreachable"));
    // Plain http will do: a timestamp is signed.
    QCOMPARE(code(sign({"--json", "--tsa-url", "http://tsa.invalid/tsr"})), QString("net.unreachable"));
    QVERIFY(!signature_is_there());
  }

  void stopped_means_nothing_written() {
    std::stop_source stop;
    stop.request_stop();
    const auto answer = run_terminal(
        {"sign", "key", path("model"), "--signature", path("model.sig"), "--private-key", path("key.pem")},
        stop.get_token());
    QCOMPARE(answer.exit_code, 130);
    QVERIFY(!signature_is_there());
  }

  void names_from_outside_are_shown_escaped() {
    write(folder_ / "model" / "a\x1b[31m\nSigned.md", "x");
    const auto answer = sign({"--ignore-paths", "a\x1b[31m\nSigned.md"});
    QCOMPARE(answer.exit_code, 0);
    QVERIFY(!answer.out.contains('\x1b'));
    QVERIFY2(
        answer.out.contains(R"(a\x1b[31m\nSigned.md)") || answer.out.contains(R"(a\u001b[31m\nSigned.md)"),
        qPrintable(answer.out));
  }
};

QTEST_APPLESS_MAIN(TestSign)
#include "tst_sign.moc"
