#include "update/metadata.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "base/encoding.h"
#include "base/limits.h"
#include "crypto/digest.h"
#include "update/canonical_json.h"
#include "update/members.h"

namespace weighmaster::update {
namespace {

using base::Code;
using base::Error;
using base::fail;
using base::JsonObject;
using base::Result;

/// Where and why, in one line: the subject is the file.
Error malformed(std::string_view file, const Error& error) {
  std::string detail = error.subject.empty() ? std::string(base::name(error.code)) : error.subject;
  if (!error.subject.empty()) detail += ", " + std::string(base::name(error.code));
  if (!error.detail.empty()) detail += ", " + error.detail;
  return {Code::update_malformed, std::string(file), std::move(detail)};
}

/// Sections 4.1 and 4.2.1: an empty `sig` is how a signature that is still to come is written.
Result<std::vector<Signature>> signatures(const JsonObject& document) {
  if (const auto there = document.require("signatures"); !there) return fail(there.error());
  const auto list = document.array("signatures");
  if (!list) return fail(list.error());
  std::vector<Signature> all;
  std::set<std::string> ids;
  for (const auto& element : *list) {
    const auto object = JsonObject::from(element, document.path("signatures"));
    if (!object) return fail(object.error());
    auto id = object->string("keyid");
    if (!id) return fail(id.error());
    const auto text = object->string("sig");
    if (!text) return fail(text.error());
    auto value = base::from_hex(*text);
    if (!value) return fail(value.error().code, object->path("sig"));
    if (!ids.insert(*id).second) {
      return fail(Code::json_duplicate_member, object->path("keyid"), "two signatures by the same key");
    }
    all.push_back({std::move(*id), std::move(*value)});
  }
  return all;
}

/// "1.2" or "1.2.3", major version 1 (section 4.2.1).
bool is_supported_version(std::string_view text) {
  const auto dots = std::count(text.begin(), text.end(), '.');
  const bool shaped = text.find_first_not_of("0123456789.") == std::string_view::npos &&
                      text.find("..") == std::string_view::npos && !text.ends_with('.');
  return text.starts_with("1.") && shaped && (dots == 1 || dots == 2);
}

Result<void> read_stated(const JsonObject& object, std::string_view type, Stated& stated) {
  const auto own_type = object.string("_type");
  if (!own_type) return fail(own_type.error());
  if (*own_type != type) return fail(Code::json_member_type, object.path("_type"), *own_type);
  const auto specification = object.string("spec_version");
  if (!specification) return fail(specification.error());
  if (!is_supported_version(*specification)) {
    return fail(Code::json_member_type, object.path("spec_version"), *specification);
  }
  const auto version = integer(object, "version", 1);
  if (!version) return fail(version.error());
  const auto expires = moment(object, "expires");
  if (!expires) return fail(expires.error());
  stated.version = *version;
  stated.expires = *expires;
  return {};
}

Result<void> read_role(const JsonObject& roles, std::string_view name, Role& into) {
  const auto object = roles.object(name);
  if (!object) return fail(object.error());
  auto read = role(*object);
  if (!read) return fail(read.error());
  into = std::move(*read);
  return {};
}

/// Section 4.3.
Result<Root> root(const JsonObject& object) {
  Root root;
  if (auto done = read_stated(object, root_role, root); !done) return fail(done.error());
  if (object.json().contains("consistent_snapshot")) {
    const auto consistent = object.boolean("consistent_snapshot");
    if (!consistent) return fail(consistent.error());
    root.consistent_snapshot = *consistent;
  }
  auto all_keys = keys(object);
  if (!all_keys) return fail(all_keys.error());
  root.keys = std::move(*all_keys);
  const auto roles = object.object("roles");
  if (!roles) return fail(roles.error());
  if (roles->json().size() != 4) {
    return fail(Code::json_member_type, roles->where(), "just the four top-level roles belong here");
  }
  const std::array<std::pair<std::string_view, Role*>, 4> members{{{root_role, &root.root},
                                                                   {timestamp_role, &root.timestamp},
                                                                   {snapshot_role, &root.snapshot},
                                                                   {targets_role, &root.targets}}};
  for (const auto& [name, into] : members) {
    if (auto done = read_role(*roles, name, *into); !done) return fail(done.error());
  }
  return root;
}

Result<FileMeta> file_meta(const JsonObject& object) {
  FileMeta meta;
  const auto version = integer(object, "version", 1);
  if (!version) return fail(version.error());
  meta.version = *version;
  if (object.json().contains("length")) {
    const auto length = integer(object, "length", 0);
    if (!length) return fail(length.error());
    meta.length = static_cast<std::uint64_t>(*length);
  }
  if (object.json().contains("hashes")) {
    auto digests = hashes(object);
    if (!digests) return fail(digests.error());
    meta.hashes = std::move(*digests);
  }
  return meta;
}

/// Section 4.6.
Result<Timestamp> timestamp(const JsonObject& object) {
  Timestamp timestamp;
  if (auto done = read_stated(object, timestamp_role, timestamp); !done) return fail(done.error());
  const auto meta = object.object("meta");
  if (!meta) return fail(meta.error());
  const auto snapshot = meta->object("snapshot.json");
  if (!snapshot) return fail(snapshot.error());
  auto read = file_meta(*snapshot);
  if (!read) return fail(read.error());
  timestamp.snapshot = std::move(*read);
  return timestamp;
}

/// Section 4.4.
Result<Snapshot> snapshot(const JsonObject& object) {
  Snapshot snapshot;
  if (auto done = read_stated(object, snapshot_role, snapshot); !done) return fail(done.error());
  const auto meta = object.object("meta");
  if (!meta) return fail(meta.error());
  for (const auto& [name, value] : meta->json().items()) {
    const auto member = JsonObject::from(value, meta->path(name));
    if (!member) return fail(member.error());
    auto read = file_meta(*member);
    if (!read) return fail(read.error());
    snapshot.files.emplace(name, std::move(*read));
  }
  return snapshot;
}

bool is_top_level(std::string_view name) {
  return name == root_role || name == timestamp_role || name == snapshot_role || name == targets_role;
}

Result<Delegation> delegation(const JsonObject& object) {
  Delegation delegation;
  auto who = role(object);
  if (!who) return fail(who.error());
  static_cast<Role&>(delegation) = std::move(*who);
  const auto name = object.string("name");
  if (!name) return fail(name.error());
  if (name->empty() || is_top_level(*name)) return fail(Code::json_member_type, object.path("name"), *name);
  delegation.name = *name;
  const auto terminating = object.boolean("terminating");
  if (!terminating) return fail(terminating.error());
  delegation.terminating = *terminating;
  const bool by_name = object.json().contains("paths");
  if (by_name == object.json().contains("path_hash_prefixes")) {
    return fail(Code::json_member_type, object.where(), "either paths or path_hash_prefixes is needed");
  }
  auto which = strings(object, by_name ? "paths" : "path_hash_prefixes");
  if (!which) return fail(which.error());
  const bool too_long = std::any_of(which->begin(), which->end(), [](const std::string& pattern) {
    return pattern.size() > base::limits::pattern_bytes;
  });
  if (too_long) return fail(Code::json_member_type, object.path("paths"), "a pattern is too long");
  (by_name ? delegation.patterns : delegation.hash_prefixes) = std::move(*which);
  return delegation;
}

Result<void> read_delegations(const JsonObject& object, Targets& targets) {
  auto all_keys = keys(object);
  if (!all_keys) return fail(all_keys.error());
  targets.keys = std::move(*all_keys);
  if (const auto there = object.require("roles"); !there) return fail(there.error());
  const auto roles = object.array("roles");
  if (!roles) return fail(roles.error());
  std::set<std::string> names;
  for (const auto& element : *roles) {
    const auto member = JsonObject::from(element, object.path("roles"));
    if (!member) return fail(member.error());
    auto read = delegation(*member);
    if (!read) return fail(read.error());
    if (!names.insert(read->name).second) {
      return fail(Code::json_duplicate_member, object.path("roles"), read->name);
    }
    targets.delegations.push_back(std::move(*read));
  }
  return {};
}

/// Section 4.5.
Result<Targets> targets(const JsonObject& object) {
  Targets targets;
  if (auto done = read_stated(object, targets_role, targets); !done) return fail(done.error());
  const auto files = object.object("targets");
  if (!files) return fail(files.error());
  for (const auto& [name, value] : files->json().items()) {
    const auto member = JsonObject::from(value, files->path(name));
    if (!member) return fail(member.error());
    const auto length = integer(*member, "length", 0);
    if (!length) return fail(length.error());
    auto digests = hashes(*member);
    if (!digests) return fail(digests.error());
    targets.files.emplace(name, TargetFile{name, static_cast<std::uint64_t>(*length), std::move(*digests)});
  }
  const auto delegations = object.object_if_any("delegations");
  if (!delegations) return fail(delegations.error());
  if (*delegations) {
    if (auto done = read_delegations(**delegations, targets); !done) return fail(done.error());
  }
  return targets;
}

template <class Content>
Result<Metadata<Content>> read(BytesView text, Result<Content> (*read_content)(const JsonObject&)) {
  const auto json = base::parse_json(text, "");
  if (!json) return fail(json.error());
  const auto document = JsonObject::from(*json, "metadata");
  if (!document) return fail(document.error());
  const auto inner = document->object("signed");
  if (!inner) return fail(inner.error());
  auto who = signatures(*document);
  if (!who) return fail(who.error());
  auto content = read_content(*inner);
  if (!content) return fail(content.error());
  auto message = canonical_json(inner->json());
  if (!message) return fail(Code::json_number, inner->where(), "a fraction, which cannot be signed");
  return Metadata<Content>{std::move(*content), std::move(*message), std::move(*who)};
}

template <class Content>
Result<Metadata<Content>> parse(BytesView text, std::string_view file,
                                Result<Content> (*read_content)(const JsonObject&)) {
  auto metadata = read(text, read_content);
  if (!metadata) return fail(malformed(file, metadata.error()));
  return metadata;
}

std::optional<crypto::DigestAlgorithm> digest_algorithm(std::string_view name) {
  using crypto::DigestAlgorithm;
  if (name == "sha256") return DigestAlgorithm::sha256;
  if (name == "sha384") return DigestAlgorithm::sha384;
  if (name == "sha512") return DigestAlgorithm::sha512;
  return std::nullopt;
}

}  // namespace

Result<Metadata<Root>> parse_root(BytesView json, std::string_view file) {
  return parse<Root>(json, file, root);
}
Result<Metadata<Timestamp>> parse_timestamp(BytesView json, std::string_view file) {
  return parse<Timestamp>(json, file, timestamp);
}
Result<Metadata<Snapshot>> parse_snapshot(BytesView json, std::string_view file) {
  return parse<Snapshot>(json, file, snapshot);
}
Result<Metadata<Targets>> parse_targets(BytesView json, std::string_view file) {
  return parse<Targets>(json, file, targets);
}

Result<void> check_content(std::string_view file, BytesView content, std::optional<std::uint64_t> length,
                           const Hashes& hashes) {
  if (length && content.size() != *length) {
    return fail(Code::update_mismatch, std::string(file),
                std::to_string(content.size()) + " bytes, not " + std::to_string(*length));
  }
  for (const auto& [name, wanted] : hashes) {
    const auto algorithm = digest_algorithm(name);
    if (!algorithm)
      return fail(Code::update_mismatch, std::string(file), "a hash of an unknown kind, " + name);
    if (crypto::digest(*algorithm, content).hex() != wanted) {
      return fail(Code::update_mismatch, std::string(file), "another " + name);
    }
  }
  return {};
}

}  // namespace weighmaster::update
