#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verdict/scan.h"
#include "words/words.h"

/// One of many models, as a table shows it: little, so that hundreds fit into memory.
namespace weighmaster::words {

struct ScanRow {
  verdict::Ending ending;
  /// Who signed, as `facts` says it; "Nobody" where there is no signature.
  Fact signer;
  /// What the verdict rests on, in a sentence.
  Sentence reason;
  /// The codes that weigh, worst first, each once with its first subject.
  std::vector<base::Finding> findings;
  std::optional<signature::Method> method;
  /// Of a keyless signature; never under one that is not valid.
  std::optional<trust::Identity> identity;
  /// As it was looked up; empty: it has none.
  std::string name;
  /// All files, bytes; absent where they can't be listed.
  std::optional<std::uint64_t> size;
  std::uint64_t bytes_hashed = 0;
  base::TimePoint checked_at{};
  std::chrono::milliseconds took{0};
};
[[nodiscard]] ScanRow scan_row(const verdict::Scanned& scanned);

/// "trusted", "no signature found": a verdict in two or three words.
[[nodiscard]] std::string_view title(verdict::Verdict verdict);
/// What is no model: "a dataset".
[[nodiscard]] std::string_view title(model::LeftOutReason reason);

/// "300 models: 280 trusted, 20 not signed": each verdict that is there, worst first.
struct VerdictCount {
  verdict::Verdict verdict = verdict::Verdict::undetermined;
  std::size_t count = 0;
};
[[nodiscard]] std::vector<VerdictCount> count_verdicts(const std::vector<verdict::Ending>& endings);

}  // namespace weighmaster::words
