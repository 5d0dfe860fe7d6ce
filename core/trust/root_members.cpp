#include "trust/root_members.h"

#include <nlohmann/json.hpp>

#include "base/limits.h"
#include "signature/checkpoint.h"
#include "trust/key_details.h"
#include "trust/operator.h"

namespace weighmaster::trust {
namespace {

using base::Code;
using base::fail;
using base::JsonObject;
using base::Result;

/// The only hash of a Merkle tree that this build computes.
constexpr std::string_view tree_hash = "SHA2_256";
constexpr std::size_t shortest_log_id = 4;
constexpr std::size_t longest_log_id = 32;

Result<std::optional<base::TimePoint>> parse_time(const JsonObject& window, std::string_view name) {
  const auto text = window.string_or_empty(name);
  if (!text) return fail(text.error());
  if (text->empty()) return std::nullopt;
  const auto time = base::parse_rfc3339(*text);
  if (!time) return fail(Code::time_malformed, window.path(name), time.error().detail);
  return *time;
}

/// The id that the root gives; where it gives none, the SHA-256 of the key.
Result<Bytes> parse_log_id(const JsonObject& object, const Log& log, BytesView key_bytes) {
  const auto log_id = object.object_if_any("logId");
  if (!log_id) return fail(log_id.error());
  if (!*log_id) {
    const auto computed =
        log.key ? log.key->spki_digest() : crypto::digest(crypto::DigestAlgorithm::sha256, key_bytes);
    return to_bytes(computed.bytes());
  }
  auto id = (*log_id)->bytes("keyId");
  if (id && (id->size() < shortest_log_id || id->size() > longest_log_id)) {
    return fail(Code::trust_malformed, (*log_id)->path("keyId"), "a log id has 4 to 32 bytes");
  }
  return id;
}

Result<std::vector<crypto::Certificate>> parse_chain(const JsonObject& authority) {
  const auto chain = authority.object("certChain");
  if (!chain) return fail(chain.error());
  const auto list = chain->array("certificates");
  if (!list) return fail(list.error());
  const auto where = chain->path("certificates");
  if (list->empty()) return fail(Code::trust_malformed, where, "there is no certificate");
  if (list->size() > base::limits::certificates) return fail(Code::bundle_too_many, where);
  std::vector<crypto::Certificate> certificates;
  for (const auto& element : *list) {
    const auto object = JsonObject::from(element, where);
    if (!object) return fail(object.error());
    const auto der = object->bytes("rawBytes");
    if (!der) return fail(der.error());
    auto certificate = crypto::Certificate::from_der(*der);
    if (!certificate) return fail(Code::certificate_malformed, where, certificate.error().detail);
    certificates.push_back(std::move(*certificate));
  }
  return certificates;
}

}  // namespace

Result<base::Window> parse_window(const JsonObject& object) {
  const auto range = object.object_if_any("validFor");
  if (!range) return fail(range.error());
  if (!*range) return base::Window{};
  const auto start = parse_time(**range, "start");
  if (!start) return fail(start.error());
  const auto end = parse_time(**range, "end");
  if (!end) return fail(end.error());
  return base::Window{*start, *end};
}

Result<Log> parse_log(const JsonObject& object) {
  Log log;
  auto base_url = object.string_or_empty("baseUrl");
  if (!base_url) return fail(base_url.error());
  log.base_url = std::move(*base_url);
  const auto named = object.string_or_empty("operator");
  if (!named) return fail(named.error());
  log.operated_by = operator_of(*named, log.base_url);
  const auto hash = object.string_or_empty("hashAlgorithm");
  if (!hash) return fail(hash.error());
  const auto public_key = object.object("publicKey");
  if (!public_key) return fail(public_key.error());
  const auto key_bytes = public_key->bytes("rawBytes");
  if (!key_bytes) return fail(key_bytes.error());
  const auto details = public_key->string("keyDetails");
  if (!details) return fail(details.error());
  auto key = parse_log_key(*key_bytes, *details);
  if (!key) return fail(key.error().code, public_key->where(), key.error().detail);
  if (*hash == tree_hash) log.key = std::move(*key);
  const auto window = parse_window(*public_key);
  if (!window) return fail(window.error());
  log.valid_for = *window;
  auto log_id = parse_log_id(object, log, *key_bytes);
  if (!log_id) return fail(log_id.error());
  log.log_id = std::move(*log_id);
  const auto host = host_of(log.base_url);
  if (log.key && !host.empty()) log.note_id = to_bytes(signature::note_key_id(host, *log.key).bytes());
  return log;
}

Result<Authority> parse_authority(const JsonObject& object) {
  auto uri = object.string_or_empty("uri");
  if (!uri) return fail(uri.error());
  const auto named = object.string_or_empty("operator");
  if (!named) return fail(named.error());
  const auto window = parse_window(object);
  if (!window) return fail(window.error());
  auto chain = parse_chain(object);
  if (!chain) return fail(chain.error());
  auto operated_by = operator_of(*named, *uri);
  return Authority{std::move(*uri), std::move(operated_by), *window, std::move(*chain)};
}

}  // namespace weighmaster::trust
