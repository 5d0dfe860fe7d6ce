#include "crypto/certificate.h"
#include "fuzz.h"
#include "signature/sct.h"

using namespace weighmaster;
using fuzz::must;

namespace {

void append(Bytes& bytes, BytesView more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

/// Big-endian, `width` bytes.
void append(Bytes& bytes, std::uint64_t number, unsigned width) {
  while (width-- > 0) bytes.push_back(static_cast<std::uint8_t>(number >> (8 * width) & 255U));
}

/// RFC 6962 section 3.2.
Bytes encode(const signature::SignedCertificateTimestamp& sct) {
  Bytes bytes{0};
  append(bytes, sct.log_id);
  append(bytes, static_cast<std::uint64_t>(sct.time.time_since_epoch().count()), 8);
  append(bytes, sct.extensions.size(), 2);
  append(bytes, sct.extensions);
  bytes.insert(bytes.end(), {sct.hash_algorithm, sct.signature_algorithm});
  append(bytes, sct.signature.size(), 2);
  append(bytes, sct.signature);
  return bytes;
}

}  // namespace

/// A list that is read holds what it says and nothing else: written again it is the same.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto list = signature::parse_sct_list({data, size});
  if (!list) return 0;
  Bytes entries;
  for (const auto& sct : *list) {
    const auto entry = encode(sct);
    append(entries, entry.size(), 2);
    append(entries, entry);
  }
  Bytes again;
  append(again, entries.size(), 2);
  append(again, entries);
  const auto content = crypto::der_octet_string({data, size});
  must(content && *content == again, "the list written again is the same");
  return 0;
}
