#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/json.h"
#include "verdict/scan_scope.h"
#include "verdict/verify.h"
#include "words/document.h"

/// Audit reports: a verification as paper, with the evidence that it rests on inside, so that anybody can
/// check it again years later (docs/audit.md).
namespace weighmaster::audit {

/// A file that travels inside, as other programs read it too: a signature, a trusted root, a key.
struct Piece {
  /// Of small letters, digits, "-", "." and "_"; no two the same.
  std::string name;
  /// A media type without parameters.
  std::string_view type;
  /// What it is, in words.
  std::string_view what;
  std::shared_ptr<const Bytes> content;
};

/// What was checked, and how.
struct Checked {
  verdict::Report report;
  verdict::VerifyRequest request;
};

/// All that a report is made of, in no form yet.
struct AuditReport {
  /// To be read.
  words::Document document;
  /// To be computed with: docs/audit.md, "report.json". In ASCII; names the pieces with their digests.
  std::string json;
  std::vector<Piece> pieces;
};

/// How the pieces are listed for a reader.
[[nodiscard]] std::vector<words::Enclosed> listed(const std::vector<Piece>& pieces);

/// What the JSON calls itself, and the name of its file inside the other forms.
inline constexpr std::string_view report_kind = "weighmaster_audit_report";
inline constexpr std::string_view report_name = "report.json";

/// Pieces as they are collected; what is there already is not taken again.
class Pieces {
 public:
  /// Its name: `stem`, a number where another piece has that name, and `ending`.
  std::string add(std::string_view stem, std::string_view ending, std::string_view type,
                  std::string_view what, std::shared_ptr<const Bytes> content);
  [[nodiscard]] std::vector<Piece> take() && { return std::move(all_); }

 private:
  std::vector<Piece> all_;
  std::map<std::string, std::size_t> by_digest_;
  std::map<std::string, std::size_t, std::less<>> used_;
};

/// Makes a report one model after the other. Of each it keeps what the report will hold, and nothing of the
/// check itself: docs/scan.md has the measure of it.
class ReportMaker {
 public:
  /// `program`: "Weighmaster 1.2.3". `has_pages`: without, as JSON takes it, there is nothing to be read, and
  /// a quarter of the memory does.
  explicit ReportMaker(std::string program, bool has_pages = true);

  void add(const verdict::Report& report, const verdict::VerifyRequest& request);
  /// `scope`: what was passed over, where many models were looked for.
  [[nodiscard]] AuditReport finish(const std::optional<verdict::ScanScope>& scope = {}) &&;

 private:
  std::string program_;
  bool has_pages_;
  Pieces pieces_;
  /// The list of models, in the JSON's letters.
  std::string models_;
  std::vector<words::ModelDocument> documents_;
};

/// The report of one model or of many. `program`: "Weighmaster 1.2.3". The same checks give the same report.
[[nodiscard]] AuditReport make_report(const std::vector<Checked>& checked, const std::string& program);

/// The JSON with the pieces in it, in base64.
[[nodiscard]] Bytes json_form(const AuditReport& report);
/// One page without script and without anything from elsewhere; the pieces are links in it.
[[nodiscard]] Bytes html_form(const AuditReport& report);

}  // namespace weighmaster::audit
