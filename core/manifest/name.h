#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

/// How a manifest names files and pieces of files (OMS sections 6.1.2 and 6.3.2).
namespace weighmaster::manifest {

/// Bytes [start, end) of a file.
struct ByteRange {
  std::uint64_t start = 0;
  std::uint64_t end = 0;

  [[nodiscard]] std::uint64_t size() const { return end - start; }
  friend auto operator<=>(const ByteRange&, const ByteRange&) = default;
};

/// How the reference and older programs name the only file of a single-file model.
inline constexpr std::string_view dot = ".";

/// A name in normal form (section 6.1.2): "./" and doubled "/" collapsed. Error: manifest.name for an
/// absolute name, a
/// ".." component, a trailing "/" or "/.", NUL, a name that is empty, longer than limits::name_bytes or not
/// UTF-8.
/// "." is no name here; Manifest::create says where it is one.
[[nodiscard]] base::Result<std::string> normal_name(std::string_view name);

/// The two parts of "PATH:START:END".
struct ShardName {
  std::string_view path;  // into the name that was split; as written, not normalised
  ByteRange range;
};

/// Split at the last two colons, since a path may hold colons. The numbers are decimal, without sign or
/// leading zeros, and fit 64 bits. Error: manifest.shards.
[[nodiscard]] base::Result<ShardName> split_shard_name(std::string_view name);

}  // namespace weighmaster::manifest
