#include <QTest>
#include <set>

#include "support/test_key.h"
#include "words/audit.h"
#include "words/words.h"

using namespace weighmaster;
using base::Code;
using verdict::FileState;
using verdict::Outcome;
using verdict::Report;
using verdict::StepId;
using verdict::Verdict;
using words::Action;

namespace {

constexpr auto sha256 = crypto::DigestAlgorithm::sha256;

QString text(const words::Sentence& sentence) {
  return QString::fromStdString(words::fill(sentence));
}

QString basis(const words::Card& card) {
  QString all;
  for (const auto& sentence : card.basis) all += (all.isEmpty() ? "" : " ") + text(sentence);
  return all;
}

bool can_be_corrected(const words::Card& card) {
  return std::count(card.others.begin(), card.others.end(), Action::correct_expectation) == 1;
}

void add_rows(Report& report, FileState state, std::size_t count, const std::string& name) {
  for (std::size_t i = 0; i < count; ++i) {
    verdict::FileRow row;
    row.name = name + (count == 1 ? "" : std::to_string(i));
    row.state = state;
    row.size = 1000;
    if (state != FileState::unsigned_ && state != FileState::ignored)
      row.expected = crypto::digest(sha256, {});
    report.files.push_back(row);
  }
}

void find(Report& report, StepId step, Code code, std::string subject = {}, std::string detail = {}) {
  report.step(step).findings.push_back({code, std::move(subject), std::move(detail)});
  report.step(step).outcome = verdict::outcome_of(report.step(step).findings);
}

/// All steps passed, a statement signed, `files` that match.
Report sound(signature::Method method, std::size_t files = 9) {
  Report report = verdict::empty_report();
  report.method = method;
  report.bundle_version = signature::BundleVersion::v0_3;
  for (auto& step : report.steps) step.outcome = Outcome::passed;
  report.statement_is_signed = true;
  report.signer.emplace();
  report.signer->method = method;
  add_rows(report, FileState::matches, files, "weights");
  return report;
}

Report keyless(const std::string& name = "release@granite-models.example") {
  Report report = sound(signature::Method::sigstore);
  report.signer->identity = trust::Identity{name, "https://accounts.example"};
  report.expectation = trust::ExpectedIdentities{{{name, "https://accounts.example"}}};
  report.signed_at = base::parse_rfc3339("2026-03-12T14:02:11Z").value();
  return report;
}

Report with_key() {
  Report report = sound(signature::Method::key);
  const auto key = tests::TestKey::generate().public_key();
  report.signer->key = key;
  report.expectation = trust::ExpectedKeys{{key}};
  return report;
}

words::Card card_of(const Report& report) {
  return words::card(report, "14:02");
}

void unsigned_files(Report& report, std::size_t count) {
  add_rows(report, FileState::unsigned_, count, "extra");
  auto& findings = report.step(StepId::nothing_else).findings;
  findings.insert(findings.end(), count, {Code::content_unsigned, "extra", {}});
  report.step(StepId::nothing_else).outcome = Outcome::failed;
}

void missing_files(Report& report, std::size_t count) {
  add_rows(report, FileState::missing, count, "lost");
  for (std::size_t i = 0; i < count; ++i) find(report, StepId::files, Code::content_missing, "lost");
}

void changed_files(Report& report, std::size_t count) {
  add_rows(report, FileState::changed, count, "altered");
  for (std::size_t i = 0; i < count; ++i) find(report, StepId::files, Code::content_changed, "altered");
}

}  // namespace

class TestCard : public QObject {
  Q_OBJECT

 private slots:
  void trusted_says_by_whom_and_no_more_than_is_true() {
    auto report = keyless();
    auto card = card_of(report);
    QCOMPARE(card.verdict, Verdict::trusted);
    QCOMPARE(text(card.headline), "Complete, unchanged, and signed by the identity you gave");
    QCOMPARE(text(card.advice),
             "It is the model they published. A signature does not say that it is safe to run.");
    QCOMPARE(
        basis(card),
        "All 9 signed files are as “release@granite-models.example” signed them. “https://accounts.example” "
        "vouched for that name. Signed on 2026-03-12. Checked at 14:02.");
    QVERIFY(words::tone(card.verdict) == words::Tone::good);
  }

