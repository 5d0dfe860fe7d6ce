#pragma once

namespace weighmaster::base {

/// From now on this program leaves no core file, in which a password or a token could be read.
void forbid_core_files();

}  // namespace weighmaster::base
