#include "verdict/steps/files.h"

#include <algorithm>
#include <map>
#include <set>

#include "model/code_risk.h"
#include "model/hashing.h"

namespace weighmaster::verdict {
namespace {

using base::Code;
using base::Effect;
using base::Finding;

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

bool has_fault(const FileRow& row) {
  return !std::all_of(row.findings.begin(), row.findings.end(), is_note);
}

/// A hub's link whose file was not downloaded: it is not here, and nothing hides it.
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
    const bool hidden = has_fault(row) || lies_below(name, unseen);
    const bool absent = !hidden || (row.is_signed() && is_not_downloaded(row));
    row.state = absent ? FileState::missing : FileState::not_checked;
  }
}

FileState judge(const FileRow& row) {
  if (has_fault(row)) return FileState::not_checked;
  if (!row.is_signed()) return FileState::unsigned_;
  const bool whole = row.expected == row.found;
  const bool parts = std::all_of(row.shards.begin(), row.shards.end(),
                                 [](const auto& shard) { return shard.expected == shard.found; });
  return whole && parts ? FileState::matches : FileState::changed;
}

/// Takes the digests as they come and settles each row when its last piece is there.
class Comparison {
 public:
  Comparison(const model::Tree& tree, const std::vector<model::Piece>& pieces, bool in_shards,
             const Watch& watch, Report& report)
      : pieces_(pieces),
        in_shards_(in_shards),
        watch_(watch),
        report_(report),
        left_(report.files.size(), 0) {
    std::map<std::string_view, std::size_t> place;
    for (std::size_t i = 0; i < report.files.size(); ++i) place[report.files[i].name] = i;
    for (const auto& file : tree.files()) row_of_file_.push_back(place.at(file.name));
    for (const auto& piece : pieces) ++left_[row_of_file_[piece.file]];
  }

  /// Files that have no piece at all: empty ones, cut in shards.
  void settle_empty() {
    for (const std::size_t row : row_of_file_) {
      if (left_[row] == 0) settle(row);
    }
  }

  void take(model::HashedPiece done) {
    const model::Piece& piece = pieces_[done.piece];
    const std::size_t place = row_of_file_[piece.file];
    FileRow& row = report_.files[place];
    if (done.risk != model::CodeRisk::none) row.risk = done.risk;
    if (!done.digest) {
      row.findings.push_back(base::as_finding(done.digest.error()));
    } else {
      report_.bytes_hashed += piece.range.size();
      record(row, piece.range, *done.digest);
    }
    if (--left_[place] == 0) settle(place);
  }

 private:
  void record(FileRow& row, const manifest::ByteRange& range, const crypto::Digest& digest) const {
    if (!in_shards_) {
      row.found = digest;
      return;
    }
    const auto at =
        std::lower_bound(row.shards.begin(), row.shards.end(), range,
                         [](const auto& shard, const auto& wanted) { return shard.range < wanted; });
    if (at != row.shards.end() && at->range == range) {
      at->found = digest;
    } else {
      row.shards.insert(at, {range, {}, digest});
    }
  }

  void settle(std::size_t place) {
    FileRow& row = report_.files[place];
    row.state = judge(row);
    if (watch_.row) watch_.row(place, row);
  }

  const std::vector<model::Piece>& pieces_;
  bool in_shards_;
  const Watch& watch_;
  Report& report_;
  std::vector<std::size_t> row_of_file_;
  std::vector<std::size_t> left_;
};

std::string digests_in_words(const FileRow& row) {
  if (!row.expected || !row.found) return {};
  return "signed " + row.expected->hex() + ", found " + row.found->hex();
}

/// Left out because the signer or the person said so: named, since it is a hole that anybody may fill.
bool is_somebodys_choice(const FileRow& row) {
  return row.ignored_for == model::IgnoreReason::asked || row.ignored_for == model::IgnoreReason::recorded;
}

/// A row's own verdict as findings of the two steps.
void report_row(const FileRow& row, bool in_shards, std::vector<Finding>& files,
                std::vector<Finding>& nothing_else) {
  auto& concerned = row.is_signed() ? files : nothing_else;
  concerned.insert(concerned.end(), row.findings.begin(), row.findings.end());
  switch (row.state) {
    case FileState::changed:
      files.push_back({Code::content_changed, row.name, digests_in_words(row)});
      return;
    case FileState::missing:
      files.push_back({Code::content_missing, row.name, {}});
      return;
    case FileState::unsigned_:
      nothing_else.push_back({Code::content_unsigned, row.name, {}});
      if (in_shards && row.size == 0U) nothing_else.push_back({Code::content_empty_uncovered, row.name, {}});
      return;
    case FileState::ignored:
      if (is_somebodys_choice(row)) nothing_else.push_back({Code::content_ignored, row.name, {}});
      return;
    case FileState::matches:
    case FileState::waiting:
    case FileState::not_checked:
      return;
  }
}

void conclude(const manifest::Manifest& expected, std::vector<Finding> findings, Report& report) {
  const bool in_shards = expected.serialization().method == manifest::Method::shards;
  Step& files = report.step(StepId::files);
  Step& nothing_else = report.step(StepId::nothing_else);
  files.findings = std::move(findings);
  bool all_checked = true;
  for (auto& row : report.files) {
    if (row.state == FileState::waiting) row.state = FileState::not_checked;
    if (row.state == FileState::not_checked && row.is_signed()) all_checked = false;
    report_row(row, in_shards, files.findings, nothing_else.findings);
  }
  files.outcome = outcome_of(files.findings);
  if (files.outcome == Outcome::passed && !all_checked) files.outcome = Outcome::not_checked;
  nothing_else.outcome = outcome_of(nothing_else.findings);
}

}  // namespace

void list_files(const model::Tree& tree, const manifest::Manifest& expected, Report& report) {
  Rows rows;
  add_expected(expected, tree, rows);
  add_tree(tree, rows);
  settle_early(tree, rows);
  report.files.clear();
  for (auto& [name, row] : rows) {
    std::sort(row.shards.begin(), row.shards.end(),
              [](const auto& a, const auto& b) { return a.range < b.range; });
    report.files.push_back(std::move(row));
  }
}

void check_files(const model::Tree& tree, const manifest::Manifest& expected, const base::Task& task,
                 const Watch& watch, Report& report) {
  const auto& serialization = expected.serialization();
  const auto pieces = model::all_pieces(tree, serialization);
  if (!pieces) {
    conclude(expected, {base::as_finding(pieces.error())}, report);
    return;
  }
  Comparison comparison(tree, *pieces, serialization.method == manifest::Method::shards, watch, report);
  comparison.settle_empty();
  const auto hashed = model::hash_pieces(tree, serialization.hash, *pieces, task,
                                         [&](model::HashedPiece done) { comparison.take(std::move(done)); });
  std::vector<Finding> findings =
      hashed ? tree.changes_since(task) : std::vector<Finding>{base::as_finding(hashed.error())};
  conclude(expected, std::move(findings), report);
}

}  // namespace weighmaster::verdict
