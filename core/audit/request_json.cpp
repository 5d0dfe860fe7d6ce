#include "audit/request_json.h"

#include <nlohmann/json.hpp>

#include "words/phrases.h"

namespace weighmaster::audit {
namespace {

namespace fs = std::filesystem;
using base::Json;

constexpr std::string_view json_type = "application/json";
constexpr std::string_view pem_type = "application/x-pem-file";

std::shared_ptr<const Bytes> shared(std::string_view text) {
  return std::make_shared<const Bytes>(to_bytes(text));
}

Json identities_json(const trust::ExpectedIdentities& expected) {
  Json list = Json::array();
  for (const auto& identity : expected.any_of) {
    list.push_back({{"name", identity.name},
                    {"issuer", identity.issuer},
                    {"name_is_pattern", identity.name_is_pattern},
                    {"issuer_is_pattern", identity.issuer_is_pattern}});
  }
  return list;
}

Json keys_json(const trust::ExpectedKeys& expected, Pieces& pieces) {
  Json list = Json::array();
  for (const auto& key : expected.any_of) {
    list.push_back(
        pieces.add("expected-key", ".pem", pem_type, words::phrases::audit_enclosed_keys, shared(key.pem())));
  }
  return list;
}

Json roots_json(const trust::ExpectedRoots& expected, Pieces& pieces) {
  Json list = Json::array();
  for (const auto& root : expected.anchors) {
    list.push_back(pieces.add("expected-root", ".pem", pem_type, words::phrases::audit_enclosed_roots,
                              shared(root.pem())));
  }
  return list;
}

Json signers_json(const trust::Signers& signers, Pieces& pieces) {
  return {{"identities", identities_json(signers.identities)},
          {"keys", keys_json(signers.keys, pieces)},
          {"roots", roots_json(signers.roots, pieces)}};
}

Json rule_json(const std::optional<trust::AppliedRule>& rule, Pieces& pieces) {
  if (!rule) return {};
  Json entries = Json::array();
  for (const auto& entry : rule->entries) {
    entries.push_back({{"id", entry.id},
                       {"models", entry.models},
                       {"added", base::to_rfc3339(entry.added)},
                       {"how", trust::name(entry.origin)},
                       {"signer", signers_json(entry.signer, pieces)}});
  }
  return {
      {"file", rule->file}, {"name", rule->name}, {"model", rule->model}, {"entries", std::move(entries)}};
}

Json time_json(const std::optional<base::TimePoint>& time) {
  return time ? Json(base::to_rfc3339(*time)) : Json();
}

Json authority_json(const trust::Authority& authority, Pieces& pieces) {
  std::string chain;
  for (const auto& certificate : authority.chain) chain += certificate.pem();
  return {{"uri", authority.uri},
          {"operated_by", authority.operated_by},
          {"valid_from", time_json(authority.valid_for.start)},
          {"valid_to", time_json(authority.valid_for.end)},
          {"chain", pieces.add("timestamp-authority", ".pem", pem_type,
                               words::phrases::audit_enclosed_authorities, shared(chain))}};
}

/// Known only by its digest, a file, or a folder.
Json digest_json(const std::optional<crypto::Digest>& digest) {
  return digest ? Json(digest->hex()) : Json();
}

bool is_folder(const verdict::Report& report, const verdict::VerifyRequest& request) {
  std::error_code error;
  return !request.digest && fs::is_directory(report.model, error);
}

}  // namespace

trust::Signers signers_of(const trust::Policy& policy) {
  if (policy.rule) return policy.rule->signers;
  trust::Signers signers;
  const auto& expected = policy.expectation;
  if (const auto* identities = std::get_if<trust::ExpectedIdentities>(&expected))
    signers.identities = *identities;
  if (const auto* keys = std::get_if<trust::ExpectedKeys>(&expected)) signers.keys = *keys;
  if (const auto* roots = std::get_if<trust::ExpectedRoots>(&expected)) signers.roots = *roots;
  return signers;
}

std::string Pieces::add(std::string_view stem, std::string_view ending, std::string_view type,
                        std::string_view what, std::shared_ptr<const Bytes> content) {
  const auto digest = crypto::digest(crypto::DigestAlgorithm::sha256, *content).hex();
  const auto [known, is_new] = by_digest_.try_emplace(digest, all_.size());
  if (!is_new) return all_[known->second].name;
  const auto number = ++used_[std::string(stem)];
  auto name = std::string(stem) + (number > 1 ? "-" + std::to_string(number) : "") + std::string(ending);
  all_.push_back({name, type, what, std::move(content)});
  return name;
}

Json request_json(const verdict::Report& report, const verdict::VerifyRequest& request, Pieces& pieces) {
  const auto& policy = request.policy;
  Json authorities = Json::array();
  for (const auto& authority : policy.timestamp_authorities)
    authorities.push_back(authority_json(authority, pieces));
  Json json{{"method", request.method ? Json(signature::name(*request.method)) : Json()},
            {"of_a_folder", is_folder(report, request)},
            {"digest", digest_json(request.digest)},
            {"model_name", request.model_name},
            {"rule", rule_json(policy.rule, pieces)},
            {"allow_unsigned_files", policy.allow_unsigned_files},
            {"independent_times", policy.independent_times},
            {"ignore_paths", request.ignore_paths},
            {"ignore_git_paths", request.ignore_git_paths},
            {"timestamp_authorities", std::move(authorities)},
            {"signature", Json()},
            {"trusted_root", Json()}};
  if (report.signature_content) {
    json["signature"] = pieces.add("signature", ".sigstore.json", json_type,
                                   words::phrases::audit_enclosed_signature, report.signature_content);
  }
  if (request.trusted_root) {
    const auto bytes = std::make_shared<const Bytes>(request.trusted_root->json());
    json["trusted_root"] =
        pieces.add("trusted-root", ".json", json_type, words::phrases::audit_enclosed_root, bytes);
  }
  json["expected"] = signers_json(signers_of(policy), pieces);
  return json;
}

}  // namespace weighmaster::audit