  void who_signed_is_named_before_who_vouched() {
    auto report = keyless();
    report.files.clear();
    report.expectation = trust::NoExpectation{};
    report.step(StepId::signer).outcome = Outcome::not_checked;
    QVERIFY2(basis(words::card_without_model(report, Verdict::unknown_signer, "14:02"))
                 .startsWith("It was signed by “release@granite-models.example”. “https://accounts.example” "
                             "vouched for that name."),
             qPrintable(basis(words::card_without_model(report, Verdict::unknown_signer, "14:02"))));
    auto by_key = with_key();
    by_key.files.clear();
    QVERIFY(basis(words::card_without_model(by_key, Verdict::partial, "14:02"))
                .startsWith("It was signed with the key you gave."));
    report.signer.reset();
    QVERIFY(!basis(words::card_without_model(report, Verdict::unknown_signer, "14:02"))
                 .contains("It was signed"));
  }

  void a_key_is_the_key_that_was_given() {
    const auto card = card_of(with_key());
    QCOMPARE(text(card.headline), "Complete, unchanged, and signed with the key you gave");
    QVERIFY(basis(card).startsWith("All 9 signed files are as they were signed with the key you gave."));
  }

  void one_file_is_one_file() {
    auto report = with_key();
    report.files.resize(1);
    QVERIFY(
        basis(card_of(report)).startsWith("The 1 signed file is as it was signed with the key you gave."));
  }

  void complete_is_not_said_where_empty_files_are_not_covered() {
    auto report = with_key();
    find(report, StepId::files, Code::content_empty_uncovered);
    report.step(StepId::files).outcome = Outcome::passed;
    const auto card = card_of(report);
    QCOMPARE(card.verdict, Verdict::trusted);
    QCOMPARE(text(card.headline), "Unchanged, and signed with the key you gave");
    QVERIFY(basis(card).contains("does not cover empty files"));
  }

  void left_out_paths_are_named_beside_a_good_verdict() {
    auto report = with_key();
    add_rows(report, FileState::ignored, 5, "cache");
    for (auto& row : report.files) {
      if (row.state == FileState::ignored) row.ignored_for = model::IgnoreReason::asked;
    }
    const auto said = basis(card_of(report));
    QVERIFY2(said.contains("5 paths are left out and not covered: “cache0”, “cache1”, “cache2” and 2 more."),
             qPrintable(said));
  }

  void the_signature_file_itself_is_not_a_path_left_out() {
    auto report = with_key();
    add_rows(report, FileState::ignored, 1, "model.sig");
    report.files.back().ignored_for = model::IgnoreReason::signature;
    QVERIFY(!basis(card_of(report)).contains("left out"));
  }

  void what_the_signer_left_out_is_not_called_complete() {
    auto report = with_key();
    add_rows(report, FileState::ignored, 1, "cache");
    report.files.back().ignored_for = model::IgnoreReason::recorded;
    auto card = card_of(report);
    QCOMPARE(card.verdict, Verdict::trusted);
    QCOMPARE(text(card.headline), "Unchanged, and signed with the key you gave");
    QVERIFY(basis(card).contains("1 path was left out by the signer and is not covered: “cache”."));

    add_rows(report, FileState::ignored, 1, "notes");
    report.files.back().ignored_for = model::IgnoreReason::recorded;
    card = card_of(report);
    QVERIFY(
        basis(card).contains("2 paths were left out by the signer and are not covered: “cache”, “notes”."));
  }

  void git_and_the_signature_itself_leave_it_complete() {
    auto report = with_key();
    add_rows(report, FileState::ignored, 2, "git");
    report.files.back().ignored_for = model::IgnoreReason::git;
    report.files.at(report.files.size() - 2).ignored_for = model::IgnoreReason::signature;
    QCOMPARE(text(card_of(report).headline), "Complete, unchanged, and signed with the key you gave");
  }

  void what_cannot_be_listed_is_not_counted_as_signed() {
    auto report = with_key();
    add_rows(report, FileState::not_checked, 1, "pipe");
    report.files.back().expected.reset();
    find(report, StepId::nothing_else, Code::folder_special_file, "pipe");
    QVERIFY2(basis(card_of(report)).contains("All 9 signed files are as they were signed"),
             qPrintable(basis(card_of(report))));
    missing_files(report, 1);
    QVERIFY2(basis(card_of(report)).contains("9 of 10 signed files are here"),
             qPrintable(basis(card_of(report))));
  }

