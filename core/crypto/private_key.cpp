#include "crypto/private_key.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <array>
#include <optional>

#include "crypto/key_encryption.h"
#include "crypto/openssl_ptr.h"

namespace weighmaster::crypto {
namespace {

using base::Code;
using base::fail;
using base::Result;
using KeyInfoPtr = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Freed<PKCS8_PRIV_KEY_INFO_free>>;
using RequestPtr = std::unique_ptr<X509_REQ, Freed<X509_REQ_free>>;
using KeyContextPtr = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;

constexpr std::string_view pkcs8_label = "PRIVATE KEY";
constexpr std::string_view encrypted_pkcs8_label = "ENCRYPTED PRIVATE KEY";
constexpr std::string_view sec1_label = "EC PRIVATE KEY";

/// A block of a PEM text, wiped when it is done with.
class Block {
 public:
  /// Nothing at the end of the text, and where a block can't be read.
  static std::optional<Block> next(BIO* bio) {
    Block block;
    char* label = nullptr;
    const auto flags = PEM_FLAG_SECURE | PEM_FLAG_EAY_COMPATIBLE;
    if (PEM_read_bio_ex(bio, &label, &block.header_, &block.data_, &block.size_, flags) != 1)
      return std::nullopt;
    block.label_ = label;
    OPENSSL_secure_free(label);
    return block;
  }

  ~Block() {
    OPENSSL_secure_free(header_);
    OPENSSL_secure_clear_free(data_, static_cast<std::size_t>(size_));
  }
  Block(Block&& other) noexcept
      : label_(std::move(other.label_)),
        header_(std::exchange(other.header_, nullptr)),
        data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)) {}
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;
  Block& operator=(Block&&) = delete;

  [[nodiscard]] const std::string& label() const { return label_; }
  [[nodiscard]] bool is_private_key() const { return label_.ends_with(pkcs8_label); }
  [[nodiscard]] BytesView bytes() const { return {data_, static_cast<std::size_t>(size_)}; }

  /// The encryption that the headers of the block name (RFC 1421); without a cipher where they name none.
  [[nodiscard]] std::optional<EVP_CIPHER_INFO> encryption() const {
    EVP_CIPHER_INFO info{};
    if (PEM_get_EVP_CIPHER_INFO(header_, &info) != 1) return std::nullopt;
    return info;
  }
  /// Decrypts in place.
  [[nodiscard]] bool decrypt(EVP_CIPHER_INFO info, const Secret& password) {
    auto* user_data = const_cast<Secret*>(&password);
    return PEM_do_header(&info, data_, &size_, give_password, user_data) == 1;
  }

 private:
  Block() = default;

  static int give_password(char* buffer, int size, int /*writing*/, void* user_data) {
    const auto password = static_cast<const Secret*>(user_data)->bytes();
    if (password.size() > static_cast<std::size_t>(size)) return -1;
    std::copy(password.begin(), password.end(), buffer);
    return static_cast<int>(password.size());
  }

  std::string label_;
  char* header_ = nullptr;
  unsigned char* data_ = nullptr;
  long size_ = 0;
};

tl::unexpected<base::Error> malformed(std::string why) {
  return fail(Code::key_private_malformed, {}, std::move(why));
}

/// Why a text without a private key has none, where that is plain to see.
std::string what_it_is_instead(BytesView text) {
  const auto holds = [&](std::string_view part) {
    return as_text(text).find(part) != std::string_view::npos;
  };
  if (holds("-----BEGIN PUBLIC KEY-----")) return "it holds a public key; the private key is wanted";
  if (holds("-----BEGIN CERTIFICATE-----")) return "it holds a certificate; the private key is wanted";
  return "no PEM block with a private key that can be read";
}

/// Which of several is meant, nobody can say: there has to be exactly one. Others, such as its certificate or
/// "EC PARAMETERS", do no harm.
Result<Block> only_private_key(BytesView text) {
  const auto bio = reader(text);
  std::optional<Block> found;
  while (auto block = Block::next(bio.get())) {
    if (!block->is_private_key()) continue;
    if (found) return malformed("it holds more than one private key");
    found.emplace(std::move(*block));
  }
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (!found || !at_end) return malformed(what_it_is_instead(text));
  return std::move(*found);
}

Result<std::shared_ptr<EVP_PKEY>> from_key_info(BytesView der) {
  const auto* at = der.data();
  const KeyInfoPtr info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size())));
  if (!info || at != der.data() + der.size()) return malformed("no PrivateKeyInfo (RFC 5958)");
  auto key = own(EVP_PKCS82PKEY(info.get()));
  if (!key) return malformed("its key can't be read, or is of an unknown kind");
  return key;
}

Result<std::shared_ptr<EVP_PKEY>> read_encrypted_pkcs8(const Block& block, const Secret* password) {
  const auto key_info = decrypt_pkcs8(block.bytes(), password);
  if (!key_info) return fail(key_info.error());
  auto key = from_key_info(key_info->bytes());
  // A wrong password may leave bytes that look decrypted, once in some hundred times.
  if (!key) return fail(Code::key_password_wrong);
  return key;
}

