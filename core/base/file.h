#pragma once

#include <cstdint>
#include <filesystem>

#include "base/bytes.h"
#include "base/result.h"

namespace weighmaster::base {

/// The path as UTF-8, for messages and JSON, on every system.
[[nodiscard]] std::string utf8(const std::filesystem::path& path);

/// The whole of a regular file of at most `most` bytes. A FIFO, device, folder or socket is refused without
/// waiting on it. Errors: file.not_found, file.not_regular, file.too_large, file.unreadable.
[[nodiscard]] Result<Bytes> read_file(const std::filesystem::path& path, std::uint64_t most);

enum class Existing { keep, replace };
/// Who may read a file that is written: whom the system's settings let, or its owner alone (on Windows the
/// folder decides).
enum class Readers { usual, owner };

/// Whether `write_file` could write there, as far as that can be told beforehand: to be asked before work of
/// hours. Errors: file.exists (with `keep`); file.not_written: a folder, a link, something else that is no
/// regular file, or no folder that can be written to.
[[nodiscard]] Result<void> check_target(const std::filesystem::path& path, Existing existing);

/// Writes a new file in one step: the old content whole or the new content whole, nothing else left behind,
/// also where the program is killed or the disk is full. An existing file is replaced only with `replace`;
/// what is not a regular file is never replaced. Errors: those of check_target; file.not_written.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path, BytesView content, Existing existing,
                                      Readers readers = Readers::usual);

}  // namespace weighmaster::base
