#include <algorithm>
#include <limits>

#include "base/text.h"
#include "fuzz.h"

using namespace weighmaster;
using fuzz::must;

namespace {

/// C0, DEL and C1 (which UTF-8 writes as C2 80 to C2 9F), and the characters that turn text around.
bool has_controls(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) return true;
    if (byte == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0) return true;
  }
  for (const std::string_view turner :
       {"\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069", "\u200B",
        "\u200E", "\u200F", "\u2028", "\u2029", "\uFEFF"}) {
    if (text.find(turner) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

/// What a person is shown is UTF-8, draws every character, and is not changed by making it visible once more.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = as_text({data, size});
  const auto whole = base::visible(input, std::numeric_limits<std::size_t>::max());
  for (const auto& shown : {whole, base::visible(input, 7), base::visible(input)}) {
    must(base::is_utf8(shown), "it is UTF-8");
    must(!has_controls(shown), "it has no control characters");
  }
  must(base::visible(whole, std::numeric_limits<std::size_t>::max()) == whole, "it is visible already");
  if (base::is_ascii(input)) must(whole == input, "plain text stays as it is");
  return 0;
}
