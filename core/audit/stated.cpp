#include "audit/stated.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "audit/rows.h"
#include "verdict/report_json.h"
#include "verdict/report_reader.h"
#include "verdict/steps/log.h"

namespace weighmaster::audit {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;
using verdict::Content;
using verdict::Outcome;
using verdict::Report;
using verdict::StepId;

/// Whom a name was like, that no rule names the model, that a book could not be read: all this the person's
/// own files say, which stay with them.
bool is_of_own_files(const base::Finding& finding) {
  static constexpr std::array<std::string_view, 5> kinds{"look_alike.", "policy.", "publishers.", "file.",
                                                         "json."};
  const auto name = base::name(finding.code);
  return std::any_of(kinds.begin(), kinds.end(),
                     [&](std::string_view kind) { return name.starts_with(kind); });
}

/// Such remarks only make a verdict worse, and the one that counts is made without them.
void take_remarks_on_signer(Report& report, const Report& said) {
  auto& step = report.step(StepId::signer);
  for (const auto& finding : said.step(StepId::signer).findings) {
    const bool known = std::find(step.findings.begin(), step.findings.end(), finding) != step.findings.end();
    if (!is_of_own_files(finding) || known) continue;
    step.findings.push_back(finding);
    step.outcome = verdict::outcome_of(step.findings);
  }
}

/// What only the disk could tell, from the report into what follows from its evidence.
void take_disk_facts(Report& report, const Report& said) {
  report.model = said.model;
  report.signature = said.signature;
  report.checked_at = said.checked_at;
  report.only = said.only;
  report.bytes_hashed = said.bytes_hashed;
  report.looked_in = said.looked_in;
  report.other_signatures = said.other_signatures;
  report.trust.source = said.trust.source;
  report.trust.version = said.trust.version;
  report.trust.updated_at = said.trust.updated_at;
  report.files = said.files;
  report.step(StepId::files) = said.step(StepId::files);
  report.step(StepId::nothing_else) = said.step(StepId::nothing_else);
}

/// Whether it is a signature over a file's bytes and over no digest of them (Ed25519), which nobody can check
/// without the file.
bool needs_the_file(const Report& report) {
  const auto& findings = report.step(StepId::files).findings;
  return report.content == Content::file &&
         std::any_of(findings.begin(), findings.end(),
                     [](const base::Finding& finding) { return finding.code == Code::artifact_needed; });
}

/// Which of the expected keys the report names as the signer's.
std::optional<crypto::PublicKey> key_named(const JsonObject& said, const trust::Policy& policy) {
  const auto signer = said.object("signer");
  const auto key = signer ? signer->object("key") : fail(signer.error());
  const auto hint = key ? key->string("hint") : fail(key.error());
  auto signers = signers_of(policy);
  for (auto& expected : signers.keys.any_of) {
    if (hint && expected.hint() == *hint) return std::move(expected);
  }
  return std::nullopt;
}

/// What came of such a signature is the report's word, as are its rows of files, and told as that. What
/// counts is found out without it, and with the model from the file.
void take_what_the_file_told(Report& report, const Report& said, std::optional<crypto::PublicKey> key) {
  for (const auto id : {StepId::signing_time, StepId::signer, StepId::log_entry, StepId::signature}) {
    if (report.step(id).outcome == Outcome::not_checked) report.step(id) = said.step(id);
  }
  report.statement_is_signed = report.step(StepId::signature).outcome == Outcome::passed;
  for (auto& facts : report.log) facts.binding = report.step(StepId::log_entry).outcome;
  if (report.method == signature::Method::key) verdict::take_log_times(report);
  if (report.signer && report.statement_is_signed && key) report.signer->key = std::move(key);
}

/// Nothing could be read: that is all there is to be checked.
Report blank(const verdict::VerifyRequest& request, const Report& said) {
  Report report = verdict::empty_report();
  report.expectation = request.policy.expectation;
  report.rule = request.policy.rule;
  report.model_name = request.model_name;
  report.allow_unsigned_files = request.policy.allow_unsigned_files;
  report.step(StepId::signature_file) = said.step(StepId::signature_file);
  if (request.trusted_root && said.signature) report.trust.digest = request.trusted_root->digest();
  return report;
}

const crypto::Digest* found_digest(const Report& report) {
  const auto& files = report.files;
  return files.size() == 1 && files.front().found ? &*files.front().found : nullptr;
}

/// By their parsed values: how a text is laid out says nothing.
Json normal(const Json& json) {
  const auto text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
  return base::parse_json(as_bytes(text), "report").value_or(Json());
}

/// Where two lists begin to differ: the name of the row, or its number.
std::string place_in(const Json& said, const Json& evidence) {
  if (!said.is_array() || !evidence.is_array()) return {};
  const auto [left, right] = std::mismatch(said.begin(), said.end(), evidence.begin(), evidence.end());
  if (left == said.end()) return right == evidence.end() ? std::string() : "too short";
  if (left->is_object()) {
    for (const char* member : {"name", "step"}) {
      if (const auto named = left->find(member); named != left->end() && named->is_string())
        return named->get<std::string>();
    }
  }
  return "element " + std::to_string(left - said.begin() + 1);
}

std::vector<base::Finding> differences(const Json& said, const Report& report) {
  std::vector<base::Finding> all;
  const auto evidence = normal(verdict::to_json(report));
  for (const auto& [member, value] : said.items()) {
    // Later versions may say more.
    const auto found = evidence.find(member);
    if (found == evidence.end() || *found != value)
      all.push_back({Code::audit_statement_differs, member,
                     found == evidence.end() ? std::string() : place_in(value, *found)});
  }
  return all;
}

}  // namespace

