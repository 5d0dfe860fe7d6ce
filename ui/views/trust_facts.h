#pragma once

#include "base/time.h"
#include "ui/views/facts_form.h"
#include "update/store.h"

namespace weighmaster::ui {

/// Where it came from, in one line, without its age.
[[nodiscard]] QString sourceText(const update::TrustInUse& trust);

/// Where a trusted root came from, its age, and each log and authority in it with the time in which it
/// counts.
void showTrust(FactsForm& form, const update::TrustInUse& trust, base::TimePoint now);

}  // namespace weighmaster::ui
