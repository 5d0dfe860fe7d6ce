#pragma once

#include "trust/look_alike.h"
#include "verdict/report.h"

namespace weighmaster::verdict {

/// Adds to the signer's step that a signer who is not expected could be taken for one who is, or for one whom
/// the person knows; and where nobody is expected, that the model's publisher could be taken for a known one.
/// Who is expected and who is known themselves are like nobody.
void note_look_alikes(const trust::KnownNames& known, Report& report);

}  // namespace weighmaster::verdict
