#include "support/virtual_sigstore.h"

#include "base/encoding.h"
#include "support/der.h"
#include "support/virtual_log.h"

namespace weighmaster::tests {
namespace {

using base::Json;
using base::to_base64;
using crypto::AlternativeName;
using crypto::DigestAlgorithm;

constexpr const char* sct_list_oid = "1.3.6.1.4.1.11129.2.4.2";
constexpr const char* rekor_name = "rekor.test";
constexpr const char* rekor_origin = "rekor.test - 4242424242";
constexpr const char* rekor_2_name = "rekor2.test";
constexpr const char* authority_name = "virtual fulcio";
constexpr const char* intermediate_name = "virtual fulcio intermediate";

std::string hex_digest(BytesView bytes) {
  return crypto::digest(DigestAlgorithm::sha256, bytes).hex();
}

std::string hex_digest(const std::string& text) {
  return hex_digest(as_bytes(text));
}

std::int64_t unix_seconds(base::TimePoint time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

void put(Bytes& out, std::uint64_t value, unsigned width) {
  for (unsigned i = width; i-- > 0;) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

/// Bytes after their length, itself of `width` bytes: a vector of the TLS presentation language.
void put(Bytes& out, BytesView bytes, unsigned width) {
  put(out, bytes.size(), width);
  out.insert(out.end(), bytes.begin(), bytes.end());
}

CertificateSpec intermediate_spec() {
  auto spec = authority_spec(intermediate_name);
  spec.purposes = "codeSigning";
  spec.path_length = 0;
  return spec;
}

Json certificate_json(const crypto::Certificate& certificate) {
  return {{"rawBytes", to_base64(certificate.der())}};
}

std::string details_of(const crypto::PublicKey& key) {
  switch (key.type()) {
    case crypto::KeyType::ecdsa_p256:
      return "PKIX_ECDSA_P256_SHA_256";
    case crypto::KeyType::ecdsa_p384:
      return "PKIX_ECDSA_P384_SHA_384";
    case crypto::KeyType::ecdsa_p521:
      return "PKIX_ECDSA_P521_SHA_512";
    case crypto::KeyType::ed25519:
      return "PKIX_ED25519";
    case crypto::KeyType::rsa:
      return "PKIX_RSA_PKCS1V15_" + std::to_string(key.bits()) + "_SHA256";
  }
  return {};
}

Json log_json(const char* url, const TestKey& key, BytesView log_id) {
  const auto public_key = key.public_key();
  return {{"baseUrl", url},
          {"hashAlgorithm", "SHA2_256"},
          {"publicKey",
           {{"rawBytes", to_base64(public_key.spki())},
            {"keyDetails", details_of(public_key)},
            {"validFor", {{"start", "2026-01-01T00:00:00Z"}}}}},
          {"logId", {{"keyId", to_base64(log_id)}}}};
}

Bytes key_digest(const TestKey& key) {
  return to_bytes(key.public_key().spki_digest().bytes());
}

bool is_of_rekor_2(EntryKind kind) {
  return kind == EntryKind::hashedrekord_v2 || kind == EntryKind::dsse_v2;
}

Json sha256_json(const std::string& value) {
  return {{"algorithm", "sha256"}, {"value", value}};
}

std::string decoded(const Json& base64) {
  return std::string(as_text(*base::from_base64(base64.get<std::string>())));
}

std::string encoding_of(const Json& envelope) {
  if (envelope.contains("file")) return decoded(envelope.at("file"));
  const auto type = envelope.at("payloadType").get<std::string>();
  const auto payload = decoded(envelope.at("payload"));
  return "DSSEv1 " + std::to_string(type.size()) + " " + type + " " + std::to_string(payload.size()) + " " +
         payload;
}

Json dsse_spec(const Json& envelope, const std::string& verifier) {
  Json signatures = Json::array();
  for (const auto& signature : envelope.at("signatures")) {
    signatures.push_back({{"signature", signature.at("sig")}, {"verifier", verifier}});
  }
  return {{"envelopeHash", sha256_json(hex_digest(envelope.dump()))},
          {"payloadHash", sha256_json(hex_digest(decoded(envelope.at("payload"))))},
          {"signatures", std::move(signatures)}};
}

Json hashedrekord_spec(const Json& envelope, const std::string& verifier,
                       const crypto::Certificate& certificate) {
  // Of a file Rekor v1 takes the digest that the signature is over.
  const auto algorithm =
      envelope.contains("file") ? certificate.public_key()->usual_digest() : DigestAlgorithm::sha256;
  const auto digest = crypto::digest(algorithm, as_bytes(encoding_of(envelope)));
  return {{"data", {{"hash", {{"algorithm", crypto::name(algorithm)}, {"value", digest.hex()}}}}},
          {"signature",
           {{"content", envelope.at("signatures").at(0).at("sig")}, {"publicKey", {{"content", verifier}}}}}};
}

Json intoto_spec(const Json& envelope, const std::string& verifier) {
  Json signatures = Json::array();
  for (const auto& signature : envelope.at("signatures")) {
    const auto twice = to_base64(as_bytes(signature.at("sig").get<std::string>()));
    signatures.push_back({{"sig", twice}, {"publicKey", verifier}});
  }
  return {
      {"content",
       {{"envelope", {{"payloadType", envelope.at("payloadType")}, {"signatures", std::move(signatures)}}},
        {"hash", sha256_json(hex_digest(envelope.dump()))},
        {"payloadHash", sha256_json(hex_digest(decoded(envelope.at("payload"))))}}}};
}

/// Verifier and signature as Rekor v2 has them.
Json signature_v2(const Json& signature, const crypto::Certificate& certificate) {
  return {{"content", signature.at("sig")},
          {"verifier",
           {{"keyDetails", details_of(*certificate.public_key())},
            {"x509Certificate", certificate_json(certificate)}}}};
}

/// Rekor v2 takes the hash that the signature uses.
Json hash_v2(const crypto::Certificate& certificate, const std::string& content) {
  const auto algorithm = certificate.public_key()->usual_digest();
  const auto name = algorithm == DigestAlgorithm::sha512   ? "SHA2_512"
                    : algorithm == DigestAlgorithm::sha384 ? "SHA2_384"
                                                           : "SHA2_256";
  return {{"algorithm", name}, {"digest", to_base64(crypto::digest(algorithm, as_bytes(content)).bytes())}};
}

Json hashedrekord_spec_v2(const Json& envelope, const crypto::Certificate& certificate) {
  return {{"hashedRekordV002",
           {{"data", hash_v2(certificate, encoding_of(envelope))},
            {"signature", signature_v2(envelope.at("signatures").at(0), certificate)}}}};
}

Json dsse_spec_v2(const Json& envelope, const crypto::Certificate& certificate) {
  Json signatures = Json::array();
  for (const auto& signature : envelope.at("signatures"))
    signatures.push_back(signature_v2(signature, certificate));
  const auto digest = crypto::digest(DigestAlgorithm::sha256, as_bytes(decoded(envelope.at("payload"))));
  return {{"dsseV002",
           {{"payloadHash", {{"algorithm", "SHA2_256"}, {"digest", to_base64(digest.bytes())}}},
            {"signatures", std::move(signatures)}}}};
}

/// The body of an entry as Rekor canonicalises it; dumped, its members are in RFC 8785's order.
Json body(EntryKind kind, const Json& envelope, const crypto::Certificate& certificate) {
  const auto verifier = to_base64(as_bytes(certificate.pem()));
  const auto entry = [](const char* name, const char* version, Json spec) -> Json {
    return {{"apiVersion", version}, {"kind", name}, {"spec", std::move(spec)}};
  };
  switch (kind) {
    case EntryKind::dsse:
      return entry("dsse", "0.0.1", dsse_spec(envelope, verifier));
    case EntryKind::hashedrekord:
      return entry("hashedrekord", "0.0.1", hashedrekord_spec(envelope, verifier, certificate));
    case EntryKind::intoto:
      return entry("intoto", "0.0.2", intoto_spec(envelope, verifier));
    case EntryKind::hashedrekord_v2:
      return entry("hashedrekord", "0.0.2", hashedrekord_spec_v2(envelope, certificate));
    case EntryKind::dsse_v2:
      return entry("dsse", "0.0.2", dsse_spec_v2(envelope, certificate));
  }
  return {};
}

/// The entry among others that nobody asks about.
std::vector<Bytes> leaves_around(const std::string& entry, const EntrySpec& spec) {
  std::vector<Bytes> leaves;
  for (std::size_t i = 0; i < spec.older; ++i) leaves.push_back(to_bytes("older entry " + std::to_string(i)));
  leaves.push_back(to_bytes(entry));
  for (std::size_t i = 0; i < spec.newer; ++i) leaves.push_back(to_bytes("newer entry " + std::to_string(i)));
  return leaves;
}

Json proof(const std::string& entry, const EntrySpec& spec, const TestKey& rekor_key) {
  const auto leaves = leaves_around(entry, spec);
  const auto root = tree_root(leaves);
  Json hashes = Json::array();
  for (const auto& hash : audit_path(leaves, spec.older)) hashes.push_back(to_base64(hash));
  const bool is_v2 = is_of_rekor_2(spec.kind);
  auto text = checkpoint_text(spec.origin.value_or(is_v2 ? rekor_2_name : rekor_origin), leaves.size(), root);
  if (spec.change_checkpoint) spec.change_checkpoint(text);
  auto note = text + "\n" +
              note_signature(text, spec.checkpoint_name.value_or(is_v2 ? rekor_2_name : rekor_name),
                             spec.checkpoint_key.value_or(rekor_key)) +
              spec.more_signatures;
  for (const auto& witness : spec.witnesses) {
    const auto key = TestKey::generate(crypto::KeyType::ed25519);
    note += cosignature(text, witness, key, static_cast<std::uint64_t>(unix_seconds(spec.integrated_time)));
  }
  return {{"logIndex", std::to_string(spec.older)},
          {"treeSize", std::to_string(leaves.size())},
          {"rootHash", to_base64(root)},
          {"hashes", std::move(hashes)},
          {"checkpoint", {{"envelope", note}}}};
}

std::string media_type(Version version) {
  if (version == Version::v0_3) return "application/vnd.dev.sigstore.bundle.v0.3+json";
  return std::string("application/vnd.dev.sigstore.bundle+json;version=") +
         (version == Version::v0_1 ? "0.1" : "0.2");
}

}  // namespace

CertificateSpec fulcio_leaf(std::string name, std::string issuer) {
  auto spec = signer_spec("");
  spec.validity = {at(signing_time), at(signing_time) + std::chrono::minutes(10)};
  spec.names = {{AlternativeName::Kind::email, std::move(name)}};
  spec.extensions = {{"1.3.6.1.4.1.57264.1.1", to_bytes(issuer)},
                     {"1.3.6.1.4.1.57264.1.8", utf8_string(issuer)}};
  return spec;
}

Bytes utf8_string(std::string_view text) {
  return der(0x0c, as_bytes(text));
}

KeylessSpec rekor_2_spec() {
  KeylessSpec spec;
  spec.entries.front().kind = EntryKind::hashedrekord_v2;
  spec.timestamps.emplace_back();
  return spec;
}

VirtualSigstore::VirtualSigstore(crypto::KeyType rekor_key, crypto::KeyType rekor_2_key)
    : root_key_(TestKey::generate()),
      intermediate_key_(TestKey::generate()),
      certificate_log_key_(TestKey::generate()),
      rekor_key_(TestKey::generate(rekor_key)),
      rekor_2_key_(TestKey::generate(rekor_2_key)),
      root_(mint_certificate(authority_spec(authority_name), root_key_, {authority_name, root_key_})),
      intermediate_(mint_certificate(intermediate_spec(), intermediate_key_, {authority_name, root_key_})) {}

Json VirtualSigstore::trusted_root() const {
  const auto rekor_2_id = note_key_id(rekor_2_name, rekor_2_key_.public_key());
  return {
      {"mediaType", "application/vnd.dev.sigstore.trustedroot+json;version=0.1"},
      {"tlogs", Json::array({log_json("https://rekor.test", rekor_key_, key_digest(rekor_key_)),
                             log_json("https://rekor2.test", rekor_2_key_, rekor_2_id)})},
      {"ctlogs",
       Json::array({log_json("https://ct.test", certificate_log_key_, key_digest(certificate_log_key_))})},
      {"certificateAuthorities",
       Json::array({authority_json("https://fulcio.test", {intermediate_, root_})})},
      {"timestampAuthorities", Json::array({timestamp_authority_.json()})}};
}

Json VirtualSigstore::authority(const std::function<void(CertificateSpec&)>& change) const {
  auto spec = intermediate_spec();
  change(spec);
  const auto intermediate = mint_certificate(spec, intermediate_key_, {authority_name, root_key_});
  return authority_json("https://fulcio.test", {intermediate, root_});
}

/// A SerializedSCT (RFC 6962 section 3.2) over a certificate that has none yet.
Bytes VirtualSigstore::sct(const SctSpec& spec, BytesView tbs) const {
  const auto key = spec.key.value_or(certificate_log_key_);
  const auto issuer_key = spec.issuer.value_or(intermediate_key_).public_key();
  const auto time = static_cast<std::uint64_t>(spec.time.time_since_epoch().count());
  Bytes signed_bytes{0, 0};  // version 1, certificate_timestamp
  put(signed_bytes, time, 8);
  put(signed_bytes, 1, 2);  // precert_entry
  const auto issuer_digest = issuer_key.spki_digest();
  signed_bytes.insert(signed_bytes.end(), issuer_digest.bytes().begin(), issuer_digest.bytes().end());
  put(signed_bytes, tbs, 3);
  put(signed_bytes, spec.extensions, 2);
  if (!spec.true_signature) signed_bytes.push_back(0);

  Bytes sct{spec.version};
  const auto log_id = spec.log_id.value_or(to_bytes(key.public_key().spki_digest().bytes()));
  sct.insert(sct.end(), log_id.begin(), log_id.end());
  const auto claimed = spec.claimed_time.value_or(spec.time);
  put(sct, static_cast<std::uint64_t>(claimed.time_since_epoch().count()), 8);
  put(sct, spec.claimed_extensions.value_or(spec.extensions), 2);
  const std::uint8_t rsa_or_ecdsa = key.public_key().type() == crypto::KeyType::rsa ? 1 : 3;
  const auto [hash, algorithm] = spec.algorithms.value_or(std::pair{std::uint8_t{4}, rsa_or_ecdsa});
  sct.insert(sct.end(), {hash, algorithm});
  put(sct, key.sign(DigestAlgorithm::sha256, signed_bytes), 2);
  return sct;
}

KeylessSigner VirtualSigstore::issue(const CertificateSpec& leaf, const std::vector<SctSpec>& scts) const {
  return issue(TestKey::generate(), leaf, scts);
}

KeylessSigner VirtualSigstore::issue(const TestKey& key, const CertificateSpec& leaf,
                                     const std::vector<SctSpec>& scts) const {
  const Issuer issuer{intermediate_name, intermediate_key_};
  const auto without_scts = mint_certificate(leaf, key, issuer);
  if (scts.empty()) return {key, without_scts};

  const auto tbs = tbs_of(without_scts);
  Bytes list;
  for (const auto& spec : scts) put(list, sct(spec, tbs), 2);
  Bytes vector;
  put(vector, list, 2);
  auto with_scts = leaf;
  with_scts.extensions.emplace_back(sct_list_oid, der(0x04, vector));
  return {key, mint_certificate(with_scts, key, issuer)};
}

Json VirtualSigstore::log(const Json& envelope, const KeylessSigner& signer, const EntrySpec& spec) const {
  auto content = body(spec.kind, envelope, signer.certificate);
  if (spec.change_body) spec.change_body(content);
  const auto text = content.dump();
  const bool is_v2 = is_of_rekor_2(spec.kind);
  const auto& key = is_v2 ? rekor_2_key_ : rekor_key_;
  const auto log_id = is_v2 ? note_key_id(rekor_2_name, key.public_key()) : key_digest(key);
  const auto log_index = (is_v2 ? 0 : spec.log_index_offset) + static_cast<std::int64_t>(spec.older);
  Json entry{{"logIndex", std::to_string(log_index)},
             {"logId", {{"keyId", to_base64(log_id)}}},
             {"kindVersion", {{"kind", content.at("kind")}, {"version", content.at("apiVersion")}}},
             {"integratedTime", "0"},
             {"inclusionPromise", nullptr},
             {"inclusionProof", proof(text, spec, key)},
             {"canonicalizedBody", to_base64(as_bytes(text))}};
  if (is_v2) return entry;

  Json promise{{"body", to_base64(as_bytes(text))},
               {"integratedTime", unix_seconds(spec.integrated_time)},
               {"logID", base::to_hex(log_id)},
               {"logIndex", log_index}};
  if (spec.change_promise) spec.change_promise(promise);
  const auto set = spec.promise_key.value_or(key).sign(as_bytes(promise.dump()));
  entry["integratedTime"] = std::to_string(unix_seconds(spec.integrated_time));
  entry["inclusionPromise"] = {{"signedEntryTimestamp", to_base64(set)}};
  return entry;
}

Json VirtualSigstore::bundle(std::string_view payload, const KeylessSpec& spec) const {
  const auto signer = issue(TestKey::generate(spec.key), spec.leaf, spec.scts);
  auto bundle = keyless_bundle(signer.key, signer.certificate, Json::array(), payload);
  bundle["dsseEnvelope"] = envelope(signer.key, payload, spec.payload_type);
  add_evidence(bundle, bundle["dsseEnvelope"], signer, spec);
  return bundle;
}

Json VirtualSigstore::file_bundle(std::string_view content, KeylessSpec spec) const {
  const auto signer = issue(TestKey::generate(spec.key), spec.leaf, spec.scts);
  auto bundle = file_signature(signer.key, content);
  bundle["verificationMaterial"] = {{"certificate", certificate_json(signer.certificate)}};
  for (auto& entry : spec.entries) {
    if (entry.kind == EntryKind::dsse) entry.kind = EntryKind::hashedrekord;
  }
  const Json what{{"file", to_base64(as_bytes(content))},
                  {"signatures", Json::array({{{"sig", bundle["messageSignature"]["signature"]}}})}};
  add_evidence(bundle, what, signer, spec);
  return bundle;
}

void VirtualSigstore::add_evidence(Json& bundle, const Json& what, const KeylessSigner& signer,
                                   const KeylessSpec& spec) const {
  bundle["mediaType"] = media_type(spec.version);
  auto& material = bundle["verificationMaterial"];
  for (const auto& entry_spec : spec.entries) {
    auto entry = log(what, signer, entry_spec);
    if (spec.version == Version::v0_1) entry.erase("inclusionProof");
    material["tlogEntries"].push_back(std::move(entry));
  }
  const auto signature = decoded(what["signatures"][0]["sig"]);
  for (const auto& timestamp : spec.timestamps) {
    const auto response = timestamp_authority_.stamp(as_bytes(signature), timestamp);
    material["timestampVerificationData"]["rfc3161Timestamps"].push_back(
        {{"signedTimestamp", to_base64(response)}});
  }
  if (spec.version == Version::v0_3) return;
  material.erase("certificate");
  const Json chain = Json::array({certificate_json(signer.certificate), certificate_json(intermediate_)});
  material["x509CertificateChain"] = {{"certificates", chain}};
}

}  // namespace weighmaster::tests