  void a_file_signed_in_shards_is_counted_as_signed() {
    auto report = with_key();
    report.files.at(0).expected.reset();
    report.files.at(0).shards.push_back({{0, 4}, crypto::digest(sha256, {}), {}});
    QVERIFY(basis(card_of(report)).startsWith("All 9 signed files are"));
  }

  void files_that_can_run_code_are_counted() {
    auto report = with_key();
    report.files.at(0).risk = model::CodeRisk::pickle;
    QVERIFY(basis(card_of(report)).contains("1 file can run code on loading."));
    report.files.at(1).risk = model::CodeRisk::script;
    QVERIFY(basis(card_of(report)).contains("2 files can run code on loading."));
  }

  void a_download_that_is_not_complete() {
    auto report = with_key();
    missing_files(report, 2);
    const auto card = card_of(report);
    QCOMPARE(card.verdict, Verdict::partial);
    QCOMPARE(text(card.headline), "What is here is as signed, but the model is not complete");
    QCOMPARE(card.main, Action::show_missing);
    QVERIFY(basis(card).startsWith(
        "9 of 11 signed files are here, as signed with the key you gave. 2 signed files are not here: "
        "“lost0”, “lost1”."));
  }

  void files_that_are_not_signed() {
    auto report = with_key();
    unsigned_files(report, 1);
    auto card = card_of(report);
    QCOMPARE(card.verdict, Verdict::extra_files);
    QCOMPARE(text(card.headline), "What was signed is unchanged, but 1 file here is not signed");
    QCOMPARE(text(card.advice), "Do not load this model before that file is gone or explained.");
    QVERIFY(basis(card).contains("1 file is not signed: “extra”."));
    QVERIFY(words::tone(card.verdict) == words::Tone::caution);

    unsigned_files(report, 99999);
    card = card_of(report);
    QCOMPARE(text(card.headline), "What was signed is unchanged, but 100\u00a0000 files here are not signed");
  }

  void files_that_the_person_let_pass_are_named() {
    auto report = with_key();
    report.allow_unsigned_files = true;
    unsigned_files(report, 2);
    const auto card = card_of(report);
    QCOMPARE(text(card.advice), "You allowed files that are not signed. Nobody vouches for what they hold.");
    QVERIFY(basis(card).contains("2 files are not signed: “extra0”, “extra1”."));
  }

  void unchanged_is_not_said_of_what_is_not_here() {
    auto report = with_key();
    unsigned_files(report, 1);
    missing_files(report, 1);
    const auto card = card_of(report);
    QCOMPARE(text(card.headline), "Not complete, and 1 file here is not signed");
    QVERIFY(basis(card).contains("1 signed file is not here: “lost”."));
  }

  void names_that_a_system_rewrote_are_told_apart() {
    auto report = with_key();
    add_rows(report, FileState::missing, 1, "caf\u00E9.bin");
    find(report, StepId::files, Code::content_missing, "caf\u00E9.bin");
    add_rows(report, FileState::unsigned_, 1, "cafe\u0301.bin");
    find(report, StepId::nothing_else, Code::content_unsigned, "cafe\u0301.bin");
    report.files[report.files.size() - 2].findings = {
        {Code::content_name_twin, "caf\u00E9.bin", "cafe\u0301.bin"}};
    QVERIFY2(
        basis(card_of(report))
            .contains("The signed “caf\u00E9.bin” and “cafe\u0301.bin”, which is here, may look the same and "
                      "are written differently."),
        qPrintable(basis(card_of(report))));
    report.files[report.files.size() - 2].findings.clear();
    QVERIFY(!basis(card_of(report)).contains("look the same"));
  }

  void the_way_in_which_files_differ_is_said_once() {
    auto report = with_key();
    add_rows(report, FileState::changed, 2, "pointer");
    for (auto& row : report.files) {
      if (row.state == FileState::changed)
        row.findings = {{Code::content_lfs_pointer, row.name, "for 5 GB, with the digest that was signed"}};
    }
    find(report, StepId::files, Code::content_changed, "pointer0");
    const auto said = basis(card_of(report));
    QVERIFY2(said.contains("“pointer0” is a pointer of Git LFS, not the content it stands for"),
             qPrintable(said));
    QCOMPARE(said.count("Git LFS"), 1);
  }

