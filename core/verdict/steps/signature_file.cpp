#include "verdict/steps/signature_file.h"

#include "base/file.h"
#include "base/limits.h"

namespace weighmaster::verdict {

SignatureFile read_signature_file(const std::filesystem::path& path) {
  auto content = base::read_file(path, base::limits::signature_file_bytes);
  if (!content)
    return {{StepId::signature_file, Outcome::not_checked, {base::as_finding(content.error())}}, {}};
  auto file = parse_signature_file(*content);
  file.content = std::make_shared<const Bytes>(std::move(*content));
  return file;
}

SignatureFile parse_signature_file(BytesView content) {
  auto bundle = signature::Bundle::parse(content);
  if (!bundle) return {{StepId::signature_file, Outcome::failed, {base::as_finding(bundle.error())}}, {}};
  return {{StepId::signature_file, Outcome::passed, {}}, std::move(*bundle)};
}

}  // namespace weighmaster::verdict
