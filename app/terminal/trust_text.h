#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "base/json.h"
#include "base/time.h"
#include "trust_files.h"

/// What a trusted root holds and how old it is, for people and for programs.
namespace weighmaster::terminal {

/// ", version 12, of 2026-11-20 (3 days old)", or as much of it as is known.
[[nodiscard]] std::string age_text(std::optional<std::int64_t> version,
                                   std::optional<base::TimePoint> updated_at, base::TimePoint now);

/// The note about an update that is kept and cannot be used.
[[nodiscard]] std::string passed_over_note(const base::Error& why);

/// Where it came from, its age, and each log and authority with its window.
void write_trust(std::ostream& out, const RootInUse& trust, base::TimePoint now);
[[nodiscard]] base::Json trust_json(const RootInUse& trust);

}  // namespace weighmaster::terminal
