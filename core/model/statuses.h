#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/access.h"

namespace weighmaster::model {

/// So many names are asked about at once: memory stays bounded in folders of a million.
inline constexpr std::size_t statuses_at_once = 4096;

/// access::status_at of each name in a folder, in order. Many are asked about by several threads, also on few
/// cores: on a network drive each question is a wait.
[[nodiscard]] std::vector<access::SystemResult<access::Status>> statuses_at(
    const access::Handle& folder, std::span<const std::string> names);

}  // namespace weighmaster::model
