#pragma once

#include <map>

#include "audit/report.h"
#include "base/result.h"

/// What a verification was asked, inside a report: as much as it takes to do it again.
namespace weighmaster::audit {

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

/// The request of a check; keys, certificates, root and signature become pieces.
[[nodiscard]] base::Json request_json(const Checked& checked, Pieces& pieces);

/// A request as a report states it.
struct StatedRequest {
  verdict::VerifyRequest request;
  bool of_a_folder = true;
};
/// Gives a piece by its name; nothing where there is none.
using FindPiece = std::function<std::shared_ptr<const Bytes>(std::string_view name)>;
/// What a report states; model, time and names of the files are in the report proper. Errors: json.*,
/// time.malformed, manifest.digest, key.*, certificate.*, trust.*; audit.malformed;
/// audit.evidence_missing with the piece's name.
[[nodiscard]] base::Result<StatedRequest> request_from_json(const base::Json& json, const FindPiece& find);

}  // namespace weighmaster::audit
