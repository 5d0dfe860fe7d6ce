#include "signature/sct.h"

#include <limits>
#include <optional>

#include "base/limits.h"
#include "crypto/certificate.h"

namespace weighmaster::signature {
namespace {

using base::Code;
using base::fail;
using base::Result;

constexpr std::uint8_t version_1 = 0;
constexpr std::uint8_t type_certificate_timestamp = 0;
constexpr std::uint64_t type_precert_entry = 1;
constexpr std::size_t log_id_bytes = 32;

/// Reads the TLS presentation language (RFC 8446 section 3): big-endian numbers, and bytes after their
/// length.
class TlsReader {
 public:
  explicit TlsReader(BytesView bytes) : rest_(bytes) {}

  /// The next bytes; nothing, where there are fewer.
  std::optional<BytesView> take(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    const auto taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }

  std::optional<std::uint64_t> number(std::size_t width) {
    const auto bytes = take(width);
    if (!bytes) return std::nullopt;
    std::uint64_t value = 0;
    for (const auto byte : *bytes) value = value << 8U | byte;
    return value;
  }

  /// A vector of at most 2^16 - 1 bytes.
  std::optional<BytesView> vector16() {
    const auto length = number(2);
    return length ? take(static_cast<std::size_t>(*length)) : std::nullopt;
  }

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  BytesView rest_;
};

void put_number(Bytes& out, std::uint64_t value, std::size_t width) {
  for (std::size_t i = width; i-- > 0;) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

void put_bytes(Bytes& out, BytesView bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

/// One SerializedSCT (RFC 6962 section 3.2), or nothing where it is not of version 1 or not well-formed.
std::optional<SignedCertificateTimestamp> parse_sct(BytesView bytes) {
  TlsReader reader(bytes);
  const auto version = reader.number(1);
  const auto log_id = reader.take(log_id_bytes);
  const auto time = reader.number(8);
  const auto extensions = reader.vector16();
  const auto hash_algorithm = reader.number(1);
  const auto signature_algorithm = reader.number(1);
  const auto signature = reader.vector16();
  if (!version || !log_id || !time || !extensions || !hash_algorithm || !signature_algorithm || !signature)
    return std::nullopt;
  if (*version != version_1 || !reader.at_end()) return std::nullopt;
  if (*time > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) return std::nullopt;

  SignedCertificateTimestamp sct;
  sct.log_id = to_bytes(*log_id);
  sct.time = base::TimePoint{std::chrono::milliseconds{static_cast<std::int64_t>(*time)}};
  sct.extensions = to_bytes(*extensions);
  sct.hash_algorithm = static_cast<std::uint8_t>(*hash_algorithm);
  sct.signature_algorithm = static_cast<std::uint8_t>(*signature_algorithm);
  sct.signature = to_bytes(*signature);
  return sct;
}

}  // namespace

Result<std::vector<SignedCertificateTimestamp>> parse_sct_list(BytesView extension) {
  const auto malformed = fail(Code::sct_malformed, {}, "the list of timestamps is not as RFC 6962 has it");
  const auto encoded = crypto::der_octet_string(extension);
  if (!encoded) return malformed;
  TlsReader outer(*encoded);
  const auto list = outer.vector16();
  if (!list || list->empty() || !outer.at_end()) return malformed;

  std::vector<SignedCertificateTimestamp> scts;
  for (TlsReader reader(*list); !reader.at_end();) {
    if (scts.size() == base::limits::certificate_timestamps) {
      return fail(Code::bundle_too_many, {}, "certificate log timestamps");
    }
    const auto serialized = reader.vector16();
    auto sct = serialized ? parse_sct(*serialized) : std::nullopt;
    if (!sct) return malformed;
    scts.push_back(std::move(*sct));
  }
  return scts;
}

Bytes sct_signed_bytes(const SignedCertificateTimestamp& sct, const crypto::Digest& issuer_key_digest,
                       BytesView tbs) {
  Bytes out;
  put_number(out, version_1, 1);
  put_number(out, type_certificate_timestamp, 1);
  put_number(out, static_cast<std::uint64_t>(sct.time.time_since_epoch().count()), 8);
  put_number(out, type_precert_entry, 2);
  put_bytes(out, issuer_key_digest.bytes());
  put_number(out, tbs.size(), 3);
  put_bytes(out, tbs);
  put_number(out, sct.extensions.size(), 2);
  put_bytes(out, sct.extensions);
  return out;
}

}  // namespace weighmaster::signature
