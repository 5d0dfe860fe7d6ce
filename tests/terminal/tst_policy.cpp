#include <QTest>
#include <filesystem>

#include "run_terminal.h"
#include "support/test_certificate.h"
#include "support/virtual_sigstore.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using base::Json;
namespace fs = std::filesystem;

using Words = std::vector<std::string>;

namespace {

constexpr auto workflow = "https://github.com/org/repo/.github/workflows/release.yml@refs/tags/v1";
constexpr auto github = "https://token.actions.githubusercontent.com";

QString first_line(const QString& text) {
  return text.section('\n', 0, 0);
}

}  // namespace

/// Several acceptable signers, patterns, and policy files.
class TestPolicy : public QObject {
  Q_OBJECT

  const ModelFiles files_{{"config.json", "{}"}, {"weights.safetensors", "0123456789"}};
  const VirtualSigstore sigstore_;
  const TestKey key_ = TestKey::generate();
  const TestKey other_key_ = TestKey::generate();
  const MintedChain chain_ = mint_chain();
  TemporaryFolder folder_;

  [[nodiscard]] std::string path(std::string_view name) const { return (folder_ / name).string(); }

  void sign_keyless(const std::string& name = alice, const std::string& issuer = alices_issuer) const {
    KeylessSpec spec;
    spec.leaf = fulcio_leaf(name, issuer);
    if (name.find("://") != std::string::npos) spec.leaf.names = {{crypto::AlternativeName::Kind::uri, name}};
    write(folder_ / "model.sig", sigstore_.bundle(oms_statement(files_), spec).dump());
  }
  void sign_with_key() const { write(folder_ / "model.sig", key_bundle(key_, oms_statement(files_)).dump()); }
  void sign_with_certificate() const {
    write(folder_ / "model.sig",
          certificate_bundle(chain_.leaf_key, chain_.certificates, oms_statement(files_)).dump());
  }

  [[nodiscard]] Answer verify(Words more) const {
    Words words{"verify"};
    words.insert(words.end(), more.begin(), more.end());
    words.insert(words.end(), {"--signature", path("model.sig"), path("model")});
    return run_terminal(words);
  }
  [[nodiscard]] Answer verify_keyless(Words more) const {
    more.insert(more.end(), {"--trusted-root", path("root.json")});
    return verify(std::move(more));
  }
  [[nodiscard]] Answer verify_by(const std::vector<Json>& rules, Words more = {}) const {
    write(folder_ / "policy.json", Json{{"schema", 1}, {"rules", rules}}.dump());
    more.insert(more.begin(), {"--policy", path("policy.json")});
    return verify_keyless(std::move(more));
  }
  static Json rule(const char* models, Json signer) {
    return {{"models", {models}}, {"signers", Json::array({std::move(signer)})}};
  }
  static Json identity(const char* name = alice, const char* issuer = alices_issuer) {
    return {{"identity", name}, {"identity_provider", issuer}};
  }

 private slots:
  void init() {
    fs::remove_all(folder_ / "model");
    write_model(folder_ / "model", files_);
    write(folder_ / "root.json", sigstore_.trusted_root().dump());
    write(folder_ / "key.pub", key_.public_pem());
    write(folder_ / "other.pub", other_key_.public_pem());
    write(folder_ / "root.pem", chain_.root.pem());
  }

  void any_of_several_keys() {
    sign_with_key();
    auto answer = verify({"key", "--public-key", path("other.pub"), "--public_key", path("key.pub")});
    QCOMPARE(answer.exit_code, 0);
    QCOMPARE(first_line(answer.out), "Complete, unchanged, and signed with the key you gave");
    QVERIFY(answer.out.contains(QString::fromStdString(key_.public_key().hint())));
    answer = verify({"key", "--public-key", path("other.pub"), "--public-key", path("key.pub"), "--json"});
    QCOMPARE(answer.json()["expected"]["keys"].size(), std::size_t{2});

    write(folder_ / "third.pub", TestKey::generate().public_pem());
    answer = verify({"key", "--public-key", path("other.pub"), "--public-key", path("third.pub")});
    QCOMPARE(answer.exit_code, 1);
    QCOMPARE(first_line(answer.out), "The signature is not valid");
    // The one that the file names is tried, and a faulty signature is not blamed on another.
    write(folder_ / "model" / "config.json", "{ }");
    answer = verify({"key", "--public-key", path("other.pub"), "--public-key", path("key.pub")});
    QCOMPARE(first_line(answer.out), "Changed since it was signed");
  }