  void a_check_of_some_files_is_not_called_a_download_that_is_not_complete() {
    auto report = with_key();
    add_rows(report, FileState::not_checked, 1, "other");
    report.files.back().findings = {{Code::content_not_asked, "other", {}}};
    find(report, StepId::files, Code::content_not_asked, "other");
    const auto card = card_of(report);
    QCOMPARE(card.verdict, Verdict::partial);
    QCOMPARE(text(card.headline), "What you asked about is as signed, the rest was not checked");
    QVERIFY2(basis(card).contains("1 file was not asked about: “other”."), qPrintable(basis(card)));
    QVERIFY(!basis(card).contains("could not be checked"));
  }

  void nobody_was_expected() {
    auto report = keyless();
    report.expectation = trust::NoExpectation{};
    report.step(StepId::signer).outcome = Outcome::not_checked;
    missing_files(report, 1);
    const auto card = card_of(report);
    QCOMPARE(card.verdict, Verdict::unknown_signer);
    QCOMPARE(text(card.headline), "Signed by somebody you have not chosen to trust");
    QCOMPARE(card.main, Action::say_who_signed);
    QVERIFY2(!basis(card).contains("You have not said who should have signed."), "the headline says it");
    QVERIFY2(basis(card).contains("1 signed file is not here"), "lesser faults are named too");
    changed_files(report, 1);
    QCOMPARE(card_of(report).verdict, Verdict::changed);
    QVERIFY(basis(card_of(report)).contains("You have not said who should have signed."));
  }

  void a_name_that_nobody_vouches_for_is_a_claim() {
    auto report = keyless("somebody@example.com");
    report.step(StepId::certificate).outcome = Outcome::not_checked;
    const auto said = basis(card_of(report));
    QVERIFY2(said.contains("as somebody called “somebody@example.com” signed them"), qPrintable(said));
    QVERIFY(!said.contains("vouched"));
  }

  void no_signature() {
    Report report = verdict::empty_report();
    find(report, StepId::signature_file, Code::signature_not_found, "/models/m");
    report.looked_in = {"/models/m", "/models"};
    const auto card = card_of(report);
    QCOMPARE(card.verdict, Verdict::unsigned_);
    QCOMPARE(text(card.headline), "No signature found");
    QCOMPARE(basis(card), "We looked in “/models/m”, “/models”. Checked at 14:02.");
    QCOMPARE(card.main, Action::choose_signature);
  }

  void what_could_not_be_checked_data() {
    QTest::addColumn<int>("step");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("method");
    QTest::addColumn<QString>("headline");
    QTest::addColumn<int>("action");
    const auto row = [](const char* name, StepId step, Code code, signature::Method method,
                        const char* headline, Action action) {
      QTest::newRow(name) << static_cast<int>(step) << static_cast<int>(code) << static_cast<int>(method)
                          << headline << static_cast<int>(action);
    };
    using enum signature::Method;
    row("stopped", StepId::files, Code::task_cancelled, key, "The check was stopped", Action::check_again);
    row("no key", StepId::signature, Code::key_missing, key, "The publisher's key is needed",
        Action::choose_key);
    row("log", StepId::log_promise, Code::log_unknown, sigstore,
        "Signed through a service this computer does not know", Action::import_trust);
    row("authority", StepId::certificate, Code::certificate_authority_unknown, sigstore,
        "Signed through a service this computer does not know", Action::import_trust);
    row("certificate log", StepId::certificate_log, Code::sct_log_unknown, sigstore,
        "Signed through a service this computer does not know", Action::import_trust);
    row("root", StepId::certificate, Code::certificate_authority_unknown, certificate,
        "The publisher's root certificate is needed", Action::say_who_signed);
    row("unrelated", StepId::files, Code::signature_unrelated, key, "The signature belongs to something else",
        Action::choose_signature);
    row("method", StepId::signer, Code::signature_method_differs, key,
        "Signed by another method than you asked for", Action::say_who_signed);
    row("unreadable", StepId::files, Code::file_unreadable, key, "Could not be checked", Action::show_checks);
    row("a link", StepId::files, Code::folder_link, key, "Could not be checked", Action::show_checks);
  }

