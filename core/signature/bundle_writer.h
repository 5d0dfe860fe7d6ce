#pragma once

#include <string>
#include <variant>
#include <vector>

#include "signature/bundle.h"

namespace weighmaster::signature {

/// What a new bundle is made of.
struct BundleParts {
  Method method;
  /// By its hint for a key; the chain, leaf first, for a certificate; a single certificate for sigstore.
  std::variant<KeyMaterial, CertificateMaterial> material;
  Envelope envelope;
  /// None for a key and a certificate.
  std::vector<LogEntry> log_entries;
  /// RFC 3161 TimeStampResp in DER, each.
  std::vector<Bytes> timestamps;
};

/// The signature file: a Sigstore bundle 0.3 in JSON, members in the order of their names, without white
/// space, so that equal parts make equal bytes. Bundle::parse() reads it back to equal parts, or says which
/// rule they break.
[[nodiscard]] Bytes write_bundle(const BundleParts& parts);

}  // namespace weighmaster::signature
