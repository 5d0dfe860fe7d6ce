#pragma once

#include "crypto/public_key.h"

namespace weighmaster::fuzz {

/// A P-256 key whose private half was never kept.
inline const crypto::PublicKey& known_key() {
  static const auto key = *crypto::PublicKey::from_pem(as_bytes(R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE5DL5MGPLIP1uFwaOKASmrgKw0y66
MlbmHYaaQ3xVw3R8G8aQdQo1ugZhp4tIxfBo5Rrd1zSfcSi2NX+wRLoYbg==
-----END PUBLIC KEY-----
)"));
  return key;
}

}  // namespace weighmaster::fuzz