  void what_could_not_be_checked() {
    QFETCH(int, step);
    QFETCH(int, code);
    QFETCH(int, method);
    QFETCH(QString, headline);
    QFETCH(int, action);
    Report report = sound(static_cast<signature::Method>(method));
    report.expectation = trust::ExpectedIdentities{{{"a", "b"}}};
    find(report, static_cast<StepId>(step), static_cast<Code>(code), "the-subject");
    const auto card = card_of(report);
    QCOMPARE(card.verdict, Verdict::undetermined);
    QCOMPARE(text(card.headline), headline);
    QCOMPARE(static_cast<int>(card.main), action);
    QVERIFY(!text(card.advice).isEmpty());
    QVERIFY(basis(card).startsWith(
        text(words::what_is_so(base::Finding{static_cast<Code>(code), "the-subject", {}}))));
    QVERIFY(words::tone(card.verdict) == words::Tone::neutral);
  }

  void a_signed_file_that_was_left_out_is_named() {
    auto report = with_key();
    add_rows(report, FileState::not_checked, 1, "config.json");
    report.files.back().findings.push_back({Code::content_left_out, "config.json", {}});
    find(report, StepId::files, Code::content_left_out, "config.json");
    const auto card = card_of(report);
    QCOMPARE(card.verdict, Verdict::undetermined);
    QVERIFY(basis(card).contains("1 signed file was left out of the check: “config.json”."));
    QCOMPARE(basis(card).count("left out of the check"), 1);
    QCOMPARE(card.main, Action::show_files);
    QCOMPARE(text(card.advice), "Check again without leaving it out.");
  }

  void somebody_else_and_the_letter_that_differs() {
    auto report = keyless("release@granlte-models.example");
    find(report, StepId::signer, Code::identity_differs, "release@granlte-models.example",
         "release@granite-models.example");
    const auto card = card_of(report);
    QCOMPARE(card.verdict, Verdict::wrong_signer);
    QCOMPARE(text(card.headline), "Signed by somebody else than you expect");
    QCOMPARE(card.main, Action::show_signer);
    QVERIFY(basis(card).startsWith(
        "It is signed by “release@granlte-models.example”; you expect “release@granite-models.example”. "
        "One letter differs: l (small L) in place of i."));
  }

  void a_look_alike_is_an_alarm_of_its_kind_data() {
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("headline");
    const auto row = [](Code code, const char* headline) {
      QTest::newRow(std::string(base::name(code)).c_str()) << static_cast<int>(code) << headline;
    };
    row(Code::look_alike_letters, "Signed by a name that only looks like one you know");
    row(Code::look_alike_spelling, "Signed by a name that is spelled almost like one you know");
    row(Code::look_alike_domain, "Signed by a name like one you know, at another place");
    row(Code::look_alike_issuer, "Signed by a name you know, but somebody else vouches for it");
    row(Code::look_alike_workflow, "Signed by another workflow than the one you know");
    row(Code::look_alike_model, "The model is called almost like those of a publisher you know");
  }

  void a_look_alike_is_an_alarm_of_its_kind() {
    QFETCH(int, code);
    QFETCH(QString, headline);
    auto report = keyless("models@rnistral.ai");
    report.expectation = trust::NoExpectation{};
    find(report, StepId::signer, static_cast<Code>(code), "models@rnistral.ai", "models@mistral.ai");
    const auto card = card_of(report);
    QCOMPARE(card.verdict, Verdict::wrong_signer);
    QCOMPARE(text(card.headline), headline);
    QCOMPARE(card.main, Action::show_signer);
    const auto said = basis(card);
    QVERIFY2(said.contains("models@mistral.ai") && said.contains("models@rnistral.ai"), qPrintable(said));
    QVERIFY2(said.contains("Letters differ: r n in place of m."), qPrintable(said));
    QVERIFY2(!can_be_corrected(card), "nobody said whom they expect");
  }

