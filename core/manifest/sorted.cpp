#include "manifest/sorted.h"

#include <algorithm>

namespace weighmaster::manifest {

std::vector<const Resource*> sorted_by_path_and_range(const std::vector<Resource>& resources) {
  std::vector<const Resource*> sorted;
  sorted.reserve(resources.size());
  for (const auto& resource : resources) sorted.push_back(&resource);
  std::sort(sorted.begin(), sorted.end(), [](const Resource* left, const Resource* right) {
    const int order = left->path.compare(right->path);
    return order != 0 ? order < 0 : left->range < right->range;
  });
  return sorted;
}

}  // namespace weighmaster::manifest
