#pragma once

#include <cstddef>
#include <memory>
#include <mutex>

#include "base/result.h"
#include "model/reader.h"

namespace weighmaster::model {

/// The file whose slices several threads take in turn, opened once for all of them: what each reads then
/// continues what the others read, and the system, which watches each opening for itself, sees one file read
/// in order and reads far ahead. For any thread.
class CommonFile {
 public:
  using Shared = std::shared_ptr<const access::Handle>;

  /// Opens it, or gives what was opened last where that is this file. Errors: those of Reader::open.
  [[nodiscard]] base::Result<Shared> open(std::size_t file, Reader& reader);

 private:
  std::mutex mutex_;
  std::size_t file_ = 0;  // place in the listing
  Shared handle_;         // none at first
};

}  // namespace weighmaster::model
