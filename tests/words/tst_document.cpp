#include <QTest>
#include <nlohmann/json.hpp>

#include "base/limits.h"
#include "support/test_certificate.h"
#include "support/test_key.h"
#include "words/audit.h"
#include "words/document.h"

using namespace weighmaster;
using base::Code;
using base::Json;
using verdict::FileState;
using verdict::Outcome;
using verdict::Report;
using verdict::StepId;
using words::Document;

namespace {

constexpr auto sha256 = crypto::DigestAlgorithm::sha256;
constexpr auto program = "Weighmaster 1.2.3";

/// All that the document says, one piece a line.
class AllText {
 public:
  explicit AllText(const Document& document) {
    add(document.title);
    add(document.card.headline);
    for (const auto& sentence : document.card.basis) add(sentence);
    add(document.card.advice);
    add(words::Block(document.summary));
    for (const auto& section : document.sections) add(section);
    add(document.footer);
  }
  [[nodiscard]] const QString& text() const { return text_; }

 private:
  void add(const words::Sentence& sentence) { text_ += QString::fromStdString(words::fill(sentence)) + "\n"; }
  void add(const std::vector<words::Cell>& cells) {
    for (const auto& cell : cells) add(cell.text);
  }
  void add(const words::Block& block) {
    if (const auto* paragraph = std::get_if<words::Paragraph>(&block)) add(paragraph->text);
    if (const auto* facts = std::get_if<words::FactsList>(&block)) {
      for (const auto& row : facts->rows) add(row.values);
    }
    if (const auto* table = std::get_if<words::Table>(&block)) {
      for (const auto& row : table->rows) add(row);
    }
  }
  void add(const words::Section& section) {
    add(section.title);
    for (const auto& block : section.blocks) add(block);
    for (const auto& part : section.parts) add(part);
  }

  QString text_;
};

/// One document of many reports.
words::Document document_of(const std::vector<Report>& reports,
                            const std::optional<verdict::ScanScope>& scope = {}) {
  std::vector<words::ModelDocument> models;
  for (const auto& report : reports) models.push_back(words::model_document(report, program));
  return words::document(std::move(models), program, {}, scope);
}

QString text_of(const Report& report) {
  return AllText(words::document(report, program, {})).text();
}

verdict::FileRow row(const std::string& name, FileState state) {
  verdict::FileRow row;
  row.name = name;
  row.state = state;
  row.size = 12345;
  if (state != FileState::unsigned_) row.expected = crypto::digest(sha256, as_bytes(name));
  if (state != FileState::missing) {
    row.found = crypto::digest(sha256, as_bytes(state == FileState::changed ? "other" + name : name));
  }
  return row;
}

/// By a keyless signer, all steps passed.
Report sound(const std::string& signer = "release@granite-models.example") {
  Report report = verdict::empty_report();
  report.model = "/models/tiny";
  report.signature = "/models/tiny/model.sig";
  report.checked_at = base::parse_rfc3339("2026-06-01T12:00:00Z").value();
  report.signed_at = base::parse_rfc3339("2026-05-01T10:00:00Z").value();
  report.method = signature::Method::sigstore;
  report.bundle_version = signature::BundleVersion::v0_3;
  for (auto& step : report.steps) step.outcome = Outcome::passed;
  report.statement_is_signed = true;
  report.expectation = trust::ExpectedIdentities{{{signer, "https://issuer.example"}}};
  report.signer.emplace();
  report.signer->method = signature::Method::sigstore;
  report.signer->identity = trust::Identity{signer, "https://issuer.example"};
  const auto chain = tests::mint_chain();
  report.signer->chain.push_back({chain.certificates.front(), Outcome::passed, false});
  report.signer->chain.push_back({chain.root, Outcome::passed, true});
  report.trust = {"shipped with the program", crypto::digest(sha256, {}), 12,
                  base::parse_rfc3339("2026-05-20T00:00:00Z").value()};
  report.files = {row("config.json", FileState::matches), row("weights.bin", FileState::matches)};
  return report;
}

QStringList said_of_expected(const Report& report) {
  QStringList said;
  for (const auto& sentence : words::whom_it_expected(report))
    said += QString::fromStdString(words::fill(sentence));
  return said;
}

std::size_t count(const Json& json) {
  std::size_t values = 1;
  if (json.is_structured())
    for (const auto& each : json) values += count(each);
  return values;
}

QByteArray dumped(const Document& document) {
  return QByteArray::fromStdString(words::to_json(document).dump());
}

base::Result<Document> read(const Json& json) {
  return words::document_from_json(as_bytes(json.dump()));
}

}  // namespace

class TestDocument : public QObject {
  Q_OBJECT

