#include "base/encoding.h"
#include "fuzz.h"

using namespace weighmaster;
using fuzz::must;
using fuzz::same;

/// Base64 and hexadecimal: every byte string survives both ways, and what is read has one standard spelling.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const BytesView input{data, size};
  const auto from_base64 = base::from_base64(base::to_base64(input));
  must(from_base64 && same(*from_base64, input), "base64 is undone");
  const auto from_hex = base::from_hex(base::to_hex(input));
  must(from_hex && same(*from_hex, input), "hexadecimal is undone");

  if (const auto bytes = base::from_hex(as_text(input))) {
    must(base::to_hex(*bytes) == as_text(input), "hexadecimal has one spelling");
  }
  if (const auto bytes = base::from_base64(as_text(input))) {
    const auto text = base::to_base64(*bytes);
    const auto again = base::from_base64(text);
    must(again && same(*again, *bytes), "base64 is stable");
    must(text.size() >= size && text.size() - size <= 2, "only padding may be absent");
  }
  return 0;
}
