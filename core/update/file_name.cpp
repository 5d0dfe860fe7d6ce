#include "update/file_name.h"

#include <algorithm>
#include <array>

namespace weighmaster::update {
namespace {

using base::Code;
using base::fail;
using base::Result;

/// Most file systems take 255 bytes; version, suffix and the part that is still being written want some.
constexpr std::size_t longest_stem = 200;

bool is_plain(char letter) {
  const bool alphanumeric = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                            (letter >= '0' && letter <= '9');
  return alphanumeric || std::string_view("-._~").find(letter) != std::string_view::npos;
}

std::string quoted_but(std::string_view text, std::string_view also_plain) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char letter : text) {
    if (is_plain(letter) || also_plain.find(letter) != std::string_view::npos) {
      out += letter;
    } else {
      const auto byte = static_cast<unsigned char>(letter);
      out += {'%', digits[byte >> 4U], digits[byte & 0xFU]};
    }
  }
  return out;
}

bool stays_inside(std::string_view name) {
  const auto bad = [](char letter) {
    return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F || letter == '\\';
  };
  if (std::any_of(name.begin(), name.end(), bad)) return false;
  while (true) {
    const auto slash = name.find('/');
    const auto part = name.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
}

}  // namespace

std::string percent_encoded(std::string_view name) {
  return quoted_but(name, {});
}

Result<std::string> file_stem(std::string_view role) {
  auto stem = percent_encoded(role);
  if (!stem.empty() && stem.size() <= longest_stem) return stem;
  return fail(Code::update_malformed, std::string(role), "the name of this role is too long for a file");
}

Result<std::string> path_below(std::string_view target) {
  if (stays_inside(target)) return quoted_but(target, "/");
  return fail(Code::update_malformed, std::string(target),
              "the name of this file could lead out of its folder");
}

}  // namespace weighmaster::update
