#include "base/new_file.h"

#include <random>

#include "base/encoding.h"

namespace weighmaster::base {
namespace {

constexpr std::string_view mark = ".weighmaster-part-";
constexpr std::size_t random_bytes = 8;

}  // namespace

std::filesystem::path temporary_beside(const std::filesystem::path& target) {
  std::random_device random;
  Bytes bytes(random_bytes);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  auto name = target;
  name += std::string(mark) + to_hex(bytes);
  return name;
}

bool is_temporary_of(const std::filesystem::path& target, const std::filesystem::path& path) {
  const auto start = utf8(target.filename()) + std::string(mark);
  const auto name = utf8(path.filename());
  if (!name.starts_with(start)) return false;
  const auto number = from_hex(std::string_view(name).substr(start.size()));
  return number && number->size() == random_bytes;
}

}  // namespace weighmaster::base