Report without_model(const verdict::VerifyRequest& request, const Stated& stated) {
  if (!request.signature_content) {
    Report report = blank(request, verdict::empty_report());
    report.model = request.model;
    report.checked_at = request.now;
    report.step(StepId::signature_file).findings.push_back({Code::signature_not_found, {}, {}});
    return report;
  }
  const auto* digest = found_digest(stated.report);
  if (stated.request.of_a_folder || digest == nullptr)
    return verdict::verify_signature(request, stated.request.of_a_folder);
  auto of_digest = request;
  of_digest.digest = *digest;
  Report report = verdict::verify_model(of_digest, {});
  // A model of one file is no file that was signed itself.
  return report.content == Content::model ? verdict::verify_signature(request, false) : report;
}

Result<Stated> stated_model(const Json& model, const Enclosed& enclosed) {
  const auto object = JsonObject::from(model, "models");
  if (!object) return fail(object.error());
  const auto said_json = object->require("report");
  const auto request_json = object->require("request");
  if (!said_json) return fail(said_json.error());
  if (!request_json) return fail(request_json.error());
  if (!(*said_json)->is_object()) return fail(Code::json_member_type, "models.report");
  auto said = verdict::disk_facts_from_json(**said_json);
  if (!said) return fail(said.error());
  auto request =
      request_from_json(**request_json, [&](std::string_view name) { return enclosed.find(name); });
  if (!request) return fail(request.error());

  Stated stated{std::move(*request), std::move(*said), {}, {}};
  auto& asked = stated.request.request;
  asked.model = stated.report.model;
  asked.signature = stated.report.signature.value_or("");
  asked.now = stated.report.checked_at;
  Report report = asked.signature_content ? without_model(asked, stated) : blank(asked, stated.report);
  if (needs_the_file(report)) {
    const auto said_object = JsonObject::from(**said_json, "models.report");
    take_what_the_file_told(report, stated.report, key_named(said_object.value(), asked.policy));
  }
  take_disk_facts(report, stated.report);
  take_remarks_on_signer(report, stated.report);
  stated.report = std::move(report);
  const auto verdict = object->json().at("report").find("verdict");
  if (verdict != object->json().at("report").end() && verdict->is_string())
    stated.verdict = verdict::verdict_named(verdict->get<std::string>());
  stated.differences = differences(**said_json, stated.report);
  if (auto row = row_that_does_not_fit(stated.report))
    stated.differences.push_back({Code::audit_statement_differs, "files", std::move(*row)});
  return stated;
}

}  // namespace weighmaster::audit
