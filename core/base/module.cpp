#include "base/module.h"

#include "base/system_module.h"

namespace weighmaster::base {

Result<const void*> find_module_table(const std::string& name) {
  const auto file = "weighmaster-" + name + std::string(module_suffix);
  const auto table = find_in_module(file, "weighmaster_table");
  if (!table) {
    return fail(Code::file_unreadable, file,
                "it belongs to this program, which is not installed whole: " + table.error());
  }
  return *table;
}

}  // namespace weighmaster::base
