#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/task.h"
#include "update/metadata.h"

namespace weighmaster::update {

/// A file of metadata: the newest, or one version of it, of at most so many bytes.
struct Wanted {
  std::string role;
  std::optional<std::int64_t> version;
  std::uint64_t most_bytes = 0;
};

/// Where metadata and targets come from. Nothing that comes from it is believed.
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  Source(Source&&) = delete;
  Source& operator=(Source&&) = delete;
  virtual ~Source() = default;

  /// Nothing where there is no root of that version: then the one before is the newest.
  [[nodiscard]] virtual base::Result<std::optional<Bytes>> root(std::int64_t version,
                                                                const base::Task& task) = 0;
  [[nodiscard]] virtual base::Result<Bytes> metadata(const Wanted& wanted, const base::Task& task) = 0;
  /// `by_hash`: the file has a hash before its name, as in repositories with consistent snapshots.
  [[nodiscard]] virtual base::Result<Bytes> target(const TargetFile& file, bool by_hash,
                                                   const base::Task& task) = 0;
};

}  // namespace weighmaster::update
