#include "crypto/certificate.h"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/limits.h"
#include "base/text.h"
#include "crypto/openssl_ptr.h"
#include "crypto/pem.h"

namespace weighmaster::crypto {
namespace {

using base::Code;
using base::fail;
using base::Result;

std::string text_of(const X509_NAME* subject) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), subject, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  return written(bio.get());
}

std::string text_of(const ASN1_STRING* value) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
          static_cast<std::size_t>(ASN1_STRING_length(value))};
}

std::optional<base::TimePoint> time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  using namespace std::chrono;
  const year_month_day date{year{parts.tm_year + 1900}, month{static_cast<unsigned>(parts.tm_mon + 1)},
                            day{static_cast<unsigned>(parts.tm_mday)}};
  return base::TimePoint{sys_days{date}} + hours{parts.tm_hour} + minutes{parts.tm_min} +
         seconds{parts.tm_sec};
}

/// An otherName whose value is a string, as Fulcio writes user names (1.3.6.1.4.1.57264.1.7).
std::optional<std::string> other_name(const OTHERNAME* name) {
  if (name->value == nullptr || name->value->type != V_ASN1_UTF8STRING) return std::nullopt;
  return text_of(name->value->value.utf8string);
}

std::optional<AlternativeName> alternative_name(const GENERAL_NAME* name) {
  using Kind = AlternativeName::Kind;
  switch (name->type) {
    case GEN_EMAIL:
      return AlternativeName{Kind::email, text_of(name->d.rfc822Name)};
    case GEN_URI:
      return AlternativeName{Kind::uri, text_of(name->d.uniformResourceIdentifier)};
    case GEN_DNS:
      return AlternativeName{Kind::dns, text_of(name->d.dNSName)};
    case GEN_OTHERNAME:
      if (auto value = other_name(name->d.otherName))
        return AlternativeName{Kind::other_name, std::move(*value)};
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

/// ASCII, but UTF-8 in an otherName (RFC 5280 section 4.2.1.6). NUL would hide what stands behind it.
bool is_text(const AlternativeName& name) {
  if (name.value.find('\0') != std::string::npos) return false;
  const auto is_7_bit = [](char letter) { return (static_cast<unsigned char>(letter) & 0x80U) == 0; };
  return name.kind == AlternativeName::Kind::other_name
             ? base::is_utf8(name.value)
             : std::all_of(name.value.begin(), name.value.end(), is_7_bit);
}

/// Every extension must be readable and stand once (RFC 5280 section 4.2): what OpenSSL only notes is refused
/// here.
bool extensions_are_sound(X509* certificate) {
  X509_check_purpose(certificate, -1, 0);  // fills in the flags
  return (X509_get_extension_flags(certificate) & EXFLAG_INVALID) == 0;
}

int extension_place(const X509* certificate, std::string_view oid) {
  const ObjectPtr object(OBJ_txt2obj(std::string(oid).c_str(), 1));
  return object ? X509_get_ext_by_OBJ(certificate, object.get(), -1) : -1;
}

/// Extended key usage (RFC 5280 section 4.2.1.12).
struct Purposes {
  std::vector<std::string> oids;  // dotted
  bool critical = false;
};

Purposes purposes_of(const X509* certificate) {
  int critical = 0;
  auto* usage =
      static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(certificate, NID_ext_key_usage, &critical, nullptr));
  Purposes purposes{{}, critical == 1};
  for (int i = 0; i < sk_ASN1_OBJECT_num(usage); ++i) {
    std::array<char, 128> text{};
    OBJ_obj2txt(text.data(), static_cast<int>(text.size()), sk_ASN1_OBJECT_value(usage, i), 1);
    purposes.oids.emplace_back(text.data());
  }
  EXTENDED_KEY_USAGE_free(usage);
  return purposes;
}

}  // namespace

Certificate::Certificate(std::shared_ptr<X509> certificate, Bytes der)
    : certificate_(std::move(certificate)), der_(std::make_shared<const Bytes>(std::move(der))) {}

