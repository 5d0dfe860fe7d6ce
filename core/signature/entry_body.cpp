#include "signature/entry_body.h"

#include <array>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/json.h"
#include "signature/proto_digest.h"

namespace weighmaster::signature {
namespace {

using base::Code;
using base::fail;
using base::JsonObject;
using base::Result;
using crypto::Digest;
using crypto::DigestAlgorithm;

using Content = decltype(EntryBody::content);

/// A digest as Rekor v1 writes it: {"algorithm": "sha256", "value": hexadecimal}.
Result<Digest> parse_hash(const JsonObject& hash) {
  const auto algorithm = hash.string("algorithm");
  if (!algorithm) return fail(algorithm.error());
  const auto value = hash.string("value");
  if (!value) return fail(value.error());
  for (const auto known : {DigestAlgorithm::sha256, DigestAlgorithm::sha384, DigestAlgorithm::sha512}) {
    if (*algorithm != crypto::name(known)) continue;
    auto digest = Digest::from_hex(known, *value);
    if (!digest) return fail(Code::log_entry_malformed, hash.path("value"), digest.error().detail);
    return digest;
  }
  return fail(Code::log_entry_malformed, hash.path("algorithm"), *algorithm);
}

Result<Digest> parse_hash_in(const JsonObject& object, std::string_view name) {
  const auto hash = object.object(name);
  if (!hash) return fail(hash.error());
  return parse_hash(*hash);
}

/// A certificate or a public key: base64 of one PEM block.
Result<Verifier> parse_verifier(const JsonObject& object, std::string_view name) {
  const auto pem = object.bytes(name);
  if (!pem) return fail(pem.error());
  if (as_text(*pem).find("-----BEGIN CERTIFICATE-----") == std::string_view::npos) {
    auto key = crypto::PublicKey::from_pem(*pem);
    if (!key) return fail(Code::log_entry_malformed, object.path(name), key.error().detail);
    return std::move(*key);
  }
  auto certificates = crypto::Certificate::all_from_pem(*pem);
  if (!certificates) return fail(Code::log_entry_malformed, object.path(name), certificates.error().detail);
  if (certificates->size() != 1)
    return fail(Code::log_entry_malformed, object.path(name), "more than one certificate");
  return std::move(certificates->front());
}

/// At least one element, each an object.
Result<std::vector<JsonObject>> parse_signature_objects(const JsonObject& object) {
  const auto where = object.path("signatures");
  const auto list = object.array("signatures");
  if (!list) return fail(list.error());
  if (list->empty()) return fail(Code::log_entry_malformed, where, "there is no signature");
  std::vector<JsonObject> objects;
  for (const auto& element : *list) {
    auto signature = JsonObject::from(element, where);
    if (!signature) return fail(signature.error());
    objects.push_back(std::move(*signature));
  }
  return objects;
}

Result<Content> parse_hashedrekord(const JsonObject& spec) {
  const auto data = spec.object("data");
  if (!data) return fail(data.error());
  const auto digest = parse_hash_in(*data, "hash");
  if (!digest) return fail(digest.error());
  const auto signature = spec.object("signature");
  if (!signature) return fail(signature.error());
  auto content = signature->bytes("content");
  if (!content) return fail(content.error());
  const auto public_key = signature->object("publicKey");
  if (!public_key) return fail(public_key.error());
  auto verifier = parse_verifier(*public_key, "content");
  if (!verifier) return fail(verifier.error());
  return HashedRekordBody{*digest, {std::move(*content), std::move(*verifier)}};
}

Result<Content> parse_dsse(const JsonObject& spec) {
  const auto payload_digest = parse_hash_in(spec, "payloadHash");
  if (!payload_digest) return fail(payload_digest.error());
  const auto signatures = parse_signature_objects(spec);
  if (!signatures) return fail(signatures.error());

  DsseBody body{*payload_digest, {}};
  for (const auto& object : *signatures) {
    auto signature = object.bytes("signature");
    if (!signature) return fail(signature.error());
    auto verifier = parse_verifier(object, "verifier");
    if (!verifier) return fail(verifier.error());
    body.signatures.push_back({std::move(*signature), std::move(*verifier)});
  }
  return body;
}

/// The envelope's `sig` is base64 already, and the entry's type encodes it once more.
Result<Bytes> parse_double_base64(const JsonObject& object, std::string_view name) {
  const auto once = object.bytes(name);
  if (!once) return once;
  auto twice = base::from_base64(as_text(*once));
  if (!twice) return fail(Code::base64_malformed, object.path(name), twice.error().detail);
  return twice;
}

Result<Content> parse_intoto(const JsonObject& spec) {
  const auto content = spec.object("content");
  if (!content) return fail(content.error());
  const auto payload_digest = parse_hash_in(*content, "payloadHash");
  if (!payload_digest) return fail(payload_digest.error());
  const auto envelope = content->object("envelope");
  if (!envelope) return fail(envelope.error());
  auto payload_type = envelope->string("payloadType");
  if (!payload_type) return fail(payload_type.error());
  const auto signatures = parse_signature_objects(*envelope);
  if (!signatures) return fail(signatures.error());

  IntotoBody body{*payload_digest, std::move(*payload_type), {}};
  for (const auto& object : *signatures) {
    auto signature = parse_double_base64(object, "sig");
    if (!signature) return fail(signature.error());
    auto verifier = parse_verifier(object, "publicKey");
    if (!verifier) return fail(verifier.error());
    body.signatures.push_back({std::move(*signature), std::move(*verifier)});
  }
  return body;
}

/// A digest as Rekor v2 writes it.
Result<Digest> parse_proto_hash(const JsonObject& hash) {
  auto digest = parse_proto_digest(hash);
  if (!digest && digest.error().code == Code::manifest_digest)
    return fail(Code::log_entry_malformed, hash.path("digest"), digest.error().detail);
  if (!digest) return fail(std::move(digest.error()));
  if (!*digest)
    return fail(Code::log_entry_unsupported, hash.path("algorithm"), hash.string("algorithm").value_or(""));
  return **digest;
}

/// Verifier of rekor/v2/verifier.proto: a certificate or a key in DER, one of them.
Result<Verifier> parse_der_verifier(const JsonObject& verifier) {
  const auto certificate = verifier.object_if_any("x509Certificate");
  if (!certificate) return fail(certificate.error());
  const auto public_key = verifier.object_if_any("publicKey");
  if (!public_key) return fail(public_key.error());
  if (certificate->has_value() == public_key->has_value())
    return fail(Code::log_entry_malformed, verifier.where(), "one of a certificate and a key is needed");
  const auto& member = *certificate ? **certificate : **public_key;
  const auto der = member.bytes("rawBytes");
  if (!der) return fail(der.error());
  if (*certificate) {
    auto parsed = crypto::Certificate::from_der(*der);
    if (!parsed) return fail(Code::log_entry_malformed, member.where(), parsed.error().detail);
    return std::move(*parsed);
  }
  auto key = crypto::PublicKey::from_spki(*der);
  const auto code = !key && key.error().code == Code::key_unsupported ? Code::log_entry_unsupported
                                                                      : Code::log_entry_malformed;
  if (!key) return fail(code, member.where(), key.error().detail);
  return std::move(*key);
}

/// Signature of rekor/v2/signature.proto.
Result<LoggedSignature> parse_signature_v2(const JsonObject& object) {
  auto content = object.bytes("content");
  if (!content) return fail(content.error());
  const auto member = object.object("verifier");
  if (!member) return fail(member.error());
  auto details = member->string("keyDetails");
  if (!details) return fail(details.error());
  auto verifier = parse_der_verifier(*member);
  if (!verifier) return fail(verifier.error());
  return LoggedSignature{std::move(*content), std::move(*verifier), std::move(*details)};
}

/// HashedRekordLogEntryV002 of rekor/v2/hashedrekord.proto.
Result<Content> parse_hashedrekord_v2(const JsonObject& spec) {
  const auto entry = spec.object("hashedRekordV002");
  if (!entry) return fail(entry.error());
  const auto data = entry->object("data");
  if (!data) return fail(data.error());
  const auto digest = parse_proto_hash(*data);
  if (!digest) return fail(digest.error());
  const auto member = entry->object("signature");
  if (!member) return fail(member.error());
  auto signature = parse_signature_v2(*member);
  if (!signature) return fail(signature.error());
  return HashedRekordBody{*digest, std::move(*signature)};
}

/// DSSELogEntryV002 of rekor/v2/dsse.proto, which Rekor 2.3 and later don't take any more.
Result<Content> parse_dsse_v2(const JsonObject& spec) {
  const auto entry = spec.object("dsseV002");
  if (!entry) return fail(entry.error());
  const auto payload_hash = entry->object("payloadHash");
  if (!payload_hash) return fail(payload_hash.error());
  const auto payload_digest = parse_proto_hash(*payload_hash);
  if (!payload_digest) return fail(payload_digest.error());
  const auto signatures = parse_signature_objects(*entry);
  if (!signatures) return fail(signatures.error());
  DsseBody body{*payload_digest, {}};
  for (const auto& object : *signatures) {
    auto signature = parse_signature_v2(object);
    if (!signature) return fail(signature.error());
    body.signatures.push_back(std::move(*signature));
  }
  return body;
}

struct KnownKind {
  std::string_view kind;
  std::string_view version;
  Result<Content> (*parse)(const JsonObject& spec);
  bool is_of_rekor_2 = false;
};

constexpr auto known_kinds = std::to_array<KnownKind>({
    {"hashedrekord", "0.0.1", parse_hashedrekord},
    {"dsse", "0.0.1", parse_dsse},
    {"intoto", "0.0.2", parse_intoto},
    {"hashedrekord", "0.0.2", parse_hashedrekord_v2, true},
    {"dsse", "0.0.2", parse_dsse_v2, true},
});

const KnownKind* find_kind(std::string_view kind, std::string_view version) {
  for (const auto& known : known_kinds) {
    if (known.kind == kind && known.version == version) return &known;
  }
  return nullptr;
}

}  // namespace

bool is_of_rekor_2(std::string_view kind, std::string_view version) {
  const auto* known = find_kind(kind, version);
  return known != nullptr && known->is_of_rekor_2;
}

Result<EntryBody> parse_entry_body(BytesView text) {
  const auto json = base::parse_json(text, "the log entry's body");
  if (!json) return fail(json.error());
  const auto object = JsonObject::from(*json, "body");
  if (!object) return fail(object.error());
  auto kind = object->string("kind");
  if (!kind) return fail(kind.error());
  auto version = object->string("apiVersion");
  if (!version) return fail(version.error());
  const auto* known = find_kind(*kind, *version);
  if (known == nullptr) return fail(Code::log_entry_unsupported, {}, *kind + " " + *version);
  const auto spec = object->object("spec");
  if (!spec) return fail(spec.error());
  auto content = known->parse(*spec);
  if (!content) return fail(content.error());
  return EntryBody{std::move(*kind), std::move(*version), std::move(*content)};
}

}  // namespace weighmaster::signature
