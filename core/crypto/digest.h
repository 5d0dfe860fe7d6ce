#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace weighmaster::crypto {

enum class DigestAlgorithm : std::uint8_t { sha256, sha384, sha512, blake2b, blake3 };

/// The name as OMS writes it (section 5.2.2): "sha256", "blake2b" (512 bits), "blake3" (256 bits).
[[nodiscard]] std::string_view name(DigestAlgorithm algorithm);
/// The algorithms of OMS manifests only: sha256, blake2b, blake3.
[[nodiscard]] std::optional<DigestAlgorithm> manifest_algorithm(std::string_view name);
/// Bytes of a digest.
[[nodiscard]] std::size_t digest_size(DigestAlgorithm algorithm);

/// A digest with its algorithm. Immutable; at most 64 bytes, held in place.
class Digest {
 public:
  /// Error: manifest.digest where the size is not the algorithm's.
  [[nodiscard]] static base::Result<Digest> from_bytes(DigestAlgorithm algorithm, BytesView bytes);
  /// Lower-case hexadecimal of the algorithm's length. Error: manifest.digest.
  [[nodiscard]] static base::Result<Digest> from_hex(DigestAlgorithm algorithm, std::string_view text);

  [[nodiscard]] DigestAlgorithm algorithm() const { return algorithm_; }
  [[nodiscard]] BytesView bytes() const { return {bytes_.data(), digest_size(algorithm_)}; }
  [[nodiscard]] std::string hex() const;

  friend bool operator==(const Digest&, const Digest&) = default;

 private:
  Digest() = default;

  DigestAlgorithm algorithm_ = DigestAlgorithm::sha256;
  std::array<std::uint8_t, 64> bytes_{};
};

/// One running digest. Not shared between threads.
class Hasher {
 public:
  explicit Hasher(DigestAlgorithm algorithm);
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  void update(BytesView bytes);
  /// The digest of all bytes so far; the hasher starts anew.
  [[nodiscard]] Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

[[nodiscard]] Digest digest(DigestAlgorithm algorithm, BytesView bytes);

}  // namespace weighmaster::crypto
