#include "verdict/steps/files.h"

#include <algorithm>
#include <span>

#include "base/file.h"
#include "model/digest_cache.h"
#include "model/hashing.h"
#include "verdict/steps/differences.h"
#include "verdict/steps/rows.h"

namespace weighmaster::verdict {
namespace {

using base::Code;
using base::Finding;

FileState judge(const FileRow& row) {
  if (has_fault(row)) return FileState::not_checked;
  if (!row.is_signed()) return FileState::unsigned_;
  const bool whole = row.expected == row.found;
  const bool parts = std::all_of(row.shards.begin(), row.shards.end(),
                                 [](const auto& shard) { return shard.expected == shard.found; });
  return whole && parts ? FileState::matches : FileState::changed;
}

std::string age_in_words(base::TimePoint then, base::TimePoint now) {
  constexpr std::int64_t day = 24;
  const auto hours = std::chrono::duration_cast<std::chrono::hours>(now - then).count();
  const auto text = "computed " + base::to_rfc3339(std::chrono::floor<std::chrono::seconds>(then));
  if (hours < 0) return text + ", later than this computer's clock";
  return text + (hours < 2 * day ? ", " + std::to_string(hours) + " hours before this check"
                                 : ", " + std::to_string(hours / day) + " days before this check");
}

/// One that stands in for reading.
struct StoredDigest {
  crypto::Digest digest;
  std::string origin;
};

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
    // Both are in the order of their names, and every file has its row.
    row_of_file_.reserve(tree.files().size());
    std::size_t row = 0;
    for (const auto& file : tree.files()) {
      while (report.files[row].name != file.name) ++row;
      row_of_file_.push_back(row);
    }
    for (const auto& piece : pieces) ++left_[row_of_file_[piece.file]];
  }

  /// Files that have no piece at all: empty ones, cut in shards.
  void settle_empty() {
    for (const std::size_t row : row_of_file_) {
      if (left_[row] == 0 && report_.files[row].state == FileState::waiting) settle(row);
    }
  }