  void any_of_several_identities() {
    sign_keyless();
    const Words bob{"--identity", "bob@example.com"};
    const auto with = [&](Words more) { return verify_keyless(std::move(more)).exit_code; };
    QCOMPARE(
        with({"--identity", "bob@example.com", "--identity", alice, "--identity-provider", alices_issuer}),
        0);
    QCOMPARE(with({"--identity", "bob@example.com", "--identity", "eve@example.com", "--identity-provider",
                   alices_issuer}),
             3);
    // Pairs: a name is good only with the provider in the same place.
    QCOMPARE(with({"--identity", "bob@example.com", "--identity-provider", "https://other.example",
                   "--identity", alice, "--identity-provider", alices_issuer}),
             0);
    QCOMPARE(with({"--identity", "bob@example.com", "--identity-provider", alices_issuer, "--identity", alice,
                   "--identity-provider", "https://other.example"}),
             3);
    QCOMPARE(with({"--identity", "Alice@example.com", "--identity-provider", alices_issuer}), 3);
  }

  void identities_are_whole_and_patterns_only_where_asked_for() {
    sign_keyless();
    QCOMPARE(verify_keyless({"--identity", "*@example.com", "--identity-provider", alices_issuer}).exit_code,
             3);
    QCOMPARE(verify_keyless({"--identity", alice, "--identity-provider", "https://*"}).exit_code, 3);
    const auto answer =
        verify_keyless({"--identity-pattern", "*@example.com", "--identity-provider", alices_issuer});
    QCOMPARE(answer.exit_code, 0);
    QCOMPARE(first_line(answer.out), "Complete, unchanged, and signed by an identity that fits your pattern");
    QVERIFY(answer.out.contains(alice));
    const auto json = verify_keyless({"--identity-pattern", "*@example.com", "--identity-provider",
                                      alices_issuer, "--json"})
                          .json();
    QCOMPARE(json["expected"]["identities"][0]["name_pattern"].get<std::string>(),
             std::string("*@example.com"));
    QCOMPARE(json["expected"]["identities"][0]["issuer"].get<std::string>(), std::string(alices_issuer));
    QCOMPARE(verify_keyless({"--identity-pattern", "*@xample.com", "--identity-provider", alices_issuer})
                 .exit_code,
             3);
    sign_keyless("alice@example.com.evil.example");
    QCOMPARE(verify_keyless({"--identity-pattern", "*@example.com", "--identity-provider", alices_issuer})
                 .exit_code,
             3);
  }

  void patterns_for_workflows_and_providers() {
    sign_keyless(workflow, github);
    const auto with = [&](const char* pattern, Words provider) {
      provider.insert(provider.begin(), {"--identity_pattern", pattern});
      return verify_keyless(std::move(provider)).exit_code;
    };
    QCOMPARE(
        with("https://github.com/org/repo/.github/workflows/*@refs/tags/*", {"--identity-provider", github}),
        0);
    QCOMPARE(
        with("https://github.com/org/*/.github/workflows/*@refs/tags/*", {"--identity-provider", github}), 0);
    QCOMPARE(
        with("https://github.com/org/repo/.github/workflows/*@refs/heads/*", {"--identity-provider", github}),
        3);
    QCOMPARE(with("https://github.com/org/repo/.github/workflows/*", {"--identity-provider", github}), 3);
    sign_keyless(alice, "https://idp.example/realms/models");
    QCOMPARE(
        verify_keyless({"--identity", alice, "--identity-provider-pattern", "https://idp.example/realms/*"})
            .exit_code,
        0);
    QCOMPARE(
        verify_keyless({"--identity", alice, "--identity-provider-pattern", "https://idp.example/realm/*"})
            .exit_code,
        3);
  }

