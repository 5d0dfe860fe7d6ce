#ifdef _WIN32

#include <windows.h>

#include <system_error>

#include "base/module.h"

namespace weighmaster::base {
namespace {

/// Of a file that was installed with the program.
std::string why() {
  return "it belongs to this program, which is not installed whole: " +
         std::error_code(static_cast<int>(GetLastError()), std::system_category()).message();
}

}  // namespace

/// Beside the program, and nowhere else.
Result<const void*> find_module_table(const std::string& name) {
  const auto file = "weighmaster-" + name + ".dll";
  const HMODULE module = LoadLibraryExA(file.c_str(), nullptr, LOAD_LIBRARY_SEARCH_APPLICATION_DIR);
  if (module == nullptr) return fail(Code::file_unreadable, file, why());
  const FARPROC table = GetProcAddress(module, "weighmaster_table");
  if (table == nullptr) return fail(Code::file_unreadable, file, why());
  return reinterpret_cast<const void*>(table);
}

}  // namespace weighmaster::base

#endif
