#include "ui/models/files_filter.h"

namespace weighmaster::ui {

bool FilesFilter::isOf(Kind kind, const verdict::FileRow& row) {
  switch (kind) {
    case Kind::all:
      return true;
    case Kind::changed:
      return row.state == verdict::FileState::changed;
    case Kind::missing:
      return row.state == verdict::FileState::missing;
    case Kind::unsigned_:
      return row.state == verdict::FileState::unsigned_;
    case Kind::canRunCode:
      return row.risk != model::CodeRisk::none;
    case Kind::ignored:
      return row.state == verdict::FileState::ignored;
    case Kind::notChecked:
      return row.state == verdict::FileState::not_checked;
  }
  return true;
}

bool FilesFilter::passes(const verdict::FileRow& row) const {
  if (!isOf(kind, row)) return false;
  return text.isEmpty() || QString::fromStdString(row.name).contains(text, Qt::CaseInsensitive);
}

}  // namespace weighmaster::ui
