#include "crypto/digest.h"

#include <blake3.h>

#include <algorithm>
#include <new>
#include <variant>

#include "base/encoding.h"
#include "crypto/openssl_digest.h"
#include "crypto/openssl_ptr.h"

namespace weighmaster::crypto {
namespace {

using base::Code;
using base::fail;
using base::Result;

}  // namespace

std::string_view name(DigestAlgorithm algorithm) {
  switch (algorithm) {
    case DigestAlgorithm::sha256:
      return "sha256";
    case DigestAlgorithm::sha384:
      return "sha384";
    case DigestAlgorithm::sha512:
      return "sha512";
    case DigestAlgorithm::blake2b:
      return "blake2b";
    case DigestAlgorithm::blake3:
      return "blake3";
  }
  return {};
}

std::optional<DigestAlgorithm> manifest_algorithm(std::string_view text) {
  for (const auto algorithm : {DigestAlgorithm::sha256, DigestAlgorithm::blake2b, DigestAlgorithm::blake3}) {
    if (name(algorithm) == text) return algorithm;
  }
  return std::nullopt;
}

std::size_t digest_size(DigestAlgorithm algorithm) {
  switch (algorithm) {
    case DigestAlgorithm::sha256:
    case DigestAlgorithm::blake3:
      return 32;
    case DigestAlgorithm::sha384:
      return 48;
    case DigestAlgorithm::sha512:
    case DigestAlgorithm::blake2b:
      return 64;
  }
  return 0;
}

Result<Digest> Digest::from_bytes(DigestAlgorithm algorithm, BytesView bytes) {
  if (bytes.size() != digest_size(algorithm)) {
    return fail(Code::manifest_digest, {},
                std::to_string(bytes.size()) + " bytes are no " + std::string(name(algorithm)) + " digest");
  }
  Digest digest;
  digest.algorithm_ = algorithm;
  std::copy(bytes.begin(), bytes.end(), digest.bytes_.begin());
  return digest;
}

Result<Digest> Digest::from_hex(DigestAlgorithm algorithm, std::string_view text) {
  const auto bytes = base::from_hex(text);
  if (!bytes) return fail(Code::manifest_digest, std::string(text), bytes.error().detail);
  return from_bytes(algorithm, *bytes);
}

std::string Digest::hex() const {
  return base::to_hex(bytes());
}

struct Hasher::State {
  DigestAlgorithm algorithm;
  DigestContextPtr openssl;
  blake3_hasher blake3;
};

Hasher::Hasher(DigestAlgorithm algorithm) : state_(std::make_unique<State>()) {
  state_->algorithm = algorithm;
  if (algorithm == DigestAlgorithm::blake3) {
    blake3_hasher_init(&state_->blake3);
    return;
  }
  state_->openssl.reset(EVP_MD_CTX_new());
  // Fails only without memory: these digests are in every OpenSSL that this program links.
  if (!state_->openssl || EVP_DigestInit_ex(state_->openssl.get(), openssl_digest(algorithm), nullptr) != 1) {
    throw std::bad_alloc();
  }
}

Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(BytesView bytes) {
  if (state_->algorithm == DigestAlgorithm::blake3) {
    blake3_hasher_update(&state_->blake3, bytes.data(), bytes.size());
  } else if (EVP_DigestUpdate(state_->openssl.get(), bytes.data(), bytes.size()) != 1) {
    throw std::bad_alloc();
  }
}

Digest Hasher::finish() {
  std::array<std::uint8_t, 64> out{};
  if (state_->algorithm == DigestAlgorithm::blake3) {
    blake3_hasher_finalize(&state_->blake3, out.data(), BLAKE3_OUT_LEN);
    blake3_hasher_init(&state_->blake3);
  } else if (EVP_DigestFinal_ex(state_->openssl.get(), out.data(), nullptr) != 1 ||
             EVP_DigestInit_ex(state_->openssl.get(), openssl_digest(state_->algorithm), nullptr) != 1) {
    throw std::bad_alloc();
  }
  return *Digest::from_bytes(state_->algorithm, BytesView(out).first(digest_size(state_->algorithm)));
}

Digest digest(DigestAlgorithm algorithm, BytesView bytes) {
  Hasher hasher(algorithm);
  hasher.update(bytes);
  return hasher.finish();
}

}  // namespace weighmaster::crypto