Result<std::shared_ptr<EVP_PKEY>> read_sec1(Block& block, const Secret* password) {
  const auto encryption = block.encryption();
  if (!encryption) return fail(Code::key_unsupported, {}, "it is encrypted in a way that is not known here");
  const bool encrypted = encryption->cipher != nullptr;
  if (encrypted && password == nullptr) return fail(Code::key_password_missing);
  if (encrypted && !block.decrypt(*encryption, *password)) return fail(Code::key_password_wrong);
  const auto der = block.bytes();
  const auto* at = der.data();
  auto key = own(d2i_PrivateKey(EVP_PKEY_EC, nullptr, &at, static_cast<long>(der.size())));
  if (key && at == der.data() + der.size()) return key;
  if (encrypted) return fail(Code::key_password_wrong);
  return malformed("no ECPrivateKey (RFC 5915)");
}

Result<std::shared_ptr<EVP_PKEY>> read_block(Block& block, const Secret* password) {
  if (block.label() == pkcs8_label) return from_key_info(block.bytes());
  if (block.label() == encrypted_pkcs8_label) return read_encrypted_pkcs8(block, password);
  if (block.label() == sec1_label) return read_sec1(block, password);
  return fail(Code::key_unsupported, {}, "PEM block “" + block.label() + "”");
}

/// A curve that is spelled out makes public keys that others don't know.
bool spells_its_curve_out(const EVP_PKEY* key) {
  std::array<char, 32> encoding{};
  std::size_t length = 0;
  return EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_EC_ENCODING, encoding.data(), encoding.size(),
                                        &length) == 1 &&
         std::string_view(encoding.data(), length) == OSSL_PKEY_EC_ENCODING_EXPLICIT;
}

bool halves_belong_together(EVP_PKEY* key) {
  const KeyContextPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  return context && EVP_PKEY_pairwise_check(context.get()) == 1;
}

const EVP_MD* message_digest(DigestAlgorithm algorithm) {
  if (algorithm == DigestAlgorithm::sha384) return EVP_sha384();
  return algorithm == DigestAlgorithm::sha512 ? EVP_sha512() : EVP_sha256();
}

}  // namespace

Result<PrivateKey> PrivateKey::from_pem(BytesView text, const Secret* password) {
  auto block = only_private_key(text);
  if (!block) return fail(block.error());
  auto key = read_block(*block, password);
  ERR_clear_error();
  if (!key) return fail(key.error());
  auto adopted = adopt(std::move(*key));
  ERR_clear_error();
  return adopted;
}

/// The public half is made anew from its SPKI, so that what is handed around has no private part.
Result<PrivateKey> PrivateKey::adopt(std::shared_ptr<EVP_PKEY> key) {
  auto public_key = PublicKey::from_spki(der_of<i2d_PUBKEY>(key.get()));
  if (!public_key) return fail(public_key.error());
  if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_EC)
    return fail(Code::key_unsupported, {}, std::string(name(public_key->type())));
  if (spells_its_curve_out(key.get())) return fail(Code::key_unsupported, {}, "a curve without a name");
  if (!halves_belong_together(key.get())) return malformed("its private and its public half differ");
  return PrivateKey(std::move(key), std::move(*public_key));
}

Result<PrivateKey> PrivateKey::generate_p256() {
  auto key = own(EVP_EC_gen("P-256"));
  ERR_clear_error();
  if (!key) return fail(Code::key_unsupported, {}, "OpenSSL could not make a key");
  return adopt(std::move(key));
}

Result<Bytes> PrivateKey::sign(BytesView message) const {
  const DigestContextPtr context(EVP_MD_CTX_new());
  const EVP_MD* hash = message_digest(public_key_.usual_digest());
  std::size_t size = 0;
  Bytes signature;
  const bool begun = context && EVP_DigestSignInit(context.get(), nullptr, hash, nullptr, key_.get()) == 1 &&
                     EVP_DigestSign(context.get(), nullptr, &size, message.data(), message.size()) == 1;
  signature.resize(size);
  const bool made =
      begun && EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) == 1;
  ERR_clear_error();
  if (!made) return fail(Code::key_unsupported, {}, "OpenSSL could not sign with it");
  signature.resize(size);  // the first answer is the most that it may take
  return signature;
}

Result<std::string> PrivateKey::certificate_request() const {
  const RequestPtr request(X509_REQ_new());
  const BioPtr text(BIO_new(BIO_s_mem()));
  const bool made =
      request && text && X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) == 1 &&
      X509_REQ_set_pubkey(request.get(), key_.get()) == 1 &&
      X509_REQ_sign(request.get(), key_.get(), message_digest(public_key_.usual_digest())) > 0 &&
      PEM_write_bio_X509_REQ(text.get(), request.get()) == 1;
  ERR_clear_error();
  if (!made) return fail(Code::key_unsupported, {}, "OpenSSL could not make a certification request");
  return written(text.get());
}

}  // namespace weighmaster::crypto
