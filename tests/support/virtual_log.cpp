#include "support/virtual_log.h"

#include "base/encoding.h"
#include "crypto/digest.h"

namespace weighmaster::tests {
namespace {

Bytes sha256(BytesView bytes) {
  return to_bytes(crypto::digest(crypto::DigestAlgorithm::sha256, bytes).bytes());
}

Bytes joined(std::initializer_list<BytesView> parts) {
  Bytes all;
  for (const auto part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

/// The largest power of two that is smaller than the number of leaves.
std::size_t split(std::size_t count) {
  std::size_t half = 1;
  while (half * 2 < count) half *= 2;
  return half;
}

std::vector<Bytes> part(const std::vector<Bytes>& leaves, std::size_t from, std::size_t to) {
  return {leaves.begin() + static_cast<std::ptrdiff_t>(from),
          leaves.begin() + static_cast<std::ptrdiff_t>(to)};
}

}  // namespace

Bytes tree_root(const std::vector<Bytes>& leaves) {
  if (leaves.size() == 1) return sha256(joined({Bytes{0}, leaves.front()}));
  const auto middle = split(leaves.size());
  return sha256(
      joined({Bytes{1}, tree_root(part(leaves, 0, middle)), tree_root(part(leaves, middle, leaves.size()))}));
}

std::vector<Bytes> audit_path(const std::vector<Bytes>& leaves, std::size_t index) {
  if (leaves.size() == 1) return {};
  const auto middle = split(leaves.size());
  const auto left = part(leaves, 0, middle);
  const auto right = part(leaves, middle, leaves.size());
  auto path = index < middle ? audit_path(left, index) : audit_path(right, index - middle);
  path.push_back(tree_root(index < middle ? right : left));
  return path;
}

std::string checkpoint_text(const std::string& origin, std::size_t size, const Bytes& root) {
  return origin + "\n" + std::to_string(size) + "\n" + base::to_base64(root) + "\n";
}

Bytes note_key_id(const std::string& name, const crypto::PublicKey& key) {
  const auto& spki = key.spki();
  if (key.type() == crypto::KeyType::ed25519) {
    const BytesView raw(spki.data() + spki.size() - 32, 32);
    return sha256(joined({as_bytes(name), as_bytes("\n\x01"), raw}));
  }
  if (key.type() == crypto::KeyType::rsa) {
    return sha256(joined({as_bytes(name), as_bytes("\n\xff"), as_bytes("PKIX-RSA-PKCS#1v1.5"), spki}));
  }
  return sha256(spki);
}

std::string cosignature(const std::string& text, const std::string& name, const TestKey& key,
                        std::uint64_t time) {
  const auto public_key = key.public_key();
  auto bytes = sha256(joined({as_bytes(name), as_bytes("\n\x04"), BytesView(public_key.spki()).last(32)}));
  bytes.resize(4);
  for (unsigned i = 8; i-- > 0;) bytes.push_back(static_cast<std::uint8_t>(time >> (8 * i)));
  const auto message = "cosignature/v1\ntime " + std::to_string(time) + "\n" + text;
  const auto signature = key.sign(as_bytes(message));
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  return "\u2014 " + name + " " + base::to_base64(bytes) + "\n";
}

std::string note_signature(const std::string& text, const std::string& name, const TestKey& key) {
  auto bytes = note_key_id(name, key.public_key());
  bytes.resize(4);
  const auto signature = key.sign(as_bytes(text));
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  return "\u2014 " + name + " " + base::to_base64(bytes) + "\n";
}

}  // namespace weighmaster::tests
