#include <QTest>
#include <filesystem>

#include "base/text.h"
#include "run_terminal.h"
#include "support/test_certificate.h"
#include "support/virtual_sigstore.h"
#include "trust/publishers_file.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using base::Json;
namespace fs = std::filesystem;

using Words = std::vector<std::string>;

/// The address book, by its own verb and as `verify` asks it.
class TestPublishers : public QObject {
  Q_OBJECT

  const ModelFiles files_{{"config.json", "{}"}, {"weights.safetensors", "0123456789"}};
  const VirtualSigstore sigstore_;
  const TestKey key_ = TestKey::generate();
  const MintedChain chain_ = mint_chain();
  TemporaryFolder folder_;
  std::optional<fs::path> book_;
  std::optional<bool> says_yes_;

  [[nodiscard]] std::string path(std::string_view name) const { return (folder_ / name).string(); }

  [[nodiscard]] Answer run(const Words& words) const {
    return run_on_console(words, [&](terminal::Console& console) {
      console.publishers_file = book_;
      if (says_yes_) {
        console.agrees = [yes = *says_yes_](const std::string&, const std::stop_token&) {
          return base::Result<bool>(yes);
        };
      }
    });
  }
  [[nodiscard]] Answer publishers(Words words) const {
    words.insert(words.begin(), "publishers");
    return run(words);
  }
  [[nodiscard]] Answer add(const std::string& models, const std::string& name = alice,
                           const std::string& issuer = alices_issuer) const {
    return publishers({"add", models, "--identity", name, "--identity_provider", issuer});
  }
  [[nodiscard]] Answer verify(Words more = {}) const {
    Words words{"verify",          path("model"),    "--signature",
                path("model.sig"), "--trusted-root", path("root.json")};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  void sign(const std::string& name = alice, const std::string& issuer = alices_issuer) const {
    KeylessSpec spec;
    spec.leaf = fulcio_leaf(name, issuer);
    if (!base::is_ascii(name)) spec.leaf.names = {{crypto::AlternativeName::Kind::other_name, name}};
    if (name.find("://") != std::string::npos) spec.leaf.names = {{crypto::AlternativeName::Kind::uri, name}};
    write(folder_ / "model.sig", sigstore_.bundle(oms_statement(files_), spec).dump());
  }
  [[nodiscard]] std::size_t count() const { return trust::load_publishers(*book_).value().entries().size(); }

 private slots:
  void init() {
    fs::remove_all(folder_.path());
    write_model(folder_ / "model", files_);
    write(folder_ / "root.json", sigstore_.trusted_root().dump());
    write(folder_ / "key.pub", key_.public_pem());
    write(folder_ / "root.pem", chain_.root.pem());
    book_ = folder_ / "settings/publishers.json";
    says_yes_.reset();
    sign();
  }

  void entries_are_added_listed_and_taken_out() {
    QVERIFY(publishers({"list"}).out.contains("The address book is empty."));
    QCOMPARE(add("org/*").exit_code, 0);
    QCOMPARE(publishers({"add", "org/model", "--public-key", path("key.pub"), "--note", "from their site"})
                 .exit_code,
             0);
    QCOMPARE(publishers({"add", "*", "--certificate_chain", path("root.pem")}).exit_code, 0);
    const auto text = publishers({"list"}).out;
    QVERIFY2(text.contains("org/*\n  alice@example.com, vouched for by"), qPrintable(text));
    QVERIFY(text.contains("since 2026-06-01, by hand"));
    QVERIFY(text.contains("from their site"));
    QVERIFY(text.contains("any model"));
    const auto list = publishers({"list", "--json"}).json();
    QCOMPARE(list["publishers"].size(), std::size_t{3});
    QVERIFY(list["publishers"][0]["signer"]["identity"] == alice);
    const auto narrow = publishers({"list", "--json", "--model-name", "org/model"}).json();
    QCOMPARE(narrow["publishers"].size(), std::size_t{1});
    QVERIFY(narrow["publishers"][0]["note"] == "from their site");

    const auto id = list["publishers"][0]["id"].get<std::string>();
    QCOMPARE(publishers({"remove", id}).exit_code, 0);
    QCOMPARE(count(), std::size_t{2});
    const auto again = publishers({"remove", id, "--json"});
    QCOMPARE(again.exit_code, 5);
    QVERIFY(again.json()["error"]["code"] == "publishers.unknown");
  }

  void what_is_there_already_is_not_added() {
    QCOMPARE(add("org/*").exit_code, 0);
    const auto again =
        publishers({"add", "org/*", "--identity", alice, "--identity-provider", alices_issuer, "--json"});
    QCOMPARE(again.exit_code, 5);
    QVERIFY(again.json()["error"]["code"] == "publishers.expected");
    QCOMPARE(count(), std::size_t{1});
  }

  void a_faulty_command_line_is_refused_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("says");
    using L = QStringList;
    QTest::newRow("nothing") << L{} << "publishers needs one of";
    QTest::newRow("no models") << L{"add", "--public-key", "k"} << "MODELS is required";
    QTest::newRow("nobody") << L{"add", "org/*"} << "give one of --identity";
    QTest::newRow("two") << L{"add", "org/*", "--identity", "a", "--public-key", "k"}
                         << "give one of --identity";
    QTest::newRow("no provider") << L{"add", "org/*", "--identity", "a"} << "--identity-provider is required";
    QTest::newRow("a provider of a key")
        << L{"add", "org/*", "--public-key", "k", "--identity-provider", "i"} << "it goes with --identity";
    QTest::newRow("any publisher") << L{"add", "*/model", "--public-key", "k"}
                                   << "faulty or matches too much";
    QTest::newRow("a regular expression")
        << L{"add", "org/*", "--identity-pattern", ".*@example.com", "--identity-provider", "i"}
        << "faulty or matches too much";
    QTest::newRow("no id") << L{"remove"} << "ID is required";
    QTest::newRow("no name of a model") << L{"list", "--model-name", "a/b/c"} << "a model is named like";
  }

