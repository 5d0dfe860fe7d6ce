#include "signature/proto_digest.h"

#include <array>

namespace weighmaster::signature {

using base::fail;
using crypto::Digest;
using crypto::DigestAlgorithm;

base::Result<std::optional<Digest>> parse_proto_digest(const base::JsonObject& object) {
  const auto algorithm = object.string("algorithm");
  if (!algorithm) return fail(algorithm.error());
  const auto bytes = object.bytes("digest");
  if (!bytes) return fail(bytes.error());
  static constexpr std::array<std::pair<std::string_view, DigestAlgorithm>, 3> names{
      {{"SHA2_256", DigestAlgorithm::sha256},
       {"SHA2_384", DigestAlgorithm::sha384},
       {"SHA2_512", DigestAlgorithm::sha512}}};
  for (const auto& [name, known] : names) {
    if (*algorithm != name) continue;
    auto digest = Digest::from_bytes(known, *bytes);
    if (!digest) return fail(std::move(digest.error()));
    return *digest;
  }
  return std::nullopt;
}

}  // namespace weighmaster::signature
