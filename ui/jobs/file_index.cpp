#include "ui/jobs/file_index.h"

#include <algorithm>
#include <numeric>

namespace weighmaster::ui {
namespace {

bool isLeftover(const verdict::FileRow& row) {
  return !row.leftover_of.empty() && !row.is_signed();
}

std::vector<std::size_t> nameRanksOf(const std::vector<verdict::FileRow>& files) {
  const auto byName = [](const verdict::FileRow& a, const verdict::FileRow& b) { return a.name < b.name; };
  if (std::is_sorted(files.begin(), files.end(), byName)) return {};
  std::vector<std::size_t> places(files.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::stable_sort(places.begin(), places.end(),
                   [&](std::size_t a, std::size_t b) { return byName(files[a], files[b]); });
  std::vector<std::size_t> ranks(files.size());
  for (std::size_t rank = 0; rank < places.size(); ++rank) ranks[places[rank]] = rank;
  return ranks;
}

}  // namespace

FileMarks::FileMarks(const verdict::FileRow& row) {
  const auto mark = [this](FileKind kind, bool on) { set(static_cast<unsigned>(kind), on); };
  using verdict::FileState;
  mark(FileKind::all, true);
  mark(FileKind::changed, row.state == FileState::changed);
  mark(FileKind::missing, row.state == FileState::missing);
  mark(FileKind::unsigned_, row.state == FileState::unsigned_);
  mark(FileKind::canRunCode, row.risk != model::CodeRisk::none);
  mark(FileKind::ignored, row.state == FileState::ignored);
  mark(FileKind::notChecked, row.state == FileState::not_checked);
  set(leftoverBit, ui::isLeftover(row));
}

FileIndex::FileIndex(const std::vector<verdict::FileRow>& files) : nameRanks(nameRanksOf(files)) {
  marks.reserve(files.size());
  for (std::size_t place = 0; place < files.size(); ++place) {
    const auto& row = files[place];
    marks.emplace_back(row);
    count(counts, marks.back(), 1);
    if (!marks.back().isLeftover()) continue;
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const LeftoverGroup& known) { return known.tool == row.leftover_of; });
    if (group == groups.end()) group = groups.insert(groups.end(), LeftoverGroup{row.leftover_of, {}});
    group->places.push_back(place);
  }
}

void count(KindCounts& counts, FileMarks marks, int by) {
  for (const auto kind : fileKinds) {
    if (marks.isOf(kind)) counts.at(static_cast<std::size_t>(kind)) += static_cast<std::size_t>(by);
  }
}

}  // namespace weighmaster::ui
