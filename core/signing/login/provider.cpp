#include "signing/login/provider.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/limits.h"
#include "net/address.h"

namespace weighmaster::signing {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;
using net::Address;

constexpr auto well_known = "/.well-known/openid-configuration";

tl::unexpected<base::Error> untrusted(const Address& issuer, std::string detail) {
  return fail(Code::login_provider, issuer.host(), std::move(detail));
}
tl::unexpected<base::Error> untrusted(const Address& issuer, const base::Error& error) {
  return untrusted(issuer, error.subject + " (" + std::string(base::name(error.code)) + ")");
}

/// A provider of the net has no business on this computer, and none sends what is secret in the open.
Result<std::string> endpoint(const JsonObject& about, const char* name, const Address& issuer) {
  auto url = about.string(name);
  if (!url) return untrusted(issuer, url.error());
  const auto address = Address::parse(*url);
  if (!address) return untrusted(issuer, std::string(name) + ": " + address.error().detail);
  if (url->find('#') != std::string::npos)
    return untrusted(issuer, std::string(name) + ": it has a fragment");
  if (!issuer.loopback() && (address->loopback() || !address->secure()))
    return untrusted(issuer, std::string(name) + " is an address of this computer");
  return url;
}

/// Whether a list of names is there, and holds the name or not.
Result<std::optional<bool>> lists(const JsonObject& about, const char* list, const char* name) {
  const auto found = about.find(list);
  if (!found) return fail(found.error());
  if (*found == nullptr) return std::nullopt;
  const auto all = about.array(list);
  if (!all) return fail(all.error());
  return std::any_of(all->begin(), all->end(), [&](const Json& one) { return one == name; });
}

Result<void> read_abilities(const JsonObject& about, const Address& issuer, Provider& provider) {
  const auto pkce = lists(about, "code_challenge_methods_supported", "S256");
  if (!pkce) return untrusted(issuer, pkce.error());
  if (*pkce == false) return untrusted(issuer, "code_challenge_methods_supported: S256 is missing");
  constexpr auto methods = "token_endpoint_auth_methods_supported";
  const auto in_header = lists(about, methods, "client_secret_basic");
  if (!in_header) return untrusted(issuer, in_header.error());
  const auto in_body = lists(about, methods, "client_secret_post");
  if (!in_body) return untrusted(issuer, in_body.error());
  provider.secret_in_body = *in_header == false && *in_body == true;
  constexpr auto names_itself = "authorization_response_iss_parameter_supported";
  const auto named = about.find(names_itself);
  if (!named) return untrusted(issuer, named.error());
  if (*named == nullptr) return {};
  const auto value = about.boolean(names_itself);
  if (!value) return untrusted(issuer, value.error());
  provider.names_itself = *value;
  return {};
}

Result<Provider> read(const JsonObject& about, const Address& issuer) {
  Provider provider;
  auto name = about.string("issuer");
  if (!name) return untrusted(issuer, name.error());
  if (*name != issuer.url()) return untrusted(issuer, "it calls itself by another name than it was asked by");
  provider.issuer = std::move(*name);
  auto authorization = endpoint(about, "authorization_endpoint", issuer);
  if (!authorization) return fail(std::move(authorization.error()));
  provider.authorization_endpoint = std::move(*authorization);
  auto token = endpoint(about, "token_endpoint", issuer);
  if (!token) return fail(std::move(token.error()));
  provider.token_endpoint = std::move(*token);
  constexpr auto device = "device_authorization_endpoint";
  const auto found = about.find(device);
  if (!found) return untrusted(issuer, found.error());
  if (*found != nullptr) {
    auto url = endpoint(about, device, issuer);
    if (!url) return fail(std::move(url.error()));
    provider.device_endpoint = std::move(*url);
  }
  if (auto good = read_abilities(about, issuer, provider); !good) return fail(std::move(good.error()));
  return provider;
}

}  // namespace

Result<Provider> discover(net::Http& http, const std::string& issuer, const base::Task& task) {
  const auto address = Address::parse(issuer);
  if (!address) return fail(address.error());
  // A query or a fragment is no part of a name (OpenID Connect Discovery 1.0 section 3).
  if (issuer.find_first_of("?#") != std::string::npos)
    return untrusted(*address, "its address holds more than a path");
  const auto base = issuer.ends_with('/') ? issuer.substr(0, issuer.size() - 1) : issuer;
  const auto answer = net::fetch(http, net::get(base + well_known, base::limits::login_answer_bytes), task);
  if (!answer) return fail(answer.error());
  const auto json = base::parse_json(answer->body, "its description");
  if (!json) return untrusted(*address, json.error());
  const auto about = JsonObject::from(*json, "its description");
  if (!about) return untrusted(*address, about.error());
  return read(*about, *address);
}

}  // namespace weighmaster::signing
