#include "ui/models/file_cells.h"

#include <QCoreApplication>

#include "ui/models/text.h"

namespace weighmaster::ui {
namespace {

QString translated(const char* text) {
  return QCoreApplication::translate("files", text);
}

QString stateText(verdict::FileState state) {
  return symbol(state) + QString(u' ') + say(words::title(state));
}

QString expectedText(const verdict::FileRow& row) {
  if (row.expected) return shortDigest(*row.expected);
  if (row.state == verdict::FileState::unsigned_) return translated("not in the signature");
  return row.shards.empty() ? QString() : translated("%1 shards").arg(row.shards.size());
}

QString rangeText(const manifest::ByteRange& range) {
  return translated("bytes %1 to %2").arg(grouped(qint64(range.start)), grouped(qint64(range.end)));
}

}  // namespace

int urgency(verdict::FileState state) {
  switch (state) {
    case verdict::FileState::changed:
      return 0;
    case verdict::FileState::missing:
      return 1;
    case verdict::FileState::unsigned_:
      return 2;
    case verdict::FileState::not_checked:
      return 3;
    case verdict::FileState::waiting:
      return 4;
    case verdict::FileState::ignored:
      return 5;
    case verdict::FileState::matches:
      return 6;
  }
  return 7;
}

QString cell(const verdict::FileRow& row, int column) {
  switch (column) {
    case FilesModel::nameColumn:
      return shown(row.name, 300);
    case FilesModel::sizeColumn:
      return row.size ? own(base::format_size(*row.size)) : QString();
    case FilesModel::expectedColumn:
      return expectedText(row);
    case FilesModel::foundColumn:
      return row.found ? shortDigest(*row.found) : QString();
    default:
      break;
  }
  auto text = stateText(row.state);
  if (row.risk != model::CodeRisk::none) text += QStringLiteral(" · ") + translated("can run code");
  return text;
}

QString cell(const verdict::ShardRow& shard, int column) {
  switch (column) {
    case FilesModel::nameColumn:
      return rangeText(shard.range);
    case FilesModel::sizeColumn:
      return own(base::format_size(shard.range.size()));
    case FilesModel::expectedColumn:
      return shard.expected ? shortDigest(*shard.expected) : QString();
    case FilesModel::foundColumn:
      return shard.found ? shortDigest(*shard.found) : QString();
    default:
      return stateText(stateOf(shard));
  }
}

QString groupCell(const FileRows& rows, const LeftoverGroup& group, int column) {
  std::uint64_t size = 0;
  switch (column) {
    case FilesModel::nameColumn:
      return translated("Left behind by %1 (%2 files)").arg(own(group.tool)).arg(group.places.size());
    case FilesModel::sizeColumn:
      for (const auto place : group.places) size += rows.at(place).size.value_or(0);
      return own(base::format_size(size));
    case FilesModel::stateColumn:
      return stateText(stateOf(rows, group));
    default:
      return {};
  }
}

QString hint(const verdict::FileRow& row, int column) {
  switch (column) {
    case FilesModel::nameColumn:
      return shown(row.name);
    case FilesModel::sizeColumn:
      return row.size ? translated("%1 bytes").arg(grouped(qint64(*row.size))) : QString();
    case FilesModel::expectedColumn:
      return wholeDigest(row.expected);
    case FilesModel::foundColumn:
      return wholeDigest(row.found);
    default:
      break;
  }
  QString text = say(words::title(row.state));
  if (row.risk != model::CodeRisk::none) text += u'\n' + say(words::title(row.risk));
  for (const auto& finding : row.findings) text += u'\n' + say(words::what_is_so(finding));
  return text;
}

QString hint(const verdict::ShardRow& shard, int column) {
  if (column == FilesModel::expectedColumn) return wholeDigest(shard.expected);
  if (column == FilesModel::foundColumn) return wholeDigest(shard.found);
  return cell(shard, column);
}

words::Tone toneOf(const verdict::FileRow& row) {
  const auto tone = ui::tone(row.state);
  return row.risk != model::CodeRisk::none && tone == words::Tone::good ? words::Tone::neutral : tone;
}

verdict::FileState stateOf(const verdict::ShardRow& shard) {
  if (!shard.expected) return verdict::FileState::unsigned_;
  if (!shard.found) return verdict::FileState::waiting;
  return *shard.expected == *shard.found ? verdict::FileState::matches : verdict::FileState::changed;
}

verdict::FileState stateOf(const FileRows& rows, const LeftoverGroup& group) {
  auto state = verdict::FileState::ignored;
  for (const auto place : group.places) {
    if (urgency(rows.at(place).state) < urgency(state)) state = rows.at(place).state;
  }
  return state;
}

QString line(const verdict::FileRow& row) {
  const QStringList cells{shown(row.name, 4096), row.size ? QString::number(*row.size) : QString(),
                          wholeDigest(row.expected), wholeDigest(row.found), say(words::title(row.state))};
  return cells.join(u'\t');
}

QString line(const verdict::ShardRow& shard) {
  const QStringList cells{rangeText(shard.range), QString::number(shard.range.size()),
                          wholeDigest(shard.expected), wholeDigest(shard.found),
                          say(words::title(stateOf(shard)))};
  return cells.join(u'\t');
}

}  // namespace weighmaster::ui
