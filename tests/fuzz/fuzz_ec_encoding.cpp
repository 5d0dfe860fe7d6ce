#include "crypto/ec_encoding.h"
#include "fuzz.h"

using namespace weighmaster;
using fuzz::must;

/// What tokens say of keys and signatures. The first byte is the size of the curve's name.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const BytesView all(data, size);
  if (const auto der = crypto::ec_signature_der(all)) {
    must(der->size() > 7 && der->front() == 0x30, "a signature in DER is a SEQUENCE of two numbers");
  }
  if (size == 0 || data[0] >= size) return 0;
  const auto params = all.subspan(1, data[0]);
  const auto point = all.subspan(1 + data[0]);
  const auto key = crypto::ec_public_key(params, point);
  if (!key) return 0;
  must(crypto::ec_curve(params) == key->type(), "the key is on the curve that is named");
  const auto again = crypto::PublicKey::from_spki(key->spki());
  must(again && *again == *key, "its encoding is the key");
  must(fuzz::same(BytesView(key->spki()).last(65), point.last(65)), "the point is the one that was given");
  return 0;
}
