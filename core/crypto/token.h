#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/task.h"
#include "crypto/certificate.h"
#include "crypto/pkcs11_uri.h"
#include "crypto/public_key.h"
#include "crypto/secret.h"

/// Keys on hardware tokens and their like, through PKCS#11 (OASIS PKCS #11 version 2.40). Modules are code
/// that is loaded into this process: their places come from the person's own command line or settings only.
namespace weighmaster::crypto {

class Modules;
class TokenSession;
struct Slot;

/// What a token says of the wrong PINs that it has seen and will stand.
enum class PinTries : std::uint8_t {
  enough,
  few,   // there has been a wrong one since the last right one
  last,  // one more wrong one locks it
  none,  // it is locked
};

/// What a token says of itself. All texts come from outside.
struct TokenInfo {
  std::string label, manufacturer, model, serial;
  std::uint64_t slot_id = 0;
  /// The module's file.
  std::string module;
  bool asks_pin = false;
  /// The PIN is entered on the token or its reader (CKF_PROTECTED_AUTHENTICATION_PATH).
  bool has_pin_entry = false;
  PinTries pin_tries = PinTries::enough;

  /// Chooses this token, also when it is plugged in elsewhere; by its slot only where it has no serial
  /// number.
  [[nodiscard]] Pkcs11Uri uri() const;
};

/// A signing key as a list shows it.
struct TokenKeyInfo {
  std::string label;
  Bytes id;
  /// Absent where the token does not say, or it is another kind than `KeyType` has.
  std::optional<KeyType> type;
  bool has_certificate = false;
  /// With the token's: chooses this key.
  std::string uri;

  /// Its kind may sign models (OMS section 4.1).
  [[nodiscard]] bool usable() const;
};

/// A private key on a token that is logged in to. The session lives as long as any key of it.
class TokenKey {
 public:
  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
  [[nodiscard]] const std::string& token_label() const;

  /// The certificate on the token that is for this key; of several the one that is valid longest. Error:
  /// token.certificate_missing.
  [[nodiscard]] base::Result<Certificate> certificate() const;
  /// All certificates on the token that can be read.
  [[nodiscard]] std::vector<Certificate> certificates() const;

  /// ECDSA in DER over the hash that goes with the curve, which is made here (CKM_ECDSA). Checked with the
  /// public key before it is returned. A token that waits for a touch can't be stopped meanwhile. Errors:
  /// token.failed, token.pin_wrong, token.pin_locked, task.cancelled.
  [[nodiscard]] base::Result<Bytes> sign(BytesView message, const base::Task& task) const;

 private:
  friend class Token;
  struct State;
  TokenKey(std::shared_ptr<State> state, PublicKey public_key)
      : state_(std::move(state)), public_key_(std::move(public_key)) {}

  std::shared_ptr<State> state_;
  PublicKey public_key_;
};

/// A token and what it shows without a PIN.
struct ListedToken {
  TokenInfo info;
  std::vector<TokenKeyInfo> keys;
};

/// All tokens that are plugged in, of the modules in `module_places`, or of those that are registered with
/// p11-kit. Nobody is logged in. A token that can't be read is listed without keys. Errors: token.module,
/// task.cancelled.
[[nodiscard]] base::Result<std::vector<ListedToken>> list_tokens(
    const std::vector<std::filesystem::path>& module_places, const base::Task& task);

/// Whether a PIN may be tried where one more wrong one locks the token.
enum class LastTry : std::uint8_t { refuse, allow };

/// One token, with an open session.
class Token {
 public:
  /// The one token that fits the URI. Errors: token.module, token.missing (says which tokens there are),
  /// token.ambiguous (says what tells them apart), token.failed.
  [[nodiscard]] static base::Result<Token> find(const Pkcs11Uri& uri,
                                                const std::vector<std::filesystem::path>& module_places);
  ~Token();
  Token(Token&&) noexcept;
  Token& operator=(Token&&) noexcept;
  Token(const Token&) = delete;
  Token& operator=(const Token&) = delete;

  /// As it was when it was found.
  [[nodiscard]] const TokenInfo& info() const;

  /// Tries once, and never again by itself: a few wrong PINs lock a token. The PIN is not used where the
  /// token has an entry of its own; it is wiped with this object and those keys that ask for it at each
  /// signature. Errors: token.pin_missing, token.pin_wrong (says what the token says of further tries),
  /// token.pin_last_try, token.pin_locked, token.failed.
  [[nodiscard]] base::Result<void> login(std::optional<Secret> pin, LastTry last_try);

  /// Its signing keys. Before the login only those whose public key or certificate the token shows.
  [[nodiscard]] std::vector<TokenKeyInfo> keys() const;

  /// The one private key that fits the URI's `id` and `object`; without both, the only one. Its public key
  /// comes from the public key object of the pair, its certificate, or the private key object, in this order.
  /// Errors: token.uri (its type is none of a key pair), token.key_missing, token.key_ambiguous,
  /// key.unsupported, key.malformed, token.failed.
  [[nodiscard]] base::Result<TokenKey> key(const Pkcs11Uri& uri) const;

 private:
  friend base::Result<std::vector<ListedToken>> list_tokens(const std::vector<std::filesystem::path>&,
                                                            const base::Task&);
  [[nodiscard]] static base::Result<Token> open(std::shared_ptr<const Modules> modules, Slot slot);
  Token(std::shared_ptr<const Slot> slot, std::shared_ptr<TokenSession> session);

  std::shared_ptr<const Slot> slot_;
  std::shared_ptr<TokenSession> session_;
  std::shared_ptr<const Secret> pin_;
};

}  // namespace weighmaster::crypto
