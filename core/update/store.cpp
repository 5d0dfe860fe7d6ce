#include "update/store.h"

#include <nlohmann/json.hpp>
#include <system_error>

#include "base/encoding.h"
#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "update/file_name.h"
#include "update/kept.h"
#include "update/repository.h"

namespace weighmaster::update {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;

constexpr auto trusted_root_target = "trusted_root.json";
/// The version of the format that this program signs by.
constexpr auto signing_config_target = "signing_config.v0.2.json";

constexpr auto kept_file = "kept.json";
constexpr auto initial_root_file = "initial_root.json";
constexpr auto in_use_file = "in_use.json";
constexpr auto imported_file = "imported.json";

Result<void> write(const fs::path& path, std::string_view content) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) return fail(Code::file_not_written, base::utf8(path), error.message());
  return base::write_file(path, as_bytes(content), base::Existing::replace);
}

Result<Json> read_json(const fs::path& path, std::string_view what) {
  const auto text = base::read_file(path, base::limits::trust_file_bytes);
  if (!text) return fail(text.error());
  return base::parse_json(*text, what);
}

Result<std::shared_ptr<const trust::TrustedRoot>> parse_root(BytesView json) {
  auto root = trust::TrustedRoot::parse(json);
  if (!root) return fail(root.error());
  return std::make_shared<const trust::TrustedRoot>(std::move(*root));
}

/// What an updater found, as the store hands it out; the files go into `targets`.
Result<TrustInUse> gather(Updater& updater, const std::string& name, std::map<std::string, Bytes>& targets,
                          const base::Task& task) {
  for (const auto* wanted : {trusted_root_target, signing_config_target}) {
    const auto file = updater.find(wanted, task);
    if (!file && file.error().code == Code::update_target_missing && wanted == signing_config_target)
      continue;
    if (!file) return fail(file.error());
    auto content = updater.fetch(*file, task);
    if (!content) return fail(content.error());
    targets.emplace(wanted, std::move(*content));
  }
  auto root = parse_root(targets.at(trusted_root_target));
  if (!root) return fail(root.error());
  TrustInUse trust;
  trust.root = std::move(*root);
  trust.from = TrustInUse::From::updated;
  trust.name = name;
  trust.version = updater.trusted().targets(targets_role, root_role)->version;
  trust.tuf_root_version = updater.trusted().root().version;
  trust.expires = updater.trusted().expires();
  if (const auto config = targets.find(signing_config_target); config != targets.end()) {
    trust.signing_config = config->second;
  }
  return trust;
}

std::string with_slash(std::string url) {
  return url.ends_with('/') ? url : url + "/";
}

}  // namespace

Result<TrustInUse> shipped(const Instance& instance) {
  auto root = parse_root(instance.trusted_root);
  if (!root) return fail(root.error());
  TrustInUse trust;
  trust.root = std::move(*root);
  trust.name = instance.name;
  trust.updated_at = instance.shipped_at;
  if (!instance.signing_config.empty()) trust.signing_config = instance.signing_config;
  return trust;
}

fs::path Store::folder_of(std::string_view name) const {
  const auto stem = file_stem(name);
  // Names that could be no folder of their own have this one, in which nothing is ever written.
  const bool fits = stem && *stem != "." && *stem != "..";
  return folder_ / (fits ? *stem : std::string("none"));
}

std::string Store::in_use() const {
  const auto json = read_json(folder_ / in_use_file, in_use_file);
  const auto object = json ? JsonObject::from(*json, in_use_file) : fail(json.error());
  const auto name = object ? object->string("name") : fail(object.error());
  return name ? *name : std::string(public_name);
}

Result<void> Store::use(std::string_view name) const {
  std::error_code ignored;
  const bool known = name == public_name || name == staging_name ||
                     (name == imported_name && fs::exists(folder_ / imported_file, ignored)) ||
                     fs::exists(folder_of(name) / initial_root_file, ignored);
  if (!known) return fail(Code::update_target_missing, std::string(name));
  return write(folder_ / in_use_file,
               Json{{"name", name}}.dump(1, ' ', true, Json::error_handler_t::replace));
}

