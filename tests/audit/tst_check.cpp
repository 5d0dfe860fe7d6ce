#include <QTest>

#include "base/file.h"
#include "scene.h"
#include "verdict/report_json.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using audit::Form;
using audit::Pages;
using audit::RootUsed;
using signature::Method;
using verdict::Verdict;

Q_DECLARE_METATYPE(weighmaster::audit::Form)
Q_DECLARE_METATYPE(weighmaster::signature::Method)
Q_DECLARE_METATYPE(weighmaster::crypto::KeyType)

namespace {

QString text(std::string_view view) {
  return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

QString verdict_of(const audit::CheckedReport& report) {
  return text(verdict::name(audit::verdict(report)));
}

/// "audit.statement_differs verdict", of the report and its models.
QStringList findings_of(const audit::CheckedReport& report) {
  QStringList all;
  const auto add = [&](const std::vector<base::Finding>& findings) {
    for (const auto& finding : findings)
      all << text(base::name(finding.code)) + (finding.subject.empty() ? "" : " " + text(finding.subject));
  };
  add(report.findings);
  for (const auto& model : report.models) add(model.findings);
  return all;
}

/// A file that was signed itself, with a key of this kind.
class FileScene : public Scene {
 public:
  explicit FileScene(crypto::KeyType type, bool is_logged = false) : Scene(Method::key) {
    const auto key = TestKey::generate(type);
    auto bundle = file_signature(key, "content");
    if (is_logged) {
      bundle["verificationMaterial"]["tlogEntries"] = Json::array({entry(key, bundle)});
      request.trusted_root = root_of(sigstore());
      request.trusted_root_source = "shipped with the program";
    }
    write(path("file.bin"), "content");
    write(path("file.sig"), bundle.dump());
    request.model = path("file.bin");
    request.signature = path("file.sig");
    request.policy = expecting(trust::ExpectedKeys{{key.public_key()}});
    verify();
  }

 private:
  /// An entry of Rekor v1 about the signature and the bare key, as cosign uploads it.
  static Json entry(const TestKey& key, const Json& bundle) {
    EntrySpec spec;
    spec.kind = EntryKind::hashedrekord;
    spec.change_body = [pem = base::to_base64(as_bytes(key.public_pem()))](Json& body) {
      body["spec"]["signature"]["publicKey"]["content"] = pem;
    };
    const Json what{{"file", base::to_base64(as_bytes(std::string_view("content")))},
                    {"signatures", Json::array({{{"sig", bundle["messageSignature"]["signature"]}}})}};
    return sigstore().log(what, sigstore().issue(key, fulcio_leaf(), {SctSpec{}}), spec);
  }
};

void add_rows() {
  QTest::addColumn<Form>("form");
  QTest::addColumn<Method>("method");
  for (const auto form : {Form::json, Form::html, Form::pdf}) {
    for (const auto method : {Method::key, Method::certificate, Method::sigstore}) {
      const auto name = std::string(audit::name(form)) + " " + std::string(signature::name(method));
      QTest::newRow(name.c_str()) << form << method;
    }
  }
}

}  // namespace

class TestCheck : public QObject {
  Q_OBJECT

 private slots:
  void an_intact_report_is_as_good_as_its_evidence_data() { add_rows(); }
  void an_intact_report_is_as_good_as_its_evidence() {
    QFETCH(Form, form);
    QFETCH(Method, method);
    const Scene scene(method);
    QCOMPARE(verdict::verdict(scene.report), Verdict::trusted);
    const auto file = scene.file(form);
    const auto checked = scene.check(file, true);
    QCOMPARE(findings_of(checked), QStringList());
    QCOMPARE(verdict_of(checked), "trusted");
    QCOMPARE(audit::exit_code(checked), 0);
    QVERIFY(checked.form == form);
    QVERIFY(checked.models.front().since.empty());
    QVERIFY(checked.models.front().stated_verdict == Verdict::trusted);
    QVERIFY(checked.pages == (form == Form::html  ? Pages::same
                              : form == Form::pdf ? Pages::not_compared
                                                  : Pages::none));
    QCOMPARE(checked.models.front().root, method == Method::sigstore ? RootUsed::known : RootUsed::none);
    // The same checks make the same file.
    QVERIFY(scene.file(form) == file);
  }

