#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/json.h"
#include "base/limits.h"
#include "signing/services/rekor.h"

namespace weighmaster::signing {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;
using signature::LogEntry;

constexpr auto entries_path = "/api/v1/log/entries";
/// Hexadecimal digits of an entry's name: the digest of its body, with or without that of its tree before it.
constexpr std::size_t longest_name = 80;

/// In this answer digests are hexadecimal and integers plain.
Result<Bytes> hexadecimal(const JsonObject& object, std::string_view name) {
  const auto text = object.string(name);
  if (!text) return fail(text.error());
  auto bytes = base::from_hex(*text);
  if (!bytes) return fail(Code::hex_malformed, object.path(name), bytes.error().detail);
  return bytes;
}

Result<Json> in_base64(const JsonObject& object, std::string_view name) {
  const auto bytes = hexadecimal(object, name);
  if (!bytes) return fail(bytes.error());
  return Json(base::to_base64(*bytes));
}

Result<Json> hashes(const JsonObject& proof) {
  const auto list = proof.array("hashes");
  if (!list) return fail(list.error());
  if (list->size() > base::limits::inclusion_hashes) return fail(Code::bundle_too_many, proof.path("hashes"));
  auto converted = Json::array();
  for (const auto& element : *list) {
    if (!element.is_string()) return fail(Code::json_member_type, proof.path("hashes"));
    const auto bytes = base::from_hex(element.get_ref<const std::string&>());
    if (!bytes) return fail(Code::hex_malformed, proof.path("hashes"), bytes.error().detail);
    converted.push_back(base::to_base64(*bytes));
  }
  return converted;
}

/// The proof as a bundle has it.
Result<Json> proof_in_bundle(const JsonObject& proof) {
  auto converted = hashes(proof);
  if (!converted) return fail(std::move(converted.error()));
  auto root = in_base64(proof, "rootHash");
  if (!root) return fail(std::move(root.error()));
  const auto index = proof.int64("logIndex");
  if (!index) return fail(index.error());
  const auto size = proof.int64("treeSize");
  if (!size) return fail(size.error());
  auto checkpoint = proof.string("checkpoint");
  if (!checkpoint) return fail(std::move(checkpoint.error()));
  return Json{{"logIndex", std::to_string(*index)},
              {"treeSize", std::to_string(*size)},
              {"rootHash", std::move(*root)},
              {"hashes", std::move(*converted)},
              {"checkpoint", {{"envelope", std::move(*checkpoint)}}}};
}

/// The entry as a bundle has it (TransparencyLogEntry): one reader for all entries.
Result<Json> entry_in_bundle(const JsonObject& entry) {
  auto log_id = in_base64(entry, "logID");
  if (!log_id) return log_id;
  auto body = entry.string("body");
  if (!body) return fail(std::move(body.error()));
  const auto index = entry.int64("logIndex");
  if (!index) return fail(index.error());
  const auto time = entry.int64("integratedTime");
  if (!time) return fail(time.error());
  const auto verification = entry.object("verification");
  if (!verification) return fail(verification.error());
  auto promise = verification->string("signedEntryTimestamp");
  if (!promise) return fail(std::move(promise.error()));
  const auto proof = verification->object("inclusionProof");
  if (!proof) return fail(proof.error());
  auto converted = proof_in_bundle(*proof);
  if (!converted) return converted;
  return Json{{"logIndex", std::to_string(*index)},
              {"logId", {{"keyId", std::move(*log_id)}}},
              {"kindVersion", {{"kind", "dsse"}, {"version", "0.0.1"}}},
              {"integratedTime", std::to_string(*time)},
              {"inclusionPromise", {{"signedEntryTimestamp", std::move(*promise)}}},
              {"inclusionProof", std::move(*converted)},
              {"canonicalizedBody", std::move(*body)}};
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= longest_name &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

Rekor::Proposal Rekor1::propose(const signature::Envelope& envelope,
                                const crypto::Certificate& certificate) const {
  const Json content{{"envelope", envelope.json().dump()},
                     {"verifiers", {base::to_base64(as_bytes(certificate.pem()))}}};
  const Json proposal{{"apiVersion", "0.0.1"}, {"kind", "dsse"}, {"spec", {{"proposedContent", content}}}};
  return {entries_path, to_bytes(proposal.dump())};
}

Result<LogEntry> Rekor1::entry_of(BytesView answer) const {
  return rekor_1_entry(answer);
}

Result<LogEntry> rekor_1_entry(BytesView answer) {
  const auto json = base::parse_json(answer, "the answer");
  if (!json) return fail(json.error());
  if (!json->is_object() || json->size() != 1)
    return fail(Code::log_entry_malformed, {}, "an object with one entry is needed here");
  const auto entry = JsonObject::from(json->front(), "entry");
  if (!entry) return fail(entry.error());
  const auto converted = entry_in_bundle(*entry);
  if (!converted) return fail(converted.error());
  const auto object = JsonObject::from(*converted, "entry");
  if (!object) return fail(object.error());
  return signature::parse_log_entry(*object);
}

/// Of the place that it names only the entry's name is taken: it does not send us elsewhere.
std::string Rekor1::path_of_known(const net::Answer& answer) const {
  const auto location = answer.header("location");
  if (!location) return {};
  const auto name = location->substr(location->rfind('/') + 1);
  return is_name(name) ? std::string(entries_path) + "/" + std::string(name) : std::string();
}

}  // namespace weighmaster::signing