  /// Takes a digest of earlier days in place of reading, where it is the one that was signed: any other
  /// answer is worth reading the file for.
  [[nodiscard]] bool take_stored(std::size_t place, const StoredDigest& stored) {
    const model::Piece& piece = pieces_[place];
    const std::size_t row_place = row_of_file_[piece.file];
    FileRow& row = report_.files[row_place];
    if (row.state != FileState::waiting || signed_digest(row, piece.range) != stored.digest) return false;
    record(row, piece.range, stored.digest);
    row.risk = model::code_risk(row.name, {});
    const Finding finding{Code::content_from_cache, row.name, stored.origin};
    const bool said = !row.findings.empty() && row.findings.back().code == Code::content_from_cache;
    if (!said) row.findings.push_back(finding);
    if (--left_[row_place] == 0) settle(row_place);
    return true;
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
  [[nodiscard]] static std::optional<crypto::Digest> signed_digest(const FileRow& row,
                                                                   const manifest::ByteRange& range) {
    if (row.expected) return row.expected;
    const auto shard = std::find_if(row.shards.begin(), row.shards.end(),
                                    [&](const auto& each) { return each.range == range; });
    return shard != row.shards.end() ? shard->expected : std::nullopt;
  }

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

std::string hex_or_nothing(const std::optional<crypto::Digest>& digest) {
  return digest ? digest->hex() : "nothing";
}

/// Both digests; of a file in shards those of the first that differs.
std::string digests_in_words(const FileRow& row) {
  if (row.shards.empty())
    return "signed " + hex_or_nothing(row.expected) + ", found " + hex_or_nothing(row.found);
  const auto first = std::find_if(row.shards.begin(), row.shards.end(),
                                  [](const auto& shard) { return shard.expected != shard.found; });
  if (first == row.shards.end()) return {};
  return "bytes " + std::to_string(first->range.start) + " to " + std::to_string(first->range.end) +
         ": signed " + hex_or_nothing(first->expected) + ", found " + hex_or_nothing(first->found);
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

/// Whether a row is called so, or lies below.
bool has_row(const Report& report, const std::string& name) {
  const auto first_from = [&](const std::string& wanted) {
    return std::lower_bound(report.files.begin(), report.files.end(), wanted,
                            [](const FileRow& row, const std::string& text) { return row.name < text; });
  };
  const auto at = first_from(name);
  if (at != report.files.end() && at->name == name) return true;
  const auto below = first_from(name + "/");
  return below != report.files.end() && below->name.starts_with(name + "/");
}

/// What was named and is nowhere: nothing was checked about it.
void report_unknown(const model::Asked& asked, const Report& report, std::vector<Finding>& findings) {
  for (const auto& path : asked.outside()) findings.push_back({Code::content_asked_unknown, path, {}});
  for (const auto& name : asked.names()) {
    const bool hidden = std::any_of(report.files.begin(), report.files.end(), [&](const FileRow& row) {
      return has_fault(row) && name.starts_with(row.name + "/");
    });
    if (!hidden && !has_row(report, name)) findings.push_back({Code::content_asked_unknown, name, {}});
  }
}

/// Nothing is wrong with what was asked about, and the rest was not looked at.
bool lacks_only_what_was_not_asked(const Step& step) {
  return std::all_of(step.findings.begin(), step.findings.end(), [](const Finding& finding) {
    return finding.code == Code::content_not_asked || base::effect(finding.code) == base::Effect::none;
  });
}

void conclude(const Comparing& what, std::vector<Finding> findings, Report& report) {
  const bool in_shards = what.expected.serialization().method == manifest::Method::shards;
  Step& files = report.step(StepId::files);
  Step& nothing_else = report.step(StepId::nothing_else);
  files.findings = std::move(findings);
  bool all_checked = true;
  for (auto& row : report.files) {
    if (row.state == FileState::waiting) row.state = FileState::not_checked;
    if (row.state == FileState::not_checked && row.is_signed()) all_checked = false;
    report_row(row, in_shards, files.findings, nothing_else.findings);
  }
  report_unknown(what.asked, report, files.findings);
  for (Step* step : {&files, &nothing_else}) {
    step->outcome = outcome_of(step->findings);
    if (step->outcome == Outcome::failed && lacks_only_what_was_not_asked(*step))
      step->outcome = Outcome::not_checked;
  }
  if (files.outcome == Outcome::passed && !all_checked) files.outcome = Outcome::not_checked;
}

/// The pieces of what was asked about. Error: model.too_many.
base::Result<std::vector<model::Piece>> pieces_of(const Comparing& what) {
  auto pieces = model::all_pieces(what.tree, what.expected.serialization());
  if (pieces && !what.asked.all()) {
    std::erase_if(*pieces, [&](const model::Piece& piece) {
      return !what.asked.covers(what.tree.files()[piece.file].name);
    });
  }
  return pieces;
}

const manifest::FileDigests* listed(const manifest::DigestList& list, const std::string& name) {
  const auto at = std::lower_bound(
      list.files.begin(), list.files.end(), name,
      [](const manifest::FileDigests& file, const std::string& wanted) { return file.name < wanted; });
  return at != list.files.end() && at->name == name ? &*at : nullptr;
}

std::optional<StoredDigest> listed_digest(const Comparing& what, const model::Piece& piece) {
  const auto* file = listed(*what.digests, what.tree.files()[piece.file].name);
  if (file == nullptr) return std::nullopt;
  const auto at = std::lower_bound(file->pieces.begin(), file->pieces.end(), piece.range,
                                   [](const auto& each, const auto& wanted) { return each.range < wanted; });
  if (at == file->pieces.end() || at->range != piece.range) return std::nullopt;
  return StoredDigest{at->digest, "computed elsewhere, by a list of digests"};
}

std::optional<StoredDigest> stored_digest(const Comparing& what, const model::Piece& piece) {
  if (what.digests != nullptr) return listed_digest(what, piece);
  if (what.digest_cache == nullptr) return std::nullopt;
  const auto entry = what.digest_cache->find(what.tree, piece, what.expected.serialization().hash);
  if (!entry) return std::nullopt;
  return StoredDigest{entry->digest, age_in_words(entry->hashed_at, what.now)};
}

/// Lists of digests are of this model, as it is now and as it was signed, or the files would have to be
/// read one after the other here: nobody who brings lists wants that.
std::vector<Finding> faults_of_lists(const Comparing& what) {
  if (what.digests == nullptr) return {};
  const auto& ours = what.expected.serialization();
  const auto& theirs = what.digests->serialization;
  if (ours.method != theirs.method || ours.hash != theirs.hash || ours.shard_size != theirs.shard_size) {
    return {
        {Code::digests_differ, "serialization", "the signature has another method, algorithm or shard size"}};
  }
  for (const auto& [name, size] : what.tree.files()) {
    if (!what.asked.covers(name)) continue;
    const auto* file = listed(*what.digests, name);
    if (file == nullptr) return {{Code::digests_incomplete, name, {}}};
    if (file->size == size) continue;
    return {{Code::digests_differ, name,
             std::to_string(file->size) + " bytes in the lists, " + std::to_string(size) + " here"}};
  }
  return {};
}

/// The places of those pieces that no stored digest stands in for.
std::vector<std::size_t> pieces_to_read(const Comparing& what, const std::vector<model::Piece>& pieces,
                                        Comparison& comparison) {
  std::vector<std::size_t> places;
  places.reserve(pieces.size());
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto stored = stored_digest(what, pieces[i]);
    if (!stored || !comparison.take_stored(i, *stored)) places.push_back(i);
  }
  return places;
}

/// What changed meanwhile, of what was asked about.
std::vector<Finding> changes_of(const Comparing& what) {
  auto changes = what.tree.changes_since(what.task);
  std::erase_if(changes, [&](const Finding& finding) {
    return finding.code == Code::folder_changing && !what.asked.concerns(finding.subject) &&
           finding.subject != base::utf8(what.tree.root());
  });
  return changes;
}

/// Settles the rows by what is read, or stored in its place. What it takes for that is gone when the folder
/// is listed once more. Errors: model.too_many, task.cancelled.
base::Result<void> compare_pieces(const Comparing& what, Report& report) {
  const auto& serialization = what.expected.serialization();
  const auto pieces = pieces_of(what);
  if (!pieces) return base::fail(pieces.error());
  const bool in_shards = serialization.method == manifest::Method::shards;
  Comparison comparison(what.tree, *pieces, in_shards, what.watch, report);
  comparison.settle_empty();
  const auto hash = [&](std::span<const model::Piece> unread, const auto& place_of) {
    return model::hash_pieces(what.tree, serialization.hash, unread, what.task, [&](model::HashedPiece done) {
      if (done.digest && what.watch.hashed) what.watch.hashed(what.tree, unread[done.piece], *done.digest);
      done.piece = place_of(done.piece);
      comparison.take(std::move(done));
    });
  };
  if (what.digests == nullptr && what.digest_cache == nullptr)
    return hash(*pieces, [](std::size_t place) { return place; });
  const auto places = pieces_to_read(what, *pieces, comparison);
  std::vector<model::Piece> unread;
  unread.reserve(places.size());
  for (const std::size_t place : places) unread.push_back((*pieces)[place]);
  return hash(unread, [&](std::size_t place) { return places[place]; });
}

}  // namespace

void check_files(const Comparing& what, Report& report) {
  if (auto faults = faults_of_lists(what); !faults.empty()) {
    conclude(what, std::move(faults), report);
    return;
  }
  const auto compared = compare_pieces(what, report);
  explain_differences(what.tree, report);
  conclude(what, compared ? changes_of(what) : std::vector<Finding>{base::as_finding(compared.error())},
           report);
}

}  // namespace weighmaster::verdict
