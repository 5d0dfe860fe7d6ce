#include "audit/request_json.h"
#include "base/json_reader.h"
#include "base/limits.h"
#include "trust/pattern.h"

namespace weighmaster::audit {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;
using signature::Method;

class Reader : base::JsonReader {
 public:
  explicit Reader(const FindPiece& find) : JsonReader(Code::audit_malformed), find_(find) {}

  Result<StatedRequest> read(const Json& json) {
    StatedRequest stated;
    auto& request = stated.request;
    const auto object = take(JsonObject::from(json, "request"));
    if (!object) return fail(*error());
    request.method = method(*object);
    stated.of_a_folder = take(object->boolean("of_a_folder")).value_or(true);
    if (const auto hex = text_if_any(*object, "digest"))
      request.digest = take(crypto::Digest::from_hex(crypto::DigestAlgorithm::sha256, *hex));
    request.model_name = take(object->string("model_name")).value_or("");
    request.ignore_paths = texts(*object, "ignore_paths");
    request.ignore_git_paths = take(object->boolean("ignore_git_paths")).value_or(true);
    request.signature_content = piece_if_any(*object, "signature");
    read_root(*object, request);
    read_policy(*object, request.policy);
    if (error()) return fail(*error());
    return stated;
  }

 private:
  /// No list here is longer than the evidence that it names.
  std::span<const Json> list(const JsonObject& object, std::string_view name) {
    return JsonReader::list(object, name, base::limits::audit_pieces);
  }
  std::vector<std::string> texts(const JsonObject& object, std::string_view name) {
    return JsonReader::texts(object, name, base::limits::audit_pieces);
  }
  bool flag(const JsonObject& object, std::string_view name) {
    return take(object.boolean(name)).value_or(false);
  }

  std::shared_ptr<const Bytes> piece(const std::string& name) {
    auto content = find_(name);
    if (!content) refuse(base::Error{Code::audit_evidence_missing, name, {}});
    return content;
  }
  std::shared_ptr<const Bytes> piece_if_any(const JsonObject& object, std::string_view name) {
    const auto named = text_if_any(object, name);
    return named ? piece(*named) : nullptr;
  }

  std::optional<Method> method(const JsonObject& object) {
    const auto named = text_if_any(object, "method");
    if (!named) return std::nullopt;
    for (const auto method : {Method::key, Method::certificate, Method::sigstore}) {
      if (name(method) == *named) return method;
    }
    refuse(object.path("method"), *named);
    return std::nullopt;
  }

  void read_root(const JsonObject& object, verdict::VerifyRequest& request) {
    const auto json = piece_if_any(object, "trusted_root");
    auto root = json ? take(trust::TrustedRoot::parse(*json)) : std::nullopt;
    if (root) request.trusted_root = std::make_shared<const trust::TrustedRoot>(std::move(*root));
  }

  void read_policy(const JsonObject& object, trust::Policy& policy) {
    policy.allow_unsigned_files = flag(object, "allow_unsigned_files");
    const auto times = take(object.int64("independent_times")).value_or(1);
    if (times < 1) refuse(object.path("independent_times"));
    policy.independent_times = times < 1 ? 1 : static_cast<std::size_t>(times);
    for (const auto& each : list(object, "timestamp_authorities")) read_authority(each, policy);
    const auto expected = take(object.object("expected"));
    auto signers = expected ? signers_in(*expected) : trust::Signers{};
    const auto rule = take(object.object_if_any("rule"));
    if (rule && *rule) {
      policy.rule = trust::AppliedRule{take((*rule)->string("file")).value_or(""),
                                       take((*rule)->string("name")).value_or(""),
                                       take((*rule)->string("model")).value_or(""), std::move(signers)};
      for (const auto& each : list(**rule, "entries")) read_entry(each, *policy.rule);
    } else {
      policy.expectation = only_kind(std::move(signers), object);
    }
  }

