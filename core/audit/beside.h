#pragma once

#include <filesystem>
#include <optional>

#include "base/json.h"
#include "base/task.h"
#include "verdict/verify.h"

/// The signature of a report itself: a Sigstore bundle beside it (docs/decisions/0023).
namespace weighmaster::audit {

/// The report's name and this: the one place that is looked at.
inline constexpr std::string_view beside_ending = ".sigstore.json";

/// What came of the file beside a report, or of its absence where somebody was expected to have signed.
struct Beside {
  std::filesystem::path signature;
  /// Of the report's file. Without a file beside it signature.not_found.
  verdict::Report report;
};

/// Checks the signature beside a report. `content`: what was read of `file` for all else; a signature over
/// another content, that came to lie there since, is no signature of it (folder.changing).
/// `request`: whom the person expects to have signed the report, and what this computer trusts; its model and
/// signature are not looked at. Nothing where there is no such file and nobody is expected.
[[nodiscard]] std::optional<Beside> check_beside(const std::filesystem::path& file, BytesView content,
                                                 verdict::VerifyRequest request, const base::Task& task);

/// What it leaves of the report's verdict at best. A signer whom nobody asked for, and a key that nobody
/// gave, say nothing against the report: `trusted`. Everything else counts as what it is.
[[nodiscard]] verdict::Verdict best_with(const Beside& beside);

}  // namespace weighmaster::audit
