#include "trust/policy_reader.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/limits.h"
#include "trust/pattern.h"

namespace weighmaster::trust {
namespace {

using base::Code;
using base::Json;
using base::Result;

std::string element(const std::string& where, std::size_t place) {
  return where + "[" + std::to_string(place) + "]";
}

/// One of two members, of which the second is a pattern.
struct Named {
  std::string text;
  bool is_pattern;
};

}  // namespace

tl::unexpected<base::Error> PolicyReader::refuse(const std::string& where, const std::string& why) const {
  return base::fail(malformed_, path_, where + ": " + why);
}

Result<void> PolicyReader::check_members(const Json& json, const std::string& where,
                                         std::initializer_list<std::string_view> known) const {
  if (!json.is_object()) return refuse(where, "it has to be an object");
  for (const auto& [name, value] : json.items()) {
    if (std::find(known.begin(), known.end(), name) == known.end())
      return refuse(where, "“" + name + "” is no member that is known here");
  }
  if (json.contains("comment") && !json["comment"].is_string())
    return refuse(where + ".comment", "it has to be a text");
  return {};
}

Result<const Json*> PolicyReader::list(const Json& object, const char* name, const std::string& where,
                                       std::size_t most) const {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_array() || found->empty())
    return refuse(where, "it has to be a list of at least one element");
  if (found->size() > most) return refuse(where, "it may have at most " + std::to_string(most) + " elements");
  return &*found;
}

Result<std::string> PolicyReader::text(const Json& json, const std::string& where) const {
  if (!json.is_string() || json.get_ref<const std::string&>().empty())
    return refuse(where, "it has to be a text that is not empty");
  return json.get<std::string>();
}

Result<PolicyRule> PolicyReader::rule(const Json& json, const std::string& where) const {
  auto known = check_members(
      json, where, {"comment", "name", "models", "signers", "ignore_unsigned_files", "timestamp_threshold"});
  if (!known) return base::fail(std::move(known.error()));
  PolicyRule rule;
  rule.name = where;
  if (json.contains("name")) {
    auto name = text(json["name"], where + ".name");
    if (!name) return base::fail(std::move(name.error()));
    rule.name = std::move(*name);
  }
  const auto models = list(json, "models", where + ".models", base::limits::policy_models);
  if (!models) return base::fail(models.error());
  for (std::size_t i = 0; i < (*models)->size(); ++i) {
    auto pattern = text((**models)[i], element(where + ".models", i));
    if (!pattern) return base::fail(std::move(pattern.error()));
    if (auto checked = check_model_pattern(*pattern); !checked) return base::fail(std::move(checked.error()));
    rule.models.push_back(std::move(*pattern));
  }
  const auto signers = list(json, "signers", where + ".signers", base::limits::policy_signers);
  if (!signers) return base::fail(signers.error());
  for (std::size_t i = 0; i < (*signers)->size(); ++i) {
    auto added = add_signer((**signers)[i], element(where + ".signers", i), rule.signers);
    if (!added) return base::fail(std::move(added.error()));
  }
  if (const auto ignore = json.find("ignore_unsigned_files"); ignore != json.end()) {
    if (!ignore->is_boolean()) return refuse(where + ".ignore_unsigned_files", "it has to be true or false");
    rule.allow_unsigned_files = ignore->get<bool>();
  }
  const auto times = independent_times(json, where);
  if (!times) return base::fail(times.error());
  rule.independent_times = *times;
  return rule;
}

Result<std::size_t> PolicyReader::independent_times(const Json& json, const std::string& where) const {
  const auto threshold = json.find("timestamp_threshold");
  if (threshold == json.end()) return 1;
  const auto number = threshold->is_number_unsigned() ? threshold->get<std::uint64_t>() : 0;
  if (number == 0 || number > most_independent_times)
    return refuse(where + ".timestamp_threshold",
                  "it has to be a number from 1 to " + std::to_string(most_independent_times));
  return static_cast<std::size_t>(number);
}

Result<Signers> PolicyReader::signer(const Json& json, const std::string& where) const {
  Signers signers;
  if (auto added = add_signer(json, where, signers); !added) return base::fail(std::move(added.error()));
  return signers;
}

Result<void> PolicyReader::add_signer(const Json& json, const std::string& where, Signers& signers) const {
  if (!json.is_object()) return refuse(where, "it has to be an object");
  if (json.contains("public_key")) return add_key(json, where, signers);
  if (json.contains("certificate_chain")) return add_roots(json, where, signers);
  return add_identity(json, where, signers);
}

Result<void> PolicyReader::add_identity(const Json& json, const std::string& where, Signers& signers) const {
  auto known = check_members(
      json, where,
      {"comment", "identity", "identity_pattern", "identity_provider", "identity_provider_pattern"});
  if (!known) return known;
  const auto one_of = [&](const std::string& name, Result<void> (*check)(std::string_view)) -> Result<Named> {
    const bool is_pattern = json.contains(name + "_pattern");
    if (is_pattern == json.contains(name))
      return refuse(where, "it needs “" + name + "” or “" + name + "_pattern”, one of the two");
    const auto member = is_pattern ? name + "_pattern" : name;
    auto value = text(json[member], where + "." + member);
    if (!value) return base::fail(std::move(value.error()));
    if (is_pattern) {
      if (auto checked = check(*value); !checked) return base::fail(std::move(checked.error()));
    }
    return Named{std::move(*value), is_pattern};
  };
  auto name = one_of("identity", check_identity_pattern);
  if (!name) return base::fail(std::move(name.error()));
  auto provider = one_of("identity_provider", check_provider_pattern);
  if (!provider) return base::fail(std::move(provider.error()));
  signers.identities.any_of.push_back(
      {std::move(name->text), std::move(provider->text), name->is_pattern, provider->is_pattern});
  return {};
}

/// PEM as it stands, or the content of the file that is named.
Result<Bytes> PolicyReader::pem(const Json& json, const std::string& where) const {
  auto given = text(json, where);
  if (!given) return base::fail(std::move(given.error()));
  return given->starts_with("-----BEGIN ") ? to_bytes(*given) : read_(*given);
}

Result<void> PolicyReader::add_key(const Json& json, const std::string& where, Signers& signers) const {
  if (auto known = check_members(json, where, {"comment", "public_key"}); !known) return known;
  const auto text = pem(json["public_key"], where + ".public_key");
  if (!text) return base::fail(text.error());
  auto key = crypto::PublicKey::from_pem(*text);
  if (!key)
    return refuse(where + ".public_key", "it is no public key that can be used (" + key.error().detail + ")");
  signers.keys.any_of.push_back(std::move(*key));
  return {};
}

Result<void> PolicyReader::add_roots(const Json& json, const std::string& where, Signers& signers) const {
  if (auto known = check_members(json, where, {"comment", "certificate_chain"}); !known) return known;
  const auto files =
      list(json, "certificate_chain", where + ".certificate_chain", base::limits::certificates);
  if (!files) return base::fail(files.error());
  auto& anchors = signers.roots.anchors;
  for (std::size_t i = 0; i < (*files)->size(); ++i) {
    const auto place = element(where + ".certificate_chain", i);
    const auto text = pem((**files)[i], place);
    if (!text) return base::fail(text.error());
    const auto certificates = crypto::Certificate::all_from_pem(*text);
    if (!certificates) return refuse(place, "it holds no certificate (" + certificates.error().detail + ")");
    anchors.insert(anchors.end(), certificates->begin(), certificates->end());
  }
  return {};
}

}  // namespace weighmaster::trust
