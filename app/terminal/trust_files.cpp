#include "trust_files.h"

#include "base/file.h"
#include "base/limits.h"
#include "crypto/pem.h"
#include "resources/instances.h"

namespace weighmaster::terminal {
namespace {

using base::Result;

Result<Bytes> read(const std::filesystem::path& path) {
  return base::read_file(path, base::limits::trust_file_bytes);
}

bool holds(BytesView text, std::string_view part) {
  return as_text(text).find(part) != std::string_view::npos;
}

constexpr std::string_view certificate_block = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view public_key_block = "-----BEGIN PUBLIC KEY-----";

/// Why the file is no public key: what it is instead, where that is plain to see.
std::string no_public_key(BytesView text, std::string otherwise) {
  if (crypto::holds_private_key(text) || crypto::pem_blocks(text) != 1) return otherwise;
  if (holds(text, certificate_block)) return "it holds a certificate; give that with “verify certificate”";
  if (holds(text, public_key_block)) return "what its PEM block holds is not a public key";
  return otherwise;
}

/// Why the file holds no root certificates.
std::string no_roots(BytesView text, std::string otherwise) {
  if (crypto::holds_private_key(text) || holds(text, certificate_block)) return otherwise;
  if (holds(text, public_key_block)) return "it holds a public key; give that with “verify key”";
  return otherwise;
}

Result<RootInUse> parsed(BytesView json, std::string source) {
  auto root = trust::TrustedRoot::parse(json);
  if (!root) return base::fail(std::move(root.error()));
  RootInUse in_use{std::make_shared<const trust::TrustedRoot>(std::move(*root)), std::move(source)};
  in_use.signing_config = to_bytes(json);
  return in_use;
}

}  // namespace

Result<crypto::PublicKey> read_public_key(const std::filesystem::path& path) {
  const auto text = read(path);
  if (!text) return base::fail(text.error());
  auto key = crypto::PublicKey::from_pem(*text);
  if (key) return key;
  auto error = key.error();
  error.subject = base::utf8(path);
  if (error.code == base::Code::key_malformed) error.detail = no_public_key(*text, error.detail);
  return base::fail(std::move(error));
}

Result<trust::ExpectedRoots> read_roots(const std::vector<std::string>& paths) {
  trust::ExpectedRoots roots;
  for (const auto& path : paths) {
    const auto text = read(path);
    if (!text) return base::fail(text.error());
    const auto certificates = crypto::Certificate::all_from_pem(*text);
    if (!certificates) {
      return base::fail(certificates.error().code, path, no_roots(*text, certificates.error().detail));
    }
    roots.anchors.insert(roots.anchors.end(), certificates->begin(), certificates->end());
  }
  return roots;
}

Result<std::vector<trust::Authority>> read_timestamp_roots(const std::vector<std::string>& paths) {
  std::vector<trust::Authority> authorities;
  for (const auto& path : paths) {
    const auto roots = read_roots({path});
    if (!roots) return base::fail(roots.error());
    for (const auto& certificate : roots->anchors) authorities.push_back({path, path, {}, {certificate}});
  }
  return authorities;
}

RootInUse described(const update::TrustInUse& trust) {
  return {trust.root,        resources::source_text(trust), trust.version, trust.updated_at, trust.expires,
          trust.passed_over, trust.signing_config};
}

Result<RootInUse> read_trusted_root(const RootOptions& options,
                                    const std::optional<std::filesystem::path>& trust_folder) {
  const auto& file = options.trust_config ? options.trust_config : options.trusted_root;
  if (file) {
    const auto text = read(*file);
    if (!text) return base::fail(text.error());
    return parsed(*text, *file);
  }
  const auto store = trust_folder ? std::optional<update::Store>(*trust_folder) : std::nullopt;
  const std::string name = options.use_staging ? std::string(update::Store::staging_name)
                           : store             ? store->in_use()
                                               : std::string(update::Store::public_name);
  const auto trust = resources::trust_named(store, name);
  if (!trust) return base::fail(trust.error());
  return described(*trust);
}

}  // namespace weighmaster::terminal
