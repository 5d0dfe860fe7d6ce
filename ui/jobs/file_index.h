#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "verdict/report.h"

namespace weighmaster::ui {

/// What the Files page can show alone. A file is of several kinds at once.
enum class FileKind : std::uint8_t { all, changed, missing, unsigned_, canRunCode, ignored, notChecked };
inline constexpr std::array fileKinds{FileKind::all,       FileKind::changed,    FileKind::missing,
                                      FileKind::unsigned_, FileKind::canRunCode, FileKind::ignored,
                                      FileKind::notChecked};

/// How many files are of each kind.
using KindCounts = std::array<std::size_t, fileKinds.size()>;

/// The kinds of one file, and whether it stands in a group of leftovers: one byte, for rows are hundreds.
class FileMarks {
 public:
  FileMarks() = default;
  explicit FileMarks(const verdict::FileRow& row);

  [[nodiscard]] bool isOf(FileKind kind) const { return (bits_ >> static_cast<unsigned>(kind) & 1U) != 0; }
  /// Left by a known tool, and signed by nobody: shown in a group, not by itself.
  [[nodiscard]] bool isLeftover() const { return (bits_ >> leftoverBit & 1U) != 0; }

 private:
  static constexpr unsigned leftoverBit = 7;
  static_assert(fileKinds.size() <= leftoverBit);

  void set(unsigned bit, bool on) { bits_ |= static_cast<std::uint8_t>(unsigned{on} << bit); }

  std::uint8_t bits_ = 0;
};

/// Leftovers of one tool, by their places in Report::files.
struct LeftoverGroup {
  std::string_view tool;
  std::vector<std::size_t> places;

  friend bool operator==(const LeftoverGroup&, const LeftoverGroup&) = default;
};

/// What the Files page wants to know of all rows at once.
struct FileIndex {
  std::vector<FileMarks> marks;  // one for each row
  KindCounts counts{};
  std::vector<LeftoverGroup> groups;
  /// One for each row: its place among all names. Empty where the rows are in that order, as reports have
  /// them.
  std::vector<std::size_t> nameRanks;

  FileIndex() = default;
  explicit FileIndex(const std::vector<verdict::FileRow>& files);
};

/// Adds a file's marks to the counts, or takes them out.
void count(KindCounts& counts, FileMarks marks, int by);

}  // namespace weighmaster::ui
