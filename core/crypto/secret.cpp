#include "crypto/secret.h"

#include <openssl/crypto.h>

#include <utility>

namespace weighmaster::crypto {

Secret::~Secret() {
  wipe();
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    bytes_ = std::exchange(other.bytes_, {});
  }
  return *this;
}

/// Unlike a fill, a call that the compiler may not leave out.
void Secret::wipe() {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

}  // namespace weighmaster::crypto
