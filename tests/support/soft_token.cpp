#include "support/soft_token.h"

#include <dlfcn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <p11-kit/p11-kit.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <vector>

#include "support/pkcs11_shim.h"

namespace weighmaster::tests {
namespace {

namespace fs = std::filesystem;

void demand(bool done, const char* what) {
  if (done) return;
  std::fprintf(stderr, "soft token: %s failed\n", what);
  std::abort();
}

CK_UTF8CHAR* chars(std::string_view text) {
  return reinterpret_cast<CK_UTF8CHAR*>(const_cast<char*>(text.data()));
}

/// A template of attributes that holds its values.
class Attributes {
 public:
  Attributes& bytes(CK_ATTRIBUTE_TYPE type, std::string_view value) {
    values_.emplace_back(value);
    types_.push_back(type);
    return *this;
  }
  Attributes& number(CK_ATTRIBUTE_TYPE type, CK_ULONG value) {
    return bytes(type, {reinterpret_cast<const char*>(&value), sizeof value});
  }
  Attributes& flag(CK_ATTRIBUTE_TYPE type, bool value) {
    const CK_BBOOL byte = value ? CK_TRUE : CK_FALSE;
    return bytes(type, {reinterpret_cast<const char*>(&byte), sizeof byte});
  }
  Attributes& named(const ObjectName& name) {
    return bytes(CKA_LABEL, name.label).bytes(CKA_ID, name.id).flag(CKA_TOKEN, true);
  }
  [[nodiscard]] std::vector<CK_ATTRIBUTE> list() {
    std::vector<CK_ATTRIBUTE> list;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      list.push_back({types_[i], values_[i].data(), values_[i].size()});
    }
    return list;
  }

 private:
  std::vector<std::string> values_;
  std::vector<CK_ATTRIBUTE_TYPE> types_;
};

/// SoftHSM for the length of one call: it reads its store anew each time.
void with_module(const std::function<void(CK_FUNCTION_LIST&)>& action) {
  auto* module = p11_kit_module_load(SoftTokens::installed()->c_str(), P11_KIT_MODULE_CRITICAL);
  demand(module != nullptr, "loading SoftHSM");
  demand(p11_kit_module_initialize(module) == CKR_OK, "starting SoftHSM");
  action(*module);
  p11_kit_module_finalize(module);
  p11_kit_module_release(module);
}

CK_SLOT_ID slot_where(CK_FUNCTION_LIST& module, const std::function<bool(const CK_TOKEN_INFO&)>& wanted) {
  std::array<CK_SLOT_ID, 64> slots{};
  CK_ULONG count = slots.size();
  demand(module.C_GetSlotList(CK_TRUE, slots.data(), &count) == CKR_OK, "listing slots");
  for (CK_ULONG i = 0; i < count; ++i) {
    CK_TOKEN_INFO info{};
    if (module.C_GetTokenInfo(slots[i], &info) == CKR_OK && wanted(info)) return slots[i];
  }
  demand(false, "finding the token");
  return 0;
}

std::string serial_of(const CK_TOKEN_INFO& info) {
  return std::string(reinterpret_cast<const char*>(info.serialNumber), sizeof info.serialNumber);
}

/// A session that may write, as the user.
void with_session(const std::string& serial,
                  const std::function<void(CK_FUNCTION_LIST&, CK_SESSION_HANDLE)>& action) {
  with_module([&](CK_FUNCTION_LIST& module) {
    const auto slot = slot_where(module, [&](const auto& info) { return serial_of(info) == serial; });
    CK_SESSION_HANDLE session = 0;
    demand(
        module.C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session) == CKR_OK,
        "opening a session");
    demand(module.C_Login(session, CKU_USER, chars(SoftTokens::pin), SoftTokens::pin.size()) == CKR_OK,
           "logging in");
    action(module, session);
    module.C_CloseSession(session);
  });
}

void create(const std::string& serial, Attributes attributes) {
  with_session(serial, [&](CK_FUNCTION_LIST& module, CK_SESSION_HANDLE session) {
    auto list = attributes.list();
    CK_OBJECT_HANDLE object = 0;
    demand(module.C_CreateObject(session, list.data(), list.size(), &object) == CKR_OK, "making an object");
  });
}

std::string octets(EVP_PKEY* key, const char* parameter) {
  std::array<unsigned char, 256> bytes{};
  std::size_t size = 0;
  demand(EVP_PKEY_get_octet_string_param(key, parameter, bytes.data(), bytes.size(), &size) == 1,
         "reading a point");
  return {reinterpret_cast<const char*>(bytes.data()), size};
}

std::string der_octet_string(const std::string& content) {
  std::string der = "\x04";
  if (content.size() > 127) der += '\x81';
  return der + static_cast<char>(content.size()) + content;
}

std::string curve_oid(EVP_PKEY* key) {
  std::array<char, 64> group{};
  std::size_t length = 0;
  demand(EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) == 1, "naming a curve");
  auto* object = OBJ_txt2obj(group.data(), 0);
  unsigned char* der = nullptr;
  const int size = i2d_ASN1_OBJECT(object, &der);
  std::string text(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  ASN1_OBJECT_free(object);
  return text;
}

