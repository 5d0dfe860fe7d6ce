#include "crypto/secret_file.h"

#include "base/limits.h"
#include "base/pipe.h"

namespace weighmaster::crypto {

base::Result<Secret> read_secret_file(const std::filesystem::path& path, const base::Task& task) {
  auto content = base::read_file_or_pipe(path, base::limits::password_bytes, task);
  if (!content) return base::fail(std::move(content.error()));
  for (const char end : {'\n', '\r'}) {
    if (!content->empty() && content->back() == static_cast<std::uint8_t>(end)) content->pop_back();
  }
  return Secret(std::move(*content));
}

}  // namespace weighmaster::crypto
