#pragma once

#include "audit/report.h"
#include "base/result.h"

/// What a verification was asked, inside a report: as much as it takes to do it again.
namespace weighmaster::audit {

/// Whom a policy expects, however it came to that.
[[nodiscard]] trust::Signers signers_of(const trust::Policy& policy);

/// The request of a check; keys, certificates, root and signature become pieces.
[[nodiscard]] base::Json request_json(const verdict::Report& report, const verdict::VerifyRequest& request,
                                      Pieces& pieces);

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
