#include "verdict/report_json.h"

#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/file.h"
#include "model/exclusions.h"
#include "signature/sct.h"

namespace weighmaster::verdict {

std::string_view name(model::CodeRisk risk) {
  switch (risk) {
    case model::CodeRisk::none:
      return {};
    case model::CodeRisk::pickle:
      return "pickle";
    case model::CodeRisk::script:
      return "script";
    case model::CodeRisk::remote_code:
      return "remote_code";
    case model::CodeRisk::lambda_layer:
      return "lambda_layer";
    case model::CodeRisk::shared_library:
      return "shared_library";
  }
  return {};
}

namespace {

using base::Json;

Json json(const std::optional<crypto::Digest>& digest) {
  return digest ? Json(std::string(crypto::name(digest->algorithm())) + ":" + digest->hex()) : Json();
}

Json json(const std::optional<base::TimePoint>& time) {
  return time ? Json(base::to_rfc3339(*time)) : Json();
}

Json json(const base::Finding& finding) {
  return {{"code", base::name(finding.code)}, {"subject", finding.subject}, {"detail", finding.detail}};
}

Json json(const Step& step) {
  return {{"step", name(step.id)}, {"outcome", name(step.outcome)}, {"findings", to_json(step.findings)}};
}

Json json(const ShardRow& shard) {
  return {{"start", shard.range.start},
          {"end", shard.range.end},
          {"signed", json(shard.expected)},
          {"found", json(shard.found)}};
}

Json json(const FileRow& row) {
  Json file{{"name", row.name}, {"state", name(row.state)}};
  if (row.size) file["size"] = *row.size;
  if (row.expected) file["signed"] = json(row.expected);
  if (row.found) file["found"] = json(row.found);
  for (const auto& shard : row.shards) file["shards"].push_back(json(shard));
  if (row.risk != model::CodeRisk::none) file["can_run_code"] = name(row.risk);
  if (!row.leftover_of.empty()) file["leftover_of"] = row.leftover_of;
  if (row.ignored_for) file["ignored_for"] = name(*row.ignored_for);
  if (!row.findings.empty()) file["findings"] = to_json(row.findings);
  return file;
}

/// The promises of certificate logs that stand in a certificate, as it has them.
Json scts_json(const crypto::Certificate& certificate) {
  Json list = Json::array();
  const auto extension = certificate.extension(signature::sct_list_oid);
  const auto scts = extension ? signature::parse_sct_list(*extension)
                              : std::vector<signature::SignedCertificateTimestamp>{};
  if (!scts) return list;
  for (const auto& sct : *scts)
    list.push_back({{"log_id", base::to_hex(sct.log_id)}, {"time", base::to_rfc3339(sct.time)}});
  return list;
}

Json json(const ChainLink& link) {
  const auto& certificate = link.certificate;
  const auto validity = certificate.validity();
  return {{"scts", scts_json(certificate)},
          {"subject", certificate.subject()},
          {"issuer", certificate.issuer()},
          {"serial_number", certificate.serial_number()},
          {"not_before", json(validity.start)},
          {"not_after", json(validity.end)},
          {"fingerprint", json(std::optional(certificate.fingerprint()))},
          {"outcome", name(link.outcome)},
          {"is_anchor", link.is_anchor}};
}

Json json(const Signer& signer) {
  Json json_signer = Json::object();
  if (signer.identity)
    json_signer["identity"] = {{"name", signer.identity->name}, {"issuer", signer.identity->issuer}};
  for (const auto& alternative : signer.names) json_signer["names"].push_back(alternative.value);
  for (const auto& extension : signer.extensions) {
    json_signer["extensions"].push_back(
        {{"oid", extension.oid}, {"label", extension.label}, {"value", extension.value}});
  }
  if (signer.key)
    json_signer["key"] = {{"type", crypto::name(signer.key->type())}, {"hint", signer.key->hint()}};
  if (!signer.key_hint.empty()) json_signer["key_hint"] = signer.key_hint;
  for (const auto& link : signer.chain) json_signer["certificates"].push_back(json(link));
  return json_signer;
}

Json json(const LogFacts& facts) {
  const auto& entry = facts.entry;
  Json log{{"log", facts.base_url},
           {"log_id", base::to_hex(entry.log_id)},
           {"index", entry.log_index},
           {"kind", entry.kind},
           {"version", entry.version},
           {"integrated_time", json(entry.integrated_time)},
           {"promise", name(facts.promise)},
           {"inclusion", name(facts.inclusion)},
           {"checkpoint", name(facts.checkpoint)},
           {"entry", name(facts.binding)}};
  if (entry.proof) {
    log["tree_index"] = entry.proof->log_index;
    log["tree_size"] = entry.proof->tree_size;
    log["root_hash"] = base::to_hex(entry.proof->root_hash);
  }
  for (const auto& witness : facts.witnesses) log["witnesses"].push_back(witness);
  return log;
}

Json json(const TimestampFacts& facts) {
  Json timestamp{
      {"authority", facts.authority}, {"certificate", facts.certificate}, {"outcome", name(facts.outcome)}};
  if (!facts.info) return timestamp;
  timestamp["time"] = base::to_rfc3339(facts.info->time);
  if (facts.info->accuracy) timestamp["accuracy_microseconds"] = facts.info->accuracy->count();
  timestamp["policy"] = facts.info->policy;
  timestamp["serial_number"] = facts.info->serial_number;
  timestamp["imprint"] = json(std::optional(facts.info->imprint));
  return timestamp;
}

Json json(const signature::Statement& statement, bool is_signed) {
  const auto& serialization = statement.manifest.serialization();
  Json json_statement{{"signed", is_signed},
                      {"predicate_type", statement.predicate_type},
                      {"subject", statement.subject_name},
                      {"root_digest", json(std::optional(statement.manifest.root_digest()))},
                      {"resources", statement.manifest.resources().size()},
                      {"method", serialization.method == manifest::Method::files ? "files" : "shards"},
                      {"hash_type", crypto::name(serialization.hash)},
                      {"allow_symlinks", serialization.allow_symlinks},
                      {"ignore_paths", serialization.ignore_paths}};
  if (serialization.method == manifest::Method::shards)
    json_statement["shard_size"] = serialization.shard_size;
  return json_statement;
}

Json json(const signature::Attestation& attestation, bool is_signed) {
  return {{"signed", is_signed},
          {"type", attestation.type},
          {"predicate_type", attestation.predicate_type},
          {"subjects", attestation.subjects.size()}};
}

Json statement_json(const Report& report) {
  if (report.statement) return json(*report.statement, report.statement_is_signed);
  if (report.attestation) return json(*report.attestation, report.statement_is_signed);
  return {};
}

Json json(const trust::Expectation& expectation) {
  struct Visitor {
    Json operator()(const trust::NoExpectation&) const { return Json(); }
    Json operator()(const trust::ExpectedIdentities& expected) const {
      Json list = Json::array();
      for (const auto& identity : expected.any_of) {
        list.push_back({{identity.name_is_pattern ? "name_pattern" : "name", identity.name},
                        {identity.issuer_is_pattern ? "issuer_pattern" : "issuer", identity.issuer}});
      }
      return {{"identities", list}};
    }
    Json operator()(const trust::ExpectedKeys& expected) const {
      if (expected.any_of.size() == 1) return {{"key", expected.any_of.front().hint()}};
      Json list = Json::array();
      for (const auto& key : expected.any_of) list.push_back(key.hint());
      return {{"keys", list}};
    }
    Json operator()(const trust::ExpectedRoots& expected) const {
      Json list = Json::array();
      for (const auto& anchor : expected.anchors) list.push_back(json(std::optional(anchor.fingerprint())));
      return {{"roots", list}};
    }
  };
  return std::visit(Visitor{}, expectation);
}

/// A rule of a policy file, or the entries of an address book that decided.
Json json(const std::optional<trust::AppliedRule>& rule) {
  if (!rule) return {};
  Json json_rule{{rule->entries.empty() ? "policy" : "publishers", rule->file},
                 {"name", rule->name},
                 {"model", rule->model.empty() ? Json() : Json(rule->model)}};
  for (const auto& entry : rule->entries) {
    json_rule["entries"].push_back({{"id", entry.id},
                                    {"models", entry.models},
                                    {"added", base::to_rfc3339(entry.added)},
                                    {"how", trust::name(entry.origin)}});
  }
  return json_rule;
}

Json path_or_null(const std::optional<std::filesystem::path>& path) {
  return path ? Json(base::utf8(*path)) : Json();
}

Json signatures_found(const Report& report) {
  Json list = Json::array();
  for (const auto& other : report.other_signatures) {
    list.push_back({{"path", base::utf8(other.path)}, {"findings", to_json(other.findings)}});
  }
  return list;
}

Json places(const Report& report) {
  Json list = Json::array();
  for (const auto& place : report.looked_in) list.push_back(base::utf8(place));
  return list;
}

}  // namespace

Json to_json(const std::vector<base::Finding>& findings) {
  Json list = Json::array();
  for (const auto& finding : findings) list.push_back(json(finding));
  return list;
}

Json to_json(const Report& report) {
  Json object{{"schema", report_schema_version},
              {"verdict", name(verdict(report))},
              {"exit_code", exit_code(report)},
              {"model", base::utf8(report.model)},
              {"model_name", report.model_name.empty() ? Json() : Json(report.model_name)},
              {"signature", path_or_null(report.signature)},
              {"checked_at", base::to_rfc3339(report.checked_at)},
              {"method", report.method ? Json(signature::name(*report.method)) : Json()},
              {"media_type", report.media_type},
              {"expected", json(report.expectation)},
              {"rule", json(report.rule)},
              {"unsigned_files_allowed", report.allow_unsigned_files},
              {"only", report.only},
              {"signed_at", json(report.signed_at)},
              {"signer", report.signer ? json(*report.signer) : Json()},
              {"content", report.method ? Json(name(report.content)) : Json()},
              {"claimed_file", json(report.claimed_file)},
              {"statement", statement_json(report)},
              {"trust",
               {{"source", report.trust.source},
                {"version", report.trust.version ? Json(*report.trust.version) : Json()},
                {"updated_at", json(report.trust.updated_at)},
                {"digest", json(report.trust.digest)}}},
              {"looked_in", places(report)},
              {"other_signatures", signatures_found(report)},
              {"bytes_hashed", report.bytes_hashed},
              {"steps", Json::array()},
              {"log", Json::array()},
              {"timestamps", Json::array()},
              {"files", Json::array()}};
  for (const auto& step : report.steps) object["steps"].push_back(json(step));
  for (const auto& facts : report.log) object["log"].push_back(json(facts));
  for (const auto& facts : report.timestamps) object["timestamps"].push_back(json(facts));
  for (const auto& row : report.files) object["files"].push_back(json(row));
  return object;
}

}  // namespace weighmaster::verdict
