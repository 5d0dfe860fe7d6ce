#include "manifest/difference.h"

#include <algorithm>
#include <map>
#include <set>

namespace weighmaster::manifest {
namespace {

/// A file's digest, or those of its shards in their order, with their algorithm and ends: equal for equal
/// content that was hashed in the same way.
using Contents = std::map<std::string, std::string>;

std::string piece_text(const Resource& resource) {
  const auto end = resource.range ? std::to_string(resource.range->end) : std::string();
  return std::string(crypto::name(resource.digest.algorithm())) + ":" + end + ":" + resource.digest.hex() +
         ";";
}

Contents contents_of(const Manifest& manifest) {
  std::vector<const Resource*> in_order;
  in_order.reserve(manifest.resources().size());
  for (const auto& resource : manifest.resources()) in_order.push_back(&resource);
  std::sort(in_order.begin(), in_order.end(),
            [](const Resource* a, const Resource* b) { return a->range < b->range; });
  Contents contents;
  for (const auto* resource : in_order) contents[resource->path] += piece_text(*resource);
  return contents;
}

/// Each removed file is at most one added file's former name.
void find_renamed(const Contents& before, const Contents& after, Difference& difference) {
  std::multimap<std::string, std::string> added;  // in the order of the names, whatever their hashes are
  for (const auto& name : difference.added) added.emplace(after.at(name), name);
  std::erase_if(difference.removed, [&](const std::string& name) {
    const auto same = added.lower_bound(before.at(name));
    if (same == added.end() || same->first != before.at(name)) return false;
    difference.renamed.emplace_back(name, same->second);
    added.erase(same);
    return true;
  });
  std::set<std::string> new_names;
  for (const auto& [from, to] : difference.renamed) new_names.insert(to);
  std::erase_if(difference.added, [&](const std::string& name) { return new_names.contains(name); });
}

}  // namespace

Difference difference(const Manifest& before, const Manifest& after) {
  const auto old_contents = contents_of(before);
  const auto new_contents = contents_of(after);
  Difference difference;
  for (const auto& [name, content] : old_contents) {
    const auto now = new_contents.find(name);
    if (now == new_contents.end()) {
      difference.removed.push_back(name);
    } else if (now->second != content) {
      difference.changed.push_back(name);
    }
  }
  for (const auto& [name, content] : new_contents) {
    if (!old_contents.contains(name)) difference.added.push_back(name);
  }
  find_renamed(old_contents, new_contents, difference);
  return difference;
}

}  // namespace weighmaster::manifest
