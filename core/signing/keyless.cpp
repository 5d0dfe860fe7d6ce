#include "signing/keyless.h"

#include "net/address.h"
#include "signing/persistent_witness.h"
#include "signing/services/rekor.h"
#include "signing/timestamp_authority.h"

namespace weighmaster::signing {
namespace {

using base::fail;
using base::Result;

/// All are looked at before anybody is asked: a slip in the last address costs no login.
Result<void> check_addresses(const trust::PickedServices& services) {
  for (const auto& authority : services.timestamp_authorities) {
    if (const auto address = timestamp_address(authority.url); !address) return fail(address.error());
  }
  std::vector<std::string> urls{services.certificate_authority.url};
  for (const auto& log : services.logs) urls.push_back(log.url);
  for (const auto& url : urls) {
    if (const auto address = net::Address::parse(url); !address) return fail(address.error());
  }
  return {};
}

std::shared_ptr<Witness> persistent(std::shared_ptr<Witness> witness, const ServiceAccess& access) {
  if (!access.once_more) return witness;
  return std::make_shared<PersistentWitness>(std::move(witness), access.once_more);
}

std::shared_ptr<Witness> log_of(const trust::Service& log, const ServiceAccess& access) {
  if (log.major_api_version == 2) return std::make_shared<Rekor2>(access, log.url);
  return std::make_shared<Rekor1>(access, log.url);
}

}  // namespace

Result<KeylessParts> keyless_parts(const trust::PickedServices& services, std::unique_ptr<Login> login,
                                   const ServiceAccess& access,
                                   std::shared_ptr<const trust::TrustedRoot> root) {
  if (auto good = check_addresses(services); !good) return fail(std::move(good.error()));
  KeylessParts parts;
  for (const auto& authority : services.timestamp_authorities)
    parts.witnesses.push_back(
        persistent(std::make_shared<TimestampAuthority>(access, authority.url), access));
  for (const auto& log : services.logs) parts.witnesses.push_back(persistent(log_of(log, access), access));
  Fulcio authority(access, services.certificate_authority.url, root);
  parts.signer = std::make_unique<KeylessSigner>(std::move(login), net::host_of(services.login.url),
                                                 std::move(authority), access, std::move(root));
  return parts;
}

}  // namespace weighmaster::signing