  void a_faulty_command_line_is_refused() {
    QFETCH(QStringList, words);
    QFETCH(QString, says);
    Words given;
    for (const auto& word : words) given.push_back(word.toStdString());
    const auto answer = publishers(given);
    QCOMPARE(answer.exit_code, 2);
    QVERIFY2(answer.err.contains(says), qPrintable(answer.err));
    QVERIFY(!fs::exists(*book_));
  }

  void what_would_be_added_is_shown_first() {
    write(
        folder_ / "team.json",
        Json{{"schema", 1},
             {"rules",
              {{{"models", {"org/*"}},
                {"signers",
                 {{{"identity", alice}, {"identity_provider", alices_issuer}}, {{"public_key", "key.pub"}}}},
                {"ignore_unsigned_files", true}}}}}
            .dump());
    auto answer = publishers({"import", path("team.json")});
    QCOMPARE(answer.exit_code, 2);
    QVERIFY(answer.out.contains("alice@example.com"));
    QVERIFY(answer.err.contains("nothing is changed yet"));
    QVERIFY(answer.err.contains("unsigned files are let pass is not taken over"));
    QVERIFY(!fs::exists(*book_));
    says_yes_ = false;
    QCOMPARE(publishers({"import", path("team.json")}).exit_code, 2);
    QVERIFY(!fs::exists(*book_));
    says_yes_ = true;
    QCOMPARE(publishers({"import", path("team.json")}).exit_code, 0);
    QCOMPARE(count(), std::size_t{2});
    answer = publishers({"import", path("team.json"), "--yes"});
    QCOMPARE(answer.exit_code, 0);
    QVERIFY(answer.out.contains("has all of it already"));
    QVERIFY(publishers({"list"}).out.contains("from a policy file (team.json)"));
  }

  void a_book_goes_out_and_comes_in_elsewhere() {
    QCOMPARE(add("org/*").exit_code, 0);
    QCOMPARE(publishers({"export", path("out.json")}).exit_code, 0);
    QVERIFY(publishers({"export", path("out.json"), "--json"}).json()["error"]["code"] == "file.exists");
    QCOMPARE(publishers({"export", path("out.json"), "--overwrite"}).exit_code, 0);
    book_ = folder_ / "other/publishers.json";
    QCOMPARE(publishers({"import", path("out.json"), "--yes", "--json"}).json()["publishers"].size(),
             std::size_t{1});
    QVERIFY(publishers({"list"}).out.contains("imported (out.json)"));
  }

  void verify_asks_the_book_where_nobody_is_named() {
    const auto nobody = verify();
    QCOMPARE(nobody.exit_code, 2);
    QVERIFY2(nobody.err.contains(
                 "--identity is required: the address book names nobody for a model without a name"),
             qPrintable(nobody.err));
    QCOMPARE(add("org/*").exit_code, 0);
    QCOMPARE(verify().exit_code, 2);
    QVERIFY(verify({"--model-name", "other/model"}).err.contains("names nobody for “other/model”"));
    const auto known = verify({"--model_name", "org/model"});
    QCOMPARE(known.exit_code, 0);
    QVERIFY(known.out.startsWith("Complete, unchanged, and signed by a publisher you trust\n"));
    QVERIFY2(known.out.contains("You chose to trust this signer for “org/*” on 2026-06-01."),
             qPrintable(known.out));
    QCOMPARE(verify({"--model-name", "org/model", "--no-publishers"}).exit_code, 2);
    QCOMPARE(verify({"--identity-provider", "x"}).exit_code, 2);
  }

  void the_name_of_a_hubs_cache_is_the_models() {
    QCOMPARE(add("org/*").exit_code, 0);
    const auto snapshot = folder_ / "models--org--model/snapshots/0123";
    write_model(snapshot, files_);
    const auto answer = run({"verify", snapshot.string(), "--signature", path("model.sig"), "--trusted-root",
                             path("root.json"), "--json"});
    QCOMPARE(answer.exit_code, 0);
    QVERIFY(answer.json()["model_name"] == "org/model");
    QCOMPARE(answer.json()["rule"]["entries"].size(), std::size_t{1});
  }

