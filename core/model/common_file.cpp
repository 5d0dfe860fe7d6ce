#include "model/common_file.h"

#include <utility>

namespace weighmaster::model {

using base::fail;

base::Result<CommonFile::Shared> CommonFile::open(std::size_t file, Reader& reader) {
  const std::lock_guard lock(mutex_);
  if (handle_ && file_ == file) return handle_;
  auto handle = reader.open(file);
  if (!handle) return fail(std::move(handle.error()));
  file_ = file;
  handle_ = std::make_shared<const access::Handle>(std::move(*handle));
  return handle_;
}

}  // namespace weighmaster::model
