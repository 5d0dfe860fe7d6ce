#include "model/measure.h"

#include <algorithm>
#include <utility>

#include "base/file.h"

namespace weighmaster::model {

using base::Code;
using base::fail;
using base::Result;
using manifest::Manifest;
using manifest::Resource;

namespace {

using Digests = std::vector<std::optional<crypto::Digest>>;

Digests known_digests(const Tree& tree, const std::vector<Piece>& pieces, const KnownDigest& known) {
  Digests digests(pieces.size());
  if (!known) return digests;
  for (std::size_t i = 0; i < pieces.size(); ++i) digests[i] = known(tree, pieces[i]);
  return digests;
}

/// Fills the places that are empty.
Result<void> hash_the_rest(const Tree& tree, crypto::DigestAlgorithm algorithm,
                           const std::vector<Piece>& pieces, const base::Task& task, Digests& digests) {
  std::vector<Piece> rest;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (digests[i]) continue;
    rest.push_back(pieces[i]);
    places.push_back(i);
  }
  std::optional<base::Error> trouble;
  const auto hashed = hash_pieces(tree, algorithm, rest, task, [&](const HashedPiece& piece) {
    if (piece.digest) digests[places[piece.piece]] = *piece.digest;
    if (!piece.digest && !trouble) trouble = piece.digest.error();
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

/// By the names that the manifest gives them: those of shards are made once each, not at every comparison.
void sort_by_name(std::vector<Resource>& resources, bool in_shards) {
  if (!in_shards) {
    std::sort(resources.begin(), resources.end(),
              [](const Resource& a, const Resource& b) { return a.path < b.path; });
    return;
  }
  std::vector<std::pair<std::string, Resource>> named;
  named.reserve(resources.size());
  for (auto& resource : resources) {
    auto name = resource.name();
    named.emplace_back(std::move(name), std::move(resource));
  }
  std::sort(named.begin(), named.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < named.size(); ++i) resources[i] = std::move(named[i].second);
}

std::vector<Resource> resources_of(const Tree& tree, bool in_shards, const std::vector<Piece>& pieces,
                                   const Digests& digests) {
  std::vector<Resource> resources;
  resources.reserve(pieces.size());
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto& [file, range] = pieces[i];
    resources.push_back(
        {tree.files()[file].name, in_shards ? std::optional(range) : std::nullopt, digests[i].value()});
  }
  sort_by_name(resources, in_shards);
  return resources;
}

}  // namespace

Result<Tree> list_whole_model(const std::filesystem::path& path, const ListOptions& options,
                              const base::Task& task) {
  auto tree = list_model(path, options, task);
  if (!tree) return tree;
  for (const auto& finding : tree->findings()) {
    if (base::effect(finding.code) != base::Effect::none)
      return fail(finding.code, finding.subject, finding.detail);
  }
  if (tree->files().empty()) return fail(Code::model_empty, base::utf8(path));
  return tree;
}

Result<Manifest> measure(const Tree& tree, manifest::Serialization how, const base::Task& task,
                         const KnownDigest& known) {
  const auto pieces = all_pieces(tree, how);
  if (!pieces) return fail(pieces.error());
  auto digests = known_digests(tree, *pieces, known);
  const auto hashed = hash_the_rest(tree, how.hash, *pieces, task, digests);
  if (!hashed) return fail(hashed.error());
  const auto unchanged = check_unchanged(tree, task);
  if (!unchanged) return fail(unchanged.error());

  how.ignore_paths = tree.exclusions();
  const bool in_shards = how.method == manifest::Method::shards;
  return Manifest::create(std::move(how), resources_of(tree, in_shards, *pieces, digests));
}

}  // namespace weighmaster::model
