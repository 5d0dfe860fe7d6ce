#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "audit/report.h"
#include "base/result.h"

namespace weighmaster::audit {

/// "pdf", "html", "json".
enum class Form : std::uint8_t { pdf, html, json };
[[nodiscard]] std::string_view name(Form form);

/// What is inside a report's file, taken out and held against the digests that it names; nothing of it is
/// believed.
struct Enclosed {
  Form form = Form::json;
  /// The JSON without the pieces' contents, as make_report writes it.
  std::string json;
  std::shared_ptr<const base::Json> object;
  std::string program;
  /// Those that are there and are the ones that the JSON names; in its order.
  std::vector<Piece> pieces;
  /// What is missing, or another: audit.evidence_missing, audit.evidence_differs.
  std::vector<base::Finding> findings;

  [[nodiscard]] std::shared_ptr<const Bytes> find(std::string_view name) const;
};

/// The report again, with these models in place of what it says, and its own JSON and evidence.
[[nodiscard]] AuditReport same_report(const Enclosed& enclosed, std::vector<words::ModelDocument> models,
                                      const std::optional<verdict::ScanScope>& scope);

/// Whether a file could be a report of this program, whole or damaged: by its beginning, and by the name that
/// every one holds. Reads all of it only where its beginning fits. False where it can't be read.
[[nodiscard]] bool may_be_report(const std::filesystem::path& file);

/// By what the bytes are, whatever the file is called. `subject` names it in errors. Errors: audit.malformed,
/// json.*, base64.malformed.
[[nodiscard]] base::Result<Enclosed> read_enclosed(BytesView file, const std::string& subject);

}  // namespace weighmaster::audit
