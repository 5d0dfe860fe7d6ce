#include "update/cache.h"

#include <string>
#include <system_error>

#include "base/file.h"
#include "base/limits.h"
#include "update/file_name.h"
#include "update/metadata.h"

namespace weighmaster::update {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::fail;
using base::Result;

std::optional<Bytes> read(const fs::path& path) {
  auto content = base::read_file(path, base::limits::targets_metadata_bytes);
  return content ? std::optional(std::move(*content)) : std::nullopt;
}

Result<void> write(const fs::path& path, BytesView content) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) return fail(Code::file_not_written, base::utf8(path), error.message());
  return base::write_file(path, content, base::Existing::replace);
}

}  // namespace

fs::path Cache::history(std::int64_t version) const {
  return folder_ / "root_history" / (std::to_string(version) + ".root.json");
}

std::optional<Bytes> Cache::root(std::int64_t version) const {
  return read(history(version));
}

std::optional<Bytes> Cache::metadata(std::string_view role) const {
  const auto stem = file_stem(role);
  return stem ? read(folder_ / (*stem + ".json")) : std::nullopt;
}

Result<void> Cache::keep_root(std::int64_t version, BytesView json) const {
  if (auto done = write(history(version), json); !done) return done;
  return keep(root_role, json);
}

Result<void> Cache::keep(std::string_view role, BytesView json) const {
  const auto stem = file_stem(role);
  if (!stem) return fail(stem.error());
  return write(folder_ / (*stem + ".json"), json);
}

}  // namespace weighmaster::update
