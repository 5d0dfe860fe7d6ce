#include "audit/check.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "audit/scope.h"
#include "audit/stated.h"
#include "base/file.h"
#include "base/limits.h"
#include "verdict/report_json.h"

namespace weighmaster::audit {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;
using verdict::FileRow;
using verdict::FileState;
using verdict::Verdict;

const KnownRoot* known(const trust::TrustedRoot& root, const std::vector<KnownRoot>& roots) {
  const auto found = std::find_if(roots.begin(), roots.end(),
                                  [&](const KnownRoot& one) { return one.root->json() == root.json(); });
  return found == roots.end() ? nullptr : &*found;
}

/// Chooses the root: the report's counts only where this computer has the very same.
RootUsed choose_root(verdict::VerifyRequest& request, const Stated& stated, const CheckRequest& asked) {
  const auto& enclosed = stated.request.request.trusted_root;
  if (!enclosed) return RootUsed::none;
  if (const auto* one = known(*enclosed, asked.known_roots)) {
    request.trusted_root = one->root;
    request.trusted_root_source = one->source;
    request.trusted_root_version = one->version;
    request.trusted_root_updated_at = one->updated_at;
    return RootUsed::known;
  }
  if (!asked.accept_enclosed_root_unsafe) return RootUsed::another;
  request.trusted_root = enclosed;
  request.trusted_root_source = "the report itself";
  request.trusted_root_version.reset();
  request.trusted_root_updated_at.reset();
  return RootUsed::enclosed_unsafe;
}

/// Whoever is named as expected is compared by the method that the person asked for; nobody, by the file's.
verdict::VerifyRequest request_now(const Stated& stated, const CheckRequest& asked, bool has_model,
                                   const std::string& subject) {
  auto request = asked.now;
  request.signature_content = stated.request.request.signature_content;
  if (request.signature_content) request.signature = subject;
  if (!has_model) request.model = stated.report.model;
  return request;
}

bool was_compared(const FileRow& row) {
  return row.state != FileState::not_checked && row.state != FileState::waiting;
}

/// The signature that the report holds is no further one where it lies beside the model.
void forget_itself(verdict::Report& now) {
  if (!now.signature_content) return;
  std::erase_if(now.other_signatures, [&](const verdict::OtherSignature& other) {
    const auto content = base::read_file(other.path, now.signature_content->size());
    return content && *content == *now.signature_content;
  });
}

/// What was not compared now has not changed, as far as anybody knows.
std::vector<Since> changes(const std::vector<FileRow>& then, const std::vector<FileRow>& now) {
  std::map<std::string_view, const FileRow*> before;
  for (const auto& row : then) before.emplace(row.name, &row);
  std::vector<Since> all;
  for (const auto& row : now) {
    const auto found = before.find(row.name);
    const FileRow* old = found == before.end() ? nullptr : found->second;
    const bool same = old != nullptr && old->state == row.state && old->found == row.found;
    const bool is_signature = row.ignored_for == model::IgnoreReason::signature;
    if (!same && !is_signature && was_compared(row))
      all.push_back({row.name, old == nullptr ? std::nullopt : std::optional(old->state), row.state});
    if (old != nullptr) before.erase(found);
  }
  for (const auto& [name, row] : before) {
    if (row->ignored_for != model::IgnoreReason::signature)
      all.push_back({std::string(name), row->state, std::nullopt});
  }
  return all;
}

CheckedModel check_model(Stated stated, const CheckRequest& asked, bool has_model, const std::string& subject,
                         const base::Task& task) {
  auto request = request_now(stated, asked, has_model, subject);
  CheckedModel checked;
  checked.root = choose_root(request, stated, asked);
  checked.has_model = has_model;
  checked.of_a_folder = stated.request.of_a_folder;
  checked.now = has_model ? verdict::verify_model(request, task) : without_model(request, stated);
  forget_itself(checked.now);
  if (is_compared(checked)) checked.since = changes(stated.report.files, checked.now.files);
  checked.findings = std::move(stated.differences);
  // What holds under a root of this computer's own holds, whatever root the report brings.
  if (checked.root == RootUsed::another &&
      verdict::verdict_without_files(checked.now) >= Verdict::undetermined)
    checked.findings.push_back({Code::audit_root_unknown, {}, {}});
  checked.stated = std::move(stated.report);
  checked.stated_verdict = stated.verdict;
  return checked;
}

/// Who is expected of the report itself is another matter than who is of its models.
verdict::VerifyRequest request_of_report(const CheckRequest& asked) {
  auto request = asked.now;
  request.policy = {};
  request.policy.expectation = asked.report_signer;
  request.policy.timestamp_authorities = asked.now.policy.timestamp_authorities;
  request.method.reset();
  request.model_name.clear();
  request.ignore_paths.clear();
  request.only.clear();
  request.digest.reset();
  request.digest_cache = nullptr;
  request.digests = nullptr;
  return request;
}

/// The page as this program makes it of the same evidence.
Pages compare_page(const Enclosed& enclosed, const CheckedReport& checked, BytesView file,
                   const std::string& program) {
  if (enclosed.form == Form::json) return Pages::none;
  if (enclosed.form == Form::pdf) return Pages::not_compared;
  if (enclosed.program != program) return Pages::other_version;
  std::vector<words::ModelDocument> models;
  for (const auto& model : checked.models)
    models.push_back(words::model_document(model.stated, enclosed.program));
  const auto anew = html_form(same_report(enclosed, std::move(models), checked.scope));
  return std::equal(anew.begin(), anew.end(), file.begin(), file.end()) ? Pages::same : Pages::differ;
}

int exit_code_of(const CheckedModel& model) {
  const auto worst = verdict(model);
  const bool of_the_files = model.has_model && worst == verdict::verdict(model.now);
  return of_the_files ? verdict::exit_code(model.now) : verdict::exit_code(worst);
}

Json beside_json(const std::optional<Beside>& beside) {
  if (!beside) return {};
  return {{"file", base::utf8(beside->signature)},
          {"verdict", verdict::name(verdict::verdict(beside->report))},
          {"report", verdict::to_json(beside->report)}};
}

Json state_json(const std::optional<FileState>& state) {
  return state ? Json(verdict::name(*state)) : Json();
}

Json model_json(const CheckedModel& model) {
  Json since = Json::array();
  for (const auto& each : model.since)
    since.push_back({{"name", each.name}, {"then", state_json(each.then)}, {"now", state_json(each.now)}});
  return {{"verdict", verdict::name(verdict(model))},
          {"model_compared", model.has_model},
          {"root", name(model.root)},
          {"findings", verdict::to_json(model.findings)},
          {"since", std::move(since)},
          {"stated_verdict", model.stated_verdict ? Json(verdict::name(*model.stated_verdict)) : Json()},
          {"stated", verdict::to_json(model.stated)},
          {"now", verdict::to_json(model.now)}};
}

/// A signature over a file is not known to be true before it was held against one, or a digest of one.
bool is_open(const CheckedModel& model) {
  return model.now.method && model.now.content == verdict::Content::file &&
         model.now.step(verdict::StepId::signature).outcome == verdict::Outcome::not_checked;
}

/// Of the effects of findings and of verdicts, which are the same ladder.
Verdict worse(Verdict verdict, const std::vector<base::Finding>& findings) {
  for (const auto& finding : findings) {
    if (base::effect(finding.code) == base::Effect::undetermined)
      verdict = std::max(verdict, Verdict::undetermined);
  }
  return verdict;
}

/// Nothing that the report says is another thing than its evidence says, under a root of its own.
bool is_about_root(const base::Finding& finding) {
  return finding.code == Code::audit_root_unknown;
}

}  // namespace

