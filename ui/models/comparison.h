#pragma once

#include <QString>
#include <optional>

#include "verdict/report.h"

namespace weighmaster::ui {

/// Two texts from outside, fit to be shown one under the other in a monospace face, and where they part.
struct Comparison {
  QString what;  // "Identity", "Issuer", "Key", "Root certificate", "Publisher of the model"
  QString expected;
  QString found;
  /// Place of the first difference in the texts as shown, and how many characters stand there; equal texts:
  /// past the end.
  qsizetype at = 0;
  qsizetype expectedLength = 0;
  qsizetype foundLength = 0;
  /// "Character 13 differs: “l” (small L) where you expect “i” (small I)."
  QString spelledOut;

  [[nodiscard]] bool same() const { return expected == found && spelledOut.isEmpty(); }
};

[[nodiscard]] Comparison compareTexts(const QString& what, std::string_view expected, std::string_view found);

/// What the person expected or knows against what the signature has; nothing where there is nothing to
/// compare.
[[nodiscard]] std::optional<Comparison> compareSigner(const verdict::Report& report);

}  // namespace weighmaster::ui
