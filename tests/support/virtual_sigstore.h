#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "support/test_bundle.h"
#include "support/test_certificate.h"
#include "support/test_key.h"
#include "support/virtual_authority.h"

/// A Sigstore of its own for a test: Fulcio, a certificate log, Rekor v1 and v2, a timestamp authority, with
/// their trusted root.
/// Everything it makes is validly signed, also what a test changes through a member of a spec; what a test
/// changes in the JSON afterwards is not.
///
///   const VirtualSigstore sigstore;
///   KeylessSpec spec;
///   spec.entry.change_body = [](Json& body) { body["kind"] = "other"; };
///   const auto bundle = sigstore.bundle(payload, spec);
///   TrustedRoot::parse(as_bytes(sigstore.trusted_root().dump()));
namespace weighmaster::tests {

/// When default signatures are made: the leaf is valid for ten minutes from here.
inline constexpr std::string_view signing_time = "2026-06-01T12:00:00Z";

inline constexpr const char* alice = "alice@example.com";
inline constexpr const char* alices_issuer = "https://issuer.example";

/// A leaf as Fulcio issues it: no subject, a name, the issuer in extensions 1 and 8, ten minutes, for signing
/// code.
[[nodiscard]] CertificateSpec fulcio_leaf(std::string name = alice, std::string issuer = alices_issuer);

/// A DER UTF8String of at most 127 bytes: the content of Fulcio's extensions 8 and later.
[[nodiscard]] Bytes utf8_string(std::string_view text);

/// How the certificate log promises a certificate.
struct SctSpec {
  base::TimePoint time = at(signing_time) + std::chrono::milliseconds(100);
  Bytes extensions;
  /// The key it signs with and the log it names; the log of the trusted root where there is none.
  std::optional<TestKey> key;
  std::optional<Bytes> log_id;
  /// The issuer whose key the promise covers; the true one where there is none.
  std::optional<TestKey> issuer;
  /// What it claims where that is not what it signs.
  std::optional<base::TimePoint> claimed_time;
  std::optional<Bytes> claimed_extensions;
  std::uint8_t version = 0;
  /// Hash and signature algorithm that it claims, by TLS number; those it uses where there are none.
  std::optional<std::pair<std::uint8_t, std::uint8_t>> algorithms;
  bool true_signature = true;
};

/// What a log promises (RFC 8785 JSON once dumped) and states of its tree, before it is signed.
using Change = std::function<void(base::Json&)>;
using ChangeText = std::function<void(std::string&)>;

/// The last two are Rekor v2's: logged there, without promise and time.
enum class EntryKind { dsse, hashedrekord, intoto, hashedrekord_v2, dsse_v2 };

/// How Rekor logs an entry.
struct EntrySpec {
  EntryKind kind = EntryKind::dsse;
  base::TimePoint integrated_time = at(signing_time) + std::chrono::seconds(5);
  /// Leaves of the tree before and after this one.
  std::size_t older = 5;
  std::size_t newer = 3;
  /// Entries in older trees of the same log: what sets the two indexes apart.
  std::int64_t log_index_offset = 1000;
  /// Keys that sign the promise and the checkpoint; Rekor's own where there is none.
  std::optional<TestKey> promise_key;
  std::optional<TestKey> checkpoint_key;
  /// The name it signs checkpoints under, and their origin; its own where there is none.
  std::optional<std::string> checkpoint_name;
  std::optional<std::string> origin;
  /// Witnesses that sign the checkpoint too.
  std::vector<std::string> witnesses;
  /// Another line of the checkpoint's signatures, with its newline.
  std::string more_signatures;
  Change change_body;            // before it is logged
  Change change_promise;         // before it is signed
  ChangeText change_checkpoint;  // its signed text, before it is signed
};

enum class Version { v0_1, v0_2, v0_3 };

struct KeylessSpec {
  Version version = Version::v0_3;
  std::string payload_type = "application/vnd.in-toto+json";
  crypto::KeyType key = crypto::KeyType::ecdsa_p256;
  CertificateSpec leaf = fulcio_leaf();
  std::vector<SctSpec> scts{SctSpec{}};
  std::vector<EntrySpec> entries{EntrySpec{}};
  std::vector<TimestampSpec> timestamps;
};

/// As Sigstore signs with Rekor v2: hashedrekord 0.0.2 and a timestamp.
[[nodiscard]] KeylessSpec rekor_2_spec();

/// A signer's key and the certificate that Fulcio issued for it.
struct KeylessSigner {
  TestKey key;
  crypto::Certificate certificate;
};

class VirtualSigstore {
 public:
  explicit VirtualSigstore(crypto::KeyType rekor_key = crypto::KeyType::ecdsa_p256,
                           crypto::KeyType rekor_2_key = crypto::KeyType::ed25519);

  /// The trusted root's JSON: the logs of Rekor v1 and v2, a certificate log, a certificate authority with
  /// intermediate and root, a timestamp authority.
  [[nodiscard]] base::Json trusted_root() const;

  [[nodiscard]] KeylessSigner issue(const CertificateSpec& leaf = fulcio_leaf(),
                                    const std::vector<SctSpec>& scts = {SctSpec{}}) const;
  /// The same for a key that somebody has.
  [[nodiscard]] KeylessSigner issue(const TestKey& key, const CertificateSpec& leaf,
                                    const std::vector<SctSpec>& scts) const;
  /// A TransparencyLogEntry about the envelope, with promise, proof and checkpoint. Also about a file: then
  /// the "envelope" has its content in base64 as `file`, and `signatures`.
  [[nodiscard]] base::Json log(const base::Json& envelope, const KeylessSigner& signer,
                               const EntrySpec& spec = {}) const;
  /// A whole bundle. 0.1 has promises only, the others promises and proofs.
  [[nodiscard]] base::Json bundle(std::string_view payload, const KeylessSpec& spec = {}) const;
  /// The same over a file itself (messageSignature), with a true digest beside. Entries are hashedrekord.
  [[nodiscard]] base::Json file_bundle(std::string_view content, KeylessSpec spec = {}) const;

  [[nodiscard]] const crypto::Certificate& intermediate() const { return intermediate_; }
  /// A certificate authority of a trusted root, whose intermediate has the same name and key and is otherwise
  /// as the spec says.
  [[nodiscard]] base::Json authority(const std::function<void(CertificateSpec&)>& change) const;
  [[nodiscard]] const crypto::Certificate& root() const { return root_; }
  [[nodiscard]] const TestKey& certificate_log_key() const { return certificate_log_key_; }
  [[nodiscard]] const TestKey& rekor_key() const { return rekor_key_; }
  [[nodiscard]] const TestKey& rekor_2_key() const { return rekor_2_key_; }
  [[nodiscard]] const VirtualAuthority& timestamp_authority() const { return timestamp_authority_; }

 private:
  void add_evidence(base::Json& bundle, const base::Json& what, const KeylessSigner& signer,
                    const KeylessSpec& spec) const;
  [[nodiscard]] Bytes sct(const SctSpec& spec, BytesView tbs) const;

  TestKey root_key_;
  TestKey intermediate_key_;
  TestKey certificate_log_key_;
  TestKey rekor_key_;
  TestKey rekor_2_key_;
  VirtualAuthority timestamp_authority_;
  crypto::Certificate root_;
  crypto::Certificate intermediate_;
};

}  // namespace weighmaster::tests
