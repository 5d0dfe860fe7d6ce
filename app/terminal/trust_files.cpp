#include "trust_files.h"

#include "base/file.h"
#include "base/limits.h"
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

/// What the file is instead of what was asked for, where that is plain to see.
std::string mistaken_for(BytesView text, std::string otherwise) {
  if (holds(text, "PRIVATE KEY-----"))
    return "it holds a private key, which nobody needs for checking; keep it secret";
  if (holds(text, "-----BEGIN CERTIFICATE-----"))
    return "it holds a certificate; give that with “verify certificate”";
  if (holds(text, "-----BEGIN PUBLIC KEY-----")) return "it holds a public key; give that with “verify key”";
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
  if (error.code == base::Code::key_malformed) error.detail = mistaken_for(*text, error.detail);
  return base::fail(std::move(error));
}

Result<trust::ExpectedRoots> read_roots(const std::vector<std::string>& paths) {
  trust::ExpectedRoots roots;
  for (const auto& path : paths) {
    const auto text = read(path);
    if (!text) return base::fail(text.error());
    const auto certificates = crypto::Certificate::all_from_pem(*text);
    if (!certificates) {
      return base::fail(certificates.error().code, path,
                        holds(*text, "-----BEGIN CERTIFICATE-----")
                            ? certificates.error().detail
                            : mistaken_for(*text, certificates.error().detail));
    }
    roots.anchors.insert(roots.anchors.end(), certificates->begin(), certificates->end());
  }
  return roots;
}

Result<RootInUse> read_trusted_root(const VerifyOptions& options) {
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
