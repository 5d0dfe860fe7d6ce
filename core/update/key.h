#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/json.h"
#include "base/result.h"
#include "crypto/public_key.h"

namespace weighmaster::update {

/// A public key of TUF metadata (section 4.2.2) with the one scheme that it signs by. Immutable.
class Key {
 public:
  /// ECDSA (P-256, P-384, P-521), Ed25519, RSA with PSS or PKCS#1 v1.5. Of other kinds, or with a text that
  /// is no such key, it is one that nothing verifies with: metadata may name keys that only newer programs
  /// know. Errors: json.*.
  [[nodiscard]] static base::Result<Key> parse(const base::JsonObject& object);

  [[nodiscard]] bool verifies(BytesView message, BytesView signature) const;
  /// The key itself, whatever id it goes by; empty where nothing verifies with it.
  [[nodiscard]] std::string_view identity() const;

 private:
  enum class Scheme : std::uint8_t { plain, pss };

  Key() = default;

  std::optional<crypto::PublicKey> key_;
  Scheme scheme_ = Scheme::plain;
  crypto::DigestAlgorithm digest_ = crypto::DigestAlgorithm::sha256;
};

/// Keys by their ids, which are names and need not be hashes.
using Keys = std::map<std::string, Key, std::less<>>;

/// Who may sign a file, and how many of them must (section 4.3). Never zero.
struct Role {
  std::vector<std::string> key_ids;
  std::size_t threshold = 1;
};

struct Signature {
  std::string key_id;
  Bytes value;
};

/// Whether enough of the role's keys signed the message. A key counts once, by however many ids it goes.
/// Error: update.signatures, with `file` as subject.
[[nodiscard]] base::Result<void> check_signatures(std::string_view file, const Role& role, const Keys& keys,
                                                  BytesView message,
                                                  const std::vector<Signature>& signatures);

}  // namespace weighmaster::update
