#include "signature/entry_body.h"

#include <array>

#include "base/encoding.h"
#include "base/json.h"

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
  return HashedRekordBody{*digest, std::move(*content), std::move(*verifier)};
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

struct KnownKind {
  std::string_view kind;
  std::string_view version;
  Result<Content> (*parse)(const JsonObject& spec);
};

constexpr auto known_kinds = std::to_array<KnownKind>({
    {"hashedrekord", "0.0.1", parse_hashedrekord},
    {"dsse", "0.0.1", parse_dsse},
    {"intoto", "0.0.2", parse_intoto},
});

const KnownKind* find_kind(std::string_view kind, std::string_view version) {
  for (const auto& known : known_kinds) {
    if (known.kind == kind && known.version == version) return &known;
  }
  return nullptr;
}

}  // namespace

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
