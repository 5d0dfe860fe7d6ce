#include "crypto/private_key.h"
#include "fuzz.h"

using namespace weighmaster;
using crypto::PrivateKey;
using crypto::Secret;
using fuzz::must;

namespace {

void check(const PrivateKey& key) {
  const auto signature = key.sign(as_bytes("message"));
  must(signature.has_value(), "a key signs");
  const auto& public_key = key.public_key();
  must(public_key.verify(public_key.usual_digest(), as_bytes("message"), *signature),
       "what a key signs is true under its public half");
  must(crypto::PublicKey::from_pem(as_bytes(public_key.pem())).has_value(), "a public half can be written");
}

}  // namespace

/// A private key that is read can sign. Without a password nothing encrypted opens.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto open = PrivateKey::from_pem({data, size}, nullptr);
  if (open) check(*open);
  const Secret password(to_bytes("password"));
  const auto opened = PrivateKey::from_pem({data, size}, &password);
  if (opened) check(*opened);
  const bool encrypted = !open && open.error().code == base::Code::key_password_missing;
  must(encrypted || open.has_value() == opened.has_value(), "a password is used for encrypted keys only");
  return 0;
}