  void a_rule_is_found_by_the_models_name() {
    sign_with_key();
    const std::vector<Json> rules{
        {{"name", "ours"}, {"models", {"org/*"}}, {"signers", {{{"public_key", "key.pub"}}}}},
        rule("*", {{"public_key", "other.pub"}})};
    auto answer = verify_by(rules, {"--model-name", "org/model"});
    QVERIFY2(answer.exit_code == 0, qPrintable(answer.out + answer.err));
    QCOMPARE(first_line(answer.out), "Complete, unchanged, and signed by whom your policy names");
    QVERIFY2(answer.out.contains("Who may sign “org/model” is said by the rule “ours” of the policy"),
             qPrintable(answer.out));
    QVERIFY(answer.out.contains("ours, for org/model"));
    const auto json = verify_by(rules, {"--model-name", "org/model", "--json"}).json();
    QCOMPARE(json["rule"]["name"].get<std::string>(), std::string("ours"));
    QCOMPARE(json["rule"]["model"].get<std::string>(), std::string("org/model"));
    QCOMPARE(json["rule"]["policy"].get<std::string>(), path("policy.json"));
    QCOMPARE(json["expected"]["key"].get<std::string>(), key_.public_key().hint());

    answer = verify_by(rules, {"--model-name", "elsewhere/model"});
    QCOMPARE(answer.exit_code, 1);
    QVERIFY(answer.out.contains("rules[1]"));
    answer = verify_by(rules);
    QVERIFY2(answer.exit_code == 1, "without a name only the rule for every model is left");
  }

  void the_name_comes_from_the_hubs_cache_and_never_from_the_statement() {
    sign_with_key();
    const std::vector<Json> rules{rule("org/model", {{"public_key", "key.pub"}})};
    const auto cached = folder_ / "models--org--model" / "snapshots" / "abc";
    write_model(cached, files_);
    write(folder_ / "policy.json", Json{{"schema", 1}, {"rules", rules}}.dump());
    const auto at = [&](const fs::path& model, Words more = {}) {
      Words words{"verify",      "--policy",        path("policy.json"),
                  "--signature", path("model.sig"), model.string()};
      words.insert(words.end(), more.begin(), more.end());
      return run_terminal(words);
    };
    QCOMPARE(at(cached).exit_code, 0);
    QCOMPARE(at(cached, {"--model-name", "org/other"}).exit_code, 5);
    // The statement and the folder can call themselves what they like.
    write(folder_ / "model.sig", key_bundle(key_, oms_statement(files_, {}, "org/model")).dump());
    const auto called = folder_ / "org" / "model";
    write_model(called, files_);
    auto answer = at(called);
    QCOMPARE(answer.exit_code, 5);
    QVERIFY2(answer.err.contains("The policy says nothing about this model ("), qPrintable(answer.err));
    answer = at(called, {"--json"});
    QCOMPARE(answer.json()["error"]["code"].get<std::string>(), std::string("policy.no_rule"));
    QCOMPARE(at(called, {"--model-name", "org/model"}).exit_code, 0);
  }

  void the_method_is_that_of_the_signature() {
    const std::vector<Json> all{
        {{"models", {"*"}},
         {"signers", {identity(), {{"public_key", "key.pub"}}, {{"certificate_chain", {"root.pem"}}}}}}};
    sign_with_key();
    QCOMPARE(verify_by(all).exit_code, 0);
    sign_with_certificate();
    QCOMPARE(verify_by(all).exit_code, 0);
    sign_keyless();
    QCOMPARE(verify_by(all).exit_code, 0);
    sign_keyless("bob@example.com");
    auto answer = verify_by(all);
    QCOMPARE(answer.exit_code, 3);
    QCOMPARE(first_line(answer.out), "Signed by somebody else than you expect");

    // A method for which the rule names nobody lets nobody through.
    sign_with_key();
    answer = verify_by({rule("*", identity())});
    QCOMPARE(answer.exit_code, 5);
    QCOMPARE(first_line(answer.out), "Signed by another method than you asked for");
    QVERIFY(!answer.out.contains("Nobody has said"));
    answer = verify_by({rule("*", {{"certificate_chain", {"root.pem"}}})});
    QCOMPARE(answer.exit_code, 5);
    sign_with_certificate();
    QCOMPARE(verify_by({rule("*", {{"public_key", "key.pub"}})}).exit_code, 5);
    sign_keyless();
    QCOMPARE(verify_by({rule("*", {{"public_key", "key.pub"}})}).exit_code, 5);
  }

