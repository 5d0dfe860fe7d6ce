#include "crypto/ec_encoding.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>

#include <array>

#include "crypto/openssl_ptr.h"

namespace weighmaster::crypto {
namespace {

using base::Code;
using base::fail;
using base::Result;

struct Curve {
  KeyType type;
  int nid;
  std::size_t field_bytes;
};
constexpr auto curves = std::to_array<Curve>({
    {KeyType::ecdsa_p256, NID_X9_62_prime256v1, 32},
    {KeyType::ecdsa_p384, NID_secp384r1, 48},
    {KeyType::ecdsa_p521, NID_secp521r1, 66},
});
constexpr std::size_t most_signature_bytes = 2 * 66;
constexpr std::uint8_t uncompressed = 0x04;

ObjectPtr named_curve(BytesView params) {
  const auto* at = params.data();
  ObjectPtr name(d2i_ASN1_OBJECT(nullptr, &at, static_cast<long>(params.size())));
  ERR_clear_error();
  return name && at == params.data() + params.size() ? std::move(name) : nullptr;
}

Result<Curve> curve_of(const ASN1_OBJECT* name) {
  if (name == nullptr)
    return fail(Code::key_unsupported, {}, "its curve is not named by an object identifier");
  for (const auto& curve : curves) {
    if (OBJ_obj2nid(name) == curve.nid) return curve;
  }
  const char* other = OBJ_nid2sn(OBJ_obj2nid(name));
  return fail(Code::key_unsupported, {}, other == nullptr ? "an unknown curve" : other);
}

bool is_point(BytesView bytes, const Curve& curve) {
  return bytes.size() == 1 + 2 * curve.field_bytes && bytes.front() == uncompressed;
}

/// The point itself. Its own first byte is the tag of an OCTET STRING too, so the sizes decide.
Bytes bare_point(BytesView encoded, const Curve& curve) {
  const auto* at = encoded.data();
  const OctetStringPtr wrapped(d2i_ASN1_OCTET_STRING(nullptr, &at, static_cast<long>(encoded.size())));
  ERR_clear_error();
  if (wrapped && at == encoded.data() + encoded.size()) {
    const BytesView inside(ASN1_STRING_get0_data(wrapped.get()),
                           static_cast<std::size_t>(ASN1_STRING_length(wrapped.get())));
    if (is_point(inside, curve)) return to_bytes(inside);
  }
  return is_point(encoded, curve) ? to_bytes(encoded) : Bytes();
}

/// DER SubjectPublicKeyInfo (RFC 5480 section 2).
Bytes subject_public_key_info(ObjectPtr curve, BytesView point) {
  const PublicKeyInfoPtr info(X509_PUBKEY_new());
  auto* copy = static_cast<unsigned char*>(OPENSSL_memdup(point.data(), point.size()));
  if (!info || copy == nullptr ||
      X509_PUBKEY_set0_param(info.get(), OBJ_nid2obj(NID_X9_62_id_ecPublicKey), V_ASN1_OBJECT, curve.get(),
                             copy, static_cast<int>(point.size())) != 1) {
    OPENSSL_free(copy);
    return {};
  }
  static_cast<void>(curve.release());
  return der_of<i2d_X509_PUBKEY>(info.get());
}

}  // namespace

Result<KeyType> ec_curve(BytesView params) {
  const auto curve = curve_of(named_curve(params).get());
  if (!curve) return fail(curve.error());
  return curve->type;
}

Result<PublicKey> ec_public_key(BytesView params, BytesView point) {
  auto name = named_curve(params);
  const auto curve = curve_of(name.get());
  if (!curve) return fail(curve.error());
  const auto bare = bare_point(point, *curve);
  if (bare.empty()) return fail(Code::key_malformed, {}, "no uncompressed point of its curve");
  return PublicKey::from_spki(subject_public_key_info(std::move(name), bare));
}

Result<Bytes> ec_signature_der(BytesView r_and_s) {
  if (r_and_s.empty() || r_and_s.size() % 2 != 0 || r_and_s.size() > most_signature_bytes) {
    return fail(Code::token_failed, {}, "a signature of " + std::to_string(r_and_s.size()) + " bytes");
  }
  const auto half = r_and_s.size() / 2;
  BignumPtr r(BN_bin2bn(r_and_s.data(), static_cast<int>(half), nullptr));
  BignumPtr s(BN_bin2bn(r_and_s.data() + half, static_cast<int>(half), nullptr));
  const SignaturePtr signature(ECDSA_SIG_new());
  if (!r || !s || !signature || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) {
    return fail(Code::task_out_of_memory);
  }
  static_cast<void>(r.release());
  static_cast<void>(s.release());
  return der_of<i2d_ECDSA_SIG>(signature.get());
}

}  // namespace weighmaster::crypto
