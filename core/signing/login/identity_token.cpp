#include "signing/login/identity_token.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/json.h"
#include "base/limits.h"

namespace weighmaster::signing {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;
using crypto::Secret;

tl::unexpected<base::Error> malformed(std::string detail) {
  return fail(Code::login_token, {}, std::move(detail));
}

/// The member is named, its value is not: parsers quote what they stumble over.
tl::unexpected<base::Error> malformed(const base::Error& error) {
  return malformed(error.subject + " (" + std::string(base::name(error.code)) + ")");
}

std::string_view trimmed(std::string_view text) {
  constexpr auto blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Header, claims, signature (RFC 7515 section 7.1).
using Parts = std::array<std::string_view, 3>;

Result<Parts> split(std::string_view text) {
  if (text.size() > base::limits::identity_token_bytes) return malformed("it is too long");
  const auto dots = std::count(text.begin(), text.end(), '.');
  if (dots == 4) return malformed("it is encrypted");
  if (dots != 2) return malformed("it is no JSON Web Token: it has not three parts");
  const auto first = text.find('.');
  const auto second = text.find('.', first + 1);
  return Parts{text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
}

Result<Bytes> decode(std::string_view part, const char* what) {
  // The decoder takes the other alphabet and padding too, which RFC 7515 section 2 does not.
  auto bytes = part.find_first_of("+/=") == std::string_view::npos ? base::from_base64(part)
                                                                   : fail(Code::base64_malformed);
  if (!bytes) return malformed(std::string(what) + " is not base64url");
  if (bytes->empty()) return malformed(std::string(what) + " is empty");
  return bytes;
}

Result<Json> decode_json(std::string_view part, const char* what) {
  const auto bytes = decode(part, what);
  if (!bytes) return fail(bytes.error());
  auto json = base::parse_json(*bytes, what);
  if (!json) return malformed(json.error());
  if (!json->is_object()) return malformed(std::string(what) + " is no JSON object");
  return json;
}

bool is_none(std::string_view algorithm) {
  constexpr std::string_view none = "none";
  return std::equal(algorithm.begin(), algorithm.end(), none.begin(), none.end(),
                    [](char a, char b) { return (a | 0x20) == b; });
}

Result<void> check_header(const Json& json) {
  const auto header = JsonObject::from(json, "header");
  if (!header) return malformed(header.error());
  const auto algorithm = header->string("alg");
  if (!algorithm) return malformed(algorithm.error());
  if (algorithm->empty() || is_none(*algorithm)) return malformed("it is not signed (alg)");
  // An extension that has to be understood, and none is (RFC 7515 section 4.1.11).
  if (header->json().contains("crit")) return malformed("it needs an extension that is not known (crit)");
  return {};
}

Result<std::string> filled(const JsonObject& claims, std::string_view name) {
  auto value = claims.string(name);
  if (!value) return malformed(value.error());
  if (value->empty()) return malformed(claims.path(name) + " is empty");
  return value;
}

Result<std::optional<std::string>> text_if_any(const JsonObject& claims, std::string_view name) {
  const auto found = claims.find(name);
  if (!found) return malformed(found.error());
  if (*found == nullptr) return std::nullopt;
  auto value = filled(claims, name);
  if (!value) return fail(std::move(value.error()));
  return std::move(*value);
}

/// One string, or a list of them (RFC 7519 section 4.1.3).
Result<std::vector<std::string>> audience(const JsonObject& claims) {
  const auto found = claims.require("aud");
  if (!found) return malformed(found.error());
  std::vector<std::string> all;
  const auto& value = **found;
  const auto add = [&](const Json& one) {
    if (!one.is_string() || one.get_ref<const std::string&>().empty()) return false;
    all.push_back(one.get<std::string>());
    return true;
  };
  const bool good = value.is_array() ? std::all_of(value.begin(), value.end(), add) : add(value);
  if (!good || all.empty()) return malformed("claims.aud is no name, and no list of names");
  return all;
}

/// Seconds since 1970, whole or not (RFC 7519 section 2, NumericDate).
Result<std::optional<base::TimePoint>> time_if_any(const JsonObject& claims, std::string_view name) {
  const auto found = claims.find(name);
  if (!found) return malformed(found.error());
  if (*found == nullptr) return std::nullopt;
  const auto& value = **found;
  if (!value.is_number()) return malformed(claims.path(name) + " is no time");
  const auto seconds = value.get<double>();
  constexpr double most = 253'402'300'799.0;  // the end of the year 9999; a double counts so far exactly
  if (!(seconds >= 0 && seconds <= most)) return malformed(claims.path(name) + " is no time");
  return base::from_unix_seconds(static_cast<std::int64_t>(std::floor(seconds)));
}

/// Some providers write the word instead of the value.
Result<bool> flag(const JsonObject& claims, std::string_view name) {
  const auto found = claims.find(name);
  if (!found) return malformed(found.error());
  if (*found == nullptr) return false;
  if ((*found)->is_boolean()) return (*found)->get<bool>();
  if (**found == "true" || **found == "false") return **found == "true";
  return malformed(claims.path(name) + " is neither true nor false");
}

Result<std::optional<std::string>> federated_issuer(const JsonObject& claims) {
  const auto federated = claims.object_if_any("federated_claims");
  if (!federated) return malformed(federated.error());
  if (!*federated) return std::nullopt;
  return text_if_any(**federated, "connector_id");
}

/// What Fulcio names for the build services it knows, each by its own claims (its docs/oidc.md).
Result<std::optional<std::string>> workflow(const JsonObject& claims, std::string_view issuer) {
  const auto after = [&](const char* prefix, std::string_view name) -> Result<std::optional<std::string>> {
    auto value = text_if_any(claims, name);
    if (value && *value) **value = prefix + **value;
    return value;
  };
  constexpr std::string_view github = "https://token.actions.githubusercontent.com";
  if (issuer == github || issuer.starts_with(std::string(github) + "/"))
    return after("https://github.com/", "job_workflow_ref");
  if (issuer == "https://gitlab.com") return after("https://", "ci_config_ref_uri");
  if (issuer != "https://agent.buildkite.com") return std::nullopt;
  auto organization = after("https://buildkite.com/", "organization_slug");
  if (!organization || !*organization) return organization;
  const auto pipeline = text_if_any(claims, "pipeline_slug");
  if (!pipeline || !*pipeline) return pipeline;
  return **organization + "/" + **pipeline;
}

/// Reads one claim after the other into its member; the first that is wrong ends it.
class ClaimReader {
 public:
  template <class T, class Read>
  void read(T& member, Read&& read_one) {
    if (error_) return;
    auto value = read_one();
    if (value) {
      member = std::move(*value);
    } else {
      error_ = std::move(value.error());
    }
  }
  [[nodiscard]] std::optional<base::Error>& error() { return error_; }

 private:
  std::optional<base::Error> error_;
};

Result<TokenClaims> read_claims(const Json& json) {
  const auto object = JsonObject::from(json, "claims");
  if (!object) return malformed(object.error());
  const auto& from = *object;
  TokenClaims claims;
  std::optional<base::TimePoint> expires;
  ClaimReader reader;
  reader.read(claims.issuer, [&] { return filled(from, "iss"); });
  reader.read(claims.subject, [&] { return filled(from, "sub"); });
  reader.read(claims.audience, [&] { return audience(from); });
  reader.read(claims.authorized_party, [&] { return text_if_any(from, "azp"); });
  reader.read(claims.nonce, [&] { return text_if_any(from, "nonce"); });
  reader.read(expires, [&] { return time_if_any(from, "exp"); });
  reader.read(claims.issued, [&] { return time_if_any(from, "iat"); });
  reader.read(claims.not_before, [&] { return time_if_any(from, "nbf"); });
  reader.read(claims.email, [&] { return text_if_any(from, "email"); });
  reader.read(claims.email_verified, [&] { return flag(from, "email_verified"); });
  reader.read(claims.federated_issuer, [&] { return federated_issuer(from); });
  reader.read(claims.workflow, [&] { return workflow(from, claims.issuer); });
  if (reader.error()) return fail(std::move(*reader.error()));
  if (!expires) return malformed("claims.exp is missing: it would be valid for ever");
  claims.expires = *expires;
  return claims;
}

}  // namespace

Result<IdentityToken> IdentityToken::parse(const Secret& secret) {
  const auto text = trimmed(secret.text());
  const auto parts = split(text);
  if (!parts) return fail(parts.error());
  const auto header = decode_json((*parts)[0], "header");
  if (!header) return fail(header.error());
  if (const auto good = check_header(*header); !good) return fail(good.error());
  const auto json = decode_json((*parts)[1], "claims");
  if (!json) return fail(json.error());
  if (const auto signature = decode((*parts)[2], "signature"); !signature) return fail(signature.error());
  auto claims = read_claims(*json);
  if (!claims) return fail(std::move(claims.error()));
  return IdentityToken(Secret(to_bytes(text)), std::move(*claims));
}

IdentityToken IdentityToken::copy() const {
  return {Secret(to_bytes(text_.bytes())), claims_};
}

std::optional<std::string> IdentityToken::expected_identity() const {
  if (claims_.workflow) return claims_.workflow;
  if (claims_.email && claims_.email_verified) return claims_.email;
  const bool uri = claims_.subject.starts_with("https://") || claims_.subject.starts_with("spiffe://");
  return uri && !claims_.email ? std::optional(claims_.subject) : std::nullopt;
}

const std::string& IdentityToken::expected_issuer() const {
  return claims_.federated_issuer ? *claims_.federated_issuer : claims_.issuer;
}

}  // namespace weighmaster::signing
