#include "signature/message_signature.h"

#include "signature/proto_digest.h"

namespace weighmaster::signature {

using base::Code;
using base::fail;
using base::JsonObject;
using base::Result;

namespace {

Result<std::optional<crypto::Digest>> parse_claimed_digest(const JsonObject& message) {
  const auto member = message.object_if_any("messageDigest");
  if (!member) return fail(member.error());
  if (!*member) return std::nullopt;
  auto digest = parse_proto_digest(**member);
  if (!digest && digest.error().code == Code::manifest_digest)
    return fail(Code::bundle_content, (*member)->path("digest"), digest.error().detail);
  return digest;
}

}  // namespace

Result<MessageSignature> MessageSignature::parse(const JsonObject& object) {
  auto signature = object.bytes("signature");
  if (!signature) return fail(std::move(signature.error()));
  if (signature->empty()) return fail(Code::json_member_missing, object.path("signature"), "it is empty");
  auto claimed = parse_claimed_digest(object);
  if (!claimed) return fail(std::move(claimed.error()));
  MessageSignature message;
  message.signature_ = std::move(*signature);
  message.claimed_digest_ = *claimed;
  return message;
}

}  // namespace weighmaster::signature
