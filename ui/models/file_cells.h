#pragma once

#include <QString>

#include "ui/models/files_model.h"

/// What stands in the cells of the Files page.
namespace weighmaster::ui {

[[nodiscard]] QString cell(const verdict::FileRow& row, int column);
[[nodiscard]] QString cell(const verdict::ShardRow& shard, int column);
[[nodiscard]] QString groupCell(const FileRows& rows, const LeftoverGroup& group, int column);

/// Whole names and digests, and why a file was not checked; several lines.
[[nodiscard]] QString hint(const verdict::FileRow& row, int column);
[[nodiscard]] QString hint(const verdict::ShardRow& shard, int column);

/// That a file can run code is never said in green.
[[nodiscard]] words::Tone toneOf(const verdict::FileRow& row);
[[nodiscard]] verdict::FileState stateOf(const verdict::ShardRow& shard);
[[nodiscard]] verdict::FileState stateOf(const FileRows& rows, const LeftoverGroup& group);

/// What asks for attention first has the least.
[[nodiscard]] int urgency(verdict::FileState state);

/// One line for the clipboard, digests whole, tabs between.
[[nodiscard]] QString line(const verdict::FileRow& row);
[[nodiscard]] QString line(const verdict::ShardRow& shard);

}  // namespace weighmaster::ui