  void a_rule_may_let_unsigned_files_pass() {
    sign_with_key();
    write(folder_ / "model" / "more.txt", "x");
    auto allowing = rule("org/model", {{"public_key", "key.pub"}});
    const Words named{"--model-name", "org/model"};
    QCOMPARE(verify_by({allowing}, named).exit_code, 1);
    allowing["ignore_unsigned_files"] = true;
    const auto answer = verify_by({allowing}, named);
    QCOMPARE(answer.exit_code, 0);
    QVERIFY2(answer.out.contains("not signed   more.txt"), "it is named all the same");
    allowing["ignore_unsigned_files"] = false;
    QCOMPARE(verify_by({allowing}, {"--model-name", "org/model", "--ignore-unsigned-files"}).exit_code, 0);
  }

  /// The option asks for more than the rule, never for less.
  void a_rule_may_ask_for_several_independent_times() {
    sign_keyless();
    auto asking = rule("*", identity());
    QCOMPARE(verify_by({asking}).exit_code, 0);
    const auto answer = verify_by({asking}, {"--timestamp-threshold", "2", "--json"});
    QCOMPARE(answer.exit_code, 5);
    QVERIFY(answer.out.contains("time.too_few"));
    asking["timestamp_threshold"] = 2;
    QCOMPARE(verify_by({asking}).exit_code, 5);
    QCOMPARE(verify_by({asking}, {"--timestamp-threshold", "1"}).exit_code, 5);
    QCOMPARE(verify_by({asking}, {"--timestamp-threshold", "0"}).exit_code, 2);
    QCOMPARE(verify_by({asking}, {"--timestamp-threshold", "65"}).exit_code, 2);
  }

  void a_policy_in_the_model_proves_nothing() {
    sign_with_key();
    const auto text =
        Json{{"schema", 1}, {"rules", std::vector<Json>{rule("*", {{"public_key", "../key.pub"}})}}}.dump();
    const auto refused = [&](const fs::path& policy) {
      const auto answer = verify({"--policy", policy.string(), "--json"});
      return answer.exit_code == 5 &&
             answer.json()["error"]["code"].get<std::string>() == "policy.malformed" &&
             answer.json()["error"]["detail"].get<std::string>().find("lies in the model") !=
                 std::string::npos;
    };
    write(folder_ / "model" / "policy.json", text);
    QVERIFY(refused(folder_ / "model" / "policy.json"));
    QVERIFY(refused(folder_ / "model" / ".." / "model" / "policy.json"));
    fs::create_symlink(folder_ / "model" / "policy.json", folder_ / "link.json");
    QVERIFY(refused(folder_ / "link.json"));
    fs::create_symlink(folder_ / "link.json", folder_ / "model" / "link.json");
    QVERIFY2(refused(folder_ / "model" / "link.json"), "the model's maker chose where it leads");
    // In a hub's cache the files of a snapshot are links into the store beside it.
    const auto store = folder_ / "models--org--model";
    write_model(store / "snapshots" / "abc", files_);
    write(store / "blobs" / "123", text);
    fs::create_symlink("../../blobs/123", store / "snapshots" / "abc" / "policy.json");
    for (const auto& policy : {store / "snapshots" / "abc" / "policy.json", store / "blobs" / "123"}) {
      const auto answer = run_terminal({"verify", "--policy", policy.string(), "--signature",
                                        path("model.sig"), (store / "snapshots" / "abc").string()});
      QCOMPARE(answer.exit_code, 5);
      QVERIFY2(answer.err.contains("lies in the model"), qPrintable(answer.err));
    }
    fs::remove(folder_ / "model" / "link.json");
    // Nor does a key in it that a policy elsewhere names.
    write(folder_ / "model" / "key.pub", key_.public_pem());
    const std::vector<Json> inside{rule("*", {{"public_key", "model/key.pub"}})};
    write(folder_ / "policy.json", Json{{"schema", 1}, {"rules", inside}}.dump());
    QVERIFY(refused(folder_ / "policy.json"));
    // Beside the model it is the person's own.
    fs::remove(folder_ / "model" / "policy.json");
    fs::remove(folder_ / "model" / "key.pub");
    QCOMPARE(verify_by({rule("*", {{"public_key", "key.pub"}})}).exit_code, 0);
  }

