#include "trust/disclosure.h"

#include <algorithm>

#include "trust/operator.h"

namespace weighmaster::trust {
namespace {

using What = Disclosure::What;

void add_once(std::vector<Disclosure>& list, Disclosure disclosure) {
  if (std::find(list.begin(), list.end(), disclosure) == list.end()) list.push_back(std::move(disclosure));
}

/// The authority chooses which of them it uses.
void add_certificate_logs(const TrustedRoot& root, base::TimePoint now, Consent& consent) {
  for (const auto& log : root.certificate_logs()) {
    if (log.valid_for.contains(now))
      add_once(consent.public_for_ever, {What::certificate_logged, host_of(log.base_url)});
  }
  if (consent.public_for_ever.empty()) consent.public_for_ever.push_back({What::certificate_logged, {}});
}

What token_of(LoginKind login) {
  switch (login) {
    case LoginKind::at_provider:
      return What::token;
    case LoginKind::by_token:
      return What::token_as_given;
    case LoginKind::by_surroundings:
      return What::token_of_surroundings;
  }
  return What::token;
}

}  // namespace

Consent consent(const PickedServices& services, const TrustedRoot& root, LoginKind login,
                base::TimePoint now) {
  Consent consent;
  add_certificate_logs(root, now, consent);
  if (login == LoginKind::at_provider) consent.sent.push_back({What::login, host_of(services.login.url)});
  consent.sent.push_back({token_of(login), host_of(services.certificate_authority.url)});
  for (const auto& authority : services.timestamp_authorities)
    consent.sent.push_back({What::signature_digest, host_of(authority.url)});
  for (const auto& log : services.logs) {
    const auto host = host_of(log.url);
    const bool rekor_2 = log.major_api_version == 2;
    consent.public_for_ever.push_back({rekor_2 ? What::digest_logged : What::digests_logged, host});
    if (!rekor_2) consent.sent.push_back({What::list_of_files, host});
  }
  return consent;
}

std::string_view name(What what) {
  switch (what) {
    case What::certificate_logged:
      return "certificate_logged";
    case What::digests_logged:
      return "digests_logged";
    case What::digest_logged:
      return "digest_logged";
    case What::login:
      return "login";
    case What::token:
      return "token";
    case What::token_as_given:
      return "token_as_given";
    case What::token_of_surroundings:
      return "token_of_surroundings";
    case What::signature_digest:
      return "signature_digest";
    case What::list_of_files:
      return "list_of_files";
  }
  return {};
}

}  // namespace weighmaster::trust
