#include <cstring>

#include "base/text.h"
#include "fuzz.h"
#include "manifest/manifest.h"

using namespace weighmaster;
using fuzz::must;

namespace {

void check_name(std::string_view input) {
  const auto name = manifest::normal_name(input);
  if (!name) return;
  const auto again = manifest::normal_name(*name);
  must(again && *again == *name, "a normal name is normal");
  must(base::is_utf8(*name), "it is UTF-8");
  must(name->find('\0') == std::string::npos, "it holds no NUL");
  const auto framed = "/" + *name + "/";
  for (const char* part : {"//", "/./", "/../"}) {
    must(framed.find(part) == std::string::npos, "it stays inside the model");
  }
}

void check_shard_name(std::string_view input) {
  const auto shard = manifest::split_shard_name(input);
  if (!shard) return;
  must(std::string(shard->path) + ":" + std::to_string(shard->range.start) + ":" +
               std::to_string(shard->range.end) ==
           input,
       "a shard's name has one spelling");
}

/// The first 16 bytes as a file's size and a shard size, brought near enough to each other to end soon.
void check_pieces(const std::uint8_t* data, std::size_t size) {
  std::uint64_t numbers[2]{};
  if (size < sizeof numbers) return;
  std::memcpy(numbers, data, sizeof numbers);
  const auto shard_size = std::max({numbers[1], numbers[0] / 1000, std::uint64_t{1}});
  const manifest::Serialization shards{
      manifest::Method::shards, crypto::DigestAlgorithm::sha256, shard_size, false, {}};
  std::uint64_t at = 0;
  for (const auto& piece : manifest::pieces(shards, numbers[0])) {
    must(piece.start == at && piece.end > at, "pieces follow each other");
    must(piece.size() == shard_size || piece.end == numbers[0], "only the last piece is shorter");
    at = piece.end;
  }
  must(at == numbers[0], "pieces fill the file");
}

}  // namespace

/// Names of files and pieces of files.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = as_text({data, size});
  check_name(input);
  check_shard_name(input);
  check_pieces(data, size);
  return 0;
}