  /// Who decided stands in it with the date; whom the book knows besides stays with the person.
  void a_report_of_a_check_by_the_address_book_holds() {
    Scene scene;
    const trust::Signers signers{{{{alice, alices_issuer}}}, {}, {}};
    scene.request.model_name = "org/model";
    scene.request.policy = {};
    scene.request.policy.rule =
        trust::AppliedRule{"publishers.json",
                           "org/*",
                           "org/model",
                           signers,
                           {{"3f2a", "org/*", at("2026-01-31T12:00:00Z"), trust::Origin::window, signers}}};
    trust::KnownNames known;
    known.add_models("org/*");
    scene.request.known_names = std::make_shared<const trust::KnownNames>(known);
    scene.verify();
    QCOMPARE(verdict::verdict(scene.report), Verdict::trusted);
    for (const auto form : {Form::json, Form::html, Form::pdf}) {
      const auto checked = scene.check(scene.file(form), true);
      QCOMPARE(findings_of(checked), QStringList());
      QCOMPARE(verdict_of(checked), "trusted");
      const auto& stated = checked.models.front().stated;
      QCOMPARE(stated.model_name, std::string("org/model"));
      QCOMPARE(stated.rule->entries.size(), std::size_t{1});
      QVERIFY(stated.rule->entries.front().origin == trust::Origin::window);
      QVERIFY(stated.rule->entries.front().added == at("2026-01-31T12:00:00Z"));
    }
  }

  void a_look_alike_that_a_report_tells_of_is_no_contradiction() {
    Scene scene;
    trust::KnownNames known;
    known.add_identity({std::string("a1") + (alice + 2), alices_issuer});
    scene.request.policy = {};
    scene.request.known_names = std::make_shared<const trust::KnownNames>(known);
    scene.verify();
    QCOMPARE(verdict::verdict(scene.report), Verdict::wrong_signer);
    const auto file = scene.file(Form::json);
    auto asked = scene.check_request(true);
    const auto with_the_book = scene.check(file, asked);
    QCOMPARE(findings_of(with_the_book), QStringList());
    QCOMPARE(verdict_of(with_the_book), "wrong_signer");
    // Somebody else's book knows nobody like that.
    asked.now.known_names = nullptr;
    const auto without = scene.check(file, asked);
    QCOMPARE(findings_of(without), QStringList());
    QCOMPARE(verdict_of(without), "unknown_signer");
  }

  void without_the_model_it_is_partial_at_best_data() { add_rows(); }
  void without_the_model_it_is_partial_at_best() {
    QFETCH(Form, form);
    QFETCH(Method, method);
    const Scene scene(method);
    const auto checked = scene.check(scene.file(form), false);
    QCOMPARE(findings_of(checked), QStringList());
    QCOMPARE(verdict_of(checked), "partial");
    QCOMPARE(audit::exit_code(checked), 4);
  }

  void what_the_report_expected_is_no_expectation_data() {
    QTest::addColumn<Method>("method");
    QTest::addColumn<QString>("verdict");
    QTest::newRow("key") << Method::key << "undetermined";
    QTest::newRow("certificate") << Method::certificate << "unknown_signer";
    QTest::newRow("sigstore") << Method::sigstore << "unknown_signer";
  }
  void what_the_report_expected_is_no_expectation() {
    QFETCH(Method, method);
    QFETCH(QString, verdict);
    const Scene scene(method);
    auto asked = scene.check_request(true);
    asked.now.policy = {};
    asked.now.method.reset();
    const auto checked = scene.check(scene.file(Form::json), asked);
    QCOMPARE(verdict_of(checked), verdict);
    QVERIFY2(checked.models.front().stated_verdict == Verdict::trusted, "which is what it says");
  }

