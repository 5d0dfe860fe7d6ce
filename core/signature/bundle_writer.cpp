#include "signature/bundle_writer.h"

#include <nlohmann/json.hpp>

#include "base/encoding.h"

namespace weighmaster::signature {
namespace {

using base::Json;

constexpr std::string_view media_type = "application/vnd.dev.sigstore.bundle.v0.3+json";

Json raw_bytes(BytesView der) {
  return {{"rawBytes", base::to_base64(der)}};
}

Json chain(const CertificateMaterial& material) {
  auto certificates = Json::array();
  for (const auto& certificate : material.certificates) certificates.push_back(raw_bytes(certificate.der()));
  return {{"certificates", std::move(certificates)}};
}

/// Without the members that are empty: absent is what proto3 has for them.
Json verification_material(const BundleParts& parts) {
  Json json = Json::object();
  if (const auto* key = std::get_if<KeyMaterial>(&parts.material)) {
    json["publicKey"] = {{"hint", key->hint}};
  } else {
    const auto& certificates = std::get<CertificateMaterial>(parts.material);
    if (parts.method == Method::sigstore) {
      json["certificate"] = raw_bytes(certificates.leaf().der());
    } else {
      json["x509CertificateChain"] = chain(certificates);
    }
  }
  for (const auto& entry : parts.log_entries) json["tlogEntries"].push_back(log_entry_json(entry));
  for (const auto& timestamp : parts.timestamps) {
    json["timestampVerificationData"]["rfc3161Timestamps"].push_back(
        {{"signedTimestamp", base::to_base64(timestamp)}});
  }
  return json;
}

}  // namespace

Bytes write_bundle(const BundleParts& parts) {
  const Json bundle{{"mediaType", media_type},
                    {"verificationMaterial", verification_material(parts)},
                    {"dsseEnvelope", parts.envelope.json()}};
  return to_bytes(bundle.dump());
}

}  // namespace weighmaster::signature
