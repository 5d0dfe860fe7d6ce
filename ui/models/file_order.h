#pragma once

#include <QtCore/qnamespace.h>

#include <vector>

#include "ui/models/file_rows.h"

namespace weighmaster::ui {

/// Files by their places, put in the order of a column (FilesModel::Column); those that are alike there stand
/// by their places. A click may wait for it: a hundred thousand take some ten milliseconds, for rows are
/// looked at once each and not at every comparison.
[[nodiscard]] std::vector<std::size_t> inOrder(const FileRows& rows, const std::vector<std::size_t>& places,
                                               int column, Qt::SortOrder order);

}  // namespace weighmaster::ui