  void somebody_else_expected_is_a_wrong_signer() {
    const Scene scene;
    auto asked = scene.check_request(true);
    asked.now.policy = expecting(trust::ExpectedIdentities{{{"bob@example.com", alices_issuer}}});
    QCOMPARE(verdict_of(scene.check(scene.file(Form::pdf), asked)), "wrong_signer");
  }

  void a_report_all_made_by_an_attacker_is_not_accepted_data() { add_rows(); }
  void a_report_all_made_by_an_attacker_is_not_accepted() {
    QFETCH(Form, form);
    QFETCH(Method, method);
    // Keys and roots of their own, a Sigstore of their own that says "alice": all in it is consistent.
    const Scene attack(method, attackers_sigstore());
    QCOMPARE(verdict::verdict(attack.report), Verdict::trusted);
    const auto file = attack.file(form);
    auto asked = attack.check_request(true);
    asked.now.policy = method == Method::key
                           ? expecting(trust::ExpectedKeys{{TestKey::generate().public_key()}})
                       : method == Method::certificate ? expecting(trust::ExpectedRoots{{mint_chain().root}})
                                                       : expecting_alice();
    const auto checked = attack.check(file, asked);
    QVERIFY2(audit::verdict(checked) >= Verdict::undetermined, qPrintable(verdict_of(checked)));
    QVERIFY(audit::exit_code(checked) != 0);
    if (method == Method::sigstore) QVERIFY(findings_of(checked).contains("audit.root_unknown"));
    // And whoever expects nobody learns nothing better.
    asked.now.policy = {};
    asked.now.method.reset();
    QVERIFY(audit::verdict(attack.check(file, asked)) >= Verdict::unknown_signer);
  }

  void the_enclosed_root_counts_only_where_that_is_asked_for_as_unsafe() {
    const Scene attack(Method::sigstore, attackers_sigstore());
    auto asked = attack.check_request(true);
    asked.accept_enclosed_root_unsafe = true;
    const auto checked = attack.check(attack.file(Form::html), asked);
    QVERIFY(checked.models.front().root == RootUsed::enclosed_unsafe);
    QCOMPARE(verdict_of(checked), "trusted");
  }

  void another_root_that_says_the_same_is_good_enough() {
    // As after an update: the report's own root is no longer the one here.
    const Scene scene;
    auto asked = scene.check_request(true);
    auto newer = sigstore().trusted_root();
    newer["tlogs"].push_back(newer["tlogs"][0]);
    newer["tlogs"].back()["logId"]["keyId"] = base::to_base64(Bytes(32, 7));
    const auto root =
        std::make_shared<const trust::TrustedRoot>(trust::TrustedRoot::parse(as_bytes(newer.dump())).value());
    asked.now.trusted_root = root;
    asked.known_roots = {{root, "updated"}};
    const auto checked = scene.check(scene.file(Form::json), asked);
    QVERIFY(checked.models.front().root == RootUsed::another);
    QCOMPARE(verdict_of(checked), "trusted");
    QCOMPARE(findings_of(checked), QStringList());
  }

  void a_changed_model_is_told_by_file() {
    const Scene scene;
    const auto file = scene.file(Form::pdf);
    write(scene.path("model/weights.bin"), "12345");
    write(scene.path("model/more.py"), "1");
    const auto checked = scene.check(file, true);
    QCOMPARE(verdict_of(checked), "changed");
    QCOMPARE(audit::exit_code(checked), 1);
    const auto& since = checked.models.front().since;
    QCOMPARE(since.size(), std::size_t{2});
    QCOMPARE(text(since.back().name), "weights.bin");
    QVERIFY(since.back().then == verdict::FileState::matches &&
            since.back().now == verdict::FileState::changed);
    QVERIFY(!since.front().then && since.front().now == verdict::FileState::unsigned_);
    QVERIFY2(findings_of(checked).isEmpty(), "the report was right when it was made");
  }

