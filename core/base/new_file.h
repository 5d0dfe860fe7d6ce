#pragma once

#include "base/file.h"

/// The parts of file.h that each system does in its own way; one source file each.
namespace weighmaster::base {

/// Whether this user may make files in the folder.
[[nodiscard]] bool may_write_in(const std::filesystem::path& folder);

/// `write_file` for a target that was checked. Errors: file.not_written; file.exists where one has appeared
/// meanwhile.
[[nodiscard]] Result<void> write_new_file(const std::filesystem::path& path, BytesView content,
                                          Existing existing, Readers readers);

/// What a file is called while it is written: beside the target, by a name that nobody else has.
[[nodiscard]] std::filesystem::path temporary_beside(const std::filesystem::path& target);
/// Whether the name is one that temporary_beside makes for this target.
[[nodiscard]] bool is_temporary_of(const std::filesystem::path& target, const std::filesystem::path& path);

}  // namespace weighmaster::base
