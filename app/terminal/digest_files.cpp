#include "digest_files.h"

#include "base/file.h"
#include "base/limits.h"

namespace weighmaster::terminal {

base::Result<std::vector<manifest::DigestList>> read_digest_files(const std::vector<std::string>& paths) {
  std::vector<manifest::DigestList> lists;
  for (const auto& path : paths) {
    const auto text = base::read_file(path, base::limits::digest_file_bytes);
    if (!text) return base::fail(text.error());
    auto list = manifest::parse_digest_list(*text, path);
    if (!list) return base::fail(std::move(list.error()));
    lists.push_back(std::move(*list));
  }
  return lists;
}

}  // namespace weighmaster::terminal
