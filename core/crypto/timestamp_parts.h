#pragma once

#include <openssl/cms.h>
#include <openssl/ess.h>
#include <openssl/ts.h>

#include <memory>
#include <vector>

#include "crypto/openssl_ptr.h"
#include "crypto/timestamp.h"

namespace weighmaster::crypto {

inline void free_sequence(ASN1_SEQUENCE_ANY* sequence) {
  sk_ASN1_TYPE_pop_free(sequence, ASN1_TYPE_free);
}
inline void free_certificates(STACK_OF(X509) * certificates) {
  sk_X509_pop_free(certificates, X509_free);
}

using SequencePtr = std::unique_ptr<ASN1_SEQUENCE_ANY, Freed<free_sequence>>;
using StackPtr = std::unique_ptr<STACK_OF(X509), Freed<free_certificates>>;
using CmsPtr = std::unique_ptr<CMS_ContentInfo, Freed<CMS_ContentInfo_free>>;
using TstInfoPtr = std::unique_ptr<TS_TST_INFO, Freed<TS_TST_INFO_free>>;
using EssPtr = std::unique_ptr<ESS_SIGNING_CERT_V2, Freed<ESS_SIGNING_CERT_V2_free>>;

/// The parts of a timestamp that its checks need. For the files of this room only.
struct TimestampParts {
  TimestampInfo info;
  std::vector<Certificate> certificates;
  CmsPtr cms{};
  CMS_SignerInfo* signer = nullptr;  // the cms's own
  TstInfoPtr tst_info{};
  /// What was signed: the TSTInfo as it came.
  Bytes content{};
  DigestAlgorithm digest_algorithm = DigestAlgorithm::sha256;
  /// What the signature is over: the signed attributes as a SET OF (RFC 5652 section 5.4).
  Bytes signed_attributes{};
  Bytes content_digest{};  // as the attribute states it
  EssPtr signing_certificate{};
  Bytes signature{};
};

}  // namespace weighmaster::crypto
