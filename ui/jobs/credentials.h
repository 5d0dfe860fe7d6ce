#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/task.h"
#include "base/time.h"
#include "crypto/secret.h"
#include "signing/keyless.h"

namespace weighmaster::ui {

/// A private key in a file, and the password that opens it; empty: none.
struct KeyInFile {
  std::filesystem::path key;
  crypto::Secret password;
};

/// The same, with the key's certificate and those that lead from it to a root.
struct CertificateInFiles {
  KeyInFile key;
  std::vector<std::filesystem::path> certificates;
};

/// A key on a token, named as RFC 7512 has it ("pkcs11:token=…;object=…"), and the PIN that lets us in.
struct KeyOnToken {
  std::string uri;
  /// PKCS#11 modules; those registered with p11-kit where there are none.
  std::vector<std::filesystem::path> modules;
  crypto::Secret pin;
  /// The certificate that lies on the token with the key is shown too.
  bool withCertificate = false;
  /// The person was told that one more wrong PIN locks the token, and tries all the same.
  bool lastTryAllowed = false;
};

/// A login, and the services that go with it: nobody is asked before everything else is done.
struct ByLogin {
  signing::KeylessParts parts;
};

/// What a person signs with. It holds secrets: it moves, and is gone as soon as it was used.
using Credentials = std::variant<KeyInFile, CertificateInFiles, KeyOnToken, ByLogin>;

/// Reads what the credentials name, or logs in to the token, once; who vouches for it goes along. Errors: as
/// of reading keys and certificates, of CertificateSigner::create, and of TokenSigner::open.
[[nodiscard]] base::Result<signing::KeylessParts> makeSigner(Credentials credentials, base::TimePoint now,
                                                             const base::Task& task);

}  // namespace weighmaster::ui
