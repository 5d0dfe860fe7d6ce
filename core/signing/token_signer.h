#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/time.h"
#include "crypto/token.h"
#include "signing/signer.h"

namespace weighmaster::signing {

/// Which key on which token, and who lets us in.
struct TokenRequest {
  crypto::Pkcs11Uri uri;
  /// Modules, or folders with the module that the URI names; those registered with p11-kit where there are
  /// none. From the person's own command line or settings only.
  std::vector<std::filesystem::path> module_places;
  /// Used where the URI has no PIN of its own.
  std::optional<crypto::Secret> pin;
  /// For a PIN that was given beforehand.
  crypto::LastTry last_try = crypto::LastTry::refuse;
  /// Asks the person, once, where no PIN was given and the token wants one. It has to tell them what
  /// `TokenInfo::pin_tries` says: their answer allows the last try. Empty where there is nobody to ask.
  std::function<base::Result<crypto::Secret>(const crypto::TokenInfo&)> ask_pin;
  /// Tells the person the same, and that the token waits for the PIN on its own keys. May be empty.
  std::function<void(const crypto::TokenInfo&)> enter_on_token;
};

/// Signs with a key on a token (OMS section 4.1, method key). The session stays open as long as this object.
/// A token that waits for a touch or a PIN can't be stopped: where the task is, it is left behind
/// (base::call_aside), and what it signs then goes nowhere.
class TokenSigner : public Signer {
 public:
  /// Finds token and key and logs in, once. Errors: those of crypto::Token, crypto::read_pin_source and
  /// `ask_pin`; task.cancelled.
  [[nodiscard]] static base::Result<std::unique_ptr<TokenSigner>> open(TokenRequest request,
                                                                       const base::Task& task);

  [[nodiscard]] base::Result<Material> material(const base::Task& task) override;
  [[nodiscard]] base::Result<Bytes> sign(BytesView encoding, const base::Task& task) override;

  [[nodiscard]] const crypto::TokenKey& key() const { return key_; }

 private:
  explicit TokenSigner(crypto::TokenKey key) : key_(std::move(key)) {}

  crypto::TokenKey key_;
};

/// The same with a certificate (OMS section 4.1, method certificate): one of those that the person names,
/// else the token's own. `others`, and what else is on the token, may lead from it to a root. Errors:
/// key.certificate_differs (none that is named is the key's), token.certificate_missing, those of
/// CertificateSigner::create.
[[nodiscard]] base::Result<std::unique_ptr<Signer>> with_certificate(
    std::unique_ptr<TokenSigner> signer, std::vector<crypto::Certificate> named,
    const std::vector<crypto::Certificate>& others, base::TimePoint now);

}  // namespace weighmaster::signing
