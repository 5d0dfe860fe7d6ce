#ifndef _WIN32

#include <dlfcn.h>

#include "base/module.h"

namespace weighmaster::base {
namespace {

#ifdef __APPLE__
constexpr auto own_folder = "@rpath/";
#else
constexpr auto own_folder = "";  // a bare name is looked for along the run path
#endif

/// Of a file that was installed with the program.
std::string why() {
  const char* words = dlerror();
  return "it belongs to this program, which is not installed whole: " +
         std::string(words != nullptr ? words : "");
}

}  // namespace

Result<const void*> find_module_table(const std::string& name) {
  const auto file = "weighmaster-" + name + ".so";
  void* module = dlopen((own_folder + file).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) return fail(Code::file_unreadable, file, why());
  const void* table = dlsym(module, "weighmaster_table");
  if (table == nullptr) return fail(Code::file_unreadable, file, why());
  return table;
}

}  // namespace weighmaster::base

#endif