Result<Certificate> Certificate::from_der(BytesView der) {
  if (der.size() > base::limits::certificate_bytes) return fail(Code::certificate_malformed, {}, "too large");
  const auto* at = der.data();
  auto certificate = own(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (!certificate) return fail(Code::certificate_malformed, {}, "no X.509 certificate in DER");
  if (at != der.data() + der.size())
    return fail(Code::certificate_malformed, {}, "bytes behind the certificate");
  if (as_text(der_of<i2d_X509>(certificate.get())) != as_text(der)) {
    return fail(Code::certificate_malformed, {}, "not in DER's one form");
  }
  const bool sound = extensions_are_sound(certificate.get());
  ERR_clear_error();
  if (!sound) return fail(Code::certificate_malformed, {}, "an extension that can't be read or stands twice");
  if (!time_of(X509_get0_notBefore(certificate.get())) || !time_of(X509_get0_notAfter(certificate.get()))) {
    return fail(Code::certificate_malformed, {}, "a validity that can't be read");
  }
  Certificate parsed(std::move(certificate), to_bytes(der));
  const auto names = parsed.alternative_names();
  if (!std::all_of(names.begin(), names.end(), is_text)) {
    return fail(Code::certificate_malformed, {}, "an alternative name that is no text");
  }
  return parsed;
}

Result<std::vector<Certificate>> Certificate::all_from_pem(BytesView text) {
  if (holds_private_key(text)) return fail(Code::certificate_malformed, {}, private_key_given);
  const auto bio = reader(text);
  std::vector<Certificate> certificates;
  while (const auto next = own(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr))) {
    auto certificate = from_der(der_of<i2d_X509>(next.get()));
    if (!certificate) return fail(certificate.error());
    certificates.push_back(std::move(*certificate));
  }
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (certificates.empty() || !at_end) {
    return fail(Code::certificate_malformed, {}, "no PEM block “CERTIFICATE” that can be read");
  }
  return certificates;
}

const Bytes& Certificate::der() const {
  return *der_;
}

std::string Certificate::pem() const {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate_.get());
  return written(bio.get());
}

Digest Certificate::fingerprint() const {
  return digest(DigestAlgorithm::sha256, *der_);
}

std::string Certificate::subject() const {
  return text_of(X509_get_subject_name(certificate_.get()));
}

std::string Certificate::issuer() const {
  return text_of(X509_get_issuer_name(certificate_.get()));
}

std::string Certificate::serial_number() const {
  const BignumPtr number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate_.get()), nullptr));
  Bytes bytes(static_cast<std::size_t>(BN_num_bytes(number.get())));
  BN_bn2bin(number.get(), bytes.data());
  return base::to_hex(bytes);
}

base::Window Certificate::validity() const {
  return {time_of(X509_get0_notBefore(certificate_.get())), time_of(X509_get0_notAfter(certificate_.get()))};
}

std::vector<AlternativeName> Certificate::alternative_names() const {
  auto* names = static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate_.get(), NID_subject_alt_name, nullptr, nullptr));
  std::vector<AlternativeName> read;
  for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
    if (auto name = alternative_name(sk_GENERAL_NAME_value(names, i))) read.push_back(std::move(*name));
  }
  GENERAL_NAMES_free(names);
  return read;
}

Result<PublicKey> Certificate::public_key() const {
  auto key = own(X509_get_pubkey(certificate_.get()));
  ERR_clear_error();
  if (!key) return fail(Code::key_unsupported, subject(), "a kind of key that this build can't read");
  return PublicKey::adopt(std::move(key));
}

bool Certificate::is_authority() const {
  return (X509_get_extension_flags(certificate_.get()) & EXFLAG_CA) != 0;
}

bool Certificate::is_self_signed() const {
  const bool own_signature = X509_self_signed(certificate_.get(), 1) == 1;
  ERR_clear_error();
  return own_signature;
}

