#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/task.h"

namespace weighmaster::model {

/// What is left out (OMS section 6.2), and what links may do.
struct ListOptions {
  /// `.git`, `.gitignore`, `.gitattributes`, `.github` at the top level of the model.
  bool ignore_git_paths = true;
  /// Relative to the root or absolute below it; each with its subtree. What names nothing in the model is
  /// harmless.
  std::vector<std::string> ignore_paths;
  /// The same, as the signature records them (`ignore_paths`).
  std::vector<std::string> recorded_ignore_paths;
  /// The signature file, and others that were found: left out where they lie in the model.
  std::vector<std::filesystem::path> signature_files;
  bool allow_symlinks = false;
};

/// How `path` is called in the model at `root`, by its text alone: relative and without a "/" at its end.
/// Nothing where it is the root itself or lies outside.
[[nodiscard]] std::optional<std::string> name_below(const std::filesystem::path& root,
                                                    const std::filesystem::path& path);

/// A regular file of the model.
struct File {
  std::string name;  // relative, "/"-separated, UTF-8; the base name for a single-file model
  std::uint64_t size = 0;
};

enum class IgnoreReason : std::uint8_t { git, asked, recorded, signature };

/// Left out with everything below it.
struct Ignored {
  std::string name;
  IgnoreReason reason;
  bool is_folder = false;
};

/// A folder, or one file, as it was when it was listed. Files are opened relative to the folder's own
/// descriptor and never through a link, so that a name can't lead elsewhere later. Immutable, cheap to copy.
class Tree {
 public:
  [[nodiscard]] const std::filesystem::path& root() const;
  [[nodiscard]] bool is_single_file() const;
  /// In code point order of their names.
  [[nodiscard]] const std::vector<File>& files() const;
  [[nodiscard]] const std::vector<Ignored>& ignored() const;
  /// The names that are left out by the options, whether or not they are there, relative to the root and in
  /// code point order: what a signature records as `ignore_paths` (OMS section 6.2). None of a single file.
  [[nodiscard]] const std::vector<std::string>& exclusions() const;
  /// What stands in the folder and could not be taken as a file: links (folder.link, folder.link_broken,
  /// folder.link_outside, folder.link_cycle, folder.hub_blob_missing), special files (folder.special_file),
  /// folders that can't be read (folder.unreadable), names that are not UTF-8 (folder.name). Subject: the
  /// name. Also notes: folder.hub_link.
  [[nodiscard]] const std::vector<base::Finding>& findings() const;
  [[nodiscard]] std::uint64_t total_size() const;

  /// Lists the folder again and names what appeared, vanished, or changed size or time since
  /// (folder.changing); or task.cancelled alone.
  [[nodiscard]] std::vector<base::Finding> changes_since(const base::Task& task) const;

  /// The parts that hashing needs.
  struct Listing;
  [[nodiscard]] const Listing& listing() const { return *listing_; }

  explicit Tree(std::shared_ptr<const Listing> listing) : listing_(std::move(listing)) {}

 private:
  std::shared_ptr<const Listing> listing_;
};

/// Errors: file.not_found, file.unreadable, model.path (neither folder nor file), model.too_many,
/// task.cancelled. A tree without files is a tree: the caller says model.empty.
[[nodiscard]] base::Result<Tree> list_model(const std::filesystem::path& path, const ListOptions& options,
                                            const base::Task& task);

}  // namespace weighmaster::model
