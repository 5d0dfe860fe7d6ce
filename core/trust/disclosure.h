#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "trust/roots.h"
#include "trust/signing_config.h"

namespace weighmaster::trust {

/// One thing that leaves this computer where somebody signs by logging in, and who gets it.
struct Disclosure {
  enum class What : std::uint8_t {
    // Public for ever, and nobody can take it back
    certificate_logged,  // in a log of certificates: the identity, who vouches for it, the time
    digests_logged,      // Rekor 1: the certificate, the signature, digests of the list of files
    digest_logged,       // Rekor 2: the certificate, the signature, one digest
    // Sent besides
    login,                  // the provider learns that somebody logs in to sign, and when
    token,                  // the certificate authority is given the login's token and a public key
    token_as_given,         // the same, of a token that was there already
    token_of_surroundings,  // the same, of one that a build service or the machine is asked for
    signature_digest,       // a timestamp authority is given a digest of the signature
    list_of_files,          // Rekor 1 is given the model's name, and names and digests of all files
  };

  What what;
  /// Empty where it is not known beforehand.
  std::string host;

  friend bool operator==(const Disclosure&, const Disclosure&) = default;
};

/// How the person shows who they are: what a provider is asked depends on it.
enum class LoginKind : std::uint8_t {
  at_provider,
  by_token,         // that the person has from elsewhere
  by_surroundings,  // a build service or machine vouches for its jobs
};

/// What a person has to agree to before anything is sent.
struct Consent {
  std::vector<Disclosure> public_for_ever;
  std::vector<Disclosure> sent;
};

/// What the services that will really be used are given and keep. `root` names the logs of certificates that
/// the authority can have in use at `now`.
[[nodiscard]] Consent consent(const PickedServices& services, const TrustedRoot& root, LoginKind login,
                              base::TimePoint now);

/// "certificate_logged", "digests_logged", …: what other programs see.
[[nodiscard]] std::string_view name(Disclosure::What what);

}  // namespace weighmaster::trust
