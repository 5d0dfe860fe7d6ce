#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "crypto/public_key.h"

struct x509_st;  // OpenSSL's X509

namespace weighmaster::crypto {

/// A name of the subject's, from the subject alternative name extension (RFC 5280 section 4.2.1.6).
struct AlternativeName {
  enum class Kind : std::uint8_t { email, uri, dns, other_name };
  Kind kind;
  std::string value;

  friend bool operator==(const AlternativeName&, const AlternativeName&) = default;
};

/// A parsed X.509 v3 certificate. Immutable, cheap to copy.
class Certificate {
 public:
  /// DER without trailing bytes, at most limits::certificate_bytes. Errors: certificate.malformed.
  [[nodiscard]] static base::Result<Certificate> from_der(BytesView der);
  /// All "CERTIFICATE" blocks of a PEM text, at least one. Errors: certificate.malformed.
  [[nodiscard]] static base::Result<std::vector<Certificate>> all_from_pem(BytesView text);

  [[nodiscard]] const Bytes& der() const;
  [[nodiscard]] std::string pem() const;
  /// SHA-256 of the DER: the fingerprint people compare.
  [[nodiscard]] Digest fingerprint() const;
  /// RFC 4514 text, UTF-8, for showing ("CN=sigstore-intermediate,O=sigstore.dev"). Equal texts prove
  /// nothing.
  [[nodiscard]] std::string subject() const;
  [[nodiscard]] std::string issuer() const;
  /// Lower-case hexadecimal.
  [[nodiscard]] std::string serial_number() const;
  [[nodiscard]] base::Window validity() const;
  [[nodiscard]] std::vector<AlternativeName> alternative_names() const;
  /// Error: key.unsupported, key.malformed.
  [[nodiscard]] base::Result<PublicKey> public_key() const;

  /// basicConstraints says CA (RFC 5280 section 4.2.1.9).
  [[nodiscard]] bool is_authority() const;
  /// Whether its own key made its signature; equal names are no proof.
  [[nodiscard]] bool is_self_signed() const;
  /// Whether the issuer's key made this certificate's signature.
  [[nodiscard]] bool is_signed_by(const Certificate& issuer) const;
  /// Whether its issuer's name is the subject of that certificate (RFC 5280 section 7.1).
  [[nodiscard]] bool names_as_issuer(const Certificate& candidate) const;
  /// Whether it identifies its issuer's key, and that certificate says that this is its key (RFC 5280
  /// sections 4.2.1.1 and 4.2.1.2). False where either says nothing.
  [[nodiscard]] bool names_issuer_key_of(const Certificate& candidate) const;
  /// It is an authority, and its key usage, if it states any, has keyCertSign.
  [[nodiscard]] bool may_issue() const;
  /// How many authorities may stand between it and a leaf (RFC 5280 section 4.2.1.9); absent: any number.
  [[nodiscard]] std::optional<std::size_t> path_length() const;
  /// Key usage has digitalSignature (RFC 5280 section 4.2.1.3); true also where the extension is absent.
  [[nodiscard]] bool may_sign_data() const;
  [[nodiscard]] bool has_key_usage() const;
  /// Extended key usage names this purpose ("1.3.6.1.5.5.7.3.3" is code signing); false where the extension
  /// is absent.
  [[nodiscard]] bool has_purpose(std::string_view oid) const;
  [[nodiscard]] bool has_purposes() const;
  /// Extended key usage is critical and names this purpose and no other (RFC 3161 section 2.3).
  [[nodiscard]] bool is_only_for(std::string_view oid) const;

  /// The content of the extension's OCTET STRING, or nothing where the certificate has no such extension.
  [[nodiscard]] std::optional<Bytes> extension(std::string_view oid) const;
  /// DER TBSCertificate as the CT log signed it: without the SCT list extension (RFC 6962 section 3.2).
  [[nodiscard]] Bytes tbs_without_sct_list() const;

  friend bool operator==(const Certificate& a, const Certificate& b) { return a.der() == b.der(); }

 private:
  friend class PathCheck;
  explicit Certificate(std::shared_ptr<x509_st> certificate, Bytes der);

  std::shared_ptr<x509_st> certificate_;
  std::shared_ptr<const Bytes> der_;
};

inline constexpr std::string_view purpose_code_signing = "1.3.6.1.5.5.7.3.3";
inline constexpr std::string_view purpose_time_stamping = "1.3.6.1.5.5.7.3.8";

/// A DER UTF8String, or nothing where it is something else (X.690 section 8.23).
[[nodiscard]] std::optional<std::string> der_utf8_string(BytesView der);
/// A DER OCTET STRING's content, or nothing.
[[nodiscard]] std::optional<Bytes> der_octet_string(BytesView der);

}  // namespace weighmaster::crypto
