#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/json.h"
#include "base/result.h"
#include "base/time.h"

namespace weighmaster::signature {

/// Rekor's proof that the entry is in its tree (RFC 6962 section 2.1.1).
struct InclusionProof {
  std::int64_t log_index = 0;  // in this tree, not in the whole log
  std::int64_t tree_size = 0;
  Bytes root_hash;            // 32 bytes
  std::vector<Bytes> hashes;  // 32 bytes each, from the leaf up
  std::string checkpoint;     // the signed note, whole; empty where there is none

  friend bool operator==(const InclusionProof&, const InclusionProof&) = default;
};

/// A Rekor entry as a bundle carries it (TransparencyLogEntry of sigstore_rekor.proto).
struct LogEntry {
  std::int64_t log_index = 0;  // in the whole log
  Bytes log_id;
  std::string kind;     // "dsse", "hashedrekord", "intoto"
  std::string version;  // "0.0.1"
  /// By the log's clock; absent in Rekor v2. Means nothing without a true promise.
  std::optional<base::TimePoint> integrated_time;
  /// The signed entry timestamp (SET).
  std::optional<Bytes> promise;
  std::optional<InclusionProof> proof;
  /// The canonicalized body as logged, never re-serialised.
  Bytes body;

  friend bool operator==(const LogEntry&, const LogEntry&) = default;
};

/// Errors: json.*, base64.malformed, log.entry_malformed (sizes, negative indexes), bundle.too_many.
[[nodiscard]] base::Result<LogEntry> parse_log_entry(const base::JsonObject& object);

/// As a bundle carries it: 64-bit integers as strings, absent what is absent. parse_log_entry() reads it back
/// to an equal one, where its times are whole seconds and its checkpoint is UTF-8.
[[nodiscard]] base::Json log_entry_json(const LogEntry& entry);

/// What the promise signs: RFC 8785 JSON of body (base64), integratedTime, logID (hexadecimal), logIndex.
[[nodiscard]] Bytes promised_bytes(const LogEntry& entry);

}  // namespace weighmaster::signature