  void what_is_wrong_with_a_policy_is_said() {
    sign_with_key();
    auto answer = verify_by({rule("*", {{"public_keys", "key.pub"}})});
    QCOMPARE(answer.exit_code, 5);
    QVERIFY2(answer.err.contains("rules[0].signers[0]: “public_keys” is no member that is known here"),
             qPrintable(answer.err));
    answer =
        verify_by({rule("*", {{"identity_pattern", "*"}, {"identity_provider", "https://idp.example"}})});
    QCOMPARE(answer.exit_code, 5);
    QVERIFY2(answer.err.contains("neither a mail address"), qPrintable(answer.err));
    answer = verify({"--policy", path("absent.json")});
    QCOMPARE(answer.exit_code, 5);
    QVERIFY(answer.err.contains("is not there"));
  }

  void bad_command_lines_exit_2_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("says");
    using L = QStringList;
    QTest::newRow("no policy") << L{"policy"} << "--policy is required";
    QTest::newRow("no model name") << L{"--policy", "p", "--model-name", "a/b/c"}
                                   << "like publisher/my-model";
    QTest::newRow("policy and identity") << L{"--policy", "p", "--identity", "a"} << "--identity";
    QTest::newRow("policy and key") << L{"key", "--public-key", "k", "--policy", "p"} << "--policy";
    QTest::newRow("providers do not fit") << L{"--identity",          "a", "--identity-provider", "b",
                                               "--identity-provider", "c", "--identity-provider", "d"}
                                          << "one for each";
    QTest::newRow("pattern and two providers")
        << L{"--identity-pattern", "*@a.example", "--identity-provider", "b", "--identity-provider", "c"}
        << "one for all";
    QTest::newRow("provider twice") << L{"--identity",
                                         "a",
                                         "--identity-provider",
                                         "b",
                                         "--identity-provider-pattern",
                                         "https://idp.example/r/*"}
                                    << "excludes";
    QTest::newRow("pattern for everybody")
        << L{"--identity-pattern", "*", "--identity-provider", "b"} << "neither a mail address";
    QTest::newRow("pattern that leaves the domain open")
        << L{"--identity-pattern", "alice@*", "--identity-provider", "b"} << "without *";
    QTest::newRow("regular expression")
        << L{"--identity-pattern", ".*@a.example", "--identity-provider", "b"} << "regular expression";
    QTest::newRow("pattern for every provider")
        << L{"--identity", "a", "--identity-provider-pattern", "https://*"} << "host";
    QTest::newRow("pattern alone") << L{"--identity-pattern", "*@a.example"}
                                   << "--identity-provider is required";
  }

  void bad_command_lines_exit_2() {
    QFETCH(QStringList, words);
    QFETCH(QString, says);
    Words all{"verify"};
    for (const auto& word : words) all.push_back(word.toStdString());
    all.emplace_back("m");
    const auto answer = run_terminal(all);
    QCOMPARE(answer.exit_code, 2);
    QVERIFY2(answer.err.contains(says), qPrintable(answer.err));
    QVERIFY(answer.out.isEmpty());
  }
};

QTEST_APPLESS_MAIN(TestPolicy)
#include "tst_policy.moc"
