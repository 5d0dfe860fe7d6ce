#pragma once

#include <filesystem>
#include <string>

namespace weighmaster::model {

/// Where a symbolic link leads.
struct LinkTarget {
  enum class Where : std::uint8_t {
    inside,   // below the root
    hub,      // from a snapshot to a blob of the same hub store
    outside,  // anywhere else
    cycle,
    not_downloaded,  // from a snapshot to where its blob would be
    nowhere,
  };

  Where where = Where::nowhere;
  /// inside: below the root, without a link in it ("" is the root). hub: the blob's name.
  std::string path;
  /// hub: the blobs folder.
  std::filesystem::path store;
  /// nowhere: the system's message.
  std::string detail;
};

/// `root` is free of links and `link` is the link's real place below it. What is found is opened afterwards
/// component by component, so that a link changed meanwhile can't lead elsewhere.
[[nodiscard]] LinkTarget follow_link(const std::filesystem::path& root, const std::string& link);

}  // namespace weighmaster::model
