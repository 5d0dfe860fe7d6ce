#include "signing/signature_file.h"

#include "base/limits.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "signature/bundle.h"

namespace weighmaster::signing {

namespace fs = std::filesystem;
using base::Code;
using base::fail;
using base::Result;

Result<void> check_signature_path(const fs::path& signature, const fs::path& model, base::Existing existing) {
  if (auto checked = base::check_target(signature, existing); !checked) return checked;
  std::error_code error;
  if (!fs::exists(signature, error)) return {};
  if (fs::equivalent(signature, model, error))
    return fail(Code::file_not_written, base::utf8(signature), "it is the model itself");
  const auto content = base::read_file(signature, base::limits::signature_file_bytes);
  if (!content || !signature::looks_like_bundle(*content)) {
    return fail(Code::file_not_written, base::utf8(signature),
                "the file that is there is not a signature, and only such are replaced");
  }
  return {};
}

Result<void> write_signature(const fs::path& signature, const fs::path& model, BytesView content,
                             base::Existing existing) {
  if (auto checked = check_signature_path(signature, model, existing); !checked) return checked;
  return base::write_file(signature, content, existing);
}

std::optional<std::filesystem::path> keep_elsewhere(const std::filesystem::path& signature,
                                                    BytesView content) {
  std::error_code error;
  const auto digest = crypto::digest(crypto::DigestAlgorithm::sha256, content).hex().substr(0, 16);
  auto kept = std::filesystem::temp_directory_path(error) / (digest + "." + base::utf8(signature.filename()));
  if (error || !base::write_file(kept, content, base::Existing::keep)) return std::nullopt;
  return kept;
}

}  // namespace weighmaster::signing
