#include "trust/roots.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/limits.h"
#include "trust/root_members.h"

namespace weighmaster::trust {
namespace {

using base::Code;
using base::fail;
using base::JsonObject;
using base::Result;

constexpr auto root_media_types = std::to_array<std::string_view>({
    "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    "application/vnd.dev.sigstore.trustedroot.v0.1+json",
    "application/vnd.dev.sigstore.trustedroot.v0.2+json",
});
constexpr std::string_view client_config_media_type =
    "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json";

/// Reads each element of a list with `parse` and adds it to `to`.
template <class Element>
Result<void> read_list(const JsonObject& root, std::string_view name,
                       Result<Element> (*parse)(const JsonObject&), std::vector<Element>& to) {
  const auto list = root.array(name);
  if (!list) return fail(list.error());
  if (list->size() > base::limits::trusted_logs) return fail(Code::bundle_too_many, root.path(name));
  for (const auto& element : *list) {
    const auto object = JsonObject::from(element, root.path(name));
    if (!object) return fail(object.error());
    auto parsed = parse(*object);
    if (!parsed) return fail(parsed.error());
    to.push_back(std::move(*parsed));
  }
  return {};
}

Result<std::string> media_type(const JsonObject& object) {
  return object.string_or_empty("mediaType");
}

/// The trusted root itself, or the one inside a client trust config.
Result<JsonObject> trusted_root_in(const JsonObject& document) {
  const auto type = media_type(document);
  if (!type) return fail(type.error());
  return *type == client_config_media_type ? document.object("trustedRoot") : document;
}

Result<void> check_media_type(const JsonObject& root) {
  const auto type = media_type(root);
  if (!type) return fail(type.error());
  if (std::find(root_media_types.begin(), root_media_types.end(), *type) == root_media_types.end()) {
    return fail(Code::trust_media_type, root.path("mediaType"), *type);
  }
  return {};
}

/// Shorter ids name nothing: too many logs would go by them.
constexpr std::size_t shortest_log_id = 4;

bool is_prefix(BytesView prefix, BytesView whole) {
  return prefix.size() <= whole.size() && std::equal(prefix.begin(), prefix.end(), whole.begin());
}

bool go_together(BytesView id, BytesView other) {
  return !id.empty() && (is_prefix(id, other) || is_prefix(other, id));
}

}  // namespace

std::vector<const Log*> logs_with_id(const std::vector<Log>& logs, BytesView log_id) {
  std::vector<const Log*> found;
  for (const auto& log : logs) {
    const bool same = go_together(log.log_id, log_id) || go_together(log.note_id, log_id);
    if (same && log_id.size() >= shortest_log_id) found.push_back(&log);
  }
  return found;
}

Result<TrustedRoot> TrustedRoot::parse(BytesView text) {
  const auto json = base::parse_json(text, "the trusted root");
  if (!json) return fail(json.error());
  const auto document = JsonObject::from(*json, "trustedRoot");
  if (!document) return fail(document.error());
  const auto root = trusted_root_in(*document);
  if (!root) return fail(root.error());
  if (auto done = check_media_type(*root); !done) return fail(done.error());

  TrustedRoot trusted(crypto::digest(crypto::DigestAlgorithm::sha256, text), to_bytes(text));
  if (auto done = read_list(*root, "tlogs", parse_log, trusted.logs_); !done) return fail(done.error());
  if (auto done = read_list(*root, "ctlogs", parse_log, trusted.certificate_logs_); !done)
    return fail(done.error());
  if (auto done =
          read_list(*root, "certificateAuthorities", parse_authority, trusted.certificate_authorities_);
      !done) {
    return fail(done.error());
  }
  if (auto done = read_list(*root, "timestampAuthorities", parse_authority, trusted.timestamp_authorities_);
      !done) {
    return fail(done.error());
  }
  if (trusted.logs_.empty() && trusted.certificate_logs_.empty() &&
      trusted.certificate_authorities_.empty() && trusted.timestamp_authorities_.empty()) {
    return fail(Code::trust_empty, root->where());
  }
  return trusted;
}

}  // namespace weighmaster::trust
