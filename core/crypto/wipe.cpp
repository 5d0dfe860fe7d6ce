#include "crypto/wipe.h"

#include <openssl/crypto.h>

namespace weighmaster::crypto {

void wipe(Bytes& bytes) {
  OPENSSL_cleanse(bytes.data(), bytes.size());
  bytes.clear();
}

void wipe(std::string& text) {
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

}  // namespace weighmaster::crypto
