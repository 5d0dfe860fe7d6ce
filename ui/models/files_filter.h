#pragma once

#include <QString>

#include "ui/jobs/file_index.h"

namespace weighmaster::ui {

/// Which rows of the Files page are wanted.
struct FilesFilter {
  FileKind kind = FileKind::all;
  /// Any part of the name, in either case.
  QString text;

  [[nodiscard]] bool passes(const verdict::FileRow& row, FileMarks marks) const;
};

}  // namespace weighmaster::ui
