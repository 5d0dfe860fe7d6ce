#include "crypto/pem.h"

namespace weighmaster::crypto {

std::size_t pem_blocks(BytesView text) {
  constexpr std::string_view start = "-----BEGIN ";
  const auto all = as_text(text);
  std::size_t count = 0;
  for (auto at = all.find(start); at != all.npos; at = all.find(start, at + start.size())) ++count;
  return count;
}

bool holds_private_key(BytesView text) {
  return as_text(text).find("PRIVATE KEY-----") != std::string_view::npos;
}

}  // namespace weighmaster::crypto
