#include "trust_files.h"

#include "base/file.h"
#include "base/limits.h"
#include "crypto/pem.h"
#include "resources/shipped.h"

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
  return RootInUse{std::make_shared<const trust::TrustedRoot>(std::move(*root)), std::move(source)};
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

Result<RootInUse> read_trusted_root(const RootOptions& options) {
  const auto& file = options.trust_config ? options.trust_config : options.trusted_root;
  if (!file) {
    return options.use_staging
               ? parsed(as_bytes(resources::staging_trusted_root()), "staging, shipped with the program")
               : parsed(as_bytes(resources::trusted_root()), "shipped with the program");
  }
  const auto text = read(*file);
  if (!text) return base::fail(text.error());
  return parsed(*text, *file);
}

}  // namespace weighmaster::terminal
