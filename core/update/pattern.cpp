#include "update/pattern.h"

#include <algorithm>
#include <optional>

#include "crypto/digest.h"

namespace weighmaster::update {
namespace {

/// Takes the first character (UTF-8) from the front of a text that is not empty.
std::string_view take_character(std::string_view& text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) ++length;
  const auto character = text.substr(0, length);
  text.remove_prefix(length);
  return character;
}

/// The text between the brackets at the front, taken off; nothing where they are not closed, and then the
/// bracket stands for itself. A closing bracket right at the start is one of the set.
std::optional<std::string_view> take_set(std::string_view& pattern) {
  const std::size_t first = pattern.starts_with("[!") ? 2 : 1;
  const auto end = pattern.find(']', first + (pattern.substr(first).starts_with(']') ? 1 : 0));
  if (end == std::string_view::npos) return std::nullopt;
  const auto set = pattern.substr(1, end - 1);
  pattern.remove_prefix(end + 1);
  return set;
}

/// Characters compare as their UTF-8 bytes do, which is the order of code points.
bool in_set(std::string_view set, std::string_view character) {
  const bool outside = set.starts_with('!');
  if (outside) set.remove_prefix(1);
  bool inside = false;
  while (!set.empty()) {
    const auto low = take_character(set);
    auto high = low;
    if (set.size() >= 2 && set.front() == '-') {
      set.remove_prefix(1);
      high = take_character(set);
    }
    inside = inside || (low <= character && character <= high);
  }
  return inside != outside;
}

/// Whether the front of the pattern, which is not a star, fits one character; takes it off.
bool take_match(std::string_view& pattern, std::string_view character) {
  if (pattern.front() == '[') {
    if (const auto set = take_set(pattern)) return in_set(*set, character);
  }
  const auto wanted = take_character(pattern);
  return wanted == "?" || wanted == character;
}

/// One part. Only the last star is gone back to, so the cost is at most the product of the lengths.
bool part_matches(std::string_view pattern, std::string_view name) {
  std::optional<std::pair<std::string_view, std::string_view>> star;  // what is behind it, and what it left
  while (true) {
    if (pattern.starts_with('*')) {
      pattern.remove_prefix(1);
      star.emplace(pattern, name);
      continue;
    }
    if (name.empty() && pattern.empty()) return true;
    auto rest_of_name = name;
    auto rest_of_pattern = pattern;
    if (!name.empty() && !pattern.empty() && take_match(rest_of_pattern, take_character(rest_of_name))) {
      pattern = rest_of_pattern;
      name = rest_of_name;
      continue;
    }
    if (!star || star->second.empty()) return false;
    static_cast<void>(take_character(star->second));
    pattern = star->first;
    name = star->second;
  }
}

std::string_view take_part(std::string_view& text) {
  const auto slash = text.find('/');
  const auto part = text.substr(0, slash);
  text.remove_prefix(slash == std::string_view::npos ? text.size() : slash + 1);
  return part;
}

}  // namespace

bool matches(std::string_view pattern, std::string_view name) {
  auto parts = std::count(pattern.begin(), pattern.end(), '/');
  if (parts != std::count(name.begin(), name.end(), '/')) return false;
  for (; parts >= 0; --parts) {
    const auto pattern_part = take_part(pattern);
    if (!part_matches(pattern_part, take_part(name))) return false;
  }
  return true;
}

bool is_for(const Delegation& delegation, std::string_view target) {
  const auto& patterns = delegation.patterns;
  if (std::any_of(patterns.begin(), patterns.end(),
                  [&](const std::string& pattern) { return matches(pattern, target); })) {
    return true;
  }
  if (delegation.hash_prefixes.empty()) return false;
  const auto hash = crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes(target)).hex();
  return std::any_of(delegation.hash_prefixes.begin(), delegation.hash_prefixes.end(),
                     [&](const std::string& prefix) { return hash.starts_with(prefix); });
}

}  // namespace weighmaster::update
