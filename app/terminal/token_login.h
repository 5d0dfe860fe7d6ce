#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "console.h"
#include "options.h"
#include "signing/token_signer.h"

/// Which key on which token, and where its PIN comes from.
namespace weighmaster::terminal {

struct TokenOptions {
  std::string pkcs11_uri;
  std::vector<std::string> module_path;
  std::optional<std::string> pin_file;
  bool allow_last_pin_try = false;
};

/// The environment variable that is looked at where neither address nor option gives the PIN.
inline constexpr auto pin_variable = "PKCS11_PIN";

/// What a person should know before they enter a PIN: "One more wrong PIN locks the token."; empty where
/// there is nothing to know.
[[nodiscard]] std::string_view remark(crypto::PinTries tries);

/// A signer that is logged in. The PIN comes from the address (pin-value, pin-source), --pin-file, the
/// environment, or the prompt, in this order; it is tried once. Errors: those of Pkcs11Uri::parse and
/// TokenSigner::open.
[[nodiscard]] base::Result<std::unique_ptr<signing::TokenSigner>> open_token(const TokenOptions& options,
                                                                             const CommonOptions& common,
                                                                             const Console& console);

}  // namespace weighmaster::terminal
