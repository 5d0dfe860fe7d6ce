#include "signers.h"

#include <algorithm>

#include "answer.h"
#include "base/text.h"
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

Result<std::vector<crypto::Certificate>> read(const std::vector<std::string>& files) {
  return signing::read_certificates({files.begin(), files.end()});
}

/// A chain that was given and doesn't fit: whoever verifies would look for the way to their root in vain.
void note_useless_chain(Signer& signer, const std::vector<crypto::Certificate>& chain,
                        const CommonOptions& common, const Console& console) {
  const auto material = signer.material({});
  if (chain.empty() || !material || material->certificates.size() != 1) return;
  const auto& leaf = material->certificates.front();
  const bool leads_on = std::any_of(chain.begin(), chain.end(),
                                    [&](const auto& certificate) { return leaf.is_signed_by(certificate); });
  if (leads_on) return;
  note("none of the certificates of --certificate-chain issued " + base::visible(leaf.subject()) +
           ", so they are left out.",
       common, console);
}

/// Adds the certificates of the options to a signer that has only a key.
Result<SignerPtr> with_certificates(SignerPtr key, const SignOptions& options, const CommonOptions& common,
                                    const Console& console) {
  auto certificates = read(options.signing_certificate);
  if (!certificates) return base::fail(std::move(certificates.error()));
  const auto chain = read(options.certificate_chain);
  if (!chain) return base::fail(chain.error());
  certificates->insert(certificates->end(), chain->begin(), chain->end());
  auto signer = signing::CertificateSigner::create(std::move(key), std::move(*certificates), console.now);
  if (signer) note_useless_chain(**signer, *chain, common, console);
  return signer;
}

/// Files are read first: what is wrong with them costs no PIN.
Result<SignerPtr> token_signer(const SignOptions& options, const CommonOptions& common,
                               const Console& console) {
  auto named = read(options.signing_certificate);
  if (!named) return base::fail(std::move(named.error()));
  const auto chain = read(options.certificate_chain);
  if (!chain) return base::fail(chain.error());
  auto signer = open_token(options.token, common, console);
  if (!signer) return base::fail(std::move(signer.error()));
  if (options.with == SignWith::pkcs11_key) return std::move(*signer);
  auto certified = signing::with_certificate(std::move(*signer), std::move(*named), *chain, console.now);
  if (certified) note_useless_chain(**certified, *chain, common, console);
  return certified;
}

}  // namespace

Result<SignerPtr> make_signer(const SignOptions& options, const CommonOptions& common,
                              const Console& console) {
  if (on_token(options.with)) return token_signer(options, common, console);
  auto signer = key_signer(options, common, console);
  if (!signer || options.with == SignWith::key) return signer;
  return with_certificates(std::move(*signer), options, common, console);
}

}  // namespace weighmaster::terminal
