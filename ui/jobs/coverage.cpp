#include "ui/jobs/coverage.h"

#include <algorithm>

#include "ui/jobs/aside.h"

namespace weighmaster::ui {
namespace {

using State = CoverageRow::State;

/// The names of a difference are in order.
State stateOf(const std::string& name, const manifest::Difference& since) {
  const auto isIn = [&](const std::vector<std::string>& names) {
    return std::binary_search(names.begin(), names.end(), name);
  };
  if (isIn(since.changed)) return State::changed;
  return isIn(since.added) ? State::added : State::covered;
}

CoverageRow rowOf(const model::File& file, const manifest::Difference* since) {
  return {file.name, since ? stateOf(file.name, *since) : State::covered, file.size, std::nullopt, {}};
}

/// Files that have another name now, and those that are here no more. The first `count` rows are the files of
/// the tree, in order.
void addMoved(std::vector<CoverageRow>& rows, std::size_t count, const manifest::Difference& since) {
  const auto files = rows.begin() + static_cast<std::ptrdiff_t>(count);
  for (const auto& [from, to] : since.renamed) {
    const auto row =
        std::lower_bound(rows.begin(), files, to,
                         [](const CoverageRow& known, const std::string& name) { return known.name < name; });
    if (row == files || row->name != to) continue;
    row->state = State::renamed;
    row->formerName = from;
  }
  for (const auto& name : since.removed) rows.push_back({name, State::gone, std::nullopt, std::nullopt, {}});
}

}  // namespace

CoveragePtr coverageOf(const model::Tree& tree, const manifest::Difference* since) {
  Coverage coverage;
  coverage.files = tree.files().size();
  coverage.bytes = tree.total_size();
  coverage.leftOut = tree.ignored().size();
  for (const auto& file : tree.files()) coverage.rows.push_back(rowOf(file, since));
  for (const auto& ignored : tree.ignored()) {
    coverage.rows.push_back({ignored.name, State::leftOut, std::nullopt, ignored.reason, {}});
  }
  if (since) addMoved(coverage.rows, coverage.files, *since);
  std::stable_sort(coverage.rows.begin(), coverage.rows.end(),
                   [](const CoverageRow& a, const CoverageRow& b) { return a.state < b.state; });
  return sharedAside(std::move(coverage));
}

}  // namespace weighmaster::ui