 private slots:
  void first_page_answers_what_a_reader_asks_first() {
    const auto document = words::document(sound(), program, {});
    QCOMPARE(QString::fromStdString(words::fill(document.title)), "Audit report: “tiny”");
    QCOMPARE(document.card.verdict, verdict::Verdict::trusted);
    QVERIFY(document.card.others.empty() && document.card.main == words::Action::none);
    const auto text = AllText(document).text();
    for (const char* said :
         {"trusted\n", "release@granite-models.example\n", "vouched for by “https://issuer.example”",
          "2026-05-01 10:00:00 UTC", "Checked at 2026-06-01 12:00:00 UTC.", "shipped with the program",
          "version 12", "of 2026-05-20, 12 days before the check", program})
      QVERIFY2(text.contains(said), qPrintable(said + ("\n" + text)));
  }

  /// A key is hexadecimal alone: that it is one is said beside it.
  void whom_it_expected_is_said_by_kind() {
    const auto key = tests::TestKey::generate().public_key();
    const auto other = tests::TestKey::generate().public_key();
    const auto root = tests::mint_chain().root;
    const auto hint = QString::fromStdString(key.hint());
    const QString counts = "That counts only if you say so too.";
    auto report = sound("alice@example.com");
    QCOMPARE(said_of_expected(report),
             QStringList({"It says that “alice@example.com” was expected, vouched for by "
                          "“https://issuer.example”.",
                          counts}));
    report.expectation = trust::ExpectedKeys{{key}};
    QCOMPARE(said_of_expected(report),
             QStringList({"It says that the key “" + hint + "” was expected.", counts}));
    QVERIFY2(text_of(report).contains("Key\n" + hint + "\n"), qPrintable(text_of(report)));
    report.expectation = trust::ExpectedRoots{{root}};
    QVERIFY(said_of_expected(report).front().startsWith("It says that a certificate under the root “"));
    report.expectation = trust::NoExpectation{};
    QCOMPARE(said_of_expected(report), QStringList("It says that nobody was expected."));

    trust::Signers several{{{{"a@x", "https://i"}, {"b@x", "https://i"}}}, {{key, other}}, {}};
    report.rule = trust::AppliedRule{"policy.json", "rules[0]", {}, several, {}};
    QCOMPARE(said_of_expected(report), QStringList({"It says that one of these was expected: “a@x”, “b@x”.",
                                                    "It says that one of these keys was expected: “" + hint +
                                                        "”, “" + QString::fromStdString(other.hint()) + "”.",
                                                    counts}));
  }

  void every_file_is_listed_with_whole_digests() {
    auto report = sound();
    report.files = {row("changed", FileState::changed), row("missing", FileState::missing),
                    row("matches", FileState::matches), row("unsigned", FileState::unsigned_)};
    const auto text = text_of(report);
    for (const auto& file : report.files) {
      QVERIFY(text.contains(QString::fromStdString(file.name) + "\n"));
      if (file.expected) QVERIFY(text.contains(QString::fromStdString(file.expected->hex())));
      if (file.found) QVERIFY(text.contains(QString::fromStdString(file.found->hex())));
    }
    QVERIFY(text.contains("it was not signed"));
  }

  void digests_of_a_changed_file_stand_in_the_table_of_files_alone() {
    auto report = sound();
    report.files.push_back(row("changed", FileState::changed));
    const auto signed_digest = report.files.back().expected->hex();
    report.step(StepId::files) = {
        StepId::files,
        Outcome::failed,
        {{Code::content_changed, "changed", "signed " + signed_digest + ", found 00"}}};
    const auto text = text_of(report);
    QVERIFY(text.contains("The file “changed” is not what was signed.\n"));
    QCOMPARE(text.count(QString::fromStdString(signed_digest)), 1);
  }

  void a_check_is_dated_to_the_second() {
    auto report = sound();
    report.checked_at += std::chrono::milliseconds(969);
    const auto text = text_of(report);
    QVERIFY(text.contains("Checked at 2026-06-01 12:00:00 UTC."));
    QVERIFY(!text.contains(".969"));
  }

  void shards_are_listed_each() {
    auto report = sound();
    auto& file = report.files.front();
    file.expected.reset();
    file.found.reset();
    for (std::uint64_t i = 0; i < 3; ++i) {
      const auto digest = crypto::digest(sha256, as_bytes(std::to_string(i)));
      file.shards.push_back({{i * 10, i * 10 + 10}, digest, digest});
    }
    const auto text = text_of(report);
    QVERIFY(text.contains("config.json:20:30\n"));
    for (const auto& shard : file.shards) QVERIFY(text.contains(QString::fromStdString(shard.found->hex())));
  }

