#pragma once

#include "verdict/report.h"

namespace weighmaster::verdict {

/// The entry of the person's address book that the signer is; null where the signer is none of them, or was
/// judged by something else. It lives as long as the report.
[[nodiscard]] const trust::AppliedEntry* deciding_entry(const Report& report);

/// The entry of the person's address book that alone says who is expected; null where several do, or
/// something else does. It lives as long as the report.
[[nodiscard]] const trust::AppliedEntry* expecting_entry(const Report& report);

}  // namespace weighmaster::verdict