std::string_view name(RootUsed used) {
  static constexpr std::array<std::string_view, 4> names{"none", "known", "another", "enclosed_unsafe"};
  return names.at(static_cast<std::size_t>(used));
}

std::string_view name(Pages pages) {
  static constexpr std::array<std::string_view, 5> names{"none", "same", "other_version", "differ",
                                                         "not_compared"};
  return names.at(static_cast<std::size_t>(pages));
}

Result<CheckedReport> check_report(BytesView file, const std::string& subject, const CheckRequest& request,
                                   const std::string& program, const base::Task& task) {
  auto enclosed = read_enclosed(file, subject);
  if (!enclosed) return fail(enclosed.error());
  CheckedReport checked{enclosed->form, enclosed->program, Pages::none, enclosed->findings, {}, {}, {}};
  const auto object = JsonObject::from(*enclosed->object, "report");
  const auto models = object ? object->array("models") : fail(object.error());
  if (!models) return fail(models.error());
  if (models->size() > base::limits::audit_models)
    return fail(Code::audit_malformed, subject, "too many models");
  if (request.has_model && request.which.value_or(0) >= models->size())
    return fail(Code::audit_malformed, subject, "it has no such model");
  if (request.has_model && !request.which && models->size() != 1)
    return fail(Code::audit_malformed, subject, "it is of many models; check it without one");
  auto scope = scope_from_json(*object);
  if (!scope) return fail(scope.error());
  checked.scope = std::move(*scope);
  for (std::size_t place = 0; place < models->size(); ++place) {
    if (task.stopped()) return fail(base::cancelled());
    auto stated = stated_model((*models)[place], *enclosed);
    const bool lacks = !stated && !enclosed->findings.empty();
    if (!stated && !lacks) return fail(stated.error());
    // Without its evidence nothing can be said of it; why, the findings say.
    if (!stated) continue;
    const bool has_model = request.has_model && request.which.value_or(0) == place;
    checked.models.push_back(check_model(std::move(*stated), request, has_model, subject, task));
    checked.models.back().place = place;
  }
  checked.pages = compare_page(*enclosed, checked, file, program);
  if (checked.pages == Pages::differ)
    checked.findings.push_back({Code::audit_statement_differs, "the page", {}});
  if (!request.file.empty())
    checked.beside = check_beside(request.file, file, request_of_report(request), task);
  return checked;
}

