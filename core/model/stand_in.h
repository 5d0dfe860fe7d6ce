#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.h"
#include "model/tree.h"

/// What is found in place of a file that was not downloaded as it should.
namespace weighmaster::model {

/// The note that Git keeps in place of a large file (Git LFS specification, version 1).
struct LfsPointer {
  std::string sha256;  // of the content it stands for, lower-case hexadecimal
  std::uint64_t size = 0;
};

/// A server's answer to people, not the file: an error, a login.
struct WebPage {};

using StandIn = std::variant<std::monostate, LfsPointer, WebPage>;

/// How many of a file's first bytes are looked at: more than a pointer may have.
inline constexpr std::size_t stand_in_bytes = 1024;

/// `size` is that of the file, `head` its first bytes. A file that is called a web page may be one.
[[nodiscard]] StandIn stand_in_of(std::string_view name, std::uint64_t size, BytesView head);

/// The same for a file of the tree; nothing where there is no such file or it can't be read any more.
[[nodiscard]] StandIn stand_in(const Tree& tree, const std::string& name);

}  // namespace weighmaster::model