  void keys_and_roots_of_the_book_decide_too() {
    QCOMPARE(publishers({"add", "org/*", "--public-key", path("key.pub")}).exit_code, 0);
    write(folder_ / "model.sig", key_bundle(key_, oms_statement(files_)).dump());
    QCOMPARE(verify({"--model-name", "org/model"}).exit_code, 0);
    write(folder_ / "model.sig", key_bundle(TestKey::generate(), oms_statement(files_)).dump());
    QCOMPARE(verify({"--model-name", "org/model"}).exit_code, 1);
    // A method that no entry is for lets nobody through.
    sign();
    QCOMPARE(verify({"--model-name", "org/model"}).exit_code, 5);
  }

  void each_look_alike_is_its_own_alarm_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("issuer");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("headline");
    QTest::newRow("EleuterAI") << "release@eleuter.ai" << alices_issuer << "look_alike.spelling"
                               << "Signed by a name that is spelled almost like one you know";
    QTest::newRow("a Cyrillic letter") << "release@\u0435leuther.ai" << alices_issuer << "look_alike.letters"
                                       << "Signed by a name that only looks like one you know";
    QTest::newRow("another issuer") << "release@eleuther.ai"
                                    << "https://other.example"
                                    << "look_alike.issuer"
                                    << "Signed by a name you know, but somebody else vouches for it";
    QTest::newRow("another domain") << "release@eleuther.org" << alices_issuer << "look_alike.domain"
                                    << "Signed by a name like one you know, at another place";
    QTest::newRow("another workflow")
        << "https://github.com/EleutherAI/gpt-neox/.github/workflows/x.yml@refs/heads/main"
        << "https://token.actions.githubusercontent.com"
        << "look_alike.workflow"
        << "Signed by another workflow than the one you know";
  }

  void each_look_alike_is_its_own_alarm() {
    QFETCH(QString, name);
    QFETCH(QString, issuer);
    QFETCH(QString, code);
    QFETCH(QString, headline);
    QCOMPARE(add("EleutherAI/*", "release@eleuther.ai").exit_code, 0);
    QCOMPARE(add("EleutherAI/*",
                 "https://github.com/EleutherAI/gpt-neox/.github/workflows/release.yml@refs/heads/main",
                 "https://token.actions.githubusercontent.com")
                 .exit_code,
             0);
    sign(name.toStdString(), issuer.toStdString());
    const auto answer = verify({"--model-name", "EleutherAI/pythia"});
    QCOMPARE(answer.exit_code, 3);
    QCOMPARE(answer.out.section('\n', 0, 0), headline);
    // Also where the person names somebody else on the command line.
    const auto named =
        verify({"--identity", "bob@example.com", "--identity-provider", "https://b.example", "--json"});
    QCOMPARE(named.exit_code, 3);
    const auto report = named.json();
    QVERIFY(QString::fromStdString(report["steps"].dump()).contains(code));
    const auto alone = verify({"--identity", "bob@example.com", "--identity-provider", "https://b.example",
                               "--no-publishers", "--json"});
    QVERIFY(!QString::fromStdString(alone.json()["steps"].dump()).contains("look_alike"));
  }

  void a_book_that_is_no_book_ends_it() {
    write(*book_, "{}");
    QVERIFY(publishers({"list", "--json"}).json()["error"]["code"] == "publishers.malformed");
    QCOMPARE(add("org/*").exit_code, 5);
    QVERIFY(verify({"--model-name", "org/model", "--json"}).json()["error"]["code"] ==
            "publishers.malformed");
    const Words named{"--identity", alice, "--identity-provider", alices_issuer};
    QCOMPARE(verify(named).exit_code, 5);
    auto without = named;
    without.push_back("--no-publishers");
    QCOMPARE(verify(without).exit_code, 0);
    QVERIFY(verify({"--publishers", path("none.json"), "--json"}).json()["error"]["code"] ==
            "file.not_found");
  }

  void a_book_in_the_model_proves_nothing() {
    QCOMPARE(publishers({"add", "*", "--identity", alice, "--identity-provider", alices_issuer,
                         "--publishers", path("model/publishers.json")})
                 .exit_code,
             0);
    const auto answer = verify({"--publishers", path("model/publishers.json"), "--json"});
    QCOMPARE(answer.exit_code, 5);
    QVERIFY(answer.json()["error"]["code"] == "publishers.malformed");
  }

  void hostile_texts_are_shown_as_escapes() {
    const std::string hostile = "a\u202e\u001b[31m\u200b@example.com";
    QCOMPARE(publishers({"add", "org/*", "--identity", hostile, "--identity-provider",
                         "https://i.example/\u202e", "--note", "\u001b]0;title\u0007\u2066"})
                 .exit_code,
             0);
    for (const auto& text : {publishers({"list"}).out, publishers({"list", "--json"}).out}) {
      for (const char16_t bad : {u'\u202e', u'\u001b', u'\u200b', u'\u0007', u'\u2066'})
        QVERIFY(!text.contains(bad));
    }
    QVERIFY(publishers({"list"}).out.contains("\\u202e"));
  }
};

QTEST_APPLESS_MAIN(TestPublishers)
#include "tst_publishers.moc"
