#include "audit/report.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "audit/request_json.h"
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
  return json.dump(1, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::vector<words::Enclosed> listed(const std::vector<Piece>& pieces) {
  std::vector<words::Enclosed> all;
  for (const auto& piece : pieces) {
    const auto digest = crypto::digest(crypto::DigestAlgorithm::sha256, *piece.content);
    all.push_back({piece.what, piece.name, piece.content->size(), digest.hex()});
  }
  return all;
}

AuditReport make_report(const std::vector<Checked>& checked, const std::string& program) {
  AuditReport report;
  Pieces pieces;
  Json models = Json::array();
  std::vector<verdict::Report> reports;
  for (const auto& each : checked) {
    models.push_back({{"report", verdict::to_json(each.report)}, {"request", request_json(each, pieces)}});
    reports.push_back(each.report);
  }
  report.pieces = std::move(pieces).take();
  report.document = words::document(reports, program, listed(report.pieces));
  report.json = dumped({{"schema", verdict::report_schema_version},
                        {"kind", report_kind},
                        {"program", program},
                        {"models", std::move(models)},
                        {"evidence", evidence_json(report.pieces)}});
  return report;
}

Bytes json_form(const AuditReport& report) {
  // Made by make_report, or read already.
  auto json = base::parse_json(as_bytes(report.json), report_name).value_or(Json::object());
  for (std::size_t i = 0; i < report.pieces.size(); ++i)
    json["evidence"][i]["content"] = base::to_base64(*report.pieces[i].content);
  return to_bytes(dumped(json));
}

}  // namespace weighmaster::audit
