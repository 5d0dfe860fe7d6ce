#include "model/digest_cache.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/file.h"
#include "base/limits.h"
#include "base/number.h"
#include "model/listing.h"

namespace weighmaster::model {
namespace {

namespace fs = std::filesystem;
using access::Moment;

constexpr std::string_view first_line = "weighmaster digest cache 1";

/// The coarsest clock of a file system in use is that of FAT: two seconds.
constexpr std::int64_t coarsest_clock_seconds = 2;

/// Takes the next word off the front, and the space behind it.
std::string_view take_word(std::string_view& rest) {
  const auto word = rest.substr(0, rest.find(' '));
  rest.remove_prefix(std::min(word.size() + 1, rest.size()));
  return word;
}

template <class Number>
bool take_number(std::string_view& rest, Number& number) {
  const auto read = base::whole_number<Number>(take_word(rest));
  number = read.value_or(0);
  return read.has_value();
}

bool take_moment(std::string_view& rest, Moment& moment) {
  return take_number(rest, moment.seconds) && take_number(rest, moment.nanoseconds);
}

bool settled(const Moment& moment, std::int64_t now_seconds) {
  return moment.seconds < now_seconds - coarsest_clock_seconds;
}

}  // namespace

std::size_t DigestCache::KeyHash::operator()(const Key& key) const {
  const auto& stamp = key.stamp;
  std::size_t hash = 0;
  for (const std::uint64_t part : {stamp.identity.device, stamp.identity.inode, stamp.size,
                                   static_cast<std::uint64_t>(stamp.changed.nanoseconds), key.range.start}) {
    hash = hash * 1099511628211ULL + std::hash<std::uint64_t>{}(part);
  }
  return hash;
}

/// device inode size modified (seconds, nanoseconds) changed (the same) algorithm start end digest hashed-at
std::string DigestCache::line(const Key& key, const Entry& entry) {
  const auto& stamp = key.stamp;
  std::string text;
  for (const std::uint64_t number : {stamp.identity.device, stamp.identity.inode, stamp.size})
    text += std::to_string(number) + ' ';
  for (const auto& [seconds, nanoseconds] : {stamp.modified, stamp.changed})
    text += std::to_string(seconds) + ' ' + std::to_string(nanoseconds) + ' ';
  text += std::string(crypto::name(key.algorithm)) + ' ' + std::to_string(key.range.start) + ' ' +
          std::to_string(key.range.end) + ' ' + entry.digest.hex() + ' ';
  return text + std::to_string(entry.hashed_at.time_since_epoch().count()) + '\n';
}

bool DigestCache::add_line(std::string_view line) {
  Key key;
  auto& [identity, size, modified, changed] = key.stamp;
  if (!take_number(line, identity.device) || !take_number(line, identity.inode) || !take_number(line, size) ||
      !take_moment(line, modified) || !take_moment(line, changed)) {
    return false;
  }
  const auto algorithm = crypto::manifest_algorithm(take_word(line));
  if (!algorithm || !take_number(line, key.range.start) || !take_number(line, key.range.end)) return false;
  key.algorithm = *algorithm;
  const auto digest = crypto::Digest::from_hex(*algorithm, take_word(line));
  std::int64_t hashed_at = 0;
  if (!digest || !take_number(line, hashed_at) || !line.empty()) return false;
  entries_.insert_or_assign(key, Entry{*digest, base::TimePoint(std::chrono::milliseconds(hashed_at))});
  return entries_.size() <= base::limits::cached_digests;
}

DigestCache DigestCache::parse(BytesView bytes) {
  auto text = as_text(bytes);
  DigestCache cache;
  for (bool first = true; !text.empty(); first = false) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    const bool good = first ? line == first_line : cache.add_line(line);
    if (!good) return {};
  }
  return cache;
}

std::string DigestCache::text() const {
  std::vector<const std::pair<const Key, Entry>*> newest;
  newest.reserve(entries_.size());
  for (const auto& entry : entries_) newest.push_back(&entry);
  std::sort(newest.begin(), newest.end(), [](const auto* a, const auto* b) {
    return a->second.hashed_at != b->second.hashed_at ? a->second.hashed_at > b->second.hashed_at
                                                      : line(a->first, a->second) < line(b->first, b->second);
  });
  if (newest.size() > base::limits::cached_digests) newest.resize(base::limits::cached_digests);
  std::string text = std::string(first_line) + '\n';
  for (const auto* entry : newest) text += line(entry->first, entry->second);
  return text;
}

std::optional<DigestCache::Entry> DigestCache::find(const Tree& tree, const Piece& piece,
                                                    crypto::DigestAlgorithm algorithm) const {
  const auto found = entries_.find({tree.listing().sources[piece.file].stamp, algorithm, piece.range});
  if (found == entries_.end()) return std::nullopt;
  return found->second;
}

void DigestCache::remember(const Tree& tree, const Piece& piece, const crypto::Digest& digest,
                           base::TimePoint now) {
  const auto& stamp = tree.listing().sources[piece.file].stamp;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  if (!settled(stamp.modified, seconds) || !settled(stamp.changed, seconds)) return;
  entries_.insert_or_assign(Key{stamp, digest.algorithm(), piece.range}, Entry{digest, now});
}

DigestCache load_digest_cache(const fs::path& file) {
  if (!access::is_only_ours(file)) return {};
  const auto text = base::read_file(file, base::limits::digest_cache_bytes);
  return text ? DigestCache::parse(*text) : DigestCache{};
}

base::Result<void> save_digest_cache(const DigestCache& cache, const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file.parent_path(), error)) {
    fs::create_directories(file.parent_path(), error);
    fs::permissions(file.parent_path(), fs::perms::owner_all, error);
  }
  return base::write_file(file, as_bytes(cache.text()), base::Existing::replace);
}

}  // namespace weighmaster::model
