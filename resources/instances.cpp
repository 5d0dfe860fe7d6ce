#include "resources/instances.h"

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "net/address.h"
#include "resources/shipped.h"

namespace weighmaster::resources {
namespace {

/// The day in the record. The record is shipped and tested: it has one.
base::TimePoint taken() {
  const auto record = base::parse_json(as_bytes(source_record()), "SOURCE.json");
  if (!record || !record->contains("taken")) return {};
  const auto day = base::parse_rfc3339(record->at("taken").get<std::string>() + "T00:00:00Z");
  return day.value_or(base::TimePoint{});
}

}  // namespace

update::Instance public_instance() {
  return {std::string(update::Store::public_name),
          "https://tuf-repo-cdn.sigstore.dev",
          to_bytes(tuf_root()),
          to_bytes(trusted_root()),
          taken(),
          to_bytes(signing_config())};
}

update::Instance staging_instance() {
  return {std::string(update::Store::staging_name),
          "https://tuf-repo-cdn.sigstage.dev",
          to_bytes(staging_tuf_root()),
          to_bytes(staging_trusted_root()),
          taken(),
          to_bytes(staging_signing_config())};
}

base::Result<update::TrustInUse> trust_named(const std::optional<update::Store>& store,
                                             std::string_view name) {
  const bool is_public = name == update::Store::public_name;
  if (is_public || name == update::Store::staging_name) {
    const auto instance = is_public ? public_instance() : staging_instance();
    return store ? store->freshest(instance) : update::shipped(instance);
  }
  if (!store) return base::fail(base::Code::update_target_missing, std::string(name));
  if (name == update::Store::imported_name) return store->imported();
  const auto instance = store->own_instance(std::string(name));
  if (!instance) return base::fail(instance.error());
  return store->kept(*instance);
}

std::string source_text(const update::TrustInUse& trust) {
  using From = update::TrustInUse::From;
  if (trust.from == From::imported) return "imported from " + trust.name;
  const std::string name = trust.name == update::Store::public_name    ? "Sigstore public instance"
                           : trust.name == update::Store::staging_name ? "Sigstore staging instance"
                                                                       : net::host_of(trust.name);
  return name + (trust.from == From::updated ? ", updated over the network" : ", shipped with the program");
}

}  // namespace weighmaster::resources
