#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "net/http.h"
#include "support/virtual_sigstore.h"

/// A Sigstore of a test's own, asked over http: Fulcio, both Rekors and a timestamp authority.
namespace weighmaster::tests {

inline constexpr const char* fulcio_url = "https://fulcio.test";
inline constexpr const char* rekor_url = "https://rekor.test";
inline constexpr const char* rekor_2_url = "https://rekor2.test/";
inline constexpr const char* stamp_url = "https://stamps.test/api/v1/timestamp";

inline constexpr const char* certificate_path = "/api/v2/signingCert";
inline constexpr const char* rekor_path = "/api/v1/log/entries";
inline constexpr const char* rekor_2_path = "/api/v2/log/entries";
inline constexpr const char* stamp_path = "/api/v1/timestamp";

/// Answers requests as the services do, in the test's own process. What a test wants otherwise is a member:
///
///   services.leaf.names = {{AlternativeName::Kind::email, "mallory@example.com"}};
///   services.instead[rekor_path] = [](const net::Request&, net::Answer) { return fail(Code::net_timeout); };
class VirtualServices final : public net::Http {
 public:
  explicit VirtualServices(const VirtualSigstore& sigstore) : sigstore_(sigstore) {}

  /// What comes instead of the true answer, by path.
  using Instead = std::function<base::Result<net::Answer>(const net::Request&, net::Answer answer)>;

  [[nodiscard]] base::Result<net::Answer> send(const net::Request& request, const base::Task& task) override;

  /// The paths that were asked, in order.
  [[nodiscard]] std::vector<std::string> paths() const;

  std::map<std::string, Instead> instead;
  CertificateSpec leaf = fulcio_leaf();
  std::vector<SctSpec> scts{SctSpec{}};
  EntrySpec entry;
  TimestampSpec timestamp;
  std::vector<net::Request> asked;

 private:
  [[nodiscard]] net::Answer answer(const std::string& path, const net::Request& request);
  [[nodiscard]] net::Answer certificate(const net::Request& request) const;
  [[nodiscard]] net::Answer rekor(const net::Request& request);
  [[nodiscard]] net::Answer rekor_2(const net::Request& request);
  [[nodiscard]] net::Answer stamp(const net::Request& request) const;

  const VirtualSigstore& sigstore_;
  /// Both Rekors know what they have; only Rekor 1 hands it out again, at this path.
  std::map<std::string, Bytes> kept_;
};

[[nodiscard]] net::Answer answer_of(int status, std::string_view body);

/// Times out, as CurlHttp says it.
[[nodiscard]] VirtualServices::Instead fails_with(base::Code code);
[[nodiscard]] VirtualServices::Instead answers_with(int status, std::string body);

}  // namespace weighmaster::tests
