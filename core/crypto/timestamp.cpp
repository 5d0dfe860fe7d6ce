#include "crypto/timestamp.h"

#include <openssl/err.h>

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/limits.h"
#include "crypto/timestamp_parts.h"

namespace weighmaster::crypto {
namespace {

using base::Code;
using base::fail;
using base::Result;

using StatusPtr = std::unique_ptr<TS_STATUS_INFO, Freed<TS_STATUS_INFO_free>>;
using AlgorithmPtr = std::unique_ptr<X509_ALGOR, Freed<X509_ALGOR_free>>;

tl::unexpected<base::Error> malformed(std::string detail) {
  return fail(Code::timestamp_malformed, {}, std::move(detail));
}

tl::unexpected<base::Error> unsupported(std::string detail) {
  return fail(Code::timestamp_unsupported, {}, std::move(detail));
}

BytesView view(const ASN1_STRING* string) {
  return {ASN1_STRING_get0_data(string), static_cast<std::size_t>(ASN1_STRING_length(string))};
}

/// One of OpenSSL's d2i functions over all of the bytes; null where they are something else or more.
template <auto Decode>
auto decode(BytesView der) {
  const auto* at = der.data();
  auto* parsed = Decode(nullptr, &at, static_cast<long>(der.size()));
  ERR_clear_error();
  const bool whole = parsed != nullptr && at == der.data() + der.size();
  return std::pair{parsed, whole};
}

/// The elements of a SEQUENCE, each still encoded (X.690 section 8.9).
SequencePtr elements_of(BytesView der) {
  auto [parsed, whole] = decode<d2i_ASN1_SEQUENCE_ANY>(der);
  SequencePtr sequence(parsed);
  return whole ? std::move(sequence) : nullptr;
}

/// An element's own encoding, where it is a SEQUENCE.
std::optional<BytesView> sequence_at(const SequencePtr& sequence, int place) {
  const auto* element = sk_ASN1_TYPE_value(sequence.get(), place);
  if (element == nullptr || element->type != V_ASN1_SEQUENCE) return std::nullopt;
  return view(element->value.sequence);
}

std::string dotted(const ASN1_OBJECT* object) {
  std::array<char, 256> text{};
  const int length = OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 1);
  return length > 0 ? std::string(text.data()) : std::string();
}

Result<DigestAlgorithm> digest_algorithm(const X509_ALGOR* algorithm) {
  const ASN1_OBJECT* oid = nullptr;
  X509_ALGOR_get0(&oid, nullptr, nullptr, algorithm);
  switch (OBJ_obj2nid(oid)) {
    case NID_sha256:
      return DigestAlgorithm::sha256;
    case NID_sha384:
      return DigestAlgorithm::sha384;
    case NID_sha512:
      return DigestAlgorithm::sha512;
    default:
      return unsupported("hash " + dotted(oid));
  }
}

/// PKIStatusInfo: a timestamp is there if it is granted, with modifications or without (RFC 3161 section
/// 2.4.2).
bool is_granted(BytesView der) {
  auto [parsed, whole] = decode<d2i_TS_STATUS_INFO>(der);
  const StatusPtr info(parsed);
  if (!whole) return false;
  const auto status = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(info.get()));
  return status == TS_STATUS_GRANTED || status == TS_STATUS_GRANTED_WITH_MODS;
}

/// The TimeStampToken of a TimeStampResp, in CMS.
Result<CmsPtr> token_in(BytesView response) {
  const auto parts = elements_of(response);
  if (!parts || sk_ASN1_TYPE_num(parts.get()) > 2) return malformed("no TimeStampResp");
  const auto status = sequence_at(parts, 0);
  if (!status || !is_granted(*status)) return malformed("its status is not “granted”");
  const auto token = sequence_at(parts, 1);
  if (!token) return malformed("there is no token");
  auto [parsed, whole] = decode<d2i_CMS_ContentInfo>(*token);
  CmsPtr cms(parsed);
  if (!whole || OBJ_obj2nid(CMS_get0_type(cms.get())) != NID_pkcs7_signed)
    return malformed("no CMS SignedData");
  return cms;
}