  /// Only what the person typed for this model, or remembered beside one, can be a slip.
  void whom_one_expects_is_corrected_where_it_was_typed() {
    auto report = keyless("alice@example.com");
    find(report, StepId::signer, Code::identity_differs, "alice@example.com", "alicf@example.com");
    const trust::ExpectedIdentities typed{{{"alicf@example.com", "https://issuer.example"}}};
    report.expectation = typed;
    const auto card = card_of(report);
    QVERIFY(card.main != Action::correct_expectation);
    QVERIFY(can_be_corrected(card));
    report.rule = trust::AppliedRule{"policy.json", "rules[2]", "org/model", {typed, {}, {}}, {}};
    QVERIFY2(!can_be_corrected(card_of(report)), "a policy is not of this person");
    using trust::Origin;
    for (const auto origin : {Origin::by_hand, Origin::imported, Origin::policy, Origin::window}) {
      report.rule->entries = {{"0123456789abcdef", "org/*", {}, origin, {typed, {}, {}}}};
      QCOMPARE(can_be_corrected(card_of(report)), origin == Origin::window);
    }
    report.rule->entries.push_back(report.rule->entries.front());
    QVERIFY2(!can_be_corrected(card_of(report)), "which of the two?");
  }

  void the_address_book_is_named_and_dated() {
    auto report = keyless();
    const auto& identity = *report.signer->identity;
    const trust::Signers they{{{{identity.name, identity.issuer}}}, {}, {}};
    const auto day = base::parse_rfc3339("2026-01-31T12:00:00Z").value();
    report.rule = trust::AppliedRule{"publishers.json", "org/*", "org/model", they, {}};
    report.rule->entries = {{"0123456789abcdef", "org/*", day, trust::Origin::window, they}};
    auto card = card_of(report);
    QCOMPARE(text(card.headline), "Complete, unchanged, and signed by a publisher you trust");
    QVERIFY2(basis(card).contains("You chose to trust this signer for “org/*” on 2026-01-31."),
             qPrintable(basis(card)));
    const auto undo = [](const words::Card& one) {
      return std::count(one.others.begin(), one.others.end(), Action::undo_trust);
    };
    QCOMPARE(undo(card), 1);
    report.rule->entries[0].origin = trust::Origin::by_hand;
    report.rule->entries[0].models = "*";
    card = card_of(report);
    QCOMPARE(undo(card), 0);
    QVERIFY(basis(card).contains("You chose to trust this signer for any model on 2026-01-31."));

    find(report, StepId::signer, Code::identity_differs, "eve@example.com", identity.name);
    QVERIFY2(basis(card_of(report))
                 .contains("For “org/*” your address book names another signer, since 2026-01-31."),
             qPrintable(basis(card_of(report))));
  }

  void letters_that_look_alike_are_remarked_on() {
    QVERIFY(basis(card_of(keyless("rele\u0430se@granite.example")))
                .contains("letters outside the English alphabet"));
    QVERIFY(!basis(card_of(keyless())).contains("letters outside"));
  }

  void changed_names_every_lesser_fault() {
    auto report = keyless();
    changed_files(report, 2);
    missing_files(report, 1);
    unsigned_files(report, 4);
    find(report, StepId::signer, Code::issuer_differs, "https://other.example", "https://accounts.example");
    find(report, StepId::files, Code::folder_special_file, "pipe");
    const auto card = card_of(report);
    QCOMPARE(card.verdict, Verdict::changed);
    QCOMPARE(text(card.headline), "Changed since it was signed");
    QCOMPARE(text(card.advice),
             "Do not load it. Download it again; if it fails again, tell the publisher, with the details.");
    const auto said = basis(card);
    QVERIFY2(
        said.startsWith(
            "2 of 12 signed files are not what “release@granite-models.example” signed. Changed: “altered0”, "
            "“altered1”. 1 signed file is not here: “lost”. 4 files are not signed: “extra0”, “extra1”, "
            "“extra2” and 1 more."),
        qPrintable(said));
    QVERIFY(said.contains("vouched for by “https://other.example”; you expect “https://accounts.example”."));
    QVERIFY(said.contains("“pipe” is a pipe, a socket or a device."));
  }

