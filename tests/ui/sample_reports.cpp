#include "ui/sample_reports.h"

#include "support/hostile.h"
#include "support/test_certificate.h"

namespace weighmaster::tests {
namespace {

using base::Code;
using verdict::FileState;
using verdict::Outcome;
using verdict::Report;
using verdict::StepId;

constexpr const char* identityName = "release@granite-models.example";
constexpr const char* issuerName = "https://accounts.granite.example";

crypto::Digest digestOf(const std::string& text) {
  return crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes(text));
}

verdict::FileRow row(const std::string& name, std::uint64_t size, FileState state = FileState::matches) {
  verdict::FileRow row;
  row.name = name;
  row.state = state;
  row.size = size;
  row.expected = digestOf(name);
  row.found = digestOf(name);
  return row;
}

std::vector<verdict::FileRow> modelRows() {
  std::vector<verdict::FileRow> rows{row("config.json", 1234), row("generation_config.json", 187)};
  for (int i = 1; i <= 4; ++i) {
    rows.push_back(row("model-0000" + std::to_string(i) + "-of-00004.safetensors", 4'980'000'000));
  }
  rows.push_back(row("tokenizer/merges.txt", 456'000));
  verdict::FileRow git;
  git.name = ".git";
  git.state = FileState::ignored;
  git.ignored_for = model::IgnoreReason::git;
  rows.push_back(git);
  return rows;
}

signature::Statement statementOf(const std::vector<verdict::FileRow>& rows) {
  std::vector<manifest::Resource> resources;
  for (const auto& row : rows) {
    if (row.expected) resources.push_back({row.name, std::nullopt, *row.expected});
  }
  return {"https://model_signing/signature/v1.0", "granite", std::nullopt,
          *manifest::Manifest::create({}, std::move(resources))};
}

verdict::LogFacts logFacts() {
  verdict::LogFacts facts;
  facts.base_url = "https://rekor.sigstore.dev";
  facts.entry.log_index = 598'151'086;
  facts.entry.log_id = Bytes(32, 0xC0);
  facts.entry.kind = "dsse";
  facts.entry.version = "0.0.1";
  facts.entry.integrated_time = at("2026-03-12T14:02:11Z");
  facts.entry.promise = Bytes(70, 1);
  facts.entry.body = to_bytes(std::string_view(R"({"apiVersion":"0.0.1","kind":"dsse"})"));
  signature::InclusionProof proof;
  proof.log_index = 476'246'824;
  proof.tree_size = 476'246'901;
  proof.root_hash = Bytes(32, 0x71);
  proof.hashes.assign(18, Bytes(32, 0x8C));
  proof.checkpoint =
      "rekor.sigstore.dev - 1193050959916656506\n476246901\ncbo=\n\n— rekor.sigstore.dev wNI9ajBF\n";
  facts.entry.proof = proof;
  facts.leaf = digestOf("leaf");
  for (int i = 0; i < 18; ++i) {
    facts.proof_steps.push_back(
        {i % 2 == 0, digestOf("s" + std::to_string(i)), digestOf("r" + std::to_string(i))});
  }
  facts.promise = facts.inclusion = facts.checkpoint = facts.binding = Outcome::passed;
  return facts;
}

verdict::Signer keylessSigner() {
  static const auto chain = mint_chain();
  verdict::Signer signer;
  signer.method = signature::Method::sigstore;
  signer.identity = trust::Identity{identityName, issuerName};
  signer.names = {{crypto::AlternativeName::Kind::email, identityName}};
  signer.extensions = {{"1.3.6.1.4.1.57264.1.8", "Issuer", issuerName}};
  for (const auto& certificate : chain.certificates)
    signer.chain.push_back({certificate, Outcome::passed, false});
  signer.chain.push_back({chain.root, Outcome::passed, true});
  return signer;
}

/// As where nothing says what was signed: files are listed, not compared.
void leave_unchecked(std::vector<verdict::FileRow>& files) {
  for (auto& file : files) {
    file.found.reset();
    if (file.state != FileState::ignored) file.state = FileState::not_checked;
  }
}

/// Adds a finding, and with it the outcome that it brings.
void find(Report& report, StepId step, Outcome outcome, base::Finding finding) {
  report.step(step).outcome = outcome;
  report.step(step).findings.push_back(std::move(finding));
}

Report changedReport() {
  auto report = trusted_report();
  for (const std::size_t place : {0U, 3U}) {
    report.files[place].state = FileState::changed;
    report.files[place].found = digestOf("other");
    find(report, StepId::files, Outcome::failed, {Code::content_changed, report.files[place].name, {}});
  }
  auto script = row("run.py", 3400, FileState::unsigned_);
  script.expected.reset();
  script.risk = model::CodeRisk::script;
  report.files.push_back(script);
  find(report, StepId::nothing_else, Outcome::failed, {Code::content_unsigned, "run.py", {}});
  return report;
}

Report extraReport() {
  auto report = trusted_report();
  for (const char* name : {".cache/huggingface/a.lock", ".cache/huggingface/b.lock", "notes.txt"}) {
    auto extra = row(name, 120, FileState::unsigned_);
    extra.expected.reset();
    extra.leftover_of = model::leftover_of(name);
    report.files.push_back(extra);
    find(report, StepId::nothing_else, Outcome::failed, {Code::content_unsigned, name, {}});
  }
  return report;
}

Report partialReport() {
  auto report = trusted_report();
  report.files[5].state = FileState::missing;
  report.files[5].size.reset();
  report.files[5].found.reset();
  find(report, StepId::files, Outcome::failed, {Code::content_missing, report.files[5].name, {}});
  return report;
}

Report unknownReport() {
  auto report = trusted_report();
  report.expectation = trust::NoExpectation{};
  report.step(StepId::signer).outcome = Outcome::not_checked;
  report.files[0].risk = model::CodeRisk::remote_code;
  return report;
}

Report wrongReport() {
  auto report = trusted_report();
  report.signer->identity->name = "release@granlte-models.example";
  find(report, StepId::signer, Outcome::failed,
       {Code::identity_differs, "release@granlte-models.example", identityName});
  return report;
}

Report unsignedReport() {
  auto report = verdict::empty_report();
  report.model = "/models/granite-4.0-tiny";
  report.checked_at = at("2026-03-12T15:00:00Z");
  report.looked_in = {"/models/granite-4.0-tiny", "/models"};
  report.step(StepId::signature_file).findings.push_back({Code::signature_not_found, {}, {}});
  return report;
}

Report keyNeededReport() {
  auto report = trusted_report();
  report.method = signature::Method::key;
  report.expectation = trust::NoExpectation{};
  report.signer = verdict::Signer{};
  report.signer->key_hint = std::string(64, 'a');
  report.log.clear();
  report.statement_is_signed = false;
  for (const auto step : {StepId::signature, StepId::statement, StepId::files, StepId::nothing_else}) {
    report.step(step).outcome = Outcome::not_checked;
  }
  find(report, StepId::signer, Outcome::not_checked, {Code::key_missing, {}, {}});
  leave_unchecked(report.files);
  return report;
}

Report invalidReport() {
  auto report = trusted_report();
  report.statement_is_signed = false;
  find(report, StepId::signature, Outcome::failed, {Code::signature_false, {}, {}});
  for (const auto step : {StepId::statement, StepId::files, StepId::nothing_else}) {
    report.step(step).outcome = Outcome::not_checked;
  }
  leave_unchecked(report.files);
  return report;
}

ui::ReportPtr shared(Report report) {
  return std::make_shared<const Report>(std::move(report));
}

}  // namespace

Report trusted_report() {
  auto report = verdict::empty_report();
  report.model = "/models/granite-4.0-tiny";
  report.signature = "/models/granite-4.0-tiny/model.sig";
  report.checked_at = at("2026-03-12T15:00:00Z");
  report.method = signature::Method::sigstore;
  report.bundle_version = signature::BundleVersion::v0_3;
  report.media_type = "application/vnd.dev.sigstore.bundle.v0.3+json";
  report.expectation = trust::ExpectedIdentities{{{identityName, issuerName}}};
  for (auto& step : report.steps) step.outcome = Outcome::passed;
  report.step(StepId::timestamps).outcome = Outcome::not_applicable;
  report.files = modelRows();
  report.signer = keylessSigner();
  report.log.push_back(logFacts());
  report.signed_at = at("2026-03-12T14:02:11Z");
  report.statement = statementOf(report.files);
  report.statement_text =
      to_bytes(std::string_view(R"({"_type":"https://in-toto.io/Statement/v1","subject":[]})"));
  report.statement_is_signed = true;
  report.trust = {"shipped with the program", digestOf("root")};
  report.bytes_hashed = 14'210'000'000;
  report.took = std::chrono::milliseconds(2800);
  return report;
}

std::vector<Sample> samples() {
  return {{"trusted", shared(trusted_report())},         {"partial", shared(partialReport())},
          {"extra_files", shared(extraReport())},        {"unknown_signer", shared(unknownReport())},
          {"unsigned", shared(unsignedReport())},        {"undetermined", shared(keyNeededReport())},
          {"wrong_signer", shared(wrongReport())},       {"changed", shared(changedReport())},
          {"signature_invalid", shared(invalidReport())}};
}

Report hostile_report(const std::string& text) {
  return filled_with(trusted_report(), text);
}

std::vector<verdict::FileRow> rows(std::size_t count, FileState state) {
  std::vector<verdict::FileRow> all;
  for (std::size_t i = 0; i < count; ++i) {
    auto one = row("part/" + std::to_string(1'000'000 + i) + ".bin", i, state);
    if (state == FileState::waiting) one.found.reset();
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace weighmaster::tests