/// RFC 3161 section 2.4.2: YYYYMMDDhhmmss[.s...]Z.
std::optional<base::TimePoint> time_of(const ASN1_GENERALIZEDTIME* time) {
  std::string text(as_text(view(time)));
  if (text.size() < 15 ||
      !std::all_of(text.begin(), text.begin() + 14, [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  for (const std::size_t place : {std::size_t{12}, std::size_t{10}}) text.insert(place, ":");
  text.insert(8, "T");
  for (const std::size_t place : {std::size_t{6}, std::size_t{4}}) text.insert(place, "-");
  const auto parsed = text.ends_with('Z') ? base::parse_rfc3339(text) : fail(Code::time_malformed);
  if (!parsed) return std::nullopt;
  return *parsed;
}

/// An accuracy's part; absent is zero (RFC 3161 section 2.4.2).
std::optional<std::int64_t> part(const ASN1_INTEGER* number, std::int64_t most) {
  if (number == nullptr) return 0;
  std::int64_t value = 0;
  if (ASN1_INTEGER_get_int64(&value, number) != 1 || value < 0 || value > most) return std::nullopt;
  return value;
}

/// More than a year is no accuracy, and keeps the sum within its type.
constexpr std::int64_t most_seconds = 366L * 24 * 60 * 60;

Result<std::optional<std::chrono::microseconds>> accuracy_of(const TS_ACCURACY* accuracy) {
  if (accuracy == nullptr) return std::nullopt;
  const auto seconds = part(TS_ACCURACY_get_seconds(accuracy), most_seconds);
  const auto millis = part(TS_ACCURACY_get_millis(accuracy), 999);
  const auto micros = part(TS_ACCURACY_get_micros(accuracy), 999);
  if (!seconds || !millis || !micros) return malformed("an accuracy that is none");
  return std::chrono::seconds(*seconds) + std::chrono::milliseconds(*millis) +
         std::chrono::microseconds(*micros);
}

Bytes magnitude(const ASN1_INTEGER* number) {
  const BignumPtr big(ASN1_INTEGER_to_BN(number, nullptr));
  if (!big) return {};
  Bytes bytes(static_cast<std::size_t>(BN_num_bytes(big.get())));
  BN_bn2bin(big.get(), bytes.data());
  return bytes;
}

Result<Digest> imprint_of(TS_TST_INFO* tst_info) {
  auto* imprint = TS_TST_INFO_get_msg_imprint(tst_info);
  const auto algorithm = digest_algorithm(TS_MSG_IMPRINT_get_algo(imprint));
  if (!algorithm) return fail(algorithm.error());
  const auto digest = Digest::from_bytes(*algorithm, view(TS_MSG_IMPRINT_get_msg(imprint)));
  if (!digest) return malformed("an imprint that is not as long as its hash");
  return *digest;
}

Result<TimestampInfo> info_of(TS_TST_INFO* tst_info) {
  if (TS_TST_INFO_get_version(tst_info) != 1) return malformed("a TSTInfo of another version");
  if (TS_TST_INFO_get_ext_by_critical(tst_info, 1, -1) >= 0) return unsupported("a critical extension");
  const auto time = time_of(TS_TST_INFO_get_time(tst_info));
  if (!time) return malformed("a time that can't be read");
  const auto accuracy = accuracy_of(TS_TST_INFO_get_accuracy(tst_info));
  if (!accuracy) return fail(accuracy.error());
  const auto imprint = imprint_of(tst_info);
  if (!imprint) return fail(imprint.error());
  const auto* nonce = TS_TST_INFO_get_nonce(tst_info);
  return TimestampInfo{*time,
                       *accuracy,
                       *imprint,
                       dotted(TS_TST_INFO_get_policy_id(tst_info)),
                       base::to_hex(magnitude(TS_TST_INFO_get_serial(tst_info))),
                       nonce == nullptr ? std::nullopt : std::optional(magnitude(nonce))};
}

/// The TSTInfo, which has to be there and of that type: other data that the authority signs is no timestamp.
Result<Bytes> content_of(CMS_ContentInfo* cms) {
  if (OBJ_obj2nid(CMS_get0_eContentType(cms)) != NID_id_smime_ct_TSTInfo)
    return malformed("its content is no TSTInfo");
  auto* const* content = CMS_get0_content(cms);
  if (content == nullptr || *content == nullptr) return malformed("it has no content");
  return to_bytes(view(*content));
}

Result<std::vector<Certificate>> certificates_in(CMS_ContentInfo* cms) {
  const StackPtr stack(CMS_get1_certs(cms));
  const int count = stack ? sk_X509_num(stack.get()) : 0;
  if (static_cast<std::size_t>(count) > base::limits::certificates) return malformed("too many certificates");
  std::vector<Certificate> certificates;
  for (int i = 0; i < count; ++i) {
    auto certificate = Certificate::from_der(der_of<i2d_X509>(sk_X509_value(stack.get(), i)));
    if (!certificate) return malformed("a certificate: " + certificate.error().detail);
    certificates.push_back(std::move(*certificate));
  }
  return certificates;
}

/// The one value of an attribute that stands once; null where it is of another type, absent, or not single.
template <class T>
const T* only_value(const CMS_SignerInfo* signer, int nid, int type) {
  constexpr int stands_once_with_one_value = -3;
  const auto* value = CMS_signed_get0_data_by_OBJ(signer, OBJ_nid2obj(nid), stands_once_with_one_value, type);
  return static_cast<const T*>(value);
}

/// The attributes in the order in which they came (RFC 5652 section 5.4: signed as a SET OF, not as [0]).
Bytes signed_attributes(const CMS_SignerInfo* signer) {
  Bytes content;
  for (int i = 0; i < CMS_signed_get_attr_count(signer); ++i) {
    const auto attribute = der_of<i2d_X509_ATTRIBUTE>(CMS_signed_get_attr(signer, i));
    content.insert(content.end(), attribute.begin(), attribute.end());
  }
  const int length = static_cast<int>(content.size());
  Bytes set(static_cast<std::size_t>(ASN1_object_size(1, length, V_ASN1_SET)));
  auto* at = set.data();
  ASN1_put_object(&at, 1, length, V_ASN1_SET, V_ASN1_UNIVERSAL);
  std::copy(content.begin(), content.end(), at);
  return set;
}

/// Whether every ESSCertIDv2 of a SigningCertificateV2 uses a hash that can be relied on; where it names none
/// it is SHA-256 (RFC 5035 section 4).
Result<void> check_certificate_hashes(BytesView signing_certificate) {
  const auto outer = elements_of(signing_certificate);
  const auto list = outer ? sequence_at(outer, 0) : std::nullopt;
  const auto ids = list ? elements_of(*list) : nullptr;
  if (!ids || sk_ASN1_TYPE_num(ids.get()) == 0) return malformed("it names no certificate");
  for (int i = 0; i < sk_ASN1_TYPE_num(ids.get()); ++i) {
    const auto id = sequence_at(ids, i);
    const auto members = id ? elements_of(*id) : nullptr;
    if (!members) return malformed("a name of a certificate that can't be read");
    const auto first = sequence_at(members, 0);
    if (!first) continue;
    auto [parsed, whole] = decode<d2i_X509_ALGOR>(*first);
    const AlgorithmPtr algorithm(parsed);
    if (!whole) return malformed("a name of a certificate that can't be read");
    if (const auto known = digest_algorithm(algorithm.get()); !known) return fail(known.error());
  }
  return {};
}

Result<EssPtr> signing_certificate(const CMS_SignerInfo* signer) {
  const auto* value = only_value<ASN1_STRING>(signer, NID_id_smime_aa_signingCertificateV2, V_ASN1_SEQUENCE);
  if (value == nullptr) {
    const bool by_sha1 = CMS_signed_get_attr_by_NID(signer, NID_id_smime_aa_signingCertificate, -1) >= 0;
    if (by_sha1) return unsupported("its certificate is named by SHA-1");
    return malformed("it does not say which certificate made it");
  }
  if (auto done = check_certificate_hashes(view(value)); !done) return fail(done.error());
  auto [parsed, whole] = decode<d2i_ESS_SIGNING_CERT_V2>(view(value));
  EssPtr signing_certificate(parsed);
  if (!whole) return malformed("a name of a certificate that can't be read");
  return signing_certificate;
}

Result<void> read_attributes(TimestampParts& parts) {
  if (CMS_signed_get_attr_count(parts.signer) <= 0) return malformed("it has no signed attributes");
  const auto* type = only_value<ASN1_OBJECT>(parts.signer, NID_pkcs9_contentType, V_ASN1_OBJECT);
  if (type == nullptr || OBJ_obj2nid(type) != NID_id_smime_ct_TSTInfo)
    return malformed("its signed attributes name another type of content");
  const auto* digest = only_value<ASN1_STRING>(parts.signer, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING);
  if (digest == nullptr) return malformed("its signed attributes hold no digest");
  parts.content_digest = to_bytes(view(digest));
  auto named = signing_certificate(parts.signer);
  if (!named) return fail(named.error());
  parts.signing_certificate = std::move(*named);
  parts.signed_attributes = signed_attributes(parts.signer);
  return {};
}

/// The only signer: a timestamp has no signature but its authority's (RFC 3161 section 2.4.2).
Result<void> read_signer(TimestampParts& parts) {
  auto* signers = CMS_get0_SignerInfos(parts.cms.get());
  if (sk_CMS_SignerInfo_num(signers) != 1) return malformed("it has not exactly one signer");
  parts.signer = sk_CMS_SignerInfo_value(signers, 0);
  X509_ALGOR* digest = nullptr;
  CMS_SignerInfo_get0_algs(parts.signer, nullptr, nullptr, &digest, nullptr);
  const auto algorithm = digest_algorithm(digest);
  if (!algorithm) return fail(algorithm.error());
  parts.digest_algorithm = *algorithm;
  parts.signature = to_bytes(view(CMS_SignerInfo_get0_signature(parts.signer)));
  return read_attributes(parts);
}

}  // namespace

Result<Timestamp> Timestamp::from_response(BytesView der) {
  if (der.size() > base::limits::timestamp_bytes) return malformed("too large");
  auto cms = token_in(der);
  if (!cms) return fail(cms.error());
  auto content = content_of(cms->get());
  if (!content) return fail(content.error());
  auto [tst_info, whole] = decode<d2i_TS_TST_INFO>(*content);
  TstInfoPtr owned(tst_info);
  if (!whole) return malformed("no TSTInfo");
  const auto info = info_of(owned.get());
  if (!info) return fail(info.error());
  auto certificates = certificates_in(cms->get());
  if (!certificates) return fail(certificates.error());

  auto parts = std::make_shared<TimestampParts>(TimestampParts{
      *info, std::move(*certificates), std::move(*cms), nullptr, std::move(owned), std::move(*content)});
  auto done = read_signer(*parts);
  ERR_clear_error();
  if (!done) return fail(done.error());
  return Timestamp(std::move(parts));
}

const TimestampInfo& Timestamp::info() const {
  return parts_->info;
}

const std::vector<Certificate>& Timestamp::certificates() const {
  return parts_->certificates;
}

bool Timestamp::says_the_same_as(const Timestamp& other) const {
  return parts_->content == other.parts_->content;
}

}  // namespace weighmaster::crypto
