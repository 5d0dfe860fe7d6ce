#include <algorithm>

#include "crypto/token.h"
#include "crypto/token_objects.h"
#include "crypto/token_slots.h"

namespace weighmaster::crypto {
namespace {

using base::fail;
using base::Result;

/// A key pair as far as it can be seen.
struct Pair {
  Handle handle;
  std::optional<KeyType> type;
  bool has_certificate = false;
};

std::vector<Pair> pairs_of(const TokenSession& session, CK_OBJECT_CLASS kind) {
  std::vector<Pair> pairs;
  for (const auto key : all_of(session, kind)) {
    pairs.push_back({handle_of(session, key), key_type(session, key), false});
  }
  return pairs;
}

/// Ties the certificate to its pair. One without a pair stands for a private key that is not shown yet,
/// where `may_stand` says so, and it is no authority's.
void add_certificate(std::vector<Pair>& pairs, const Handle& handle, const Certificate& certificate,
                     bool may_stand) {
  const auto pair = std::find_if(pairs.begin(), pairs.end(),
                                 [&](const Pair& each) { return each.handle.same_pair(handle); });
  if (pair != pairs.end()) {
    pair->has_certificate = true;
  } else if (may_stand && !certificate.is_authority()) {
    const auto key = certificate.public_key();
    pairs.push_back({handle, key ? std::optional(key->type()) : std::nullopt, true});
  }
}

/// Private keys are hidden before the login; then the public ones stand for them.
std::vector<Pair> visible_pairs(const TokenSession& session) {
  auto pairs = pairs_of(session, CKO_PRIVATE_KEY);
  const bool hidden = pairs.empty();
  if (hidden) pairs = pairs_of(session, CKO_PUBLIC_KEY);
  for (const auto object : all_of(session, CKO_CERTIFICATE)) {
    const auto certificate = certificate_of(session, object);
    if (certificate) add_certificate(pairs, handle_of(session, object), *certificate, hidden);
  }
  return pairs;
}

std::string full_uri(const TokenInfo& token, const Handle& handle) {
  auto uri = token.uri();
  const auto key = handle.uri();
  uri.object = key.object;
  uri.id = key.id;
  uri.type = key.type;
  return uri.path_text();
}

}  // namespace

bool TokenKeyInfo::usable() const {
  return type == KeyType::ecdsa_p256 || type == KeyType::ecdsa_p384 || type == KeyType::ecdsa_p521;
}

std::vector<TokenKeyInfo> Token::keys() const {
  std::vector<TokenKeyInfo> keys;
  for (auto& pair : visible_pairs(*session_)) {
    auto uri = full_uri(info(), pair.handle);
    keys.push_back({std::move(pair.handle.label), std::move(pair.handle.id), pair.type, pair.has_certificate,
                    std::move(uri)});
  }
  return keys;
}

Result<std::vector<ListedToken>> list_tokens(const std::vector<std::filesystem::path>& module_places,
                                             const base::Task& task) {
  const auto modules = Modules::load({}, module_places);
  if (!modules) return fail(modules.error());
  std::vector<ListedToken> listed;
  for (auto& slot : slots_with_tokens(**modules)) {
    if (task.stopped()) return fail(base::cancelled());
    ListedToken entry{slot.token, {}};
    if (const auto token = Token::open(*modules, std::move(slot))) entry.keys = token->keys();
    listed.push_back(std::move(entry));
  }
  return listed;
}

}  // namespace weighmaster::crypto
