#include "signing/key_files.h"

#include "base/file.h"
#include "base/limits.h"

namespace weighmaster::signing {

namespace fs = std::filesystem;
using base::Code;
using base::fail;
using base::Result;

Result<crypto::PrivateKey> read_private_key(const fs::path& path, const crypto::Secret* password) {
  auto content = base::read_file(path, base::limits::trust_file_bytes);
  if (!content) return fail(content.error());
  const crypto::Secret text(std::move(*content));
  auto key = crypto::PrivateKey::from_pem(text.bytes(), password);
  if (!key) return fail(key.error().code, base::utf8(path), key.error().detail);
  return key;
}

std::optional<base::Finding> readable_by_others(const fs::path& path) {
#ifndef _WIN32  // where every file says that all may read it
  std::error_code error;
  const auto permissions = fs::status(path, error).permissions();
  const auto others = fs::perms::group_read | fs::perms::others_read;
  if (!error && (permissions & others) != fs::perms::none)
    return base::Finding{Code::key_readable_by_others, base::utf8(path), {}};
#else
  (void)path;
#endif
  return std::nullopt;
}

Result<std::vector<crypto::Certificate>> read_certificates(const std::vector<fs::path>& paths) {
  std::vector<crypto::Certificate> all;
  for (const auto& path : paths) {
    const auto text = base::read_file(path, base::limits::trust_file_bytes);
    if (!text) return fail(text.error());
    const auto certificates = crypto::Certificate::all_from_pem(*text);
    if (!certificates) return fail(certificates.error().code, base::utf8(path), certificates.error().detail);
    all.insert(all.end(), certificates->begin(), certificates->end());
  }
  return all;
}

}  // namespace weighmaster::signing
