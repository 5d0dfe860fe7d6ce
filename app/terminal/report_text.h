#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "words/words.h"

namespace weighmaster::terminal {

struct TextStyle {
  bool colour = false;
  /// Every file, instead of the first few that are not fine.
  bool all_files = false;
  bool fingerprints = false;
};

/// A report for people: the verdict, what it rests on, what to do; then who signed, the checks, the files.
/// `card`: what is said first, where that is not words::card's; it is given the time of the check.
using MakeCard = std::function<words::Card(const std::string& checked_at_local)>;
void write_report(std::ostream& out, const verdict::Report& report, const TextStyle& style,
                  const MakeCard& card = {});

/// What a signature file claims, under a heading that says that nothing of it was checked.
void write_claims(std::ostream& out, const verdict::Report& report, const TextStyle& style);

}  // namespace weighmaster::terminal
