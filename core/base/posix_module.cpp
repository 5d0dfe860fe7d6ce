#ifndef _WIN32

#include <dlfcn.h>

#include "base/system_module.h"

namespace weighmaster::base {
namespace {

#ifdef __APPLE__
constexpr auto own_folder = "@rpath/";
#else
constexpr auto own_folder = "";  // a bare name is looked for along the run path
#endif

tl::unexpected<std::string> why() {
  const char* words = dlerror();
  return tl::unexpected<std::string>(words != nullptr ? words : "");
}

}  // namespace

tl::expected<const void*, std::string> find_in_module(const std::string& file, const char* symbol) {
  void* module = dlopen((own_folder + file).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) return why();
  const void* address = dlsym(module, symbol);
  if (address == nullptr) return why();
  return address;
}

}  // namespace weighmaster::base

#endif
