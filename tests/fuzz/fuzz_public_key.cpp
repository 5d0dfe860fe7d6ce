#include "crypto/public_key.h"
#include "fuzz.h"

using namespace weighmaster;
using crypto::PublicKey;
using fuzz::must;

namespace {

void check(const PublicKey& key) {
  const auto by_pem = PublicKey::from_pem(as_bytes(key.pem()));
  must(by_pem && *by_pem == key, "a key survives PEM");
  const auto by_spki = PublicKey::from_spki(key.spki());
  must(by_spki && *by_spki == key, "a key survives DER");
  must(key.hint() == by_pem->hint() && key.hint().size() == 64, "a hint is the key's own");
  must(key.bits() > 0, "a key has a size");
  must(!key.verify(key.usual_digest(), key.spki(), key.spki()), "a key is no signature");
}

}  // namespace

/// A key that is read, from PEM or DER, is one that can be written and read again.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const auto read : {PublicKey::from_pem, PublicKey::from_spki, PublicKey::from_pkcs1}) {
    if (const auto key = read({data, size})) check(*key);
  }
  return 0;
}
