#include <QTest>
#include <nlohmann/json.hpp>

#include "base/limits.h"
#include "support/outcome.h"
#include "support/places.h"
#include "support/test_certificate.h"
#include "support/test_key.h"
#include "trust/policy_file.h"

using namespace weighmaster;
using base::Code;
using base::Json;
using base::Result;

namespace {

constexpr auto path = "policy.json";

Result<trust::PolicyFile> parse(const std::string& text, const trust::ReadNamedFile& read) {
  return trust::PolicyFile::parse(as_bytes(text), path, read);
}

/// Names no files.
Result<trust::PolicyFile> parse(const std::string& text) {
  return parse(text, [](const std::string& named) -> Result<Bytes> {
    return base::fail(Code::file_not_found, named);
  });
}

Json alice() {
  return {{"identity", "alice@example.com"}, {"identity_provider", "https://idp.example"}};
}

Json rule(const std::vector<std::string>& models, const std::vector<Json>& signers) {
  return {{"models", models}, {"signers", signers}};
}

std::string policy(const std::vector<Json>& rules) {
  return Json{{"schema", 1}, {"rules", rules}}.dump();
}

}  // namespace

class TestPolicyFile : public QObject {
  Q_OBJECT

 private slots:
  void the_first_rule_that_names_the_model_decides() {
    auto first = rule({"org/model", "org/other"}, {alice()});
    first["name"] = "ours";
    first["ignore_unsigned_files"] = true;
    first["timestamp_threshold"] = 2;
    const auto bob = Json{{"identity_pattern", "*@example.com"},
                          {"identity_provider_pattern", "https://idp.example/realms/*"}};
    const auto file = parse(policy({first, rule({"org/*"}, {bob, alice()}), rule({"*"}, {alice()})})).value();
    QCOMPARE(file.rules().size(), std::size_t{3});

    const auto ours = file.policy_for("org/other").value();
    QCOMPARE(ours.rule->name, std::string("ours"));
    QCOMPARE(ours.independent_times, std::size_t{2});
    QCOMPARE(ours.rule->model, std::string("org/other"));
    QCOMPARE(ours.rule->file, std::string(path));
    QVERIFY(ours.allow_unsigned_files);
    QVERIFY(std::holds_alternative<trust::NoExpectation>(ours.expectation));

    const auto second = file.policy_for("org/third").value();
    QCOMPARE(second.rule->name, std::string("rules[1]"));
    QVERIFY(!second.allow_unsigned_files);
    const auto& identities = second.rule->signers.identities.any_of;
    QCOMPARE(identities.size(), std::size_t{2});
    QVERIFY(identities[0].name_is_pattern && identities[0].issuer_is_pattern);
    QVERIFY(!identities[1].name_is_pattern && !identities[1].issuer_is_pattern);

    QCOMPARE(file.policy_for("elsewhere/model").value().rule->name, std::string("rules[2]"));
    QCOMPARE(file.policy_for("").value().rule->name, std::string("rules[2]"));
  }

  void a_model_without_a_rule_is_refused() {
    const auto file = parse(policy({rule({"org/*"}, {alice()})})).value();
    for (const auto* model : {"", "other/model", "org", "org/", "org/a/b", "ORG/model", "xorg/model"}) {
      if (std::string_view(model) == "org/") continue;  // no model name: see trust::is_model_name
      QCOMPARE(tests::outcome(file.policy_for(model)), QString("policy.no_rule"));
    }
  }

  void keys_and_roots_stand_in_the_file_or_beside_it() {
    const auto key = tests::TestKey::generate();
    const auto chain = tests::mint_chain();
    const auto file = parse(policy({rule({"*"}, {{{"public_key", "keys/a.pub"}},
                                                 {{"public_key", key.public_pem()}},
                                                 {{"certificate_chain", {"root.pem", chain.root.pem()}}}})}),
                            [&](const std::string& named) -> Result<Bytes> {
                              if (named == "keys/a.pub") return to_bytes(key.public_pem());
                              if (named == "root.pem") return to_bytes(chain.root.pem());
                              return base::fail(Code::file_not_found, named);
                            })
                          .value();
    using signature::Method;
    const auto& signers = file.rules().front().signers;
    QCOMPARE(std::get<trust::ExpectedKeys>(signers.by(Method::key)).any_of.size(), std::size_t{2});
    QCOMPARE(std::get<trust::ExpectedRoots>(signers.by(Method::certificate)).anchors.size(), std::size_t{2});
    QVERIFY2(std::holds_alternative<trust::NoExpectation>(signers.by(Method::sigstore)),
             "nobody may sign by a method for which nobody is named");
  }

