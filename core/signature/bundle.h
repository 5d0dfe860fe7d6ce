#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/json.h"
#include "base/result.h"
#include "crypto/certificate.h"
#include "crypto/public_key.h"
#include "signature/envelope.h"
#include "signature/log_entry.h"
#include "signature/message_signature.h"

namespace weighmaster::signature {

/// How a model was signed (OMS section 4.1).
enum class Method : std::uint8_t { key, certificate, sigstore };

/// "key", "certificate", "sigstore".
[[nodiscard]] std::string_view name(Method method);

enum class BundleVersion : std::uint8_t { v0_1, v0_2, v0_3 };

/// A key that is only named. Neither part is authenticated.
struct KeyMaterial {
  /// Hexadecimal SHA-256 of the key's PEM text; may be empty.
  std::string hint;
  /// Before model-signing 1.1.0 the key itself, in `rawBytes`: proves nothing, helps to say which key is
  /// meant.
  std::optional<crypto::PublicKey> enclosed;

  friend bool operator==(const KeyMaterial&, const KeyMaterial&) = default;
};

/// Leaf first; a single one for keyless 0.3.
struct CertificateMaterial {
  std::vector<crypto::Certificate> certificates;

  [[nodiscard]] const crypto::Certificate& leaf() const { return certificates.front(); }
  friend bool operator==(const CertificateMaterial&, const CertificateMaterial&) = default;
};

/// A Sigstore bundle 0.1 to 0.3: an envelope with a statement, or a signature over a file. Parsed once,
/// immutable.
class Bundle {
 public:
  /// Errors: json.*, base64.malformed, bundle.media_type, bundle.too_many, bundle.material (none, or two
  /// kinds), bundle.content (none of the two, or both), bundle.profile (what the version or method forbids
  /// or asks for), certificate.malformed, key.malformed, key.unsupported, envelope.*, log.entry_malformed.
  [[nodiscard]] static base::Result<Bundle> parse(BytesView json);

  [[nodiscard]] BundleVersion version() const { return version_; }
  [[nodiscard]] const std::string& media_type() const { return media_type_; }
  [[nodiscard]] Method method() const { return method_; }
  [[nodiscard]] const std::variant<KeyMaterial, CertificateMaterial>& material() const { return material_; }
  /// The certificates, or none for a key.
  [[nodiscard]] const CertificateMaterial* certificates() const {
    return std::get_if<CertificateMaterial>(&material_);
  }
  [[nodiscard]] const std::vector<LogEntry>& log_entries() const { return log_entries_; }
  /// RFC 3161 TimeStampResp in DER, each.
  [[nodiscard]] const std::vector<Bytes>& timestamps() const { return timestamps_; }
  /// The envelope, or null where a file itself was signed.
  [[nodiscard]] const Envelope* envelope() const { return std::get_if<Envelope>(&content_); }
  /// The signature over a file, or null where there is an envelope.
  [[nodiscard]] const MessageSignature* message() const { return std::get_if<MessageSignature>(&content_); }
  /// The raw signature, whatever it is over: what timestamps and log entries speak of.
  [[nodiscard]] const Bytes& signature() const;

 private:
  using Content = std::variant<Envelope, MessageSignature>;

  template <class Part>
  [[nodiscard]] static base::Result<Content> content_of(base::Result<Part> part);
  [[nodiscard]] static base::Result<Content> parse_content(const base::JsonObject& object);
  [[nodiscard]] base::Result<void> read_material(const base::JsonObject& object);
  explicit Bundle(Content content) : content_(std::move(content)) {}

  BundleVersion version_ = BundleVersion::v0_3;
  std::string media_type_;
  Method method_ = Method::key;
  std::variant<KeyMaterial, CertificateMaterial> material_;
  std::vector<LogEntry> log_entries_;
  std::vector<Bytes> timestamps_;
  Content content_;
};

/// Whether the bytes look like a signature file at all, by content: what the search for signatures asks.
/// Cheap, no verdict.
[[nodiscard]] bool looks_like_bundle(BytesView start);

}  // namespace weighmaster::signature
