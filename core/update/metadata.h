#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "update/key.h"

/// The metadata of The Update Framework (TUF specification 1.0, section 4), read strictly into plain values.
/// Members that are not known here are signed with the rest and otherwise passed over.
namespace weighmaster::update {

inline constexpr std::string_view root_role = "root";
inline constexpr std::string_view timestamp_role = "timestamp";
inline constexpr std::string_view snapshot_role = "snapshot";
inline constexpr std::string_view targets_role = "targets";

/// What all roles state of themselves.
struct Stated {
  std::int64_t version = 0;  // at least 1
  base::TimePoint expires{};
};

struct Root : Stated {
  bool consistent_snapshot = false;
  Keys keys;
  Role root;
  Role timestamp;
  Role snapshot;
  Role targets;
};

/// Lower-case hexadecimal digests of a file by algorithm; what is known nowhere fails the file.
using Hashes = std::map<std::string, std::string, std::less<>>;

/// What one role says of another one's file. Length and hashes are the repository's choice.
struct FileMeta {
  std::int64_t version = 0;
  std::optional<std::uint64_t> length;
  Hashes hashes;
};

struct Timestamp : Stated {
  FileMeta snapshot;
};

struct Snapshot : Stated {
  /// By file name, such as "targets.json".
  std::map<std::string, FileMeta, std::less<>> files;
};

/// Part of the targets, given into other hands: those whose name matches a pattern, or whose hash begins with
/// one of these digits.
struct Delegation : Role {
  std::string name;
  bool terminating = false;
  std::vector<std::string> patterns;
  std::vector<std::string> hash_prefixes;
};

struct TargetFile {
  std::string name;
  std::uint64_t length = 0;
  Hashes hashes;
};

struct Targets : Stated {
  std::map<std::string, TargetFile, std::less<>> files;
  Keys keys;
  /// In the order of their say.
  std::vector<Delegation> delegations;
};

/// A role's file: what it states, the bytes that were signed, and by whom it claims they were.
template <class Content>
struct Metadata {
  Content content;
  Bytes message;
  std::vector<Signature> signatures;
};

/// `file` names the file in errors. Error: update.malformed, with what is wrong as detail.
[[nodiscard]] base::Result<Metadata<Root>> parse_root(BytesView json, std::string_view file);
[[nodiscard]] base::Result<Metadata<Timestamp>> parse_timestamp(BytesView json, std::string_view file);
[[nodiscard]] base::Result<Metadata<Snapshot>> parse_snapshot(BytesView json, std::string_view file);
[[nodiscard]] base::Result<Metadata<Targets>> parse_targets(BytesView json, std::string_view file);

/// Length, where one is stated, and every hash. Error: update.mismatch.
[[nodiscard]] base::Result<void> check_content(std::string_view file, BytesView content,
                                               std::optional<std::uint64_t> length, const Hashes& hashes);

}  // namespace weighmaster::update
