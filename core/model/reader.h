#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/task.h"
#include "manifest/manifest.h"
#include "model/listing.h"

namespace weighmaster::model {

/// Opens the files of a listing for one thread, and tells whether they are still the ones that were listed.
class Reader {
 public:
  explicit Reader(const Tree::Listing& listing) : listing_(listing) {}

  /// Errors: file.unreadable; folder.changing where the file is gone, replaced, written to, or behind a link
  /// now.
  [[nodiscard]] base::Result<access::Handle> open(std::size_t file);
  /// Without a look at what was opened: whoever reads it at once asks `check` when it is read, which says the
  /// same.
  [[nodiscard]] base::Result<access::Handle> open_unchecked(std::size_t file);
  /// Tells the system that a range of the file will be read soon. What can't be opened is left to be found
  /// when it is read.
  void expect(std::size_t file, const manifest::ByteRange& range);
  /// Whether the open file is as it was when it was listed. Error: folder.changing, file.unreadable.
  [[nodiscard]] base::Result<void> check(const access::Handle& handle, std::size_t file) const;

  /// All of a file, for what takes it whole. Errors: those of open and check; file.too_large where it has
  /// more bytes than `most`; folder.changing where it is shorter than listed; task.cancelled, within one
  /// block.
  [[nodiscard]] base::Result<Bytes> read(std::size_t file, std::uint64_t most, const base::Task& task);

 private:
  [[nodiscard]] access::SystemResult<access::Handle> open_source(std::size_t file);

  const Tree::Listing& listing_;
  /// The folder of the last file: the next one is mostly its neighbour.
  std::string folder_path_;
  std::optional<access::Handle> folder_;
};

}  // namespace weighmaster::model
