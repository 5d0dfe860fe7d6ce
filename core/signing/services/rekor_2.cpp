#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/json.h"
#include "crypto/digest.h"
#include "signing/services/rekor.h"

namespace weighmaster::signing {
namespace {

using base::fail;
using base::Json;
using base::Result;

constexpr auto entries_path = "/api/v2/log/entries";
/// Keys of keyless signatures are made by us, all of this kind (algorithm-registry.md).
constexpr auto key_details = "PKIX_ECDSA_P256_SHA_256";

}  // namespace

Rekor::Proposal Rekor2::propose(const signature::Envelope& envelope,
                                const crypto::Certificate& certificate) const {
  const auto digest = crypto::digest(crypto::DigestAlgorithm::sha256, envelope.pre_authentication_encoding());
  const Json verifier{{"x509Certificate", {{"rawBytes", base::to_base64(certificate.der())}}},
                      {"keyDetails", key_details}};
  const Json record{
      {"digest", base::to_base64(digest.bytes())},
      {"signature", {{"content", base::to_base64(envelope.signature())}, {"verifier", verifier}}}};
  return {entries_path, to_bytes(Json{{"hashedRekordRequestV002", record}}.dump())};
}

/// A whole TransparencyLogEntry.
Result<signature::LogEntry> Rekor2::entry_of(BytesView answer) const {
  const auto json = base::parse_json(answer, "the answer");
  if (!json) return fail(json.error());
  const auto object = base::JsonObject::from(*json, "entry");
  if (!object) return fail(object.error());
  return signature::parse_log_entry(*object);
}

/// It says which it is (`x-log-index`), but has no address for an entry with its proof: that is put together
/// from tiles, which need not be where entries are made.
std::string Rekor2::path_of_known(const net::Answer& /*answer*/) const {
  return {};
}

}  // namespace weighmaster::signing
