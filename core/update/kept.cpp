#include "update/kept.h"

#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/json.h"
#include "base/number.h"

namespace weighmaster::update {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;

Result<std::map<std::string, Bytes>> read_files(const JsonObject& document, std::string_view member) {
  const auto object = document.object(member);
  if (!object) return fail(object.error());
  std::map<std::string, Bytes> files;
  for (const auto& [name, value] : object->json().items()) {
    if (!value.is_string())
      return fail(Code::json_member_type, object->path(name), "a string is needed here");
    auto content = base::from_base64(value.get_ref<const std::string&>());
    if (!content) return fail(Code::base64_malformed, object->path(name));
    files.emplace(name, std::move(*content));
  }
  return files;
}

template <class Files>
Json write_files(const Files& files) {
  Json object = Json::object();
  for (const auto& [name, content] : files) {
    if constexpr (std::is_integral_v<std::decay_t<decltype(name)>>) {
      object[std::to_string(name)] = base::to_base64(content);
    } else {
      object[name] = base::to_base64(content);
    }
  }
  return object;
}

Result<std::map<std::int64_t, Bytes>> by_version(std::map<std::string, Bytes> files) {
  std::map<std::int64_t, Bytes> roots;
  for (auto& [name, content] : files) {
    const auto version = base::whole_number<std::int64_t>(name);
    if (!version) return fail(Code::json_number, "kept.roots." + name);
    roots.emplace(*version, std::move(content));
  }
  return roots;
}

}  // namespace

Result<std::unique_ptr<Kept>> Kept::parse(BytesView text) {
  const auto json = base::parse_json(text, "the trust that is kept");
  if (!json) return fail(json.error());
  const auto document = JsonObject::from(*json, "kept");
  if (!document) return fail(document.error());
  const auto time = document->string("updated_at");
  if (!time) return fail(time.error());
  const auto updated_at = base::parse_rfc3339(*time);
  if (!updated_at) return fail(Code::time_malformed, document->path("updated_at"));
  auto named_roots = read_files(*document, "roots");
  if (!named_roots) return fail(named_roots.error());
  auto roots = by_version(std::move(*named_roots));
  if (!roots) return fail(roots.error());
  auto metadata = read_files(*document, "metadata");
  if (!metadata) return fail(metadata.error());
  auto targets = read_files(*document, "targets");
  if (!targets) return fail(targets.error());
  return std::make_unique<Kept>(Evidence{std::move(*roots), std::move(*metadata)}, std::move(*targets),
                                *updated_at);
}

std::string Kept::json() const {
  const Json document{{"updated_at", base::to_rfc3339(updated_at_)},
                      {"roots", write_files(evidence_.roots)},
                      {"metadata", write_files(evidence_.metadata)},
                      {"targets", write_files(targets_)}};
  return document.dump(1, ' ', true, Json::error_handler_t::replace) + "\n";
}

Result<std::optional<Bytes>> Kept::root(std::int64_t version, const base::Task& /*task*/) {
  const auto found = evidence_.roots.find(version);
  return found == evidence_.roots.end() ? std::nullopt : std::optional(found->second);
}

Result<Bytes> Kept::metadata(const Wanted& wanted, const base::Task& /*task*/) {
  const auto found = evidence_.metadata.find(wanted.role);
  if (found == evidence_.metadata.end())
    return fail(Code::update_mismatch, wanted.role + ".json", "it was not kept");
  return found->second;
}

Result<Bytes> Kept::target(const TargetFile& file, bool /*by_hash*/, const base::Task& /*task*/) {
  const auto found = targets_.find(file.name);
  if (found == targets_.end()) return fail(Code::update_target_missing, file.name);
  return found->second;
}

}  // namespace weighmaster::update