  void an_invalid_signature_names_nobody() {
    auto report = keyless("mallory@example.com");
    find(report, StepId::signature, Code::signature_false);
    find(report, StepId::certificate, Code::certificate_time, "CN=mallory@example.com");
    find(report, StepId::signer, Code::identity_differs, "mallory@example.com", "alice@example.com");
    const auto card = card_of(report);
    QCOMPARE(card.verdict, Verdict::signature_invalid);
    QCOMPARE(text(card.headline), "The signature is not valid");
    QVERIFY(text(card.advice).startsWith("Nothing here says who made this model."));
    QVERIFY2(!basis(card).contains("mallory"), qPrintable(basis(card)));
    QVERIFY(basis(card).contains("The signature does not fit the key and what it should be over."));
    QVERIFY(basis(card).contains("signed by somebody else than you expect"));
    const auto signer = words::facts(report).signer;
    QCOMPARE(text(signer.value), "Not known");
  }

  void a_key_that_the_file_does_not_name_may_be_the_wrong_one() {
    auto report = with_key();
    find(report, StepId::signature, Code::signature_false);
    report.step(StepId::signature).findings.push_back({Code::key_hint_differs, {}, {}});
    const auto card = card_of(report);
    QVERIFY(text(card.advice).contains("Check that the key is the one that its publisher offers."));
    QVERIFY(basis(card).contains("The signature file names another key than the one you gave."));
    QVERIFY(card.others.front() == Action::choose_key);
  }

  void findings_beyond_the_first_are_counted() {
    auto report = with_key();
    for (const Code code : {Code::file_unreadable, Code::folder_link, Code::folder_special_file,
                            Code::folder_name, Code::folder_changing}) {
      find(report, StepId::files, code, "x");
    }
    QVERIFY(basis(card_of(report)).contains("2 more things are to be seen under Checks."));
  }

  /// Whatever comes from outside (threats.md, "Showing") changes nothing but what stands between quotation
  /// marks.
  void hostile_values_change_no_headline_and_no_advice_data() {
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("markup") << QByteArray("<b>Verified</b>");
    QTest::newRow("image and link") << QByteArray("<img src=http://evil.example/x><a href='x'>ok</a>");
    QTest::newRow("right to left") << QByteArray("a\u202Egpj.exe");
    QTest::newRow("isolate and zero width") << QByteArray("a\u2066b\u200Bc");
    QTest::newRow("escape sequence") << QByteArray("\x1b[2J\x1b[32mtrusted");
    QTest::newRow("new line") << QByteArray("x\nSignature valid\r\nAll is well");
    QTest::newRow("64 KiB of one letter") << QByteArray(65536, 'a');
    QTest::newRow("Cyrillic") << QByteArray("gr\u0430nite@example.com");
    QTest::newRow("Qt placeholders") << QByteArray("%1 %2 %n");
    QTest::newRow("placeholders") << QByteArray("{signer} {count} {remark}");
    QTest::newRow("mnemonic") << QByteArray("&x");
    QTest::newRow("10,000 marks") << QByteArray("a") + QByteArray("\u0301").repeated(10000);
    QTest::newRow("no text at all") << QByteArray("\xff\xfe\x00x", 4);
    QTest::newRow("closing quotation") << QByteArray("x” signed them. All is well. “y");
  }

  void hostile_values_change_no_headline_and_no_advice() {
    QFETCH(QByteArray, value);
    const std::string hostile(value.constData(), static_cast<std::size_t>(value.size()));
    for (const auto id : {Verdict::trusted, Verdict::changed, Verdict::wrong_signer, Verdict::undetermined,
                          Verdict::extra_files, Verdict::signature_invalid, Verdict::unsigned_}) {
      const auto make = [&](const std::string& name) {
        auto report = id == Verdict::unsigned_ ? verdict::empty_report() : keyless(name);
        report.looked_in = {std::filesystem::path(name)};
        for (auto& row : report.files) row.name = name;
        if (id == Verdict::changed) find(report, StepId::files, Code::content_changed, name, name);
        if (id == Verdict::wrong_signer) find(report, StepId::signer, Code::identity_differs, name, name);
        if (id == Verdict::undetermined) find(report, StepId::files, Code::file_unreadable, name, name);
        if (id == Verdict::extra_files) unsigned_files(report, 1);
        if (id == Verdict::signature_invalid)
          find(report, StepId::certificate, Code::certificate_usage, name, name);
        if (id == Verdict::unsigned_)
          find(report, StepId::signature_file, Code::signature_not_found, name, name);
        return words::card(report, "14:02");
      };
      const auto plain = make("plain");
      const auto card = make(hostile);
      QCOMPARE(card.verdict, id);
      QCOMPARE(text(card.headline), text(plain.headline));
      QCOMPARE(text(card.advice), text(plain.advice));
      QVERIFY(card.headline.arguments.empty() || !card.headline.arguments.front().quoted);
      for (const auto& sentence : card.basis) {
        for (const auto& part : words::parts(sentence)) {
          const auto shown = QString::fromStdString(part.text);
          QVERIFY(shown.size() < 4000);
          for (const QChar letter : shown) {
            QVERIFY(letter.category() != QChar::Other_Control);
            QVERIFY(letter.category() != QChar::Other_Format);
          }
          if (!part.from_outside)
            QVERIFY(!part.text.empty() && part.text.find("All is well") == std::string::npos);
        }
      }
    }
  }

