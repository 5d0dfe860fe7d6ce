#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace weighmaster::update {

/// A folder with the metadata that was verified last, each file replaced in one step: "timestamp.json",
/// "root.json" (the newest) and so on, and "root_history/N.root.json". What is read from it is verified
/// again.
class Cache {
 public:
  explicit Cache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Nothing where there is none that can be read: then it has to be fetched.
  [[nodiscard]] std::optional<Bytes> root(std::int64_t version) const;
  [[nodiscard]] std::optional<Bytes> metadata(std::string_view role) const;

  /// Makes the folder where it is not there. Error: file.not_written.
  [[nodiscard]] base::Result<void> keep_root(std::int64_t version, BytesView json) const;
  [[nodiscard]] base::Result<void> keep(std::string_view role, BytesView json) const;

 private:
  [[nodiscard]] std::filesystem::path history(std::int64_t version) const;

  std::filesystem::path folder_;
};

}  // namespace weighmaster::update
