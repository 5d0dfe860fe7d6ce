#pragma once

#include "ui/report/columns.h"
#include "ui/report/pages.h"
#include "ui/report/paint_work.h"
#include "words/document.h"

namespace weighmaster::ui {

/// Where the columns of a table stand on these pages: looks at every cell.
[[nodiscard]] Columns columnsOf(const words::Table& table, Pages& pages, Copyist& copyist, PaintWork& work);

/// Sets a table of any length; its titles stand on each of its pages. Ends early where the work is stopped.
void setTable(const words::Table& table, const Columns& columns, Pages& pages, Copyist& copyist,
              PaintWork& work);

}  // namespace weighmaster::ui
