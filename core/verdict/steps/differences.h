#pragma once

#include "model/tree.h"
#include "verdict/report.h"

namespace weighmaster::verdict {

/// Says of files that differ in what way, as findings of their rows: empty, shorter or longer than signed
/// (where the signature tells the size), a note or an error page in place of the content, the same content
/// under another name, a name that was rewritten. They weigh nothing themselves: that the file is not as
/// signed does. Reads the first bytes of files that are not as signed.
void explain_differences(const model::Tree& tree, Report& report);

}  // namespace weighmaster::verdict