bool Certificate::is_signed_by(const Certificate& issuer) const {
  const auto key = own(X509_get_pubkey(issuer.certificate_.get()));
  const bool its_signature = key && X509_verify(certificate_.get(), key.get()) == 1;
  ERR_clear_error();
  return its_signature;
}

bool Certificate::names_as_issuer(const Certificate& candidate) const {
  return X509_NAME_cmp(X509_get_issuer_name(certificate_.get()),
                       X509_get_subject_name(candidate.certificate_.get())) == 0;
}

bool Certificate::names_issuer_key_of(const Certificate& candidate) const {
  const ASN1_OCTET_STRING* named = X509_get0_authority_key_id(certificate_.get());
  const ASN1_OCTET_STRING* own_name = X509_get0_subject_key_id(candidate.certificate_.get());
  return named != nullptr && own_name != nullptr && ASN1_OCTET_STRING_cmp(named, own_name) == 0;
}

bool Certificate::may_issue() const {
  return is_authority() && (X509_get_key_usage(certificate_.get()) & X509v3_KU_KEY_CERT_SIGN) != 0;
}

std::optional<std::size_t> Certificate::path_length() const {
  const long length = X509_get_pathlen(certificate_.get());
  if (length < 0) return std::nullopt;
  return static_cast<std::size_t>(length);
}

bool Certificate::may_sign_data() const {
  return (X509_get_key_usage(certificate_.get()) & X509v3_KU_DIGITAL_SIGNATURE) != 0;
}

bool Certificate::has_key_usage() const {
  return X509_get_ext_by_NID(certificate_.get(), NID_key_usage, -1) >= 0;
}

bool Certificate::has_purposes() const {
  return X509_get_ext_by_NID(certificate_.get(), NID_ext_key_usage, -1) >= 0;
}

bool Certificate::has_purpose(std::string_view oid) const {
  const auto purposes = purposes_of(certificate_.get());
  return std::find(purposes.oids.begin(), purposes.oids.end(), oid) != purposes.oids.end();
}

bool Certificate::is_only_for(std::string_view oid) const {
  const auto purposes = purposes_of(certificate_.get());
  return purposes.critical && purposes.oids.size() == 1 && purposes.oids.front() == oid;
}

std::optional<Bytes> Certificate::extension(std::string_view oid) const {
  const int place = extension_place(certificate_.get(), oid);
  if (place < 0) return std::nullopt;
  const ASN1_OCTET_STRING* content = X509_EXTENSION_get_data(X509_get_ext(certificate_.get(), place));
  return to_bytes(as_bytes(text_of(content)));
}

Bytes Certificate::tbs_without_sct_list() const {
  const auto copy = own(X509_dup(certificate_.get()));
  const int place = X509_get_ext_by_NID(copy.get(), NID_ct_precert_scts, -1);
  if (place >= 0) X509_EXTENSION_free(X509_delete_ext(copy.get(), place));
  return der_of<i2d_re_X509_tbs>(copy.get());
}

std::optional<std::string> der_utf8_string(BytesView der) {
  const auto* at = der.data();
  ASN1_UTF8STRING* parsed = d2i_ASN1_UTF8STRING(nullptr, &at, static_cast<long>(der.size()));
  ERR_clear_error();
  if (parsed == nullptr) return std::nullopt;
  auto text = text_of(parsed);
  ASN1_UTF8STRING_free(parsed);
  if (at != der.data() + der.size()) return std::nullopt;
  return text;
}

std::optional<Bytes> der_octet_string(BytesView der) {
  const auto* at = der.data();
  ASN1_OCTET_STRING* parsed = d2i_ASN1_OCTET_STRING(nullptr, &at, static_cast<long>(der.size()));
  ERR_clear_error();
  if (parsed == nullptr) return std::nullopt;
  auto content = to_bytes(as_bytes(text_of(parsed)));
  ASN1_OCTET_STRING_free(parsed);
  if (at != der.data() + der.size()) return std::nullopt;
  return content;
}

}  // namespace weighmaster::crypto
