#pragma once

#include <memory>
#include <optional>

#include "model/access.h"
#include "model/tree.h"

namespace weighmaster::model {

/// The blobs folder of a hub store, kept open.
struct Store {
  std::filesystem::path folder;
  access::Handle handle;
};

/// Where a file's bytes are that are not below the root under the file's own name.
struct Elsewhere {
  /// The place in Listing::stores of a file that lies in a hub store; else the file lies below the root.
  std::optional<std::size_t> store;
  /// Below the root (or the store), component by component without a link.
  std::string path;
};

/// Which file it was when it was listed. There may be millions.
struct Source {
  access::Stamp stamp;
  std::unique_ptr<const Elsewhere> elsewhere = {};  // null for most: then it is where its name says
};

struct Tree::Listing {
  std::filesystem::path root;  // as given
  ListOptions options;
  bool is_single_file = false;
  /// The folder; of a single-file model, the folder that holds the file.
  access::Handle folder;
  std::vector<Store> stores;

  std::vector<File> files;
  std::vector<Source> sources;  // one a file, in the same order
  std::vector<Ignored> ignored;
  std::vector<std::string> exclusions;
  std::vector<base::Finding> findings;
  std::uint64_t total_size = 0;
};

}  // namespace weighmaster::model
