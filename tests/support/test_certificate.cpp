#include "support/test_certificate.h"

#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace weighmaster::tests {
namespace {

using crypto::AlternativeName;

void demand(bool done, const char* what) {
  if (done) return;
  std::fprintf(stderr, "test certificate: %s failed\n", what);
  std::abort();
}

using X509Ptr = std::unique_ptr<X509, decltype(&X509_free)>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)>;

void set_time(ASN1_TIME* to, base::TimePoint time) {
  demand(ASN1_TIME_set(to, std::chrono::system_clock::to_time_t(time)) != nullptr, "setting a time");
}

void set_name(X509_NAME* to, const std::string& common_name) {
  if (common_name.empty()) return;
  const auto* text = reinterpret_cast<const unsigned char*>(common_name.data());
  demand(X509_NAME_add_entry_by_txt(to, "CN", MBSTRING_UTF8, text, static_cast<int>(common_name.size()), -1,
                                    0) == 1,
         "setting a name");
}

void add_extension(X509* certificate, ExtensionPtr extension) {
  demand(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "adding an extension");
}

void add_by_text(X509* certificate, int nid, const std::string& value, X509* issuer = nullptr) {
  if (value.empty()) return;
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer != nullptr ? issuer : certificate, certificate, nullptr, nullptr, 0);
  add_extension(certificate,
                {X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()), X509_EXTENSION_free});
}

/// The id of the issuer's key, as OpenSSL takes it from a certificate of the issuer.
void add_issuer_key(X509* certificate, const TestKey& issuer_key) {
  const X509Ptr issuer(X509_new(), X509_free);
  demand(X509_set_pubkey(issuer.get(), issuer_key.handle()) == 1, "setting the issuer's key");
  add_by_text(issuer.get(), NID_subject_key_identifier, "hash");
  add_by_text(certificate, NID_authority_key_identifier, "keyid:always", issuer.get());
}

std::string basic_constraints(const CertificateSpec& spec) {
  if (!spec.authority) return {};
  return "critical,CA:TRUE" +
         (spec.path_length ? ",pathlen:" + std::to_string(*spec.path_length) : std::string());
}

void set_text(ASN1_STRING* to, const std::string& text) {
  demand(ASN1_STRING_set(to, text.data(), static_cast<int>(text.size())) == 1, "setting a text");
}

/// Fulcio's user names: an otherName of type 1.3.6.1.4.1.57264.1.7 with a UTF8String.
void set_other_name(GENERAL_NAME* to, const std::string& text) {
  ASN1_TYPE* value = ASN1_TYPE_new();
  ASN1_STRING* string = ASN1_STRING_type_new(V_ASN1_UTF8STRING);
  set_text(string, text);
  ASN1_TYPE_set(value, V_ASN1_UTF8STRING, string);
  demand(GENERAL_NAME_set0_othername(to, OBJ_txt2obj("1.3.6.1.4.1.57264.1.7", 1), value) == 1,
         "an otherName");
}

int general_name_type(AlternativeName::Kind kind) {
  switch (kind) {
    case AlternativeName::Kind::email:
      return GEN_EMAIL;
    case AlternativeName::Kind::uri:
      return GEN_URI;
    case AlternativeName::Kind::dns:
      return GEN_DNS;
    case AlternativeName::Kind::other_name:
      return GEN_OTHERNAME;
  }
  return GEN_EMAIL;
}

void add_names(X509* certificate, const CertificateSpec& spec) {
  if (spec.names.empty()) return;
  const NamesPtr names(GENERAL_NAMES_new(), GENERAL_NAMES_free);
  for (const auto& name : spec.names) {
    GENERAL_NAME* general = GENERAL_NAME_new();
    if (name.kind == AlternativeName::Kind::other_name) {
      set_other_name(general, name.value);
    } else {
      ASN1_IA5STRING* text = ASN1_IA5STRING_new();
      set_text(text, name.value);
      GENERAL_NAME_set0_value(general, general_name_type(name.kind), text);
    }
    demand(sk_GENERAL_NAME_push(names.get(), general) > 0, "adding a name");
  }
  const int critical = spec.subject.empty() ? 1 : 0;
  demand(X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), critical, X509V3_ADD_APPEND) == 1,
         "adding names");
}

