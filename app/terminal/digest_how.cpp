#include "digest_how.h"

#include <algorithm>

#include "answer.h"
#include "base/file.h"
#include "base/text.h"
#include "verdict/discovery.h"

namespace weighmaster::terminal {

manifest::Serialization how_to_hash(const DigestOptions& options) {
  manifest::Serialization how;
  how.hash = crypto::manifest_algorithm(options.hash).value_or(crypto::DigestAlgorithm::sha256);
  how.allow_symlinks = options.folder.allow_symlinks;
  if (options.shard_size) {
    how.method = manifest::Method::shards;
    how.shard_size = *options.shard_size;
  }
  return how;
}

model::ListOptions what_to_list(const DigestOptions& options) {
  model::ListOptions asked;
  asked.ignore_git_paths = options.folder.ignore_git_paths;
  asked.ignore_paths = options.folder.ignore_paths;
  asked.allow_symlinks = options.folder.allow_symlinks;
  return asked;
}

std::string tool_name() {
  return std::string("weighmaster-cli ") + WEIGHMASTER_VERSION;
}

void note_signatures(const model::Tree& tree, const std::string& what_became_of_it,
                     const CommonOptions& common, const Console& console) {
  for (const auto& path : verdict::find_signatures(tree.root()).found) {
    const auto name = base::utf8(path.lexically_relative(tree.root()));
    const bool counted = std::any_of(tree.files().begin(), tree.files().end(),
                                     [&](const model::File& file) { return file.name == name; });
    if (!counted) continue;
    note("the signature file " + base::visible(name) + " " + what_became_of_it +
             "; --ignore-paths leaves it out.",
         common, console);
  }
}

}  // namespace weighmaster::terminal
