#include "support/test_bundle.h"

#include "base/encoding.h"
#include "support/places.h"

namespace weighmaster::tests {
namespace {

using base::Json;
using crypto::DigestAlgorithm;
using manifest::Method;
using manifest::Resource;
using manifest::Serialization;

constexpr const char* bundle_v0_3 = "application/vnd.dev.sigstore.bundle.v0.3+json";

std::vector<Resource> resources(const ModelFiles& files, const Serialization& serialization) {
  std::vector<Resource> found;
  for (const auto& [name, content] : files) {
    if (serialization.method == Method::files) {
      found.push_back({name, std::nullopt, crypto::digest(serialization.hash, as_bytes(content))});
      continue;
    }
    for (const auto& range : manifest::pieces(serialization, content.size())) {
      const auto piece = as_bytes(content).subspan(range.start, range.size());
      found.push_back({name, range, crypto::digest(serialization.hash, piece)});
    }
  }
  return found;
}

std::string root_digest(const std::vector<Resource>& resources) {
  crypto::Hasher hasher(DigestAlgorithm::sha256);
  for (const auto& resource : resources) hasher.update(resource.digest.bytes());
  return hasher.finish().hex();
}

Json predicate(const std::vector<Resource>& resources, const Serialization& serialization) {
  const bool sharded = serialization.method == Method::shards;
  Json json{{"resources", Json::array()},
            {"serialization",
             {{"method", sharded ? "shards" : "files"},
              {"hash_type", crypto::name(serialization.hash)},
              {"allow_symlinks", serialization.allow_symlinks},
              {"ignore_paths", serialization.ignore_paths}}}};
  if (sharded) json["serialization"]["shard_size"] = serialization.shard_size;
  for (const auto& resource : resources) {
    json["resources"].push_back({{"name", resource.name()},
                                 {"algorithm", crypto::name(serialization.hash)},
                                 {"digest", resource.digest.hex()}});
  }
  return json;
}

std::string encoding_to_sign(std::string_view type, std::string_view payload) {
  return "DSSEv1 " + std::to_string(type.size()) + " " + std::string(type) + " " +
         std::to_string(payload.size()) + " " + std::string(payload);
}

Json raw_bytes(const crypto::Certificate& certificate) {
  return {{"rawBytes", base::to_base64(certificate.der())}};
}

Json bundle(Json material, Json envelope) {
  return {{"mediaType", bundle_v0_3},
          {"verificationMaterial", std::move(material)},
          {"dsseEnvelope", std::move(envelope)}};
}

}  // namespace

void write_model(const std::filesystem::path& folder, const ModelFiles& files) {
  for (const auto& [name, content] : files) write(folder / name, content);
}

Json oms_statement_json(const ModelFiles& files, const Serialization& serialization,
                        std::string_view subject_name) {
  const auto found = resources(files, serialization);
  const Json subject{{"name", subject_name}, {"digest", {{"sha256", root_digest(found)}}}};
  return {{"_type", "https://in-toto.io/Statement/v1"},
          {"subject", Json::array({subject})},
          {"predicateType", "https://model_signing/signature/v1.0"},
          {"predicate", predicate(found, serialization)}};
}

std::string oms_statement(const ModelFiles& files, const Serialization& serialization,
                          std::string_view subject_name) {
  return oms_statement_json(files, serialization, subject_name).dump();
}

Json digests_statement_json(const ModelFiles& files) {
  Json subjects = Json::array();
  for (const auto& [name, content] : files) {
    subjects.push_back(
        {{"name", name},
         {"digest", {{"sha256", crypto::digest(DigestAlgorithm::sha256, as_bytes(content)).hex()}}},
         {"annotations", {{"actual_hash_algorithm", "file-sha256"}}}});
  }
  return {{"_type", "https://in-toto.io/Statement/v1"},
          {"subject", std::move(subjects)},
          {"predicateType", "https://model_signing/Digests/v0.1"},
          {"predicate", {{"unused", "Unused, just passed due to API requirements"}}}};
}

Json envelope(const TestKey& key, std::string_view payload, std::string_view payload_type) {
  const auto signature = key.sign(as_bytes(encoding_to_sign(payload_type, payload)));
  const Json signed_by{{"sig", base::to_base64(signature)}, {"keyid", ""}};
  return {{"payload", base::to_base64(as_bytes(payload))},
          {"payloadType", payload_type},
          {"signatures", Json::array({signed_by})}};
}

Json key_bundle(const TestKey& key, std::string_view payload) {
  return bundle({{"publicKey", {{"hint", key.public_key().hint()}}}, {"tlogEntries", Json::array()}},
                envelope(key, payload));
}

Json provenance_json(const ModelFiles& files) {
  Json subjects = Json::array();
  for (const auto& [name, content] : files) {
    const auto digest = crypto::digest(DigestAlgorithm::sha256, as_bytes(content)).hex();
    subjects.push_back({{"name", name}, {"digest", {{"sha256", digest}}}});
  }
  return {{"_type", "https://in-toto.io/Statement/v1"},
          {"subject", std::move(subjects)},
          {"predicateType", "https://slsa.dev/provenance/v1"},
          {"predicate", {{"buildDefinition", Json::object()}}}};
}

Json file_signature(const TestKey& key, std::string_view content) {
  const auto algorithm = key.public_key().usual_digest();
  const auto* name = algorithm == DigestAlgorithm::sha512   ? "SHA2_512"
                     : algorithm == DigestAlgorithm::sha384 ? "SHA2_384"
                                                            : "SHA2_256";
  const auto digest = crypto::digest(algorithm, as_bytes(content));
  return {{"mediaType", bundle_v0_3},
          {"verificationMaterial", {{"publicKey", {{"hint", key.public_key().hint()}}}}},
          {"messageSignature",
           {{"messageDigest", {{"algorithm", name}, {"digest", base::to_base64(digest.bytes())}}},
            {"signature", base::to_base64(key.sign(as_bytes(content)))}}}};
}

Json certificate_bundle(const TestKey& leaf_key, const std::vector<crypto::Certificate>& chain,
                        std::string_view payload) {
  Json certificates = Json::array();
  for (const auto& certificate : chain) certificates.push_back(raw_bytes(certificate));
  return bundle(
      {{"x509CertificateChain", {{"certificates", std::move(certificates)}}}, {"tlogEntries", Json::array()}},
      envelope(leaf_key, payload));
}

Json keyless_bundle(const TestKey& leaf_key, const crypto::Certificate& leaf, Json log_entries,
                    std::string_view payload) {
  return bundle({{"certificate", raw_bytes(leaf)}, {"tlogEntries", std::move(log_entries)}},
                envelope(leaf_key, payload));
}

}  // namespace weighmaster::tests