Verdict verdict(const CheckedModel& model) {
  const auto found = model.has_model ? verdict::verdict(model.now)
                                     : std::max(verdict::verdict_without_files(model.now), Verdict::partial);
  return worse(is_open(model) ? std::max(found, Verdict::undetermined) : found, model.findings);
}

Verdict verdict(const CheckedReport& report) {
  Verdict worst = report.models.empty() ? Verdict::undetermined : Verdict::trusted;
  for (const auto& model : report.models) worst = std::max(worst, verdict(model));
  if (report.scope && !report.scope->is_whole()) worst = std::max(worst, Verdict::undetermined);
  if (report.beside) worst = std::max(worst, best_with(*report.beside));
  return worse(worst, report.findings);
}

bool is_compared(const CheckedModel& model) {
  return model.has_model && std::any_of(model.now.files.begin(), model.now.files.end(), was_compared);
}

bool agrees_with_itself(const CheckedModel& model) {
  return std::all_of(model.findings.begin(), model.findings.end(), is_about_root);
}

bool agrees_with_itself(const CheckedReport& report) {
  return report.findings.empty() &&
         std::all_of(report.models.begin(), report.models.end(),
                     [](const CheckedModel& model) { return agrees_with_itself(model); });
}

bool rests_on_unknown_root(const CheckedModel& model) {
  return std::any_of(model.findings.begin(), model.findings.end(), is_about_root);
}

bool rests_on_unknown_root(const CheckedReport& report) {
  return std::any_of(report.models.begin(), report.models.end(),
                     [](const CheckedModel& model) { return rests_on_unknown_root(model); });
}

int exit_code(const CheckedReport& report) {
  const auto worst = verdict(report);
  for (const auto& model : report.models) {
    if (verdict(model) == worst) return exit_code_of(model);
  }
  return verdict::exit_code(worst);
}

Json to_json(const CheckedReport& report) {
  Json models = Json::array();
  for (const auto& model : report.models) models.push_back(model_json(model));
  return {{"schema", verdict::report_schema_version},
          {"exit_code", exit_code(report)},
          {"verdict", verdict::name(verdict(report))},
          {"form", name(report.form)},
          {"program", report.program},
          {"pages", name(report.pages)},
          {"findings", verdict::to_json(report.findings)},
          {"scan", report.scope ? to_json(*report.scope) : Json()},
          {"report_signature", beside_json(report.beside)},
          {"models", std::move(models)}};
}

}  // namespace weighmaster::audit
