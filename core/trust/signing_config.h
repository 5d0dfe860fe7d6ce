#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace weighmaster::trust {

/// Where a service is asked, from when to when, by which version of its interface, and who runs it.
struct Service {
  std::string url;
  /// Of the service's interface: Rekor has 1 and 2, all others 1.
  std::int64_t major_api_version = 0;
  base::Window valid_for;
  /// As the config says, else by the address (trust/operator.h).
  std::string operated_by;
};

/// How many of the services that are fit to be asked are asked: one of them, all, or so many.
struct ServiceCount {
  enum class Selector : std::uint8_t { any, all, exact };

  Selector selector = Selector::any;
  /// For `exact`, at least 1.
  std::size_t count = 1;
};

/// The services of one keyless signature.
struct PickedServices {
  Service certificate_authority;
  /// The OpenID provider; its `url` is the issuer.
  Service login;
  /// At least one, all of one interface version.
  std::vector<Service> logs;
  /// May be empty, where the logs say the time themselves (Rekor v1).
  std::vector<Service> timestamp_authorities;

  /// Whether the logs are Rekor v2.
  [[nodiscard]] bool rekor_2() const { return logs.front().major_api_version == 2; }
};

/// A Sigstore signing config 0.2 (SigningConfig of sigstore_trustroot.proto): which services sign keyless.
/// Immutable.
class SigningConfig {
 public:
  /// A signing config file, or a client trust config, whose signing config is taken. Errors: json.*,
  /// time.malformed, bundle.too_many; services.malformed: another media type, an address that can't be asked,
  /// a selector that is not defined, a count of zero; services.none for a client trust config
  /// without one, and for a bare trusted root.
  [[nodiscard]] static base::Result<SigningConfig> parse(BytesView json);

  /// The services for a signature that is made at `now`. One interface version for all of a kind: the highest
  /// that this program speaks and that a valid service has. Of each operator the one with the newest start.
  /// Windows have inclusive ends. Errors: services.none (subject: the kind's member, "caUrls"),
  /// services.too_few (detail: wanted and there).
  [[nodiscard]] base::Result<PickedServices> pick(base::TimePoint now) const;

  [[nodiscard]] const std::vector<Service>& certificate_authorities() const {
    return certificate_authorities_;
  }
  [[nodiscard]] const std::vector<Service>& logins() const { return logins_; }
  [[nodiscard]] const std::vector<Service>& logs() const { return logs_; }
  [[nodiscard]] const std::vector<Service>& timestamp_authorities() const { return timestamp_authorities_; }

 private:
  SigningConfig() = default;

  std::vector<Service> certificate_authorities_;
  std::vector<Service> logins_;
  std::vector<Service> logs_;
  std::vector<Service> timestamp_authorities_;
  ServiceCount log_count_;
  ServiceCount timestamp_count_;
};

}  // namespace weighmaster::trust