  void an_invalid_signature_names_nobody() {
    auto report = sound("mallory@evil.example");
    report.signer->names.push_back({crypto::AlternativeName::Kind::email, "mallory@evil.example"});
    report.signer->extensions.push_back({"1.2.3", "Source", "mallory@evil.example"});
    report.expectation = trust::NoExpectation{};
    report.step(StepId::signature) = {
        StepId::signature, Outcome::failed, {{Code::signature_false, "mallory@evil.example", {}}}};
    report.step(StepId::signer).findings.push_back({Code::identity_differs, "mallory@evil.example", "x"});
    const auto text = text_of(report);
    QVERIFY(text.contains("Nobody: the signature is not valid"));
    QVERIFY(!text.contains("mallory"));
    QVERIFY2(!text.contains("test signer"), "the certificate's subject");
    const auto fingerprint = report.signer->chain.front().certificate.fingerprint().hex();
    QVERIFY2(text.contains(QString::fromStdString(fingerprint)), "what can be compared stays");
  }

  void a_claim_is_called_one() {
    auto report = sound();
    report.step(StepId::certificate) = {
        StepId::certificate, Outcome::not_checked, {{Code::certificate_authority_unknown, "CN=x", {}}}};
    QVERIFY(text_of(report).contains("as the signature file claims; nobody vouches for it"));
  }

  void what_comes_from_outside_is_plain_text_and_harmless() {
    const std::string hostile = "<b>Verified</b>\u202e\u200b\x1b[31m\nSignature valid {value} %1 &amp; “”";
    auto report = sound(hostile);
    report.model = "/models/" + hostile;
    report.files.front().name = hostile;
    report.trust.source = hostile;
    report.signer->names.push_back({crypto::AlternativeName::Kind::uri, hostile});
    const auto text = text_of(report);
    for (const auto* bad : {"\u202e", "\u200b", "\x1b", "\nSignature valid"}) QVERIFY(!text.contains(bad));
    QVERIFY2(text.contains("<b>Verified</b>\\u202e"), "as it stands, nothing is taken for markup here");
  }

  void many_models_come_first_in_a_table_and_each_in_a_section() {
    auto changed = sound();
    changed.model = "/models/other";
    changed.files.front() = row("config.json", FileState::changed);
    changed.step(StepId::files) = {
        StepId::files, Outcome::failed, {{Code::content_changed, "config.json", {}}}};
    const auto document = document_of({sound(), changed});
    QCOMPARE(document.card.verdict, verdict::Verdict::changed);
    QCOMPARE(QString::fromStdString(words::fill(document.card.headline)),
             "1 model is not as somebody you trust signed it");
    QCOMPARE(document.sections.size(), std::size_t{4});
    const auto& table = std::get<words::Table>(document.sections.front().blocks.front());
    QCOMPARE(table.rows.size(), std::size_t{2});
    QVERIFY(AllText(document).text().contains("/models/other"));
    QCOMPARE(words::fill(document.sections[1].title), std::string("1. “tiny”"));
    QCOMPARE(words::fill(document.sections[2].title), std::string("2. “other”"));
    const auto& counts = document.summary.rows.at(1).values;
    QCOMPARE(counts.size(), std::size_t{2});
    QCOMPARE(words::fill(counts[0].text), std::string("1 changed"));
    QCOMPARE(words::fill(counts[1].text), std::string("1 trusted"));
    QCOMPARE(document_of({}).card.verdict, verdict::Verdict::undetermined);
  }

  /// All revisions look alike; where each lies stands with the rest about it.
  void models_of_a_hub_are_called_as_there() {
    auto report = sound();
    report.model = "/hub/models--ibm--granite/snapshots/5f0b02c75b57c5855da9ae460ce51323ea669d8a";
    const auto document = document_of({report, sound()});
    QCOMPARE(words::fill(document.sections[1].title), std::string("1. “ibm/granite”"));
    const auto& table = std::get<words::Table>(document.sections.front().blocks.front());
    QCOMPARE(words::fill(table.rows.front().at(1).text), std::string("ibm/granite"));
    QVERIFY(text_of(report).contains(QString::fromStdString(report.model.string())));
  }

  /// Names of verdicts are for programs.
  void a_verdict_is_told_in_words() {
    auto report = sound();
    report.expectation = trust::NoExpectation{};
    report.step(StepId::signer) = {StepId::signer, Outcome::not_checked, {}};
    QCOMPARE(verdict::verdict(report), verdict::Verdict::unknown_signer);
    const auto text = AllText(document_of({report, sound()})).text();
    QVERIFY(text.contains("signer not known") && !text.contains("unknown_signer"));
  }

