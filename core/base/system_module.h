#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

/// What systems do each in their own way for base/module.h.
namespace weighmaster::base {

#ifdef _WIN32
inline constexpr std::string_view module_suffix = ".dll";
#else
inline constexpr std::string_view module_suffix = ".so";
#endif

/// The address of what a module calls `symbol`, from a file that was installed with the program; it stays
/// loaded. Error: what the system says.
[[nodiscard]] tl::expected<const void*, std::string> find_in_module(const std::string& file,
                                                                    const char* symbol);

}  // namespace weighmaster::base
