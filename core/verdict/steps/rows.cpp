#include "verdict/steps/rows.h"

#include <algorithm>
#include <set>

#include "model/code_risk.h"

namespace weighmaster::verdict {

using base::Code;
using base::Effect;
using base::Finding;

namespace {

bool is_note(const Finding& finding) {
  return base::effect(finding.code) == Effect::none;
}

/// The name a resource has on this disk: a single file may be recorded as "." (OMS section 6.1.2, older
/// writers).
const std::string& name_here(const manifest::Resource& resource, const manifest::Manifest& expected,
                             const model::Tree& tree) {
  const bool dot = expected.names_only_dot() && tree.is_single_file() && !tree.files().empty();
  return dot ? tree.files().front().name : resource.path;
}

using Rows = std::vector<FileRow>;

/// A row for each name that is signed, here, remarked on or left out, in the order of the names. There may be
/// millions.
Rows rows_of_all_names(const model::Tree& tree, const manifest::Manifest& expected) {
  std::vector<std::string_view> names;
  names.reserve(expected.resources().size() + tree.files().size());
  for (const auto& resource : expected.resources()) names.push_back(name_here(resource, expected, tree));
  if (!std::is_sorted(names.begin(), names.end())) std::sort(names.begin(), names.end());
  // The tree's names are in order.
  const auto merge = [&names](const auto& more, auto name) {
    const auto middle = static_cast<std::ptrdiff_t>(names.size());
    std::transform(more.begin(), more.end(), std::back_inserter(names), name);
    std::inplace_merge(names.begin(), names.begin() + middle, names.end());
  };
  merge(tree.files(), [](const auto& file) { return std::string_view(file.name); });
  merge(tree.findings(), [](const auto& finding) { return std::string_view(finding.subject); });
  merge(tree.ignored(), [](const auto& ignored) { return std::string_view(ignored.name); });
  names.erase(std::unique(names.begin(), names.end()), names.end());
  Rows rows(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    rows[i].name = names[i];
    rows[i].leftover_of = model::leftover_of(names[i]);
  }
  return rows;
}

/// Finds rows by names that are asked for in their order, mostly.
class RowFinder {
 public:
  explicit RowFinder(Rows& rows) : rows_(rows) {}

  FileRow& operator[](const std::string& name) {
    // Here, or at the next: else it is looked for.
    if (at_ < rows_.size() && rows_[at_].name < name) ++at_;
    if (at_ == rows_.size() || rows_[at_].name != name) {
      const auto found =
          std::lower_bound(rows_.begin(), rows_.end(), name,
                           [](const FileRow& row, const std::string& text) { return row.name < text; });
      at_ = static_cast<std::size_t>(found - rows_.begin());
    }
    return rows_[at_];
  }

 private:
  Rows& rows_;
  std::size_t at_ = 0;
};

void add_expected(const manifest::Manifest& expected, const model::Tree& tree, Rows& rows) {
  RowFinder row_of(rows);
  for (const auto& resource : expected.resources()) {
    FileRow& row = row_of[name_here(resource, expected, tree)];
    if (resource.range) {
      row.shards.push_back({*resource.range, resource.digest, {}});
    } else {
      row.expected = resource.digest;
    }
  }
  for (auto& row : rows) {
    std::sort(row.shards.begin(), row.shards.end(),
              [](const auto& a, const auto& b) { return a.range < b.range; });
  }
}

void add_tree(const model::Tree& tree, Rows& rows) {
  RowFinder row_of_file(rows);
  for (const auto& file : tree.files()) row_of_file[file.name].size = file.size;
  RowFinder row_of_finding(rows);
  for (const auto& finding : tree.findings()) row_of_finding[finding.subject].findings.push_back(finding);
  RowFinder row_of_ignored(rows);
  for (const auto& ignored : tree.ignored()) {
    FileRow& row = row_of_ignored[ignored.name];
    row.ignored_for = ignored.reason;
    row.state = FileState::ignored;
  }
}

/// A hub's link whose file was not downloaded: it is not here, and nothing hides it. The link is.
bool is_not_downloaded(const FileRow& row) {
  return std::any_of(row.findings.begin(), row.findings.end(),
                     [](const Finding& finding) { return finding.code == Code::folder_hub_blob_missing; });
}

/// What could not be listed hides what lies below it: such a file is not missing, it was not seen.
bool lies_below(const std::string& name, const std::set<std::string>& unseen) {
  if (unseen.empty()) return false;
  for (auto slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1)) {
    if (unseen.contains(name.substr(0, slash))) return true;
  }
  return false;
}

/// A signed file that is left out was not checked, whoever left it out: that is not the same as being fine.
void refuse_signed_but_ignored(const model::Tree& tree, Rows& rows) {
  std::set<std::string> left_out;
  for (const auto& ignored : tree.ignored()) left_out.insert(ignored.name);
  for (auto& row : rows) {
    const bool ignored = row.state == FileState::ignored || lies_below(row.name, left_out);
    if (!ignored || !row.is_signed()) continue;
    row.state = FileState::not_checked;
    row.findings.push_back({Code::content_left_out, row.name, {}});
  }
}

/// States that are known before anything is hashed.
void settle_early(const model::Tree& tree, Rows& rows) {
  refuse_signed_but_ignored(tree, rows);
  std::set<std::string> unseen;
  for (const auto& finding : tree.findings()) {
    if (!is_note(finding)) unseen.insert(finding.subject);
  }
  for (auto& row : rows) {
    if (row.state != FileState::waiting || row.size) continue;
    if (is_not_downloaded(row)) {
      row.state = row.is_signed() ? FileState::missing : FileState::unsigned_;
    } else {
      const bool hidden = has_fault(row) || lies_below(row.name, unseen);
      row.state = hidden ? FileState::not_checked : FileState::missing;
    }
  }
}

/// What was not asked about is not looked at, whatever it is, unless it hides something that was.
void set_aside(const model::Asked& asked, Rows& rows) {
  for (auto& row : rows) {
    const bool left_out = row.state == FileState::ignored && !row.is_signed();
    if (left_out || asked.concerns(row.name)) continue;
    row.state = FileState::not_checked;
    row.findings = {{Code::content_not_asked, row.name, {}}};
  }
}

}  // namespace

bool has_fault(const FileRow& row) {
  // That a digest is of earlier weighs, and says nothing against comparing it.
  return !std::all_of(row.findings.begin(), row.findings.end(), [](const Finding& finding) {
    return is_note(finding) || finding.code == Code::content_from_cache;
  });
}

void list_files(const model::Tree& tree, const manifest::Manifest& expected, const model::Asked& asked,
                Report& report) {
  Rows rows = rows_of_all_names(tree, expected);
  add_expected(expected, tree, rows);
  add_tree(tree, rows);
  settle_early(tree, rows);
  if (!asked.all()) set_aside(asked, rows);
  report.files = std::move(rows);
}

}  // namespace weighmaster::verdict