  void a_scan_says_what_it_passed_over() {
    verdict::ScanScope scope;
    const auto told = [&](const std::vector<Report>& reports) { return document_of(reports, scope); };
    QCOMPARE(told({sound()}).card.verdict, verdict::Verdict::trusted);
    QCOMPARE(words::fill(told({sound()}).card.headline),
             std::string("The model is as somebody you trust signed it"));
    QCOMPARE(words::fill(told({sound()}).title), std::string("Audit report: 1 model"));
    scope.left_out.push_back({"/hub/datasets--squad", model::LeftOutReason::dataset});
    QCOMPARE(told({sound(), sound()}).card.verdict, verdict::Verdict::trusted);
    scope.findings.push_back({Code::folder_unreadable, "/hub/secret", {}});
    scope.not_checked.push_back("/hub/late");
    const auto document = told({sound(), sound()});
    QCOMPARE(document.card.verdict, verdict::Verdict::undetermined);
    QCOMPARE(words::fill(document.card.headline),
             std::string("Nothing bad was found, but not all was looked at"));
    const auto text = AllText(document).text();
    for (const char* place : {"/hub/datasets--squad", "/hub/secret", "/hub/late"})
      QVERIFY2(text.contains(place), place);
  }

  void comes_back_from_json() {
    auto report = sound();
    report.files.push_back(row("run.py", FileState::unsigned_));
    report.files.back().risk = model::CodeRisk::script;
    report.files.back().findings.push_back({Code::content_unsigned, "run.py", {}});
    report.step(StepId::nothing_else) = {
        StepId::nothing_else, Outcome::failed, {{Code::content_unsigned, "run.py", "remark"}}};
    for (const auto& document :
         {words::document(report, program, {{words::words_of(Code::file_exists).what, "bundle", 1, "00"}}),
          document_of({report, sound()})}) {
      const auto again = read(words::to_json(document));
      QVERIFY2(again.has_value(), again ? "" : again.error().detail.c_str());
      QCOMPARE(dumped(*again), dumped(document));
      QCOMPARE(AllText(*again).text(), AllText(document).text());
    }
  }

  /// The window program paints what the terminal program hands it: a model of any number of files must stay
  /// within what JSON may hold for its size. (One of 100,000 files once did not.)
  void many_files_take_no_more_values_than_json_may_hold() {
    for (const auto state : {FileState::matches, FileState::changed, FileState::unsigned_}) {
      auto report = sound();
      for (int i = 0; i < 2'000; ++i) report.files.push_back(row(std::to_string(i), state));
      const auto document = words::document(report, program, {});
      const auto json = words::to_json(document);
      const auto text = json.dump();
      QVERIFY(count(json) < text.size() / base::limits::json_bytes_a_value);
      const auto again = words::document_from_json(as_bytes(text));
      QVERIFY(again.has_value());
      QVERIFY(words::to_json(*again) == json);
    }
  }

  void json_that_is_not_a_document_is_refused() {
    const auto good = words::to_json(words::document(sound(), program, {}));
    QVERIFY(read(good).has_value());
    const auto code_of = [&](const std::function<void(Json&)>& change) {
      auto json = good;
      change(json);
      const auto document = read(json);
      return document ? std::string("taken") : std::string(base::name(document.error().code));
    };
    const std::string wrong = "json.member_type";
    QCOMPARE(code_of([](Json& json) { json["more"] = 1; }), wrong);
    QCOMPARE(code_of([](Json& json) { json.erase("footer"); }), std::string("json.member_missing"));
    QCOMPARE(code_of([](Json& json) { json["card"]["headline"] = "Trust me"; }), wrong);
    QCOMPARE(code_of([](Json& json) { json["card"]["verdict"] = "good"; }), wrong);
    QCOMPARE(code_of([](Json& json) { json["title"]["arguments"][0] = {{"nobody", "x"}}; }), wrong);
    QCOMPARE(code_of([](Json& json) { json["title"]["arguments"][0] = Json::object(); }), wrong);
    QCOMPARE(code_of([](Json& json) {
               json["title"]["arguments"][0].begin().value() = {{"bold", "x"}};
             }),
             wrong);
    QCOMPARE(code_of([](Json& json) { json["sections"][0]["blocks"][0]["rows"][0].erase(0); }), wrong);
    QCOMPARE(code_of([](Json& json) { json["sections"][0]["blocks"][0]["columns"][0]["weight"] = 0; }),
             wrong);
    QCOMPARE(code_of([](Json& json) { json["sections"] = "none"; }), wrong);
    QCOMPARE(code_of([](Json& json) {
               auto section = json["sections"][0];
               for (int i = 0; i < 5; ++i) {
                 auto outer = json["sections"][0];
                 outer["parts"] = Json::array({section});
                 section = outer;
               }
               json["sections"] = Json::array({section});
             }),
             std::string("json.too_deep"));
    QVERIFY(!words::document_from_json(as_bytes("[]")).has_value());
  }
};

QTEST_APPLESS_MAIN(TestDocument)
#include "tst_document.moc"