void add_raw(X509* certificate, const std::string& oid, const Bytes& content, int critical) {
  const std::unique_ptr<ASN1_OBJECT, decltype(&ASN1_OBJECT_free)> object(OBJ_txt2obj(oid.c_str(), 1),
                                                                         ASN1_OBJECT_free);
  const std::unique_ptr<ASN1_OCTET_STRING, decltype(&ASN1_OCTET_STRING_free)> data(ASN1_OCTET_STRING_new(),
                                                                                   ASN1_OCTET_STRING_free);
  ASN1_OCTET_STRING_set(data.get(), content.data(), static_cast<int>(content.size()));
  add_extension(certificate, {X509_EXTENSION_create_by_OBJ(nullptr, object.get(), critical, data.get()),
                              X509_EXTENSION_free});
}

crypto::Certificate read_back(X509* certificate) {
  Bytes der(static_cast<std::size_t>(i2d_X509(certificate, nullptr)));
  auto* out = der.data();
  i2d_X509(certificate, &out);
  auto read = crypto::Certificate::from_der(der);
  demand(read.has_value(), "reading the certificate back");
  return *read;
}

}  // namespace

base::TimePoint at(std::string_view time) {
  const auto parsed = base::parse_rfc3339(time);
  demand(parsed.has_value(), "reading a time");
  return *parsed;
}

CertificateSpec authority_spec(std::string subject) {
  CertificateSpec spec;
  spec.subject = std::move(subject);
  spec.authority = true;
  spec.key_usage = "critical,keyCertSign,cRLSign";
  return spec;
}

CertificateSpec signer_spec(std::string subject) {
  CertificateSpec spec;
  spec.subject = std::move(subject);
  spec.key_usage = "critical,digitalSignature";
  spec.purposes = "codeSigning";
  return spec;
}

crypto::Certificate mint_certificate(const CertificateSpec& spec, const TestKey& subject_key,
                                     const Issuer& issuer) {
  const X509Ptr certificate(X509_new(), X509_free);
  X509* x509 = certificate.get();
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(x509), spec.serial);
  set_time(X509_getm_notBefore(x509), *spec.validity.start);
  set_time(X509_getm_notAfter(x509), *spec.validity.end);
  set_name(X509_get_subject_name(x509), spec.subject);
  set_name(X509_get_issuer_name(x509), issuer.subject);
  demand(X509_set_pubkey(x509, subject_key.handle()) == 1, "setting the key");

  add_by_text(x509, NID_key_usage, spec.key_usage);
  add_by_text(x509, NID_ext_key_usage, spec.purposes);
  add_by_text(x509, NID_basic_constraints, basic_constraints(spec));
  add_by_text(x509, NID_subject_key_identifier, "hash");
  if (spec.names_issuer_key) add_issuer_key(x509, issuer.key);
  add_names(x509, spec);
  for (const auto& [oid, content] : spec.extensions) add_raw(x509, oid, content, 0);
  for (const auto& [oid, content] : spec.critical_extensions) add_raw(x509, oid, content, 1);

  const bool hashless = EVP_PKEY_is_a(issuer.key.handle(), "ED25519") == 1;
  const EVP_MD* hash = spec.weak_signature ? EVP_sha1() : EVP_sha256();
  demand(X509_sign(x509, issuer.key.handle(), hashless ? nullptr : hash) > 0, "signing");
  return read_back(x509);
}

MintedChain mint_chain(const ChainSpec& spec) {
  const auto root_key = TestKey::generate();
  const auto intermediate_key = TestKey::generate();
  const auto leaf_key = TestKey::generate(spec.leaf_key);
  const Issuer root{spec.root.subject, root_key};
  const Issuer intermediate{spec.intermediate.subject, intermediate_key};
  return {leaf_key,
          {mint_certificate(spec.leaf, leaf_key, intermediate),
           mint_certificate(spec.intermediate, intermediate_key, root)},
          mint_certificate(spec.root, root_key, root)};
}

Bytes tbs_of(const crypto::Certificate& certificate) {
  const auto* in = certificate.der().data();
  const X509Ptr parsed(d2i_X509(nullptr, &in, static_cast<long>(certificate.der().size())), X509_free);
  demand(parsed != nullptr, "reading a certificate");
  unsigned char* out = nullptr;
  const int size = i2d_re_X509_tbs(parsed.get(), &out);
  demand(size > 0, "encoding what is signed");
  Bytes tbs(out, out + size);
  OPENSSL_free(out);
  return tbs;
}

}  // namespace weighmaster::tests
