#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/certificate.h"
#include "crypto/digest.h"
#include "crypto/public_key.h"

namespace weighmaster::signature {

/// Who a log entry says made the signature: a certificate or a bare key.
using Verifier = std::variant<crypto::Certificate, crypto::PublicKey>;

/// A signature as an entry has it. `key_details` is Rekor v2's name of the key's kind
/// (signature/key_details.h); empty in Rekor v1.
struct LoggedSignature {
  Bytes signature;
  Verifier verifier;
  std::string key_details{};
};

/// hashedrekord 0.0.1 and 0.0.2: a signature over an artifact given by its digest.
struct HashedRekordBody {
  crypto::Digest digest;
  LoggedSignature signature;
};

/// dsse 0.0.1 and 0.0.2: an envelope, given by its payload's digest and its signatures.
struct DsseBody {
  crypto::Digest payload_digest;
  std::vector<LoggedSignature> signatures;
};

/// intoto 0.0.2: an envelope without its payload (`sig` is base64 twice).
struct IntotoBody {
  crypto::Digest payload_digest;
  std::string payload_type;
  std::vector<LoggedSignature> signatures;
};

/// The body of an entry: Rekor v1 has hashedrekord and dsse 0.0.1, and intoto 0.0.2; Rekor v2 hashedrekord
/// and, until 2.3, dsse 0.0.2.
struct EntryBody {
  std::string kind;
  std::string version;
  std::variant<HashedRekordBody, DsseBody, IntotoBody> content;
};

/// Whether an entry of this kind is Rekor v2's, which keeps other rules: no promise, its host name as origin
/// and signer of checkpoints.
[[nodiscard]] bool is_of_rekor_2(std::string_view kind, std::string_view version);

/// Errors: json.*, base64.malformed, log.entry_malformed; log.entry_unsupported for a kind or version not
/// listed above.
[[nodiscard]] base::Result<EntryBody> parse_entry_body(BytesView body);

}  // namespace weighmaster::signature
