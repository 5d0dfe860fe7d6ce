#include <openssl/err.h>
#include <openssl/ts.h>

#include <algorithm>
#include <new>

#include "crypto/openssl_ptr.h"
#include "crypto/timestamp.h"

namespace weighmaster::crypto {
namespace {

using base::Code;
using base::fail;
using base::Result;

using RequestPtr = std::unique_ptr<TS_REQ, Freed<TS_REQ_free>>;
using ImprintPtr = std::unique_ptr<TS_MSG_IMPRINT, Freed<TS_MSG_IMPRINT_free>>;
using AlgorithmPtr = std::unique_ptr<X509_ALGOR, Freed<X509_ALGOR_free>>;
using IntegerPtr = std::unique_ptr<ASN1_INTEGER, Freed<ASN1_INTEGER_free>>;

Bytes without_leading_zeros(BytesView number) {
  const auto first = std::find_if(number.begin(), number.end(), [](std::uint8_t byte) { return byte != 0; });
  return {first, number.end()};
}

bool set_imprint(TS_REQ* request, BytesView message) {
  const ImprintPtr imprint(TS_MSG_IMPRINT_new());
  const AlgorithmPtr sha256(X509_ALGOR_new());
  auto hash = to_bytes(digest(DigestAlgorithm::sha256, message).bytes());
  return imprint && sha256 &&
         X509_ALGOR_set0(sha256.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) == 1 &&
         TS_MSG_IMPRINT_set_algo(imprint.get(), sha256.get()) == 1 &&
         TS_MSG_IMPRINT_set_msg(imprint.get(), hash.data(), static_cast<int>(hash.size())) == 1 &&
         TS_REQ_set_msg_imprint(request, imprint.get()) == 1;
}

bool set_nonce(TS_REQ* request, const Bytes& nonce) {
  const BignumPtr number(BN_bin2bn(nonce.data(), static_cast<int>(nonce.size()), nullptr));
  const IntegerPtr integer(number ? BN_to_ASN1_INTEGER(number.get(), nullptr) : nullptr);
  return integer && TS_REQ_set_nonce(request, integer.get()) == 1;
}

}  // namespace

Result<Bytes> timestamp_request(BytesView message, BytesView nonce) {
  const auto number = without_leading_zeros(nonce);
  if (number.empty()) return fail(Code::timestamp_malformed, {}, "the request's nonce is zero");
  const RequestPtr request(TS_REQ_new());
  const bool made = request && TS_REQ_set_version(request.get(), 1) == 1 &&
                    set_imprint(request.get(), message) && set_nonce(request.get(), number) &&
                    TS_REQ_set_cert_req(request.get(), 1) == 1;
  ERR_clear_error();
  if (!made) throw std::bad_alloc();
  return der_of<i2d_TS_REQ>(request.get());
}

Result<void> Timestamp::answers(BytesView message, BytesView nonce) const {
  if (digest(info().imprint.algorithm(), message) != info().imprint) return fail(Code::timestamp_imprint);
  if (info().nonce != without_leading_zeros(nonce))
    return fail(Code::net_answer, {}, "the timestamp answers another request");
  return {};
}

}  // namespace weighmaster::crypto
