#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/result.h"
#include "crypto/secret.h"
#include "crypto/token_modules.h"

namespace weighmaster::crypto {

/// An attribute by which objects are looked for: the value's bytes as they lie in memory.
struct Wanted {
  CK_ATTRIBUTE_TYPE type;
  Bytes value;

  static Wanted number(CK_ATTRIBUTE_TYPE type, CK_ULONG value);
};

/// An open session on one token, logged out and closed with the object. What goes wrong is token.failed with
/// the module's reason, unless said otherwise. For the files of this room only.
class TokenSession {
 public:
  /// `label` names the token in errors.
  [[nodiscard]] static base::Result<std::unique_ptr<TokenSession>> open(
      std::shared_ptr<const Modules> modules, CK_FUNCTION_LIST* functions, CK_SLOT_ID slot,
      std::string label);
  ~TokenSession();
  TokenSession(const TokenSession&) = delete;
  TokenSession& operator=(const TokenSession&) = delete;
  TokenSession(TokenSession&&) = delete;
  TokenSession& operator=(TokenSession&&) = delete;

  /// Once; null where the token has its own keys for the PIN. Errors: token.pin_wrong, token.pin_locked.
  [[nodiscard]] base::Result<void> login(const Secret* pin);

  /// At most limits::token_objects.
  [[nodiscard]] base::Result<std::vector<CK_OBJECT_HANDLE>> find(const std::vector<Wanted>& wanted) const;
  /// The attribute's bytes; nothing where the object has none, hides it, or it is beyond
  /// limits::token_attribute_bytes.
  [[nodiscard]] std::optional<Bytes> attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;
  [[nodiscard]] std::optional<CK_ULONG> number(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;
  [[nodiscard]] bool flag(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;

  /// r and s, by CKM_ECDSA over a digest. `pin` is for a key that asks for it at each signature (smart cards
  /// of the PIV kind), and null where the key does not, or the token has its own keys.
  enum class Asks : std::uint8_t { no, yes };
  [[nodiscard]] base::Result<Bytes> sign(CK_OBJECT_HANDLE key, BytesView digest, Asks asks,
                                         const Secret* pin);

  [[nodiscard]] const std::string& label() const { return label_; }

 private:
  TokenSession(std::shared_ptr<const Modules> modules, CK_FUNCTION_LIST* functions, CK_SESSION_HANDLE handle,
               std::string label);
  [[nodiscard]] CK_RV authenticate(CK_USER_TYPE user, const Secret* pin);
  [[nodiscard]] tl::unexpected<base::Error> not_let_in(CK_RV answer) const;
  [[nodiscard]] tl::unexpected<base::Error> failed(CK_RV answer) const;

  std::shared_ptr<const Modules> modules_;
  CK_FUNCTION_LIST* functions_;
  CK_SESSION_HANDLE handle_;
  std::string label_;
  bool logged_in_ = false;
};

}  // namespace weighmaster::crypto
