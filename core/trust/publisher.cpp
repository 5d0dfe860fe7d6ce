#include "trust/publisher.h"

#include <algorithm>
#include <tuple>

namespace weighmaster::trust {
namespace {

auto members(const ExpectedIdentity& identity) {
  return std::tie(identity.name, identity.issuer, identity.name_is_pattern, identity.issuer_is_pattern);
}

bool same_signer(const Signers& a, const Signers& b) {
  const auto same_identity = [](const auto& one, const auto& other) {
    return members(one) == members(other);
  };
  const auto same_certificate = [](const auto& one, const auto& other) {
    return one.fingerprint() == other.fingerprint();
  };
  const auto& identities = a.identities.any_of;
  const auto& others = b.identities.any_of;
  const auto& anchors = a.roots.anchors;
  return std::equal(identities.begin(), identities.end(), others.begin(), others.end(), same_identity) &&
         a.keys.any_of == b.keys.any_of &&
         std::equal(anchors.begin(), anchors.end(), b.roots.anchors.begin(), b.roots.anchors.end(),
                    same_certificate);
}

}  // namespace

std::string_view name(Scope scope) {
  switch (scope) {
    case Scope::model:
      return "model";
    case Scope::publisher:
      return "publisher";
    case Scope::any:
      return "any";
  }
  return {};
}

Scope Publisher::scope() const {
  if (models == "*") return Scope::any;
  return models.find('*') == std::string::npos ? Scope::model : Scope::publisher;
}

bool Publisher::says_the_same(const Publisher& other) const {
  return models == other.models && same_signer(signer, other.signer);
}

signature::Method method_of(const Signers& signer) {
  if (!signer.keys.any_of.empty()) return signature::Method::key;
  return signer.roots.anchors.empty() ? signature::Method::sigstore : signature::Method::certificate;
}

std::string title_of(const Signers& signer) {
  std::string title;
  const auto add = [&](const std::string& text) { title += (title.empty() ? "" : "; ") + text; };
  for (const auto& identity : signer.identities.any_of) add(identity.name);
  for (const auto& key : signer.keys.any_of)
    add(std::string(crypto::name(key.type())) + ", SHA-256 of its PEM " + key.hint());
  for (const auto& anchor : signer.roots.anchors) add(anchor.subject());
  return title;
}

}  // namespace weighmaster::trust
