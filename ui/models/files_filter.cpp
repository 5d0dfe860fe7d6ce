#include "ui/models/files_filter.h"

namespace weighmaster::ui {

bool FilesFilter::passes(const verdict::FileRow& row, FileMarks marks) const {
  if (!marks.isOf(kind)) return false;
  return text.isEmpty() || QString::fromStdString(row.name).contains(text, Qt::CaseInsensitive);
}

}  // namespace weighmaster::ui
