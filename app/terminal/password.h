#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "console.h"
#include "crypto/private_key.h"
#include "options.h"

/// Where the password of a private key comes from.
namespace weighmaster::terminal {

struct PasswordOptions {
  /// As the reference takes it: everybody on this computer can see it.
  std::optional<std::string> visible;
  std::optional<std::string> file;
};

/// The environment variable that is looked at where no option gives it.
inline constexpr auto password_variable = "WEIGHMASTER_KEY_PASSWORD";

/// The private key in a file. A password is looked for only where the key is encrypted: in the options, in
/// the environment, at last at the prompt, where it may be mistyped twice. Errors: those of
/// signing::read_private_key and crypto::read_secret_file.
[[nodiscard]] base::Result<crypto::PrivateKey> open_private_key(const std::string& path,
                                                                const PasswordOptions& options,
                                                                const CommonOptions& common,
                                                                const Console& console);

}  // namespace weighmaster::terminal
