#include "base/text.h"
#include "crypto/certificate.h"
#include "fuzz.h"
#include "signature/fulcio.h"

using namespace weighmaster;
using crypto::Certificate;
using fuzz::must;

namespace {

/// All that a program may ask of a certificate from outside.
void ask(const Certificate& certificate) {
  must(base::is_utf8(certificate.subject()), "the subject is UTF-8");
  must(base::is_utf8(certificate.issuer()), "the issuer is UTF-8");
  for (const auto& name : certificate.alternative_names()) must(base::is_utf8(name.value), "names are UTF-8");
  for (const auto& extension : signature::fulcio_extensions(certificate)) {
    must(base::is_utf8(extension.value), "extensions are UTF-8");
  }
  if (const auto issuer = signature::fulcio_issuer(certificate))
    must(!issuer->empty(), "an issuer is not empty");
  if (const auto key = certificate.public_key()) must(key->hint().size() == 64, "a hint is a SHA-256");
  must(certificate.fingerprint().bytes().size() == 32, "a fingerprint is a SHA-256");
  must(!certificate.serial_number().empty(), "there is a serial number");
  must(certificate.has_purposes() || !certificate.has_purpose(crypto::purpose_code_signing),
       "no purpose is no purpose");
  must(!certificate.tbs_without_sct_list().empty(), "there is something that was signed");
  [[maybe_unused]] const bool answers[]{certificate.is_authority(), certificate.is_self_signed(),
                                        certificate.may_sign_data(), certificate.validity().contains({})};
}

}  // namespace

/// A certificate that is read keeps its bytes, and survives PEM.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const BytesView input{data, size};
  if (const auto all = Certificate::all_from_pem(input))
    must(!all->empty(), "a list of certificates is not empty");
  const auto certificate = Certificate::from_der(input);
  if (!certificate) return 0;
  must(fuzz::same(certificate->der(), input), "the bytes are kept");
  ask(*certificate);
  const auto again = Certificate::all_from_pem(as_bytes(certificate->pem()));
  must(again && again->size() == 1 && again->front() == *certificate, "it survives PEM");
  return 0;
}