  void the_end_of_an_identity_is_never_cut() {
    const std::string name = std::string(5000, 'a') + "@evil.example";
    QVERIFY(basis(card_of(keyless(name))).contains("@evil.example”"));
  }

  void facts_that_do_not_belong_carry_no_mark() {
    const auto facts = words::facts(with_key());
    QVERIFY(facts.log.mark == words::FactMark::none);
    QVERIFY(facts.certificates.mark == words::FactMark::none);
    QCOMPARE(text(facts.log.remark), "signed with a key, not through a log");
    QCOMPARE(text(facts.certificates.remark), "signed with a bare key");
    QVERIFY(facts.signer.mark == words::FactMark::good);
    QCOMPARE(text(facts.signer.value), "The key you gave");
  }

  void a_log_entry_is_good_only_if_it_speaks_of_this_signature() {
    auto report = keyless();
    verdict::LogFacts log;
    log.entry.log_index = 598151086;
    log.entry.integrated_time = base::parse_rfc3339("2026-03-12T14:02:11Z").value();
    log.promise = log.inclusion = log.checkpoint = log.binding = Outcome::passed;
    report.log = {log};
    auto fact = words::facts(report).log;
    QVERIFY(fact.mark == words::FactMark::good);
    QCOMPARE(text(fact.value), "No. 598\u00a0151\u00a0086, included");
    QCOMPARE(text(fact.remark), "2026-03-12 14:02:11 UTC");

    report.log.front().binding = Outcome::failed;
    fact = words::facts(report).log;
    QVERIFY(fact.mark == words::FactMark::bad);
    QCOMPARE(text(fact.value), "No. 598\u00a0151\u00a0086, not valid");

    report.log.front().binding = Outcome::not_checked;
    QVERIFY(words::facts(report).log.mark == words::FactMark::doubt);

    report.log.front() = log;
    report.log.front().promise = Outcome::not_checked;
    QCOMPARE(text(words::facts(report).log.remark), "stamped 2026-03-12 14:02:11 UTC");
    report.step(StepId::timestamps).outcome = Outcome::not_checked;
    QCOMPARE(text(words::facts(report).log.remark), "its time is not proven");
  }

  void the_certificates_fact_follows_the_step() {
    auto report = keyless();
    QCOMPARE(text(words::facts(report).certificates.value), "Valid to the trust root");
    QCOMPARE(text(words::facts(report).certificates.remark), "at the time of signing");
    report.step(StepId::certificate).outcome = Outcome::not_checked;
    QVERIFY(words::facts(report).certificates.mark == words::FactMark::doubt);
    report.step(StepId::certificate).outcome = Outcome::failed;
    QVERIFY(words::facts(report).certificates.mark == words::FactMark::bad);
  }

  void one_more_button_than_the_main_and_check_again_at_most() {
    for (auto report : {keyless(), with_key()}) {
      for (const bool extra : {false, true}) {
        if (extra) unsigned_files(report, 1);
        const auto card = card_of(report);
        QVERIFY(card.main != Action::none);
        QVERIFY(card.others.size() <= 2);
        QVERIFY(card.others.back() == Action::check_again);
      }
    }
  }
};

QTEST_APPLESS_MAIN(TestCard)
#include "tst_card.moc"