  void what_is_wrong_is_told_with_its_place_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const std::string& text, const char* code, const char* says) {
      QTest::newRow(name) << QString::fromStdString(text) << code << says;
    };
    const auto bad = [&](const char* name, const std::string& text, const char* says) {
      row(name, text, "policy.malformed", says);
    };
    const auto of_rule = [&](const char* name, const char* member, Json value, const char* says) {
      auto changed = rule({"org/model"}, {alice()});
      changed[member] = std::move(value);
      bad(name, policy({changed}), says);
    };
    const auto of_signer = [&](const char* name, Json signer, const char* says) {
      bad(name, policy({rule({"org/model"}, {alice(), std::move(signer)})}), says);
    };
    row("no JSON", "{", "json.malformed", "");
    row("twice", R"({"schema": 1, "schema": 1})", "json.duplicate_member", "");
    bad("a list", "[]", "policy: it has to be an object");
    bad("no schema", R"({"rules": []})", "schema: it has to be 1");
    bad("another schema", R"({"schema": 2, "rules": []})", "schema: it has to be 1");
    bad("schema as text", R"({"schema": "1", "rules": []})", "schema: it has to be 1");
    bad("no rules", R"({"schema": 1})", "rules: it has to be a list");
    bad("empty rules", R"({"schema": 1, "rules": []})", "at least one");
    bad("unknown member", R"({"schema": 1, "rules": [], "rule": []})", "“rule” is no member");
    bad("comment is no text", R"({"schema": 1, "rules": [], "comment": 1})", "policy.comment");
    bad("rule is no object", policy({1}), "rules[0]: it has to be an object");
    of_rule("unknown member of a rule", "signer", alice(), "rules[0]: “signer” is no member");
    of_rule("no models", "models", Json::array(), "rules[0].models: ");
    of_rule("models is a text", "models", "org/model", "rules[0].models: ");
    of_rule("model is no text", "models", {1}, "rules[0].models[0]: ");
    of_rule("no signers", "signers", Json::array(), "rules[0].signers: ");
    of_rule("empty name", "name", "", "rules[0].name: ");
    of_rule("unsigned files as text", "ignore_unsigned_files", "yes", "rules[0].ignore_unsigned_files: ");
    for (const auto& none : {Json(0), Json(-1), Json(65), Json(1.5), Json("2")})
      of_rule(("a threshold of " + none.dump()).c_str(), "timestamp_threshold", none,
              "rules[0].timestamp_threshold: it has to be a number from 1 to 64");
    of_rule("too many signers", "signers", Json(std::vector<Json>(65, alice())), "at most 64");
    of_signer("nobody", Json::object(), "rules[0].signers[1]: it needs “identity”");
    of_signer("signer is a text", "alice@example.com", "rules[0].signers[1]: it has to be an object");
    of_signer("no provider", {{"identity", "a"}}, "it needs “identity_provider”");
    of_signer("no identity", {{"identity_provider", "a"}}, "it needs “identity”");
    of_signer("empty identity", {{"identity", ""}, {"identity_provider", "a"}},
              "rules[0].signers[1].identity: ");
    of_signer("identity and pattern",
              {{"identity", "a@b.c"}, {"identity_pattern", "*@b.c"}, {"identity_provider", "a"}},
              "one of the two");
    of_signer("identity and key", {{"identity", "a"}, {"identity_provider", "b"}, {"public_key", "x"}},
              "“identity” is no member");
    of_signer("key and root", {{"certificate_chain", {"x"}}, {"public_key", "x"}},
              "“certificate_chain” is no member");
    of_signer("no key", {{"public_key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"}},
              "rules[0].signers[1].public_key: ");
    of_signer("private key", {{"public_key", tests::TestKey::generate().private_pem()}},
              "rules[0].signers[1].public_key: ");
    of_signer("no root", {{"certificate_chain", Json::array()}}, "rules[0].signers[1].certificate_chain: ");
    of_signer("key as a root", {{"certificate_chain", {tests::TestKey::generate().public_pem()}}},
              "rules[0].signers[1].certificate_chain[0]: ");
    row("absent key", policy({rule({"*"}, {{{"public_key", "absent.pub"}}})}), "file.not_found", "");
    row("identity pattern", policy({rule({"*"}, {{{"identity_pattern", "*"}, {"identity_provider", "a"}}})}),
        "policy.pattern", "neither");
    row("provider pattern",
        policy({rule({"*"}, {{{"identity", "a"}, {"identity_provider_pattern", "https://*"}}})}),
        "policy.pattern", "host");
    row("model pattern", policy({rule({"*/*"}, {alice()})}), "policy.pattern", "organisation");
    bad("decided before", policy({rule({"org/*"}, {alice()}), rule({"a/b", "org/model"}, {alice()})}),
        "rules[1].models: “org/model” is decided by rules[0] already");
    bad("pattern decided before", policy({rule({"org/*"}, {alice()}), rule({"org/m-*"}, {alice()})}),
        "already");
    bad("behind every model", policy({rule({"*"}, {alice()}), rule({"org/model"}, {alice()})}), "already");
    bad("the same model", policy({rule({"a/b"}, {alice()}), rule({"a/b"}, {alice()})}), "already");
  }

  void what_is_wrong_is_told_with_its_place() {
    QFETCH(QString, text);
    QFETCH(QString, code);
    QFETCH(QString, says);
    const auto parsed = parse(text.toStdString());
    QCOMPARE(tests::outcome(parsed), code);
    QVERIFY2(parsed.error().detail.find(says.toStdString()) != std::string::npos,
             parsed.error().detail.c_str());
    if (code == "policy.malformed") QCOMPARE(parsed.error().subject, std::string(path));
  }

  /// What the page shows is what the program reads.
  void the_pages_example_is_read() {
    const std::string page(as_text(tests::read(tests::source_dir() / "docs" / "policy.md")));
    constexpr std::string_view start = "```json\n";
    const auto from = page.find(start) + start.size();
    const auto key = tests::TestKey::generate().public_pem();
    const auto file = parse(page.substr(from, page.find("```", from) - from), [&](const std::string& named) {
      return named == "keys/release-2026.pub" ? Result<Bytes>(to_bytes(key))
                                              : base::fail(Code::file_not_found, named);
    });
    QCOMPARE(tests::outcome(file), QString("ok"));
    QCOMPARE(file->policy_for("our-team/m").value().rule->name, std::string("our own models"));
    QVERIFY(file->policy_for("ibm-granite/granite-4.0-tiny-preview").value().allow_unsigned_files);
    QCOMPARE(file->policy_for("who/ever").value().rule->name, std::string("rules[2]"));
  }

  void it_is_capped() {
    const auto with = [](std::size_t rules, std::size_t models) {
      std::vector<Json> list;
      for (std::size_t i = 0; i < rules; ++i) {
        std::vector<std::string> names;
        for (std::size_t j = 0; j < models; ++j)
          names.push_back("o" + std::to_string(i) + "/m" + std::to_string(j));
        list.push_back(rule(names, {alice()}));
      }
      return tests::outcome(parse(policy(list)));
    };
    QCOMPARE(with(base::limits::policy_rules, 1), QString("ok"));
    QCOMPARE(with(base::limits::policy_rules + 1, 1), QString("policy.malformed"));
    QCOMPARE(with(4, 1024), QString("ok"));
    QCOMPARE(with(5, 1024), QString("policy.malformed"));
  }
};

QTEST_APPLESS_MAIN(TestPolicyFile)
#include "tst_policy_file.moc"
