#include "ui/jobs/credentials.h"

#include "signing/certificate_signer.h"
#include "signing/key_files.h"
#include "signing/key_signer.h"
#include "signing/token_signer.h"

namespace weighmaster::ui {
namespace {

using MadeSigner = base::Result<std::unique_ptr<signing::Signer>>;

struct Maker {
  base::TimePoint now;
  const base::Task& task;

  MadeSigner operator()(ByLogin& login) const { return std::move(login.parts.signer); }

  MadeSigner operator()(const KeyInFile& file) const {
    const auto* password = file.password.bytes().empty() ? nullptr : &file.password;
    auto key = signing::read_private_key(file.key, password);
    if (!key) return base::fail(std::move(key.error()));
    return std::make_unique<signing::KeySigner>(std::move(*key));
  }

  MadeSigner operator()(const CertificateInFiles& files) const {
    auto key = (*this)(files.key);
    if (!key) return key;
    auto certificates = signing::read_certificates(files.certificates);
    if (!certificates) return base::fail(std::move(certificates.error()));
    return signing::CertificateSigner::create(std::move(*key), std::move(*certificates), now);
  }

  MadeSigner operator()(KeyOnToken& key) const {
    auto uri = crypto::Pkcs11Uri::parse(key.uri);
    if (!uri) return base::fail(std::move(uri.error()));
    signing::TokenRequest request;
    request.uri = std::move(*uri);
    request.module_places = key.modules;
    if (!key.pin.bytes().empty()) request.pin = std::move(key.pin);
    request.last_try = key.lastTryAllowed ? crypto::LastTry::allow : crypto::LastTry::refuse;
    auto signer = signing::TokenSigner::open(std::move(request), task);
    if (!signer) return base::fail(std::move(signer.error()));
    if (key.withCertificate) return signing::with_certificate(std::move(*signer), {}, {}, now);
    return std::move(*signer);
  }
};

}  // namespace

base::Result<signing::KeylessParts> makeSigner(Credentials credentials, base::TimePoint now,
                                               const base::Task& task) {
  auto signer = std::visit(Maker{now, task}, credentials);
  if (!signer) return base::fail(std::move(signer.error()));
  auto* login = std::get_if<ByLogin>(&credentials);
  return signing::KeylessParts{std::move(*signer),
                               login ? std::move(login->parts.witnesses) : signing::Witnesses()};
}

}  // namespace weighmaster::ui
