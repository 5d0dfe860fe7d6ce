#include "trust/signing_config.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <span>

#include "base/json.h"
#include "base/limits.h"
#include "trust/operator.h"
#include "trust/root_members.h"

namespace weighmaster::trust {
namespace {

using base::Code;
using base::fail;
using base::JsonObject;
using base::Result;
using Services = std::vector<Service>;

constexpr std::string_view media_type = "application/vnd.dev.sigstore.signingconfig.v0.2+json";
constexpr std::string_view trusted_root_media_types = "application/vnd.dev.sigstore.trustedroot";
constexpr std::string_view client_config_media_type =
    "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json";

/// The interface versions that this program speaks, the one it likes best first.
constexpr std::array<std::int64_t, 1> usual_versions{1};
constexpr std::array<std::int64_t, 2> rekor_versions{2, 1};

/// What the members are called, in the file and in errors.
constexpr auto certificate_authorities_member = "caUrls";
constexpr auto logins_member = "oidcUrls";
constexpr auto logs_member = "rekorTlogUrls";
constexpr auto timestamp_authorities_member = "tsaUrls";

/// What can be seen of it here; whether it may be asked, the net room says.
bool looks_like_an_address(std::string_view url) {
  const bool known_scheme = url.starts_with("https://") || url.starts_with("http://");
  return known_scheme && url.size() <= base::limits::address_bytes && !host_of(url).empty();
}

Result<Service> parse_service(const JsonObject& object) {
  Service service;
  auto url = object.string("url");
  if (!url) return fail(std::move(url.error()));
  if (!looks_like_an_address(*url)) return fail(Code::services_malformed, object.path("url"), *url);
  service.url = std::move(*url);
  const auto version = object.int64("majorApiVersion");
  if (!version) return fail(version.error());
  service.major_api_version = *version;
  const auto window = parse_window(object);
  if (!window) return fail(window.error());
  service.valid_for = *window;
  const auto named = object.string_or_empty("operator");
  if (!named) return fail(named.error());
  service.operated_by = operator_of(*named, service.url);
  return service;
}

Result<Services> parse_services(const JsonObject& config, std::string_view name) {
  const auto list = config.array(name);
  if (!list) return fail(list.error());
  if (list->size() > base::limits::trusted_logs) return fail(Code::bundle_too_many, config.path(name));
  Services services;
  for (const auto& element : *list) {
    const auto object = JsonObject::from(element, config.path(name));
    if (!object) return fail(object.error());
    auto service = parse_service(*object);
    if (!service) return fail(std::move(service.error()));
    services.push_back(std::move(*service));
  }
  return services;
}

Result<ServiceCount> exactly(const JsonObject& object) {
  const auto count = object.int64("count");
  if (!count) return fail(count.error());
  if (*count < 1)
    return fail(Code::services_malformed, object.path("count"), std::to_string(*count) + " services");
  return ServiceCount{ServiceCount::Selector::exact, static_cast<std::size_t>(*count)};
}

/// A ServiceConfiguration. Where it is absent, so is its selector, and that is not defined.
Result<ServiceCount> parse_count(const JsonObject& config, std::string_view name, const Services& services) {
  using Selector = ServiceCount::Selector;
  const auto object = config.object_if_any(name);
  if (!object) return fail(object.error());
  if (!*object && services.empty()) return ServiceCount{};
  const auto selector = *object ? (*object)->string_or_empty("selector") : std::string();
  if (!selector) return fail(selector.error());
  if (*selector == "ANY") return ServiceCount{};
  if (*selector == "ALL") return ServiceCount{Selector::all, 1};
  if (*selector == "EXACT") return exactly(**object);
  return fail(Code::services_malformed, config.path(name) + ".selector",
              selector->empty() ? "it is not defined" : *selector);
}

/// The signing config itself, or the one inside a client trust config.
Result<JsonObject> signing_config_in(const JsonObject& document) {
  const auto type = document.string_or_empty("mediaType");
  if (!type) return fail(type.error());
  if (type->starts_with(trusted_root_media_types)) return fail(Code::services_none, "signingConfig");
  if (*type != client_config_media_type) return document;
  const auto config = document.object_if_any("signingConfig");
  if (!config) return fail(config.error());
  if (!*config) return fail(Code::services_none, "signingConfig");
  return **config;
}

Result<void> check_media_type(const JsonObject& config) {
  const auto type = config.string_or_empty("mediaType");
  if (!type) return fail(type.error());
  if (*type != media_type) return fail(Code::services_malformed, config.path("mediaType"), *type);
  return {};
}

/// Newest start first; one without a start is the oldest.
bool is_newer(const Service& a, const Service& b) {
  return b.valid_for.start < a.valid_for.start;
}

/// Those that can be asked by this interface version now: of each operator the newest.
Services fit(const Services& services, std::int64_t version, base::TimePoint now) {
  Services valid;
  for (const auto& service : services) {
    if (service.major_api_version == version && service.valid_for.contains(now)) valid.push_back(service);
  }
  std::stable_sort(valid.begin(), valid.end(), is_newer);
  Services newest;
  for (auto& service : valid) {
    const bool operator_taken = std::any_of(newest.begin(), newest.end(), [&](const Service& taken) {
      return taken.operated_by == service.operated_by;
    });
    if (!operator_taken) newest.push_back(std::move(service));
  }
  return newest;
}

Result<Services> take(const Services& services, std::span<const std::int64_t> versions, ServiceCount count,
                      const char* kind, base::TimePoint now) {
  Services found;
  for (const auto version : versions) {
    if (found.empty()) found = fit(services, version, now);
  }
  if (found.empty()) return fail(Code::services_none, kind);
  if (count.selector == ServiceCount::Selector::all) return found;
  if (found.size() < count.count) {
    return fail(Code::services_too_few, kind,
                std::to_string(count.count) + " wanted, " + std::to_string(found.size()) + " there");
  }
  found.erase(found.begin() + static_cast<std::ptrdiff_t>(count.count), found.end());
  return found;
}

}  // namespace

Result<SigningConfig> SigningConfig::parse(BytesView text) {
  const auto json = base::parse_json(text, "the signing config");
  if (!json) return fail(json.error());
  const auto document = JsonObject::from(*json, "signingConfig");
  if (!document) return fail(document.error());
  const auto object = signing_config_in(*document);
  if (!object) return fail(object.error());
  if (auto known = check_media_type(*object); !known) return fail(std::move(known.error()));

  SigningConfig config;
  const std::array<std::pair<const char*, Services*>, 4> kinds{
      {{certificate_authorities_member, &config.certificate_authorities_},
       {logins_member, &config.logins_},
       {logs_member, &config.logs_},
       {timestamp_authorities_member, &config.timestamp_authorities_}}};
  for (const auto& [name, services] : kinds) {
    auto parsed = parse_services(*object, name);
    if (!parsed) return fail(std::move(parsed.error()));
    *services = std::move(*parsed);
  }
  const auto logs = parse_count(*object, "rekorTlogConfig", config.logs_);
  if (!logs) return fail(logs.error());
  const auto timestamps = parse_count(*object, "tsaConfig", config.timestamp_authorities_);
  if (!timestamps) return fail(timestamps.error());
  config.log_count_ = *logs;
  config.timestamp_count_ = *timestamps;
  return config;
}

Result<PickedServices> SigningConfig::pick(base::TimePoint now) const {
  const auto authorities =
      take(certificate_authorities_, usual_versions, {}, certificate_authorities_member, now);
  if (!authorities) return fail(authorities.error());
  const auto logins = take(logins_, usual_versions, {}, logins_member, now);
  if (!logins) return fail(logins.error());
  auto logs = take(logs_, rekor_versions, log_count_, logs_member, now);
  if (!logs) return fail(std::move(logs.error()));
  PickedServices picked{authorities->front(), logins->front(), std::move(*logs), {}};
  // Rekor v1 says the time itself; where nobody else is named, that has to do.
  if (timestamp_authorities_.empty() && !picked.rekor_2()) return picked;
  auto stamps =
      take(timestamp_authorities_, usual_versions, timestamp_count_, timestamp_authorities_member, now);
  if (!stamps) return fail(std::move(stamps.error()));
  picked.timestamp_authorities = std::move(*stamps);
  return picked;
}

}  // namespace weighmaster::trust