  /// An alarm over files that nobody looked at would be false.
  void nothing_is_said_to_have_changed_where_nothing_could_be_compared() {
    const Scene scene(Method::key);
    auto asked = scene.check_request(true);
    asked.now.policy = {};
    const auto checked = scene.check(scene.file(Form::pdf), asked);
    QCOMPARE(verdict_of(checked), "undetermined");
    QVERIFY(checked.models.front().now.has(base::Code::key_missing));
    QVERIFY(!audit::is_compared(checked.models.front()));
    QVERIFY(checked.models.front().since.empty());
  }

  void only_what_was_compared_is_said_to_have_changed() {
    const Scene scene;
    const auto file = scene.file(Form::pdf);
    write(scene.path("model/weights.bin"), "12345");
    write(scene.path("model/config.json"), "{} ");
    auto asked = scene.check_request(true);
    asked.now.only = {"weights.bin"};
    const auto checked = scene.check(file, asked);
    const auto& since = checked.models.front().since;
    QCOMPARE(since.size(), std::size_t{1});
    QCOMPARE(text(since.front().name), "weights.bin");
  }

  void the_signature_that_the_report_holds_is_no_further_one_beside_the_model() {
    const Scene scene;
    const auto file = scene.file(Form::pdf);
    QVERIFY(scene.check(file, true).models.front().now.other_signatures.empty());
    const auto same = base::read_file(scene.path("model.sig"), 100'000).value();
    write(scene.path("model.sig"), std::string(as_text(same)) + "\n");
    QCOMPARE(scene.check(file, true).models.front().now.other_signatures.size(), std::size_t{1});
  }

  void a_report_of_a_changed_model_says_so_and_agrees_with_itself() {
    Scene scene;
    write(scene.path("model/weights.bin"), "other");
    scene.verify();
    const auto checked = scene.check(scene.file(Form::html), true);
    QCOMPARE(verdict_of(checked), "changed");
    QVERIFY(checked.models.front().stated_verdict == Verdict::changed);
    QCOMPARE(findings_of(checked), QStringList());
    QVERIFY(checked.pages == Pages::same);
  }

  void changed_evidence_is_told_data() { add_rows(); }
  void changed_evidence_is_told() {
    QFETCH(Form, form);
    QFETCH(Method, method);
    const Scene scene(method);
    auto report = scene.made();
    auto other = *report.pieces.front().content;
    other.push_back('\n');
    report.pieces.front().content = std::make_shared<const Bytes>(other);
    const auto checked = scene.check(in_form(report, form), true);
    QCOMPARE(findings_of(checked).value(0), "audit.evidence_differs signature.sigstore.json");
    QVERIFY(audit::verdict(checked) >= Verdict::undetermined);
    report.pieces.erase(report.pieces.begin());
    if (form == Form::json) return;  // there the list of pieces is the evidence
    QCOMPARE(findings_of(scene.check(in_form(report, form), true)).value(0),
             "audit.evidence_missing signature.sigstore.json");
  }

  void evidence_that_the_report_does_not_name_is_told() {
    const Scene scene;
    auto report = scene.made();
    report.pieces.push_back({"more.json", "application/json", "", std::make_shared<const Bytes>(1, '{')});
    QVERIFY(findings_of(scene.check(in_form(report, Form::pdf), true))
                .contains("audit.evidence_differs more.json"));
  }

  void a_report_that_lies_about_its_evidence_is_told_data() {
    QTest::addColumn<QString>("member");
    for (const char* member : {"verdict", "signer", "signed_at", "expected", "statement", "files", "steps",
                               "trust", "log", "method", "content"})
      QTest::newRow(member) << member;
  }
  void a_report_that_lies_about_its_evidence_is_told() {
    QFETCH(QString, member);
    Scene scene;
    write(scene.path("model/weights.bin"), "other");
    scene.verify();
    const auto name = member.toStdString();
    const auto lie = lying(scene.made(), [&](Json& model) {
      auto& report = model["report"];
      if (name == "verdict") report["verdict"] = "trusted";
      if (name == "signer") report["signer"]["identity"]["name"] = "bob@example.com";
      if (name == "signed_at") report["signed_at"] = "2020-01-01T00:00:00Z";
      if (name == "expected") report["expected"]["identities"][0]["name"] = "bob@example.com";
      if (name == "statement") report["statement"]["resources"] = 7;
      if (name == "files") {
        report["files"][0]["findings"] = Json::array();
        report["files"][0]["leftover_of"] = "a tool";
      }
      if (name == "steps") report["steps"][10]["outcome"] = "failed";
      if (name == "trust") report["trust"]["digest"] = "sha256:00";
      if (name == "log") report["log"][0]["index"] = 1;
      if (name == "method") report["method"] = "key";
      if (name == "content") report["content"] = "file";
    });
    for (const auto form : {Form::json, Form::html, Form::pdf}) {
      const auto findings = findings_of(scene.check(in_form(lie, form), false));
      QVERIFY2(findings.contains("audit.statement_differs " + member), qPrintable(findings.join("; ")));
    }
  }

  void rows_that_do_not_fit_what_was_signed_are_told() {
    const Scene scene;
    const auto honest = scene.made();
    // All files fine, as the signature has it; but one of them has another digest.
    const auto lie = lying(honest, [](Json& model) {
      for (const char* member : {"signed", "found"})
        model["report"]["files"][0][member] = "sha256:" + std::string(64, '0');
    });
    QVERIFY(
        findings_of(scene.check(in_form(lie, Form::json), false)).contains("audit.statement_differs files"));
    // A signed file that the rows do not name.
    const auto shorter = lying(honest, [](Json& model) { model["report"]["files"].erase(0); });
    QVERIFY(findings_of(scene.check(in_form(shorter, Form::json), false))
                .contains("audit.statement_differs files"));
  }

  void rows_that_do_not_fit_what_came_of_them_are_told() {
    Scene scene;
    write(scene.path("model/weights.bin"), "other");
    write(scene.path("model/more.py"), "1");
    scene.verify();
    const auto lie = [&](const std::function<void(Json & report)>& change) {
      const auto report = lying(scene.made(), [&](Json& model) { change(model["report"]); });
      return findings_of(scene.check(in_form(report, Form::json), false))
          .contains("audit.statement_differs files");
    };
    QVERIFY(!lie([](Json&) {}));
    QVERIFY2(lie([](Json& report) { report["files"][2]["state"] = "matches"; }), "changed");
    QVERIFY2(lie([](Json& report) { report["files"][0]["state"] = "changed"; }), "matches");
    QVERIFY2(lie([](Json& report) {
               report["steps"][12] = {{"step", "files"}, {"outcome", "passed"}, {"findings", Json::array()}};
             }),
             "the step");
    QVERIFY2(lie([](Json& report) {
               report["steps"][13] = {
                   {"step", "nothing_else"}, {"outcome", "passed"}, {"findings", Json::array()}};
             }),
             "nothing else");
  }

  void a_changed_page_is_told() {
    const Scene scene;
    auto page = scene.file(Form::html);
    const auto place = as_text(page).find("trusted");
    QVERIFY(place != std::string_view::npos);
    page[place] = 'T';
    const auto checked = scene.check(page, true);
    QVERIFY(checked.pages == Pages::differ);
    QCOMPARE(findings_of(checked), QStringList("audit.statement_differs the page"));
    QCOMPARE(verdict_of(checked), "undetermined");
  }

  void a_page_of_another_version_is_not_compared() {
    const Scene scene;
    const auto checked =
        audit::check_report(scene.file(Form::html), "x", scene.check_request(true), "Weighmaster 2", {})
            .value();
    QVERIFY(checked.pages == Pages::other_version);
    QCOMPARE(verdict_of(checked), "trusted");
  }

  void signatures_over_a_file_and_about_files_are_checked_by_digest() {
    const auto key = TestKey::generate();
    Scene scene(Method::key);
    for (const bool attestation : {false, true}) {
      write(scene.path("file.bin"), "content");
      const auto bundle = attestation ? key_bundle(key, provenance_json({{"file.bin", "content"}}).dump())
                                      : file_signature(key, "content");
      write(scene.path("file.sig"), bundle.dump());
      scene.request.model = scene.path("file.bin");
      scene.request.signature = scene.path("file.sig");
      scene.request.policy = expecting(trust::ExpectedKeys{{key.public_key()}});
      scene.verify();
      QCOMPARE(text(verdict::name(verdict::verdict(scene.report))), "trusted");
      for (const bool has_model : {false, true}) {
        const auto checked = scene.check(scene.file(Form::html), has_model);
        QCOMPARE(findings_of(checked), QStringList());
        QCOMPARE(verdict_of(checked), has_model ? "trusted" : "partial");
      }
    }
  }

  /// Ed25519 signs a file's bytes and no digest of them: without the file nobody can tell.
  void a_signature_over_a_file_by_ed25519_is_no_contradiction_data() {
    QTest::addColumn<Form>("form");
    for (const auto form : {Form::json, Form::html, Form::pdf})
      QTest::newRow(std::string(audit::name(form)).c_str()) << form;
  }
  void a_signature_over_a_file_by_ed25519_is_no_contradiction() {
    QFETCH(Form, form);
    const FileScene scene(crypto::KeyType::ed25519);
    QCOMPARE(verdict::verdict(scene.report), Verdict::trusted);
    const auto with_model = scene.check(scene.file(form), true);
    QCOMPARE(findings_of(with_model), QStringList());
    QCOMPARE(verdict_of(with_model), "trusted");
    QVERIFY(with_model.pages == (form == Form::html  ? Pages::same
                                 : form == Form::pdf ? Pages::not_compared
                                                     : Pages::none));
    const auto without = scene.check(scene.file(form), false);
    QCOMPARE(findings_of(without), QStringList());
    QCOMPARE(verdict_of(without), "undetermined");
    QVERIFY(without.models.front().now.has(base::Code::artifact_needed));
    QCOMPARE(audit::exit_code(without), 5);
  }

  /// When it was signed, says the log, once the file has shown that its entry is about this very signature.
  void a_logged_signature_over_a_file_is_no_contradiction_data() {
    QTest::addColumn<crypto::KeyType>("type");
    QTest::newRow("Ed25519") << crypto::KeyType::ed25519;
    QTest::newRow("ECDSA") << crypto::KeyType::ecdsa_p256;
  }
  void a_logged_signature_over_a_file_is_no_contradiction() {
    QFETCH(crypto::KeyType, type);
    const FileScene scene(type, true);
    QCOMPARE(verdict::verdict(scene.report), Verdict::trusted);
    QVERIFY(scene.report.signed_at.has_value());
    for (const bool has_model : {false, true}) {
      const auto checked = scene.check(scene.file(Form::html), has_model);
      QCOMPARE(findings_of(checked), QStringList());
      QVERIFY(checked.pages == Pages::same);
      QVERIFY(checked.models.front().stated.signed_at == scene.report.signed_at);
    }
    const auto lie =
        lying(scene.made(), [](Json& model) { model["report"]["signed_at"] = "2020-01-01T00:00:00Z"; });
    QCOMPARE(findings_of(scene.check(in_form(lie, Form::json), false)),
             QStringList("audit.statement_differs signed_at"));
  }

  void a_lie_about_an_ed25519_signature_ends_with_the_file() {
    FileScene scene(crypto::KeyType::ed25519);
    const auto honest = scene.made();
    write(scene.path("file.bin"), "other");
    auto asked = scene.check_request(true);
    const auto checked = scene.check(in_form(honest, Form::json), asked);
    QCOMPARE(verdict_of(checked), "signature_invalid");
    QCOMPARE(audit::exit_code(checked), 1);
  }

  /// Its rows say what was found; without them nothing is known to be signed.
  void a_signature_over_a_file_that_nothing_was_held_against_is_not_partial() {
    FileScene scene(crypto::KeyType::ecdsa_p256);
    QCOMPARE(verdict_of(scene.check(scene.file(Form::json), false)), "partial");
    std::filesystem::remove(scene.path("file.bin"));
    scene.verify();
    const auto report = scene.file(Form::json);
    write(scene.path("file.bin"), "content");
    const auto checked = scene.check(report, false);
    QCOMPARE(findings_of(checked), QStringList());
    QCOMPARE(verdict_of(checked), "undetermined");
  }

  void a_report_without_a_signature_says_no_more() {
    Scene scene;
    std::filesystem::remove(scene.path("model.sig"));
    scene.request.signature.reset();
    scene.verify();
    const auto checked = scene.check(scene.file(Form::json), false);
    QCOMPARE(findings_of(checked), QStringList());
    QCOMPARE(verdict_of(checked), "unsigned");
    QCOMPARE(audit::exit_code(checked), 6);
  }

  void many_models_are_checked_each() {
    const Scene first;
    Scene second(Method::key);
    write(second.path("model/config.json"), "other");
    second.verify();
    const auto file =
        in_form(audit::make_report({{first.report, first.request}, {second.report, second.request}}, program),
                Form::html);
    auto asked = first.check_request(false);
    asked.now.method.reset();
    const auto checked = first.check(file, asked);
    QCOMPARE(checked.models.size(), std::size_t{2});
    QVERIFY(checked.pages == Pages::same);
    QVERIFY(audit::verdict(checked.models.front()) == Verdict::partial);
    asked.has_model = true;
    QCOMPARE(audit::check_report(file, "x", asked, program, {}).error().code, base::Code::audit_malformed);
  }

  void one_of_many_models_is_compared() {
    const Scene first;
    const Scene second;
    const auto file =
        in_form(audit::make_report({{first.report, first.request}, {second.report, second.request}}, program),
                Form::json);
    auto asked = second.check_request(true);
    asked.which = 1;
    const auto checked = first.check(file, asked);
    QVERIFY(audit::verdict(checked.models[0]) == Verdict::partial);
    QVERIFY(audit::verdict(checked.models[1]) == Verdict::trusted);
    QCOMPARE(verdict_of(checked), "partial");
    asked.which = 2;
    QCOMPARE(audit::check_report(file, "x", asked, program, {}).error().code, base::Code::audit_malformed);
  }

  void what_a_scan_passed_over_is_told_and_counts_data() {
    QTest::addColumn<Form>("form");
    for (const auto form : {Form::json, Form::html, Form::pdf})
      QTest::newRow(std::string(audit::name(form)).c_str()) << form;
  }
  void what_a_scan_passed_over_is_told_and_counts() {
    QFETCH(Form, form);
    const Scene scene;
    const auto reported = [&](const verdict::ScanScope& scope) {
      audit::ReportMaker maker(program, form != Form::json);
      maker.add(scene.report, scene.request);
      return scene.check(in_form(std::move(maker).finish(scope), form), false);
    };
    verdict::ScanScope scope;
    scope.left_out.push_back({"/hub/datasets--squad", model::LeftOutReason::dataset});
    auto checked = reported(scope);
    QCOMPARE(findings_of(checked), QStringList());
    QCOMPARE(verdict_of(checked), "partial");
    QVERIFY(checked.pages == (form == Form::html  ? Pages::same
                              : form == Form::pdf ? Pages::not_compared
                                                  : Pages::none));
    QCOMPARE(checked.scope->left_out.front().path, std::filesystem::path("/hub/datasets--squad"));

    scope.findings.push_back({base::Code::folder_unreadable, "/hub/secret", "permission denied"});
    scope.not_checked.push_back("/hub/late");
    checked = reported(scope);
    QCOMPARE(findings_of(checked), QStringList());
    QCOMPARE(verdict_of(checked), "undetermined");
    QCOMPARE(audit::exit_code(checked), 5);
    QVERIFY(checked.scope->findings == scope.findings);
    QCOMPARE(checked.scope->not_checked, scope.not_checked);
    QVERIFY(checked.pages != Pages::differ);
  }

  void a_scope_that_is_none_is_refused_data() {
    QTest::addColumn<QString>("scan");
    QTest::addColumn<QString>("code");
    QTest::newRow("no object") << "7"
                               << "json.member_type";
    QTest::newRow("no path") << R"({"not_checked": [7]})"
                             << "audit.malformed";
    QTest::newRow("no code") << R"({"findings": [{"code": "x", "subject": "", "detail": ""}]})"
                             << "audit.malformed";
    QTest::newRow("no reason") << R"({"left_out": [{"path": "x", "reason": "y"}]})"
                               << "audit.malformed";
  }
  void a_scope_that_is_none_is_refused() {
    QFETCH(QString, scan);
    QFETCH(QString, code);
    const Scene scene;
    auto json = base::parse_json(scene.file(Form::json), "report").value();
    const auto value = scan.toStdString();
    json["scan"] = base::parse_json(as_bytes(value), "scan").value();
    const auto file = to_bytes(json.dump());
    const auto checked = audit::check_report(file, "x", scene.check_request(false), program, {});
    QVERIFY(!checked);
    QCOMPARE(text(base::name(checked.error().code)), code);
  }

  /// A policy without a rule, an address book that can't be read: the verdict is worse for it, and another
  /// person has other ones.
  void what_the_person_s_own_files_said_is_no_contradiction() {
    Scene scene;
    auto& signer = scene.report.step(verdict::StepId::signer);
    signer.findings.push_back({base::Code::policy_no_rule, "org/model", {}});
    signer.outcome = verdict::outcome_of(signer.findings);
    for (const auto form : {Form::json, Form::html}) {
      const auto checked = scene.check(scene.file(form), true);
      QCOMPARE(findings_of(checked), QStringList());
      QCOMPARE(verdict_of(checked), "trusted");
      QVERIFY(checked.models.front().stated_verdict == Verdict::undetermined);
    }
  }

  void what_is_no_report_is_refused() {
    const Scene scene;
    const auto code = [&](std::string_view content) {
      const auto checked =
          audit::check_report(as_bytes(content), "x", scene.check_request(false), program, {});
      return checked ? QString("taken") : text(base::name(checked.error().code));
    };
    QCOMPARE(code(""), "audit.malformed");
    QCOMPARE(code("hello"), "audit.malformed");
    QCOMPARE(code("%PDF-1.4 and no more"), "audit.malformed");
    QCOMPARE(code(as_text(blank_pdf())), "audit.malformed");
    QCOMPARE(code("<!DOCTYPE html><p>nothing"), "audit.malformed");
    QCOMPARE(code("{}"), "audit.malformed");
    QCOMPARE(code("{"), "json.malformed");
    auto json = base::parse_json(scene.file(Form::json), "x").value();
    json["schema"] = 99;
    QCOMPARE(code(json.dump()), "audit.malformed");
    json["schema"] = 1;
    json["evidence"].push_back(json["evidence"][0]);
    QCOMPARE(code(json.dump()), "audit.malformed");
  }

  void a_pdf_that_hides_its_attachments_is_refused() {
    const Scene scene;
    const auto good = std::string(as_text(scene.file(Form::pdf)));
    const auto with = [&](const std::string& from, const std::string& to) {
      auto changed = good;
      const auto place = changed.find(from);
      if (place == changed.npos) qFatal("no such text: %s", from.c_str());
      changed.replace(place, from.size(), to);
      return audit::attachments(as_bytes(changed));
    };
    QVERIFY(audit::attachments(as_bytes(good)).has_value());
    QVERIFY(!with("/EmbeddedFiles", "/EmbeddedFilez").has_value());
    QVERIFY2(!with("/Subtype", "/Filter ").has_value(), "compressed");
    for (std::size_t cut = 1; cut < good.size(); cut += good.size() / 50 + 1)
      QVERIFY(!audit::attachments(as_bytes(good.substr(0, cut))).has_value());
  }
};

QTEST_APPLESS_MAIN(TestCheck)
#include "tst_check.moc"
