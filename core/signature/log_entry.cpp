#include "signature/log_entry.h"

#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/limits.h"

namespace weighmaster::signature {
namespace {

using base::Code;
using base::fail;
using base::JsonObject;
using base::Result;

constexpr std::size_t hash_bytes = 32;
/// A log id is the SHA-256 of the log's key, or its first bytes as a signed note has them.
constexpr std::size_t shortest_log_id = 4;
constexpr std::size_t longest_log_id = 32;
/// The last second of the year 9999: later ones don't fit RFC 3339, and far later ones not the milliseconds
/// of a TimePoint.
constexpr std::int64_t last_second = 253'402'300'799;

Result<std::int64_t> natural(const JsonObject& object, std::string_view name) {
  const auto number = object.int64(name);
  if (number && *number < 0) return fail(Code::log_entry_malformed, object.path(name), "it is negative");
  return number;
}

Result<Bytes> not_empty(const JsonObject& object, std::string_view name) {
  auto bytes = object.bytes(name);
  if (bytes && bytes->empty()) return fail(Code::log_entry_malformed, object.path(name), "it is empty");
  return bytes;
}

Result<Bytes> as_hash(Result<Bytes> bytes, std::string where) {
  if (bytes && bytes->size() != hash_bytes) {
    return fail(Code::log_entry_malformed, std::move(where), "a SHA-256 digest has 32 bytes");
  }
  return bytes;
}

Result<std::vector<Bytes>> parse_hashes(const JsonObject& proof) {
  const auto where = proof.path("hashes");
  const auto list = proof.array("hashes");
  if (!list) return fail(list.error());
  if (list->size() > base::limits::inclusion_hashes) {
    return fail(Code::bundle_too_many, where, std::to_string(list->size()));
  }
  std::vector<Bytes> hashes;
  for (const auto& element : *list) {
    if (!element.is_string()) return fail(Code::json_member_type, where, "a list of strings is needed here");
    auto hash = as_hash(base::from_base64(element.get_ref<const std::string&>()), where);
    if (!hash) return fail(hash.error().code, where, hash.error().detail);
    hashes.push_back(std::move(*hash));
  }
  return hashes;
}

/// The signed note of a proof; empty where there is none.
Result<std::string> parse_checkpoint_text(const JsonObject& proof) {
  const auto checkpoint = proof.object_if_any("checkpoint");
  if (!checkpoint) return fail(checkpoint.error());
  return *checkpoint ? (*checkpoint)->string_or_empty("envelope") : std::string{};
}

Result<InclusionProof> parse_proof(const JsonObject& object) {
  const auto log_index = natural(object, "logIndex");
  if (!log_index) return fail(log_index.error());
  const auto tree_size = natural(object, "treeSize");
  if (!tree_size) return fail(tree_size.error());
  auto root_hash = as_hash(object.bytes("rootHash"), object.path("rootHash"));
  if (!root_hash) return fail(root_hash.error());
  auto hashes = parse_hashes(object);
  if (!hashes) return fail(hashes.error());
  auto checkpoint = parse_checkpoint_text(object);
  if (!checkpoint) return fail(checkpoint.error());
  return InclusionProof{*log_index, *tree_size, std::move(*root_hash), std::move(*hashes),
                        std::move(*checkpoint)};
}

Result<void> read_log_id(const JsonObject& object, LogEntry& entry) {
  const auto log_id = object.object("logId");
  if (!log_id) return fail(log_id.error());
  auto bytes = log_id->bytes("keyId");
  if (!bytes) return fail(bytes.error());
  if (bytes->size() < shortest_log_id || bytes->size() > longest_log_id) {
    return fail(Code::log_entry_malformed, log_id->path("keyId"), "a log id has 4 to 32 bytes");
  }
  entry.log_id = std::move(*bytes);
  return {};
}

Result<void> read_kind(const JsonObject& object, LogEntry& entry) {
  const auto kind_version = object.object("kindVersion");
  if (!kind_version) return fail(kind_version.error());
  auto kind = kind_version->string("kind");
  if (!kind) return fail(kind.error());
  auto version = kind_version->string("version");
  if (!version) return fail(version.error());
  entry.kind = std::move(*kind);
  entry.version = std::move(*version);
  return {};
}

/// proto3 can't tell zero from absent: an entry of second zero has no time.
Result<void> read_integrated_time(const JsonObject& object, LogEntry& entry) {
  const auto seconds = natural(object, "integratedTime");
  if (!seconds) return fail(seconds.error());
  if (*seconds > last_second) {
    return fail(Code::log_entry_malformed, object.path("integratedTime"), "it is after the year 9999");
  }
  if (*seconds != 0) entry.integrated_time = base::from_unix_seconds(*seconds);
  return {};
}

Result<void> read_promise(const JsonObject& object, LogEntry& entry) {
  const auto promise = object.object_if_any("inclusionPromise");
  if (!promise) return fail(promise.error());
  if (!*promise) return {};
  auto bytes = not_empty(**promise, "signedEntryTimestamp");
  if (!bytes) return fail(bytes.error());
  entry.promise = std::move(*bytes);
  return {};
}

Result<void> read_proof(const JsonObject& object, LogEntry& entry) {
  const auto member = object.object_if_any("inclusionProof");
  if (!member) return fail(member.error());
  if (!*member) return {};
  auto proof = parse_proof(**member);
  if (!proof) return fail(proof.error());
  entry.proof = std::move(*proof);
  return {};
}

Result<void> read_index_and_body(const JsonObject& object, LogEntry& entry) {
  const auto log_index = natural(object, "logIndex");
  if (!log_index) return fail(log_index.error());
  auto body = not_empty(object, "canonicalizedBody");
  if (!body) return fail(body.error());
  entry.log_index = *log_index;
  entry.body = std::move(*body);
  return {};
}

base::Json proof_json(const InclusionProof& proof) {
  auto hashes = base::Json::array();
  for (const auto& hash : proof.hashes) hashes.push_back(base::to_base64(hash));
  base::Json json{{"logIndex", std::to_string(proof.log_index)},
                  {"treeSize", std::to_string(proof.tree_size)},
                  {"rootHash", base::to_base64(proof.root_hash)},
                  {"hashes", std::move(hashes)}};
  if (!proof.checkpoint.empty()) json["checkpoint"] = {{"envelope", proof.checkpoint}};
  return json;
}

/// Of an entry without a time: zero, which proto3 has for it.
std::string unix_seconds(const LogEntry& entry) {
  using std::chrono::floor;
  using std::chrono::seconds;
  return entry.integrated_time
             ? std::to_string(floor<seconds>(*entry.integrated_time).time_since_epoch().count())
             : "0";
}

}  // namespace

Result<LogEntry> parse_log_entry(const JsonObject& object) {
  LogEntry entry;
  for (const auto read :
       {read_log_id, read_kind, read_index_and_body, read_integrated_time, read_promise, read_proof}) {
    if (auto done = read(object, entry); !done) return fail(std::move(done.error()));
  }
  return entry;
}

base::Json log_entry_json(const LogEntry& entry) {
  base::Json json{{"logIndex", std::to_string(entry.log_index)},
                  {"logId", {{"keyId", base::to_base64(entry.log_id)}}},
                  {"kindVersion", {{"kind", entry.kind}, {"version", entry.version}}},
                  {"canonicalizedBody", base::to_base64(entry.body)}};
  if (entry.integrated_time) json["integratedTime"] = unix_seconds(entry);
  if (entry.promise) json["inclusionPromise"] = {{"signedEntryTimestamp", base::to_base64(*entry.promise)}};
  if (entry.proof) json["inclusionProof"] = proof_json(*entry.proof);
  return json;
}

Bytes promised_bytes(const LogEntry& entry) {
  // Members in the order of their names, no white space (RFC 8785). Base64, hexadecimal and decimal need no
  // escapes, so the text is written as it is.
  return to_bytes(R"({"body":")" + base::to_base64(entry.body) + R"(","integratedTime":)" +
                  unix_seconds(entry) + R"(,"logID":")" + base::to_hex(entry.log_id) + R"(","logIndex":)" +
                  std::to_string(entry.log_index) + "}");
}

}  // namespace weighmaster::signature
