#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/secret.h"

namespace weighmaster::crypto {

/// A PKCS#11 URI (RFC 7512): which key on which token, through which module, with which PIN. It comes from
/// the person's own command line or settings, never from a file of somebody else's: it chooses code to load.
///
/// Read here and not by p11-kit's own parser, which lets the last of two equal attributes win, leaves blanks
/// out of names, cuts values at a NUL and passes over numbers that are too large.
struct Pkcs11Uri {
  /// CK_VERSION: each part fits a byte.
  struct Version {
    unsigned major = 0;
    unsigned minor = 0;

    friend bool operator==(const Version&, const Version&) = default;
  };
  enum class Type : std::uint8_t { public_key, private_key, certificate, secret_key, data };

  std::optional<std::string> token, manufacturer, serial, model;
  std::optional<std::string> library_manufacturer, library_description;
  std::optional<Version> library_version;
  std::optional<std::string> slot_manufacturer, slot_description;
  std::optional<std::uint64_t> slot_id;
  std::optional<std::string> object;
  std::optional<Type> type;
  std::optional<Bytes> id;

  std::optional<std::string> module_path, module_name;
  std::optional<Secret> pin_value;
  std::optional<std::string> pin_source;

  /// Strict: known attributes, each at most once, only characters that RFC 7512 section 2.3 lets stand, whole
  /// percent encodings, no NUL but in `id`; an absolute module-path; not both PINs. Error: token.uri, which
  /// names the attribute and never shows a value of it.
  [[nodiscard]] static base::Result<Pkcs11Uri> parse(std::string_view text);

  /// The path attributes in the order of the RFC, as its text: for messages and for choosing a key again.
  /// Without the query, which may hold a PIN.
  [[nodiscard]] std::string path_text() const;
};

}  // namespace weighmaster::crypto
