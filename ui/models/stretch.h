#pragma once

#include <QtGlobal>

namespace weighmaster::ui {

/// A part of a text as it is shown; of no length: a place between two letters.
struct Stretch {
  qsizetype at = 0;
  qsizetype length = 0;

  friend bool operator==(const Stretch&, const Stretch&) = default;
};

}  // namespace weighmaster::ui
