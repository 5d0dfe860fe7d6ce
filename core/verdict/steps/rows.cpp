#include "verdict/steps/rows.h"

#include <algorithm>
#include <map>
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
std::string name_here(const manifest::Resource& resource, const manifest::Manifest& expected,
                      const model::Tree& tree) {
  const bool dot = expected.names_only_dot() && tree.is_single_file() && !tree.files().empty();
  return dot ? tree.files().front().name : resource.path;
}

using Rows = std::map<std::string, FileRow>;

FileRow& row_of(Rows& rows, const std::string& name) {
  FileRow& row = rows[name];
  if (row.name.empty()) {
    row.name = name;
    row.leftover_of = model::leftover_of(name);
  }
  return row;
}

void add_expected(const manifest::Manifest& expected, const model::Tree& tree, Rows& rows) {
  for (const auto& resource : expected.resources()) {
    FileRow& row = row_of(rows, name_here(resource, expected, tree));
    if (resource.range) {
      row.shards.push_back({*resource.range, resource.digest, {}});
    } else {
      row.expected = resource.digest;
    }
  }
}

void add_tree(const model::Tree& tree, Rows& rows) {
  for (const auto& file : tree.files()) row_of(rows, file.name).size = file.size;
  for (const auto& finding : tree.findings()) row_of(rows, finding.subject).findings.push_back(finding);
  for (const auto& ignored : tree.ignored()) {
    FileRow& row = row_of(rows, ignored.name);
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
  for (auto slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1)) {
    if (unseen.contains(name.substr(0, slash))) return true;
  }
  return false;
}

/// A signed file that is left out was not checked, whoever left it out: that is not the same as being fine.
void refuse_signed_but_ignored(const model::Tree& tree, Rows& rows) {
  std::set<std::string> left_out;
  for (const auto& ignored : tree.ignored()) left_out.insert(ignored.name);
  for (auto& [name, row] : rows) {
    const bool ignored = row.state == FileState::ignored || lies_below(name, left_out);
    if (!ignored || !row.is_signed()) continue;
    row.state = FileState::not_checked;
    row.findings.push_back({Code::content_left_out, name, {}});
  }
}

/// States that are known before anything is hashed.
void settle_early(const model::Tree& tree, Rows& rows) {
  refuse_signed_but_ignored(tree, rows);
  std::set<std::string> unseen;
  for (const auto& finding : tree.findings()) {
    if (!is_note(finding)) unseen.insert(finding.subject);
  }
  for (auto& [name, row] : rows) {
    if (row.state != FileState::waiting || row.size) continue;
    if (is_not_downloaded(row)) {
      row.state = row.is_signed() ? FileState::missing : FileState::unsigned_;
    } else {
      const bool hidden = has_fault(row) || lies_below(name, unseen);
      row.state = hidden ? FileState::not_checked : FileState::missing;
    }
  }
}

/// What was not asked about is not looked at, whatever it is, unless it hides something that was.
void set_aside(const model::Asked& asked, Rows& rows) {
  for (auto& [name, row] : rows) {
    const bool left_out = row.state == FileState::ignored && !row.is_signed();
    if (left_out || asked.concerns(name)) continue;
    row.state = FileState::not_checked;
    row.findings = {{Code::content_not_asked, name, {}}};
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
  Rows rows;
  add_expected(expected, tree, rows);
  add_tree(tree, rows);
  settle_early(tree, rows);
  if (!asked.all()) set_aside(asked, rows);
  report.files.clear();
  report.files.reserve(rows.size());
  for (auto& [name, row] : rows) {
    std::sort(row.shards.begin(), row.shards.end(),
              [](const auto& a, const auto& b) { return a.range < b.range; });
    report.files.push_back(std::move(row));
  }
}

}  // namespace weighmaster::verdict
