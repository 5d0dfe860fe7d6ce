#pragma once

#include <string>

#include "base/result.h"

namespace weighmaster::base {

/// The table of a module: a part of the program in a file of its own, weighmaster-NAME.so, for what stands on
/// libraries that take longer to load than most checks take. It is loaded where it is first needed and stays.
/// The file is looked for as the program's other libraries are, first where this program was installed with
/// it. Error: file.unreadable, with what the system says.
[[nodiscard]] Result<const void*> find_module_table(const std::string& name);

/// `Table` is what the module calls `weighmaster_table`: functions, so that no type with virtual functions is
/// known on both sides. Both sides are built and installed together.
template <class Table>
[[nodiscard]] Result<const Table*> load_module(const std::string& name) {
  const auto table = find_module_table(name);
  if (!table) return fail(table.error());
  return static_cast<const Table*>(*table);
}

}  // namespace weighmaster::base
