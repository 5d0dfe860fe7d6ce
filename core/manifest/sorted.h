#pragma once

#include <vector>

#include "manifest/manifest.h"

namespace weighmaster::manifest {

/// The resources by path, those of one path by range, without copying them. The vector must outlive the
/// result.
[[nodiscard]] std::vector<const Resource*> sorted_by_path_and_range(const std::vector<Resource>& resources);

}  // namespace weighmaster::manifest
