#include "signing/keyless_signer.h"

namespace weighmaster::signing {

using base::fail;
using base::Result;

namespace {

/// As the certificate will name them; where the token doesn't tell, as their provider calls them.
trust::Identity who(const IdentityToken& token) {
  return {token.expected_identity().value_or(token.claims().subject), token.expected_issuer()};
}

}  // namespace

Result<IdentityToken> KeylessSigner::log_in(const base::Task& task) {
  if (provider_.empty()) return login_->identity(task);
  access_.tell({ServiceEvent::Kind::asked, ServiceRole::login, provider_});
  auto token = login_->identity(task);
  if (token) access_.tell({ServiceEvent::Kind::answered, ServiceRole::login, provider_});
  return token;
}

Result<Material> KeylessSigner::material(const base::Task& task) {
  auto key = crypto::PrivateKey::generate_p256();
  if (!key) return fail(std::move(key.error()));
  const auto token = log_in(task);
  if (!token) return fail(token.error());
  if (access_.confirm) {
    if (auto agreed = access_.confirm(who(*token), task); !agreed) return fail(std::move(agreed.error()));
  }
  if (task.stopped()) return fail(base::cancelled());
  auto certificate = authority_.certify(*key, *token, task);
  if (!certificate) return fail(std::move(certificate.error()));
  key_ = std::move(*key);
  return Material{signature::Method::sigstore, key_->public_key(), {std::move(*certificate)}, root_};
}

Result<Bytes> KeylessSigner::sign(BytesView encoding, const base::Task& /*task*/) {
  if (!key_) return fail(base::Code::key_missing);
  return key_->sign(encoding);
}

}  // namespace weighmaster::signing
