#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "console.h"
#include "keyless.h"
#include "options.h"
#include "password.h"
#include "token_login.h"

namespace weighmaster::terminal {

/// Whose key signs: one in a file or on a token, by itself or with a certificate; or one that is made for
/// whoever logs in.
enum class SignWith : std::uint8_t { sigstore, key, certificate, pkcs11_key, pkcs11_certificate };

[[nodiscard]] constexpr bool on_token(SignWith with) {
  return with == SignWith::pkcs11_key || with == SignWith::pkcs11_certificate;
}
[[nodiscard]] constexpr bool with_certificate(SignWith with) {
  return with == SignWith::certificate || with == SignWith::pkcs11_certificate;
}

struct SignOptions {
  SignWith with = SignWith::key;
  std::string model;
  /// In the working folder, as the reference has it.
  std::string signature = "model.sig";
  FolderOptions folder;
  /// As the previous signature has it, else SHA-256 of whole files.
  std::optional<std::string> hash;
  std::optional<std::uint64_t> shard_size;
  bool overwrite = false;
  /// Lists of digests, to be signed instead of reading the model.
  std::vector<std::string> digests;
  /// An earlier signature by the same signer.
  std::optional<std::string> previous;
  bool use_digest_cache = false;

  std::string private_key;
  PasswordOptions password;
  TokenOptions token;
  std::vector<std::string> signing_certificate;
  std::vector<std::string> certificate_chain;
  std::optional<std::string> tsa_url;

  KeylessOptions keyless;
};

/// Signs a model and writes the signature file. Returns 0; 2 where nobody agreed to what would become public;
/// 5 where it could not, and then nothing is written; 130 where it was stopped.
[[nodiscard]] int sign(const SignOptions& options, const CommonOptions& common, const Console& console);

}  // namespace weighmaster::terminal
