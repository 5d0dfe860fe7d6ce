#pragma once

#include <QList>
#include <QString>
#include <optional>

#include "ui/models/stretch.h"
#include "verdict/report.h"

namespace weighmaster::ui {

/// Two texts from outside, fit to be shown one under the other in a monospace face, and where they part.
struct Comparison {
  QString expected;
  QString found;
  /// Every place where they part, as many in the one as in the other. None in texts that are too long to be
  /// shown whole.
  QList<Stretch> expectedMarks;
  QList<Stretch> foundMarks;
  /// "Letters differ: r n in place of m." Where much differs, the first letter that does; empty where nothing
  /// does.
  QString spelledOut;

  [[nodiscard]] bool same() const { return expected == found && spelledOut.isEmpty(); }
};

[[nodiscard]] Comparison compareTexts(std::string_view expected, std::string_view found);

/// What the person expected or knows against what the signature has; nothing where there is nothing to
/// compare.
[[nodiscard]] std::optional<Comparison> compareSigner(const verdict::Report& report);

}  // namespace weighmaster::ui
