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

/// Who a log entry says made the signature: a certificate or a bare key, both from PEM.
using Verifier = std::variant<crypto::Certificate, crypto::PublicKey>;

/// hashedrekord 0.0.1: a signature over an artifact given by its digest.
struct HashedRekordBody {
  crypto::Digest digest;
  Bytes signature;
  Verifier verifier;
};

/// dsse 0.0.1: an envelope, given by its payload's digest and its signatures.
struct DsseBody {
  crypto::Digest payload_digest;
  struct Signature {
    Bytes signature;
    Verifier verifier;
  };
  std::vector<Signature> signatures;
};

/// intoto 0.0.2: an envelope without its payload (`sig` is base64 twice).
struct IntotoBody {
  crypto::Digest payload_digest;
  std::string payload_type;
  struct Signature {
    Bytes signature;
    Verifier verifier;
  };
  std::vector<Signature> signatures;
};

/// The body of a Rekor v1 entry. Rekor v2 bodies are of their own kinds and versions.
struct EntryBody {
  std::string kind;
  std::string version;
  std::variant<HashedRekordBody, DsseBody, IntotoBody> content;
};

/// Errors: json.*, base64.malformed, log.entry_malformed; log.entry_unsupported for a kind or version not
/// listed above.
[[nodiscard]] base::Result<EntryBody> parse_entry_body(BytesView body);

}  // namespace weighmaster::signature
