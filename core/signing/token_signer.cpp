#include "signing/token_signer.h"

#include <algorithm>

#include "base/aside.h"
#include "crypto/pin_source.h"
#include "signing/certificate_signer.h"

namespace weighmaster::signing {
namespace {

using base::fail;
using base::Result;
using crypto::Certificate;
using crypto::LastTry;
using crypto::Secret;

/// A PIN, and whether it may be the last one that is tried.
struct Entry {
  std::optional<Secret> pin;
  LastTry last_try = LastTry::refuse;
};

Result<Entry> beforehand(Result<Secret> pin, LastTry last_try) {
  if (!pin) return fail(std::move(pin.error()));
  return Entry{std::move(*pin), last_try};
}

/// Nobody is asked for what is not wanted: a locked token, one without PIN, or with keys of its own.
Result<Entry> pin_for(TokenRequest& request, const crypto::TokenInfo& token, const base::Task& task) {
  if (!token.asks_pin || token.pin_tries == crypto::PinTries::none) return Entry{};
  if (token.has_pin_entry) {
    if (!request.enter_on_token) return Entry{std::nullopt, request.last_try};
    request.enter_on_token(token);
    return Entry{std::nullopt, LastTry::allow};
  }
  auto& uri = request.uri;
  if (uri.pin_value) return beforehand(std::move(*uri.pin_value), request.last_try);
  if (uri.pin_source) return beforehand(crypto::read_pin_source(*uri.pin_source, task), request.last_try);
  if (request.pin) return beforehand(std::move(*request.pin), request.last_try);
  if (!request.ask_pin) return Entry{};
  return beforehand(request.ask_pin(token), LastTry::allow);
}

Result<crypto::TokenKey> log_in(crypto::Token& token, Entry entry, const crypto::Pkcs11Uri& uri) {
  auto done = token.login(std::move(entry.pin), entry.last_try);
  if (!done) return fail(std::move(done.error()));
  return token.key(uri);
}

}  // namespace

Result<std::unique_ptr<TokenSigner>> TokenSigner::open(TokenRequest request, const base::Task& task) {
  const auto asked = std::make_shared<TokenRequest>(std::move(request));
  auto token =
      base::call_aside(task, [asked] { return crypto::Token::find(asked->uri, asked->module_places); });
  if (!token) return fail(std::move(token.error()));
  auto entry = pin_for(*asked, token->info(), task);
  if (!entry) return fail(std::move(entry.error()));
  auto key = base::call_aside(task, [asked, token = std::move(*token), entry = std::move(*entry)]() mutable {
    return log_in(token, std::move(entry), asked->uri);
  });
  if (!key) return fail(std::move(key.error()));
  return std::unique_ptr<TokenSigner>(new TokenSigner(std::move(*key)));
}

Result<Material> TokenSigner::material(const base::Task& /*task*/) {
  return Material{signature::Method::key, key_.public_key(), {}};
}

Result<Bytes> TokenSigner::sign(BytesView encoding, const base::Task& task) {
  return base::call_aside(task, [key = key_, message = Bytes(encoding.begin(), encoding.end())] {
    return key.sign(message, {});
  });
}

Result<std::unique_ptr<Signer>> with_certificate(std::unique_ptr<TokenSigner> signer,
                                                 std::vector<Certificate> named,
                                                 const std::vector<Certificate>& others,
                                                 base::TimePoint now) {
  const auto& key = signer->key();
  const auto is_the_keys = [&](const Certificate& certificate) {
    const auto certified = certificate.public_key();
    return certified && *certified == key.public_key();
  };
  if (named.empty()) {
    auto own = key.certificate();
    if (!own) return fail(std::move(own.error()));
    named.push_back(std::move(*own));
  }
  if (std::none_of(named.begin(), named.end(), is_the_keys)) {
    return fail(base::Code::key_certificate_differs, named.front().subject());
  }
  named.insert(named.end(), others.begin(), others.end());
  // Whoever names a certificate means that one, though the token may have another for the key.
  for (auto& certificate : key.certificates()) {
    if (!is_the_keys(certificate)) named.push_back(std::move(certificate));
  }
  return CertificateSigner::create(std::move(signer), std::move(named), now);
}

}  // namespace weighmaster::signing