  void read_entry(const Json& json, trust::AppliedRule& rule) {
    const auto object = take(JsonObject::from(json, "request.rule.entries"));
    if (!object) return;
    trust::AppliedEntry entry;
    entry.id = take(object->string("id")).value_or("");
    entry.models = take(object->string("models")).value_or("");
    entry.added = time(*object, "added").value_or(base::TimePoint{});
    entry.origin = origin(*object);
    if (const auto signer = take(object->object("signer"))) entry.signer = signers_in(*signer);
    rule.entries.push_back(std::move(entry));
  }

  trust::Origin origin(const JsonObject& object) {
    using enum trust::Origin;
    const auto how = take(object.string("how")).value_or("");
    for (const auto each : {by_hand, imported, policy, window}) {
      if (name(each) == how) return each;
    }
    refuse(object.path("how"), how);
    return by_hand;
  }

  /// Without a rule one kind was asked for.
  trust::Expectation only_kind(trust::Signers signers, const JsonObject& object) {
    const int kinds = int{!signers.identities.any_of.empty()} + int{!signers.keys.any_of.empty()} +
                      int{!signers.roots.anchors.empty()};
    if (kinds > 1) refuse(object.path("expected"), "several kinds of signers");
    if (!signers.identities.any_of.empty()) return std::move(signers.identities);
    if (!signers.keys.any_of.empty()) return std::move(signers.keys);
    if (!signers.roots.anchors.empty()) return std::move(signers.roots);
    return trust::NoExpectation{};
  }

  trust::Signers signers_in(const JsonObject& expected) {
    trust::Signers signers;
    for (const auto& each : list(expected, "identities")) read_identity(each, signers.identities);
    for (const auto& name : texts(expected, "keys")) {
      const auto pem = piece(name);
      auto key = pem ? take(crypto::PublicKey::from_pem(*pem)) : std::nullopt;
      if (key) signers.keys.any_of.push_back(std::move(*key));
    }
    for (const auto& name : texts(expected, "roots")) {
      for (auto& certificate : certificates(name)) signers.roots.anchors.push_back(std::move(certificate));
    }
    const auto all =
        signers.identities.any_of.size() + signers.keys.any_of.size() + signers.roots.anchors.size();
    // Each of them may cost a check of a signature.
    if (all > base::limits::policy_signers) refuse(expected.where(), "too many signers");
    return signers;
  }

  void read_identity(const Json& json, trust::ExpectedIdentities& identities) {
    const auto object = take(JsonObject::from(json, "request.expected.identities"));
    if (!object) return;
    trust::ExpectedIdentity identity{take(object->string("name")).value_or(""),
                                     take(object->string("issuer")).value_or(""),
                                     flag(*object, "name_is_pattern"), flag(*object, "issuer_is_pattern")};
    if (identity.name_is_pattern) must_be(trust::check_identity_pattern(identity.name));
    if (identity.issuer_is_pattern) must_be(trust::check_provider_pattern(identity.issuer));
    identities.any_of.push_back(std::move(identity));
  }

  void must_be(Result<void> checked) {
    if (!checked) refuse(std::move(checked.error()));
  }

  std::vector<crypto::Certificate> certificates(const std::string& name) {
    const auto pem = piece(name);
    auto all = pem ? take(crypto::Certificate::all_from_pem(*pem)) : std::nullopt;
    if (all && all->size() > base::limits::certificates) refuse(name, "too many certificates");
    return error() || !all ? std::vector<crypto::Certificate>() : std::move(*all);
  }

  void read_authority(const Json& json, trust::Policy& policy) {
    const auto object = take(JsonObject::from(json, "request.timestamp_authorities"));
    if (!object) return;
    trust::Authority authority;
    authority.uri = take(object->string("uri")).value_or("");
    authority.operated_by = take(object->string("operated_by")).value_or("");
    authority.valid_for = {time(*object, "valid_from"), time(*object, "valid_to")};
    authority.chain = certificates(take(object->string("chain")).value_or(""));
    policy.timestamp_authorities.push_back(std::move(authority));
    if (policy.timestamp_authorities.size() > base::limits::trusted_logs)
      refuse("request.timestamp_authorities", "too many");
  }

  const FindPiece& find_;
};

}  // namespace

Result<StatedRequest> request_from_json(const Json& json, const FindPiece& find) {
  return Reader(find).read(json);
}

}  // namespace weighmaster::audit
