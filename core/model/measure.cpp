#include "model/measure.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/file.h"
#include "model/hub.h"
#include "model/listing.h"

namespace weighmaster::model {

using base::Code;
using base::fail;
using base::Result;
using manifest::DigestList;
using manifest::Manifest;

namespace {

using Digests = std::vector<std::optional<crypto::Digest>>;

/// One thing to measure: the pieces that were asked about, and how.
struct Measurement {
  const Tree& tree;
  crypto::DigestAlgorithm algorithm;
  const std::vector<Piece>& pieces;
  const KnownDigests& known;
};

Digests known_digests(const Measurement& what) {
  Digests digests(what.pieces.size());
  if (!what.known.find) return digests;
  for (std::size_t i = 0; i < digests.size(); ++i)
    digests[i] = what.known.find(what.tree, what.pieces[i], what.algorithm);
  return digests;
}

/// Fills the places that are empty.
Result<void> hash_the_rest(const Measurement& what, const base::Task& task, Digests& digests) {
  std::vector<Piece> rest;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < digests.size(); ++i) {
    if (digests[i]) continue;
    rest.push_back(what.pieces[i]);
    places.push_back(i);
  }
  std::optional<base::Error> trouble;
  const auto hashed = hash_pieces(what.tree, what.algorithm, rest, task, [&](const HashedPiece& piece) {
    if (!piece.digest) {
      if (!trouble) trouble = piece.digest.error();
      return;
    }
    digests[places[piece.piece]] = *piece.digest;
    if (what.known.found) what.known.found(what.tree, rest[piece.piece], *piece.digest);
  });
  if (!hashed) return hashed;
  if (trouble) return fail(std::move(*trouble));
  return {};
}

Result<void> check_unchanged(const Tree& tree, const base::Task& task) {
  auto changes = tree.changes_since(task);
  if (changes.empty()) return {};
  auto& first = changes.front();
  return fail(first.code, std::move(first.subject), std::move(first.detail));
}

/// A path that names no file of the tree.
std::optional<std::string> first_unknown(const Tree& tree, const Asked& asked) {
  if (!asked.outside().empty()) return asked.outside().front();
  if (asked.all()) return std::nullopt;
  std::set<std::string> named = asked.names();
  for (const auto& file : tree.files()) {
    std::erase_if(named, [&](const std::string& name) {
      return file.name == name || file.name.starts_with(name + "/");
    });
  }
  return named.empty() ? std::nullopt : std::optional(*named.begin());
}

manifest::Listing listing_of(const Tree& tree) {
  manifest::ListingMaker maker;
  for (const auto& file : tree.files()) maker.add({file.name, file.size});
  return maker.finish();
}

/// What is to be measured of the tree, in the order of its files.
struct Selection {
  std::vector<std::size_t> files;  // also those that have no piece: empty ones in shards
  std::vector<Piece> pieces;
};

Result<Selection> selected(const Tree& tree, const manifest::Serialization& how, const Asked& asked) {
  auto pieces = all_pieces(tree, how);
  if (!pieces) return fail(pieces.error());
  Selection selection{{}, std::move(*pieces)};
  for (std::size_t i = 0; i < tree.files().size(); ++i) {
    if (asked.covers(tree.files()[i].name)) selection.files.push_back(i);
  }
  if (!asked.all()) {
    std::erase_if(selection.pieces,
                  [&](const Piece& piece) { return !asked.covers(tree.files()[piece.file].name); });
  }
  return selection;
}

/// The plan's files are the tree's.
Selection selected(const manifest::Plan& plan, std::uint64_t number) {
  Selection selection;
  for (const auto& share : plan.shares(number)) {
    selection.files.push_back(share.file);
    for (const auto& range : manifest::pieces(plan.serialization(), share))
      selection.pieces.push_back({share.file, range});
  }
  return selection;
}

std::vector<manifest::FileDigests> files_of(const Tree& tree, const Selection& selection,
                                            const Digests& digests) {
  std::vector<manifest::FileDigests> files;
  files.reserve(selection.files.size());
  std::size_t next = 0;
  for (const std::size_t place : selection.files) {
    const auto& [name, size] = tree.files()[place];
    files.push_back({name, size, {}});
    for (; next < selection.pieces.size() && selection.pieces[next].file == place; ++next)
      files.back().pieces.push_back({selection.pieces[next].range, digests[next].value()});
  }
  return files;
}

/// The digests of what was selected, of a tree that is the same before and after.
Result<std::vector<manifest::FileDigests>> measured(const Tree& tree, crypto::DigestAlgorithm algorithm,
                                                    const Selection& selection, const base::Task& task,
                                                    const KnownDigests& known) {
  const Measurement what{tree, algorithm, selection.pieces, known};
  auto digests = known_digests(what);
  const auto hashed = hash_the_rest(what, task, digests);
  if (!hashed) return fail(hashed.error());
  const auto unchanged = check_unchanged(tree, task);
  if (!unchanged) return fail(unchanged.error());
  return files_of(tree, selection, digests);
}

/// Both are in the order of their names.
Result<void> check_as_planned(const Tree& tree, const manifest::Plan& plan) {
  const auto& now = tree.files();
  const auto& then = plan.files();
  for (std::size_t i = 0; i < std::max(now.size(), then.size()); ++i) {
    const bool vanished = i == now.size() || (i < then.size() && then[i].name < now[i].name);
    if (vanished) return fail(Code::plan_differs, then[i].name, "it is not here any more");
    const bool appeared = i == then.size() || now[i].name < then[i].name;
    if (appeared) return fail(Code::plan_differs, now[i].name, "it was not here then");
    if (now[i].size != then[i].size)
      return fail(Code::plan_differs, now[i].name,
                  std::to_string(then[i].size) + " bytes then, " + std::to_string(now[i].size) + " now");
  }
  return {};
}

}  // namespace

