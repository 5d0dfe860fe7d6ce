#include "base/core_files.h"

#if __has_include(<sys/resource.h>)
#include <sys/resource.h>
#endif

namespace weighmaster::base {

void forbid_core_files() {
#if __has_include(<sys/resource.h>)
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
#endif
}

}  // namespace weighmaster::base
