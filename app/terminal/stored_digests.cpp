#include "stored_digests.h"

#include <cstdlib>

#include "answer.h"
#include "words/words.h"

namespace weighmaster::terminal {
namespace {

namespace fs = std::filesystem;

/// An absolute path from the environment.
std::optional<fs::path> folder_from(const char* variable) {
  const char* const value = std::getenv(variable);
  if (value == nullptr || !fs::path(value).is_absolute()) return std::nullopt;
  return fs::path(value);
}

std::optional<fs::path> cache_folder() {
#if defined(_WIN32)
  return folder_from("LOCALAPPDATA");
#elif defined(__APPLE__)
  const auto home = folder_from("HOME");
  return home ? std::optional(*home / "Library" / "Caches") : std::nullopt;
#else
  if (auto folder = folder_from("XDG_CACHE_HOME")) return folder;
  const auto home = folder_from("HOME");
  return home ? std::optional(*home / ".cache") : std::nullopt;
#endif
}

}  // namespace

std::optional<fs::path> digest_cache_file() {
  const auto folder = cache_folder();
  if (!folder) return std::nullopt;
  return *folder / "weighmaster" / "digests";
}

StoredDigests::StoredDigests(bool asked, base::TimePoint now) : now_(now) {
  if (!asked) return;
  file_ = digest_cache_file();
  cache_ =
      std::make_shared<model::DigestCache>(file_ ? model::load_digest_cache(*file_) : model::DigestCache{});
}

void StoredDigests::remember(const model::Tree& tree, const model::Piece& piece,
                             const crypto::Digest& digest) {
  if (!cache_) return;
  cache_->remember(tree, piece, digest, now_);
  changed_ = true;
}

model::KnownDigests StoredDigests::known() {
  if (!cache_) return {};
  model::KnownDigests known;
  known.find = [this](const model::Tree& tree, const model::Piece& piece, crypto::DigestAlgorithm algorithm) {
    const auto entry = cache_->find(tree, piece, algorithm);
    return entry ? std::optional(entry->digest) : std::nullopt;
  };
  known.found = [this](const model::Tree& tree, const model::Piece& piece, const crypto::Digest& digest) {
    remember(tree, piece, digest);
  };
  return known;
}

void StoredDigests::save(const CommonOptions& common, const Console& console) const {
  if (!cache_ || !changed_ || !file_) return;
  const auto saved = model::save_digest_cache(*cache_, *file_);
  if (!saved) note(words::fill(words::what_is_so(saved.error())), common, console);
}

}  // namespace weighmaster::terminal