Result<Tree> list_whole_model(const std::filesystem::path& path, const ListOptions& options,
                              const base::Task& task) {
  const auto folder = model_folder(path);
  if (!folder) return fail(folder.error());
  auto tree = list_model(*folder, options, task);
  if (!tree) return tree;
  for (const auto& finding : tree->findings()) {
    if (base::effect(finding.code) != base::Effect::none)
      return fail(finding.code, finding.subject, finding.detail);
  }
  if (tree->files().empty()) return fail(Code::model_empty, base::utf8(path));
  return tree;
}

Result<DigestList> measure_digests(const Tree& tree, manifest::Serialization how, const Asked& asked,
                                   const base::Task& task, const KnownDigests& known) {
  if (const auto unknown = first_unknown(tree, asked)) return fail(Code::content_asked_unknown, *unknown);
  const auto selection = selected(tree, how, asked);
  if (!selection) return fail(selection.error());
  auto files = measured(tree, how.hash, *selection, task, known);
  if (!files) return fail(std::move(files.error()));
  how.ignore_paths = tree.exclusions();
  return DigestList{std::move(how), listing_of(tree), std::move(*files)};
}

Result<manifest::Plan> plan_for(const Tree& tree, manifest::Serialization how, std::uint64_t parts) {
  std::vector<manifest::PlannedFile> files;
  files.reserve(tree.files().size());
  for (const auto& [name, size] : tree.files()) files.push_back({name, size});
  how.ignore_paths = tree.exclusions();
  return manifest::Plan::create(std::move(how), std::move(files), parts);
}

Result<Tree> list_planned_model(const std::filesystem::path& path, const manifest::Plan& plan,
                                const base::Task& task) {
  ListOptions options;
  options.ignore_git_paths = false;  // where they were left out, they are recorded
  options.recorded_ignore_paths = plan.serialization().ignore_paths;
  options.allow_symlinks = plan.serialization().allow_symlinks;
  auto tree = list_whole_model(path, options, task);
  if (!tree) return tree;
  const auto as_planned = check_as_planned(*tree, plan);
  if (!as_planned) return fail(as_planned.error());
  return tree;
}

Result<DigestList> measure_part(const Tree& tree, const manifest::Plan& plan, std::uint64_t number,
                                const base::Task& task) {
  const auto there = plan.check_part(number);
  if (!there) return fail(there.error());
  auto files = measured(tree, plan.serialization().hash, selected(plan, number), task, {});
  if (!files) return fail(std::move(files.error()));
  DigestList list{plan.serialization(), plan.listing(), std::move(*files)};
  list.part = manifest::PartOfPlan{plan.digest(), number, plan.parts()};
  return list;
}

bool untouched_since(const Tree& tree, const manifest::Plan& plan, std::uint64_t number,
                     const std::filesystem::path& result) {
  const auto written = access::status_of(result);
  if (!written) return false;
  const auto before = [&](const access::Moment& moment) {
    const auto& end = written->stamp.modified;
    return moment.seconds != end.seconds ? moment.seconds < end.seconds
                                         : moment.nanoseconds < end.nanoseconds;
  };
  const auto shares = plan.shares(number);
  return std::all_of(shares.begin(), shares.end(), [&](const manifest::Share& share) {
    const auto& stamp = tree.listing().sources[share.file].stamp;
    return before(stamp.modified) && before(stamp.changed);
  });
}

Result<Manifest> measure(const Tree& tree, manifest::Serialization how, const base::Task& task,
                         const KnownDigests& known) {
  auto list = measure_digests(tree, std::move(how), Asked({}, tree), task, known);
  if (!list) return fail(std::move(list.error()));
  std::vector<DigestList> lists;
  lists.push_back(std::move(*list));
  return manifest::manifest_of(std::move(lists));
}

}  // namespace weighmaster::model
