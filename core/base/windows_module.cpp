#ifdef _WIN32

#include <windows.h>

#include <system_error>

#include "base/system_module.h"

namespace weighmaster::base {
namespace {

tl::unexpected<std::string> why() {
  return tl::unexpected<std::string>(
      std::error_code(static_cast<int>(GetLastError()), std::system_category()).message());
}

}  // namespace

/// Beside the program, and nowhere else.
tl::expected<const void*, std::string> find_in_module(const std::string& file, const char* symbol) {
  const HMODULE module = LoadLibraryExA(file.c_str(), nullptr, LOAD_LIBRARY_SEARCH_APPLICATION_DIR);
  if (module == nullptr) return why();
  const FARPROC address = GetProcAddress(module, symbol);
  if (address == nullptr) return why();
  return reinterpret_cast<const void*>(address);
}

}  // namespace weighmaster::base

#endif
