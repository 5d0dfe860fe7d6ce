#include "audit/report.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "audit/request_json.h"
#include "audit/scope.h"
#include "base/encoding.h"
#include "verdict/report_json.h"

namespace weighmaster::audit {
namespace {

using base::Json;

Json evidence_json(const std::vector<Piece>& pieces) {
  Json list = Json::array();
  for (const auto& piece : pieces) {
    const auto digest = crypto::digest(crypto::DigestAlgorithm::sha256, *piece.content);
    list.push_back({{"name", piece.name},
                    {"type", piece.type},
                    {"size", piece.content->size()},
                    {"digest", "sha256:" + digest.hex()}});
  }
  return list;
}

std::string dumped(const Json& json) {
  return json.dump(1, ' ', true, Json::error_handler_t::replace);
}

/// As it stands `depth` levels deep in the whole. A line feed in a dump is never part of a text.
std::string dumped(const Json& json, std::size_t depth) {
  const std::string space(depth, ' ');
  std::string text;
  for (const char letter : dumped(json)) {
    text += letter;
    if (letter == '\n') text += space;
  }
  return text;
}

/// Where the second member begins: it follows the evidence, whose name is the first in the alphabet.
constexpr std::string_view after_evidence = ",\n \"kind\": ";

}  // namespace

std::vector<words::Enclosed> listed(const std::vector<Piece>& pieces) {
  std::vector<words::Enclosed> all;
  for (const auto& piece : pieces) {
    const auto digest = crypto::digest(crypto::DigestAlgorithm::sha256, *piece.content);
    all.push_back({piece.what, piece.name, piece.content->size(), digest.hex()});
  }
  return all;
}

ReportMaker::ReportMaker(std::string program, bool has_pages)
    : program_(std::move(program)), has_pages_(has_pages) {}

void ReportMaker::add(const verdict::Report& report, const verdict::VerifyRequest& request) {
  models_ += models_.empty() ? "\n  " : ",\n  ";
  models_ +=
      dumped({{"report", verdict::to_json(report)}, {"request", request_json(report, request, pieces_)}}, 2);
  if (has_pages_) documents_.push_back(words::model_document(report, program_));
}

/// Puts the JSON together in letters, and not as a value of it: that would take many times the memory.
AuditReport ReportMaker::finish(const std::optional<verdict::ScanScope>& scope) && {
  AuditReport report;
  report.pieces = std::move(pieces_).take();
  report.json = "{\n \"evidence\": " + dumped(evidence_json(report.pieces), 1);
  report.json += after_evidence;
  report.json += dumped(Json(report_kind)) + ",\n \"models\": [";
  report.json += std::exchange(models_, {});
  report.json += report.json.back() == '[' ? "]" : "\n ]";
  report.json += ",\n \"program\": " + dumped(Json(program_));
  if (scope) report.json += ",\n \"scan\": " + dumped(to_json(*scope), 1);
  report.json += ",\n \"schema\": " + std::to_string(verdict::report_schema_version) + "\n}\n";
  if (has_pages_)
    report.document = words::document(std::move(documents_), program_, listed(report.pieces), scope);
  return report;
}

AuditReport make_report(const std::vector<Checked>& checked, const std::string& program) {
  ReportMaker maker(program);
  for (const auto& each : checked) maker.add(each.report, each.request);
  return std::move(maker).finish();
}

Bytes json_form(const AuditReport& report) {
  // Made by ReportMaker, or read already: only the evidence is looked into.
  const auto end = std::min(report.json.find(after_evidence), report.json.size());
  auto head = base::parse_json(as_bytes(report.json.substr(0, end) + "}"), report_name).value_or(Json());
  auto& evidence = head["evidence"];
  for (std::size_t i = 0; i < report.pieces.size(); ++i)
    evidence[i]["content"] = base::to_base64(*report.pieces[i].content);
  auto text = dumped(head);
  text.resize(text.rfind("\n}"));
  text.append(report.json, end);
  return to_bytes(text);
}

}  // namespace weighmaster::audit
