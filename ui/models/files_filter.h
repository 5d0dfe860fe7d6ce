#pragma once

#include <QString>
#include <array>
#include <cstdint>

#include "verdict/report.h"

namespace weighmaster::ui {

/// Which rows of the Files page are wanted.
struct FilesFilter {
  enum class Kind : std::uint8_t { all, changed, missing, unsigned_, canRunCode, ignored, notChecked };
  static constexpr std::array kinds{Kind::all,        Kind::changed, Kind::missing,   Kind::unsigned_,
                                    Kind::canRunCode, Kind::ignored, Kind::notChecked};

  Kind kind = Kind::all;
  /// Any part of the name, in either case.
  QString text;

  [[nodiscard]] bool passes(const verdict::FileRow& row) const;
  [[nodiscard]] static bool isOf(Kind kind, const verdict::FileRow& row);
};

/// How many rows are of each kind.
using KindCounts = std::array<std::size_t, FilesFilter::kinds.size()>;

}  // namespace weighmaster::ui
