#include "trust/key_details.h"

#include <string>

#include "signature/key_details.h"

namespace weighmaster::trust {

using base::Code;
using base::fail;
using base::Result;
using crypto::PublicKey;

Result<std::optional<PublicKey>> parse_log_key(BytesView bytes, std::string_view details) {
  const auto* known = signature::find_key_details(details);
  if (known == nullptr) return std::nullopt;
  auto key = known->is_pkcs1 ? PublicKey::from_pkcs1(bytes) : PublicKey::from_spki(bytes);
  if (!key && key.error().code == Code::key_unsupported) return std::nullopt;
  if (!key) return fail(Code::trust_malformed, std::string(details), key.error().detail);
  if (!known->fits(*key)) return fail(Code::trust_malformed, std::string(details), "a key of another kind");
  return std::move(*key);
}

}  // namespace weighmaster::trust