std::string private_value(EVP_PKEY* key) {
  BIGNUM* number = nullptr;
  demand(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1, "reading a private key");
  std::string value(static_cast<std::size_t>(EVP_PKEY_get_bits(key) + 7) / 8, '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(value.data()), static_cast<int>(value.size()));
  BN_clear_free(number);
  return value;
}

}  // namespace

std::optional<fs::path> SoftTokens::installed() {
  if (const char* given = std::getenv("WEIGHMASTER_SOFTHSM")) return fs::path(given);
  for (const char* place :
       {"/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
        "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib64/pkcs11/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so",
        "/opt/homebrew/lib/softhsm/libsofthsm2.so"}) {
    if (fs::exists(place)) return fs::path(place);
  }
  return std::nullopt;
}

SoftTokens::SoftTokens() {
  demand(installed().has_value(), "finding SoftHSM");
  fs::create_directory(folder_ / "tokens");
  write(folder_ / "softhsm2.conf", "directories.tokendir = " + (folder_ / "tokens").string() +
                                       "\nobjectstore.backend = file\nlog.level = ERROR\n");
  setenv("SOFTHSM2_CONF", (folder_ / "softhsm2.conf").c_str(), 1);
}

std::string SoftTokens::add(std::string_view label) {
  std::string padded(label);
  padded.resize(32, ' ');
  std::string serial;
  with_module([&](CK_FUNCTION_LIST& module) {
    const auto slot =
        slot_where(module, [](const auto& info) { return (info.flags & CKF_TOKEN_INITIALIZED) == 0; });
    demand(module.C_InitToken(slot, chars(pin), pin.size(), chars(padded)) == CKR_OK, "making a token");
    CK_TOKEN_INFO info{};
    demand(module.C_GetTokenInfo(slot, &info) == CKR_OK, "reading a token");
    serial = serial_of(info);
    CK_SESSION_HANDLE session = 0;
    demand(module.C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session) ==
                   CKR_OK &&
               module.C_Login(session, CKU_SO, chars(pin), pin.size()) == CKR_OK &&
               module.C_InitPIN(session, chars(pin), pin.size()) == CKR_OK,
           "setting its PIN");
    module.C_CloseSession(session);
  });
  return serial;
}

void SoftTokens::add_key(const std::string& serial, const TestKey& key, const ObjectName& name, Half half) {
  create(serial, Attributes()
                     .number(CKA_CLASS, CKO_PRIVATE_KEY)
                     .number(CKA_KEY_TYPE, CKK_EC)
                     .named(name)
                     .flag(CKA_PRIVATE, true)
                     .flag(CKA_SENSITIVE, true)
                     .flag(CKA_SIGN, true)
                     .bytes(CKA_EC_PARAMS, curve_oid(key.handle()))
                     .bytes(CKA_VALUE, private_value(key.handle())));
  if (half == Half::private_only) return;
  create(serial, Attributes()
                     .number(CKA_CLASS, CKO_PUBLIC_KEY)
                     .number(CKA_KEY_TYPE, CKK_EC)
                     .named(name)
                     .flag(CKA_PRIVATE, false)
                     .flag(CKA_VERIFY, true)
                     .bytes(CKA_EC_PARAMS, curve_oid(key.handle()))
                     .bytes(CKA_EC_POINT, der_octet_string(octets(key.handle(), OSSL_PKEY_PARAM_PUB_KEY))));
}

void SoftTokens::add_rsa_key(const std::string& serial, const ObjectName& name) {
  with_session(serial, [&](CK_FUNCTION_LIST& module, CK_SESSION_HANDLE session) {
    Attributes public_half;
    Attributes private_half;
    auto open = public_half.named(name).number(CKA_MODULUS_BITS, 2048).flag(CKA_VERIFY, true).list();
    auto closed = private_half.named(name).flag(CKA_PRIVATE, true).flag(CKA_SIGN, true).list();
    CK_MECHANISM mechanism{CKM_RSA_PKCS_KEY_PAIR_GEN, nullptr, 0};
    CK_OBJECT_HANDLE halves[2]{};
    demand(module.C_GenerateKeyPair(session, &mechanism, open.data(), open.size(), closed.data(),
                                    closed.size(), &halves[0], &halves[1]) == CKR_OK,
           "making an RSA key");
  });
}

void SoftTokens::add_certificate(const std::string& serial, const crypto::Certificate& certificate,
                                 const ObjectName& name) {
  create(serial, Attributes()
                     .number(CKA_CLASS, CKO_CERTIFICATE)
                     .number(CKA_CERTIFICATE_TYPE, CKC_X_509)
                     .named(name)
                     .flag(CKA_PRIVATE, false)
                     .bytes(CKA_SUBJECT, "subject")
                     .bytes(CKA_VALUE, as_text(certificate.der())));
}

void reset_shim() {
  auto& state = shim_state();
  demand(state.waiting == 0, "waiting for what the test before has left behind");
  state.~ShimState();
  new (&state) ShimState();
}

const char* shim_module() {
  return WEIGHMASTER_PKCS11_SHIM;
}

ShimState& shim_state() {
  void* module = dlopen(shim_module(), RTLD_NOW | RTLD_LOCAL);
  void* symbol = module == nullptr ? nullptr : dlsym(module, "weighmaster_shim_state");
  demand(symbol != nullptr, "loading the shim");
  return *static_cast<ShimState*>(symbol);
}

}  // namespace weighmaster::tests
