#include "signature/envelope.h"

#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/limits.h"
#include "signature/legacy_encoding.h"

namespace weighmaster::signature {
namespace {

using base::Code;
using base::fail;
using base::JsonObject;
using base::Result;

/// The one signature. Its `keyid` names nothing that could be trusted: it has to be a string, and is not
/// used.
Result<Bytes> parse_signature(const JsonObject& envelope) {
  const auto where = envelope.path("signatures");
  const auto list = envelope.array("signatures");
  if (!list) return fail(list.error());
  if (list->size() != 1) return fail(Code::envelope_signature_count, where, std::to_string(list->size()));
  const auto entry = JsonObject::from(list->front(), where + "[0]");
  if (!entry) return fail(entry.error());
  if (const auto key_id = entry->string_or_empty("keyid"); !key_id) return fail(key_id.error());
  auto signature = entry->bytes("sig");
  if (signature && signature->empty())
    return fail(Code::json_member_missing, entry->path("sig"), "it is empty");
  return signature;
}

/// All of the pre-authentication encoding that stands before the payload.
std::string encoding_before(std::string_view payload_type, BytesView payload) {
  return "DSSEv1 " + std::to_string(payload_type.size()) + " " + std::string(payload_type) + " " +
         std::to_string(payload.size()) + " ";
}

/// Without a copy of the payload, which may be large; but Ed25519 signs a message, not its digest.
bool is_signed_by(const crypto::PublicKey& key, const Envelope& envelope) {
  const auto algorithm = key.usual_digest();
  if (key.type() == crypto::KeyType::ed25519)
    return key.verify(algorithm, envelope.pre_authentication_encoding(), envelope.signature());
  const auto payload = envelope.unverified_payload();
  crypto::Hasher hasher(algorithm);
  hasher.update(as_bytes(encoding_before(envelope.payload_type(), payload)));
  hasher.update(payload);
  return key.verify_digest(hasher.finish(), envelope.signature());
}

}  // namespace

Bytes pre_authentication_encoding(std::string_view payload_type, BytesView payload) {
  Bytes encoding = to_bytes(encoding_before(payload_type, payload));
  encoding.insert(encoding.end(), payload.begin(), payload.end());
  return encoding;
}

Result<Envelope> Envelope::parse(const JsonObject& object) {
  auto payload = object.bytes("payload");
  if (!payload) return fail(payload.error());
  auto payload_type = object.string_or_empty("payloadType");
  if (!payload_type) return fail(payload_type.error());
  auto signature = parse_signature(object);
  if (!signature) return fail(signature.error());

  return assemble(std::move(*payload_type), std::move(*payload), std::move(*signature));
}

Envelope Envelope::assemble(std::string payload_type, Bytes payload, Bytes signature) {
  Envelope envelope;
  envelope.payload_type_ = std::move(payload_type);
  envelope.payload_ = std::move(payload);
  envelope.signature_ = std::move(signature);
  return envelope;
}

Bytes Envelope::pre_authentication_encoding() const {
  return signature::pre_authentication_encoding(payload_type_, payload_);
}

base::Json Envelope::json() const {
  return {{"payload", base::to_base64(payload_)},
          {"payloadType", payload_type_},
          {"signatures", base::Json::array({{{"sig", base::to_base64(signature_)}}})}};
}

std::optional<SignedPayload> Envelope::open(const crypto::PublicKey& key) const {
  if (is_signed_by(key, *this)) return SignedPayload(payload_, false);
  if (payload_.size() > base::limits::legacy_payload_bytes) return std::nullopt;
  const auto encoding = legacy_pre_authentication_encoding(payload_type_, payload_);
  if (key.verify(crypto::DigestAlgorithm::sha256, encoding, signature_)) return SignedPayload(payload_, true);
  return std::nullopt;
}

}  // namespace weighmaster::signature
