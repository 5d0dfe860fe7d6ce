#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "crypto/certificate.h"
#include "crypto/digest.h"

namespace weighmaster::crypto {

/// What an authority states in a timestamp (TSTInfo, RFC 3161 section 2.4.2).
struct TimestampInfo {
  /// Cut to the millisecond.
  base::TimePoint time{};
  /// How far the time may be off, both ways; nothing where the authority does not say.
  std::optional<std::chrono::microseconds> accuracy;
  /// Of the bytes that were stamped.
  Digest imprint;
  /// Dotted object identifier of the authority's policy.
  std::string policy;
  /// Lower-case hexadecimal.
  std::string serial_number;
  /// Big-endian, without leading zeros.
  std::optional<Bytes> nonce;
};

/// What came of holding a timestamp against an authority; the best first. Of several authorities the best
/// counts.
enum class TimestampState : std::uint8_t {
  good,
  unsupported,          // its key is of a kind that can't be used here
  other_message,        // true, but of other bytes
  certificate_refused,  // its certificate may not stamp, or not at that time
  false_signature,      // it claims the authority, and that one did not make it
  other_authority,      // not of this authority: that says nothing about the timestamp
};

struct TimestampCheck {
  TimestampState state = TimestampState::other_authority;
  /// From the certificate that stamped to the authority's anchor, where there is a path.
  std::vector<Certificate> path;
  std::string detail;
};

struct TimestampParts;  // crypto/timestamp_parts.h

/// A timestamp in CMS (RFC 3161, RFC 5816, RFC 5652) that was parsed: one signer, signed attributes that are
/// there and once each, SHA-256, 384 or 512 throughout. Whether it is true is asked with `check`. Immutable,
/// cheap to copy.
class Timestamp {
 public:
  /// A whole TimeStampResp in DER or BER, at most limits::timestamp_bytes, whose status is granted. Errors:
  /// timestamp.malformed; timestamp.unsupported for other hashes (SHA-1 among them), for a signer's
  /// certificate that is named by SHA-1 only, and for a critical extension.
  [[nodiscard]] static base::Result<Timestamp> from_response(BytesView der);

  /// What it claims. Means nothing before `check` is good.
  [[nodiscard]] const TimestampInfo& info() const;
  /// The certificates that it carries.
  [[nodiscard]] const std::vector<Certificate>& certificates() const;

  /// Whether `authority` made it over `message`. An authority is its chain as a trusted root names it: the
  /// last is the anchor, which may be an intermediate; the first, if it may not issue, is the only
  /// certificate that may stamp. Certificates of the timestamp only fill the path up. The path is judged at
  /// the timestamp's own time; the one that stamped has to be for nothing else (RFC 3161 section 2.3) and the
  /// one that the signed attributes name (RFC 5035 section 3).
  [[nodiscard]] TimestampCheck check(BytesView message, const std::vector<Certificate>& authority) const;

  /// Whether both state the same, word for word: then they are one timestamp, whoever signed it how often.
  [[nodiscard]] bool says_the_same_as(const Timestamp& other) const;

  /// Whether it is the answer to `timestamp_request(message, nonce)`; says nothing about who made it. Errors:
  /// timestamp.imprint, net.answer (another nonce).
  [[nodiscard]] base::Result<void> answers(BytesView message, BytesView nonce) const;

 private:
  explicit Timestamp(std::shared_ptr<const TimestampParts> parts) : parts_(std::move(parts)) {}

  std::shared_ptr<const TimestampParts> parts_;
};

/// A TimeStampReq in DER over the SHA-256 of the message, which asks for the certificate (RFC 3161
/// section 2.4.1). `nonce`: big-endian, at least one byte, new and random for each request (8 bytes are
/// usual). Error: timestamp.malformed for a nonce that is empty or zero.
[[nodiscard]] base::Result<Bytes> timestamp_request(BytesView message, BytesView nonce);

}  // namespace weighmaster::crypto
