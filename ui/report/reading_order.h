#pragma once

#include "ui/report/copyist.h"

namespace weighmaster::ui {

/// The text with its runs of right-to-left letters one after the other from the left, as all else stands on a
/// page: within a run letters are joined and read as ever, but the parts of a path, and digits beside them,
/// keep their places. Without that "\u05d0/\u05d1" and "\u05d1/\u05d0", two files, would look the same
/// (Unicode Standard Annex 9; a left-to-right mark stands behind each run).
[[nodiscard]] Copy inOrder(const Copy& copy);

}  // namespace weighmaster::ui
