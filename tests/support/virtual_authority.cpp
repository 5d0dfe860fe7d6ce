#include "support/virtual_authority.h"

#include "base/encoding.h"
#include "crypto/digest.h"

namespace weighmaster::tests {
namespace {

using crypto::Certificate;
using crypto::DigestAlgorithm;
using crypto::KeyType;

constexpr const char* root_name = "virtual timestamp root";
constexpr const char* intermediate_name = "virtual timestamp intermediate";
constexpr std::uint8_t context_0 = 0xa0;  // [0], constructed
constexpr std::uint8_t key_id_tag = 0x80;
constexpr std::uint8_t utf8_tag = 0x0c;
constexpr std::uint8_t generalized_time = 0x18;

CertificateSpec intermediate_spec() {
  auto spec = authority_spec(intermediate_name);
  spec.purposes = "timeStamping";
  return spec;
}

void apply(const ChangeElements& change, Elements& elements) {
  if (change) change(elements);
}

Bytes digest_of(DigestAlgorithm algorithm, BytesView bytes) {
  return to_bytes(crypto::digest(algorithm, bytes).bytes());
}

std::string oid_of(DigestAlgorithm algorithm) {
  if (algorithm == DigestAlgorithm::sha384) return "2.16.840.1.101.3.4.2.2";
  if (algorithm == DigestAlgorithm::sha512) return "2.16.840.1.101.3.4.2.3";
  return "2.16.840.1.101.3.4.2.1";
}

Bytes algorithm_of(DigestAlgorithm algorithm) {
  return der_sequence({der_oid(oid_of(algorithm)), der_null});
}

Bytes signature_algorithm(KeyType key, DigestAlgorithm digest) {
  const std::string last = std::to_string(digest == DigestAlgorithm::sha512   ? 4
                                          : digest == DigestAlgorithm::sha384 ? 3
                                                                              : 2);
  if (key == KeyType::ed25519) return der_sequence({der_oid("1.3.101.112")});
  if (key == KeyType::rsa) return der_sequence({der_oid("1.2.840.113549.1.1.1"), der_null});
  return der_sequence({der_oid("1.2.840.10045.4.3." + last)});
}

/// "20260601120005Z", with milliseconds where there are any.
Bytes time_of(base::TimePoint time) {
  std::string text;
  for (const char c : base::to_rfc3339(time)) {
    if (c != '-' && c != ':' && c != 'T') text += c;
  }
  return der(generalized_time, as_bytes(text));
}

Bytes tst_info(BytesView message, const TimestampSpec& spec) {
  Elements info{der_integer(1),
                der_oid("1.3.6.1.4.1.57264.2"),
                der_sequence({algorithm_of(spec.imprint), der_octets(digest_of(spec.imprint, message))}),
                der_integer(0x1234),
                time_of(spec.time),
                der_sequence({der_integer(1)})};
  if (spec.nonce != 0) info.push_back(der_integer(spec.nonce));
  apply(spec.change_info, info);
  return der_sequence(info);
}

/// Issuer and serial number, or the id of the key (RFC 5652 section 5.3).
Bytes signer_id(const Certificate& certificate, const TimestampSpec& spec) {
  if (spec.names_by_key_id)
    return der(key_id_tag, *crypto::der_octet_string(*certificate.extension("2.5.29.14")));
  const auto common_name = der_sequence({der_oid("2.5.4.3"), der(utf8_tag, as_bytes(intermediate_name))});
  const auto serial = spec.certificate.value_or(stamper_spec()).serial;
  return der_sequence({der_sequence({der_set({common_name})}), der_integer(serial)});
}

}  // namespace

CertificateSpec stamper_spec() {
  CertificateSpec spec;
  spec.subject = "virtual timestamp authority";
  spec.key_usage = "critical,digitalSignature";
  spec.purposes = "critical,timeStamping";
  spec.serial = 77;
  return spec;
}

Bytes attribute(const std::string& oid, const Bytes& value) {
  return der_sequence({der_oid(oid), der_set({value})});
}

Bytes signing_certificate_v2(const Certificate& certificate) {
  const auto id = der_sequence({der_octets(certificate.fingerprint().bytes())});
  return attribute(oid_signing_certificate_v2, der_sequence({der_sequence({id})}));
}

VirtualAuthority::VirtualAuthority()
    : root_key_(TestKey::generate()),
      intermediate_key_(TestKey::generate()),
      key_(TestKey::generate()),
      root_(mint_certificate(authority_spec(root_name), root_key_, {root_name, root_key_})),
      intermediate_(mint_certificate(intermediate_spec(), intermediate_key_, {root_name, root_key_})),
      leaf_(issue(stamper_spec())) {}

Certificate VirtualAuthority::issue(const CertificateSpec& spec) const {
  return issue(spec, key_);
}

Certificate VirtualAuthority::issue(const CertificateSpec& spec, const TestKey& key) const {
  return mint_certificate(spec, key, {intermediate_name, intermediate_key_});
}

std::vector<Certificate> VirtualAuthority::issuers() const {
  return {intermediate_, root_};
}

std::vector<Certificate> VirtualAuthority::chain() const {
  return {leaf_, intermediate_, root_};
}

base::Json VirtualAuthority::json() const {
  return authority_json("https://timestamp.test", chain());
}

base::Json authority_json(const std::string& uri, const std::vector<Certificate>& chain) {
  base::Json certificates = base::Json::array();
  for (const auto& certificate : chain)
    certificates.push_back({{"rawBytes", base::to_base64(certificate.der())}});
  return {{"uri", uri},
          {"certChain", {{"certificates", certificates}}},
          {"validFor", {{"start", "2026-01-01T00:00:00Z"}}}};
}

Bytes VirtualAuthority::stamp(BytesView message, const TimestampSpec& spec) const {
  const auto key = spec.key_type == KeyType::ecdsa_p256 ? key_ : TestKey::generate(spec.key_type);
  const bool is_own = !spec.certificate && spec.key_type == KeyType::ecdsa_p256;
  const auto certificate = is_own ? leaf_ : issue(spec.certificate.value_or(stamper_spec()), key);
  const auto info = tst_info(message, spec);

  Elements attributes{attribute(oid_content_type, der_oid(oid_tst_info)),
                      attribute(oid_message_digest, der_octets(digest_of(spec.digest, info))),
                      signing_certificate_v2(certificate)};
  apply(spec.change_attributes, attributes);
  const auto signature = spec.key.value_or(key).sign(spec.digest, der_set(attributes));

  Elements signer{der_integer(spec.names_by_key_id ? 3 : 1),
                  signer_id(certificate, spec),
                  algorithm_of(spec.digest),
                  der(context_0, attributes),
                  signature_algorithm(spec.key_type, spec.digest),
                  der_octets(signature)};
  if (attributes.empty()) signer.erase(signer.begin() + 3);
  apply(spec.change_signer, signer);

  const auto content = der_sequence({der_oid(oid_tst_info), der(context_0, Elements{der_octets(info)})});
  Elements signed_data{der_integer(3), der_set({algorithm_of(spec.digest)}), content};
  if (spec.encloses_certificate) signed_data.push_back(der(context_0, Elements{certificate.der()}));
  signed_data.push_back(der_set({der_sequence(signer)}));
  apply(spec.change_signed_data, signed_data);

  const auto token =
      der_sequence({der_oid("1.2.840.113549.1.7.2"), der(context_0, Elements{der_sequence(signed_data)})});
  Elements response{der_sequence({der_integer(0)}), token};
  apply(spec.change_response, response);
  return der_sequence(response);
}

}  // namespace weighmaster::tests
