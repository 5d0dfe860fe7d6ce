#include "claims_json.h"

#include <nlohmann/json.hpp>

#include "verdict/report_json.h"

namespace weighmaster::terminal {

base::Json claims_json(const verdict::Report& report) {
  auto object = verdict::to_json(report);
  for (const auto* judged :
       {"schema", "verdict", "exit_code", "model", "expected", "rule", "unsigned_files_allowed", "signed_at",
        "trust", "looked_in", "other_signatures", "bytes_hashed", "steps", "files", "checked_at"}) {
    object.erase(judged);
  }
  // Outcomes of checks have no place among claims.
  for (auto& entry : object["log"]) {
    for (const auto* outcome : {"promise", "inclusion", "checkpoint", "entry"}) entry.erase(outcome);
  }
  for (auto& timestamp : object["timestamps"]) {
    for (const auto* judged : {"outcome", "authority"}) timestamp.erase(judged);
  }
  if (object["signer"].is_object() && object["signer"].contains("certificates")) {
    for (auto& certificate : object["signer"]["certificates"]) {
      certificate.erase("outcome");
      certificate.erase("is_anchor");
    }
  }
  if (object["statement"].is_object()) object["statement"].erase("signed");
  return object;
}

}  // namespace weighmaster::terminal
