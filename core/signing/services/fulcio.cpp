#include "signing/services/fulcio.h"

#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/json.h"
#include "base/limits.h"
#include "net/address.h"
#include "signature/fulcio.h"
#include "signing/secret_request.h"
#include "verdict/steps/certificate.h"
#include "verdict/steps/certificate_log.h"

namespace weighmaster::signing {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;
using crypto::Certificate;

constexpr auto signing_certificate_path = "/api/v2/signingCert";

/// Whether the certificate is who logged in. What a token does not tell beforehand can't be compared.
bool is_who_logged_in(const trust::Identity& certified, const IdentityToken& token) {
  const auto expected = token.expected_identity();
  return certified.issuer == token.expected_issuer() && (!expected || certified.name == *expected);
}

std::string text(const trust::Identity& identity) {
  return identity.name + " of " + identity.issuer;
}

/// The first finding that weighs, as the error that it is to whoever signs.
Result<void> weighed(const std::vector<base::Finding>& findings) {
  for (const auto& finding : findings) {
    if (base::effect(finding.code) != base::Effect::none)
      return fail(finding.code, finding.subject, finding.detail);
  }
  return {};
}

/// What whoever verifies would refuse, at the moment when its validity begins.
Result<void> check_path(const Certificate& leaf, const trust::TrustedRoot& root) {
  const auto start = leaf.validity().start;
  if (!start) return fail(Code::certificate_malformed, {}, "it does not say from when on it is valid");
  const auto path = verdict::check_keyless_certificate({{leaf}}, root, {*start});
  if (auto good = weighed(path.step.findings); !good) return good;
  if (!path.issuer) return fail(Code::certificate_authority_unknown, leaf.issuer());
  return weighed(verdict::check_certificate_log(leaf, *path.issuer, root).findings);
}

}  // namespace

Result<Certificate> issued_certificate(BytesView answer) {
  const auto json = base::parse_json(answer, "the answer");
  if (!json) return fail(json.error());
  const auto object = JsonObject::from(*json, "answer");
  if (!object) return fail(object.error());
  const auto embedded = object->object_if_any("signedCertificateEmbeddedSct");
  if (!embedded) return fail(embedded.error());
  const auto detached = object->object_if_any("signedCertificateDetachedSct");
  if (!detached) return fail(detached.error());
  if (!*embedded && *detached)
    return fail(Code::sct_missing, {},
                "it comes beside the certificate, and signature files have no place for it");
  if (!*embedded) return fail(Code::json_member_missing, object->path("signedCertificateEmbeddedSct"));
  const auto chain = (*embedded)->object("chain");
  if (!chain) return fail(chain.error());
  const auto list = chain->array("certificates");
  if (!list) return fail(list.error());
  if (list->empty() || list->size() > base::limits::certificates || !list->front().is_string())
    return fail(Code::certificate_malformed, {}, "no list of certificates");
  const auto certificates = Certificate::all_from_pem(as_bytes(list->front().get_ref<const std::string&>()));
  if (!certificates) return fail(certificates.error());
  return certificates->front();
}

Result<trust::Identity> certified_identity(const Certificate& certificate) {
  const auto names = certificate.alternative_names();
  if (names.size() != 1)
    return fail(Code::identity_missing, certificate.issuer(), std::to_string(names.size()) + " names");
  auto issuer = signature::fulcio_issuer(certificate);
  if (!issuer) return fail(std::move(issuer.error()));
  return trust::Identity{names.front().value, std::move(*issuer)};
}

Result<net::Answer> Fulcio::request(const crypto::PrivateKey& key, const IdentityToken& token,
                                    const base::Task& task) const {
  const auto proof = key.certificate_request();
  if (!proof) return fail(proof.error());
  Json body{{"credentials", {{"oidcIdentityToken", token.text()}}},
            {"certificateSigningRequest", base::to_base64(as_bytes(*proof))}};
  auto text = body.dump();
  SecretRequest request;
  request.method = net::Method::post;
  request.url = address_below(url_, signing_certificate_path);
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  request.body = to_bytes(text);
  crypto::wipe(text);
  crypto::wipe(body["credentials"]["oidcIdentityToken"].get_ref<std::string&>());
  request.secrets = {std::string(token.text())};
  // A second certificate would be made and logged: only where it is plain that there was no first.
  auto answer = ask(access_, ServiceRole::certificate_authority, request, Repeat::if_not_done, task);
  if (answer && !answer->good()) return fail(net::refusal(request, *answer));
  return answer;
}

Result<Certificate> Fulcio::certify(const crypto::PrivateKey& key, const IdentityToken& token,
                                    const base::Task& task) const {
  const auto host = net::host_of(url_);
  const auto answer = request(key, token, task);
  if (!answer) return fail(answer.error());
  auto leaf = issued_certificate(answer->body);
  if (!leaf) return fail(not_understood(host, leaf.error()));
  access_.tell({ServiceEvent::Kind::answered, ServiceRole::certificate_authority, host});
  const auto certified = leaf->public_key();
  if (!certified || !(*certified == key.public_key())) return fail(Code::authority_key_differs, host);
  const auto identity = certified_identity(*leaf);
  if (!identity) return fail(not_understood(host, identity.error()));
  if (!is_who_logged_in(*identity, token))
    return fail(Code::authority_identity_differs, host, text(*identity));
  if (auto good = check_path(*leaf, *root_); !good) return fail(std::move(good.error()));
  return leaf;
}

}  // namespace weighmaster::signing