Result<Instance> Store::own_instance(const std::string& tuf_url) const {
  auto root = base::read_file(folder_of(tuf_url) / initial_root_file, base::limits::root_metadata_bytes);
  if (!root) return fail(root.error());
  return Instance{tuf_url, tuf_url, std::move(*root)};
}

Result<TrustInUse> Store::update(const Instance& instance, net::Http& http, base::TimePoint now,
                                 const base::Task& task) const {
  if (const auto named = file_stem(instance.name); !named) return fail(named.error());
  const auto folder = folder_of(instance.name);
  Repository repository(http, instance.tuf_url, with_slash(instance.tuf_url) + "targets/");
  auto updater = Updater::begin(instance.tuf_root, repository, Cache(folder / "metadata"), now);
  if (!updater) return fail(updater.error());
  if (auto done = updater->refresh(task); !done) return fail(done.error());
  std::map<std::string, Bytes> targets;
  auto trust = gather(*updater, instance.name, targets, task);
  if (!trust) return trust;
  trust->updated_at = now;
  if (instance.trusted_root.empty()) {
    if (auto done = write(folder / initial_root_file, as_text(instance.tuf_root)); !done)
      return fail(done.error());
  }
  const Kept all(updater->evidence(), std::move(targets), now);
  if (auto done = write(folder / kept_file, all.json()); !done) return fail(done.error());
  return trust;
}

Result<TrustInUse> Store::kept(const Instance& instance) const {
  const auto text = base::read_file(folder_of(instance.name) / kept_file, base::limits::trust_file_bytes);
  if (!text) return fail(text.error());
  const auto all = Kept::parse(*text);
  if (!all) return fail(all.error());
  auto updater = Updater::begin(instance.tuf_root, **all, std::nullopt, {}, Expiry::told);
  if (!updater) return fail(updater.error());
  if (auto done = updater->refresh({}); !done) return fail(done.error());
  std::map<std::string, Bytes> targets;
  auto trust = gather(*updater, instance.name, targets, {});
  if (trust) trust->updated_at = (*all)->updated_at();
  return trust;
}

Result<TrustInUse> Store::freshest(const Instance& instance) const {
  auto own = kept(instance);
  if (instance.trusted_root.empty()) return own;
  if (own && own->updated_at >= instance.shipped_at) return own;
  auto trust = shipped(instance);
  if (trust && !own && own.error().code != Code::file_not_found) trust->passed_over = own.error();
  return trust;
}

Result<TrustInUse> Store::import(BytesView json, const std::string& title, base::TimePoint now) const {
  if (const auto root = parse_root(json); !root) return fail(root.error());
  const Json document{
      {"title", title}, {"imported_at", base::to_rfc3339(now)}, {"content", base::to_base64(json)}};
  const auto text = document.dump(1, ' ', true, Json::error_handler_t::replace);
  if (auto done = write(folder_ / imported_file, text); !done) return fail(done.error());
  if (auto done = use(imported_name); !done) return fail(done.error());
  return imported();
}

Result<TrustInUse> Store::imported() const {
  const auto json = read_json(folder_ / imported_file, imported_file);
  if (!json) return fail(json.error());
  const auto object = JsonObject::from(*json, imported_file);
  if (!object) return fail(object.error());
  const auto title = object->string("title");
  const auto time = object->string("imported_at");
  const auto content = object->bytes("content");
  if (!title || !time || !content) return fail(Code::json_member_missing, imported_file);
  const auto imported_at = base::parse_rfc3339(*time);
  if (!imported_at) return fail(imported_at.error());
  auto root = parse_root(*content);
  if (!root) return fail(root.error());
  TrustInUse trust;
  trust.root = std::move(*root);
  trust.from = TrustInUse::From::imported;
  trust.name = *title;
  trust.updated_at = *imported_at;
  // A bare trusted root holds none: who wants to sign by it is told so then.
  trust.signing_config = *content;
  return trust;
}

std::vector<TrustInUse> known_trust(const Instance& usual, const std::optional<Store>& store) {
  std::vector<TrustInUse> all;
  const auto add = [&](Result<TrustInUse> trust) {
    if (trust) all.push_back(std::move(*trust));
  };
  add(shipped(usual));
  if (!store) return all;
  add(store->kept(usual));
  add(store->imported());
  return all;
}

}  // namespace weighmaster::update
