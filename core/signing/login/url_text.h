#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "crypto/secret.h"

/// Texts as the web's addresses and forms carry them.
namespace weighmaster::signing {

/// RFC 4648 section 5, without padding: letters, digits, "-" and "_".
[[nodiscard]] std::string to_base64url(BytesView bytes);

struct Field {
  std::string_view name;
  std::string_view value;
};

/// "a=b&c=d" (application/x-www-form-urlencoded): all but unreserved characters (RFC 3986 section 2.3) as
/// percent encodings, so that it can stand in a query as well.
[[nodiscard]] std::string to_form(const std::vector<Field>& fields);
/// The same of fields that hold a secret.
[[nodiscard]] crypto::Secret to_secret_form(const std::vector<Field>& fields);
/// One value of it.
[[nodiscard]] std::string to_form(std::string_view value);

}  // namespace weighmaster::signing
