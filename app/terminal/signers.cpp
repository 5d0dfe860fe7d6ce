#include "signers.h"

#include "answer.h"
#include "signing/certificate_signer.h"
#include "signing/key_files.h"
#include "signing/key_signer.h"
#include "words/words.h"

namespace weighmaster::terminal {
namespace {

using base::Result;
using signing::Signer;
using SignerPtr = std::unique_ptr<Signer>;

Result<SignerPtr> key_signer(const SignOptions& options, const CommonOptions& common,
                             const Console& console) {
  auto key = open_private_key(options.private_key, options.password, common, console);
  if (!key) return base::fail(std::move(key.error()));
  if (const auto noticed = signing::readable_by_others(options.private_key)) {
    note(words::fill(words::what_is_so(*noticed)) + " " + words::fill(words::what_to_do(noticed->code)),
         common, console);
  }
  return std::make_unique<signing::KeySigner>(std::move(*key));
}

/// Adds the certificates of the options to a signer that has only a key.
Result<SignerPtr> with_certificates(SignerPtr key, const SignOptions& options, const Console& console) {
  std::vector<std::filesystem::path> files(options.signing_certificate.begin(),
                                           options.signing_certificate.end());
  files.insert(files.end(), options.certificate_chain.begin(), options.certificate_chain.end());
  auto certificates = signing::read_certificates(files);
  if (!certificates) return base::fail(std::move(certificates.error()));
  return signing::CertificateSigner::create(std::move(key), std::move(*certificates), console.now);
}

}  // namespace

Result<SignerPtr> make_signer(const SignOptions& options, const CommonOptions& common,
                              const Console& console) {
  auto signer = key_signer(options, common, console);
  if (!signer || options.with == SignWith::key) return signer;
  return with_certificates(std::move(*signer), options, console);
}

}  // namespace weighmaster::terminal
