#include "password.h"

#include <cstdlib>
#include <ostream>

#include "answer.h"
#include "base/text.h"
#include "crypto/secret_file.h"
#include "signing/key_files.h"

namespace weighmaster::terminal {
namespace {

using base::Code;
using base::Result;
using crypto::PrivateKey;
using crypto::Secret;

constexpr int tries_at_the_prompt = 3;

/// The password where options or environment say it, or nothing.
Result<std::optional<Secret>> given_password(const PasswordOptions& options, const Console& console) {
  if (options.file) {
    auto secret = crypto::read_secret_file(*options.file, {console.stop, {}});
    if (!secret) return base::fail(std::move(secret.error()));
    return std::optional(std::move(*secret));
  }
  if (options.visible) return std::optional(Secret(to_bytes(*options.visible)));
  if (const char* value = std::getenv(password_variable); value != nullptr)
    return std::optional(Secret(to_bytes(std::string_view(value))));
  return std::nullopt;
}

Result<PrivateKey> ask_for_password(const std::string& path, const Console& console) {
  for (int tries = 1;; ++tries) {
    const auto password = console.ask("Password of " + base::visible(path) + ": ", console.stop);
    if (!password) return base::fail(password.error().code, path, password.error().detail);
    auto key = signing::read_private_key(path, &*password);
    const bool mistyped = !key && key.error().code == Code::key_password_wrong;
    if (!mistyped || tries == tries_at_the_prompt) return key;
    console.err << "That is not it.\n" << std::flush;
  }
}

}  // namespace

Result<PrivateKey> open_private_key(const std::string& path, const PasswordOptions& options,
                                    const CommonOptions& common, const Console& console) {
  if (options.visible) {
    note("a password on the command line can be seen by everybody on this computer; --password-file, " +
             std::string(password_variable) + " or the prompt hide it.",
         common, console);
  }
  auto key = signing::read_private_key(path, nullptr);
  if (key || key.error().code != Code::key_password_missing) return key;
  const auto given = given_password(options, console);
  if (!given) return base::fail(given.error());
  if (*given) return signing::read_private_key(path, &**given);
  return console.ask ? ask_for_password(path, console) : key;
}

}  // namespace weighmaster::terminal
