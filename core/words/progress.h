#pragma once

#include "base/pace.h"
#include "words/sentence.h"

/// What is said while something long goes on: the same in the window and in the terminal.
namespace weighmaster::words {

/// What it is at: "Listing the files", "Checking 14.2 GB in 36 files".
[[nodiscard]] Sentence what_it_is_at(const base::Progress& progress);

/// How far, how fast, how long still, and what holds it up, each where it is known: "12.3 GB of 14.2 GB, 1.69
/// GB/s, 40 seconds left. Limited by the disk." Empty before anything is hashed.
[[nodiscard]] std::string pace_line(const base::Progress& progress, const base::Pace& pace,
                                    const Translate& translate = {});

/// "1 second left", "35 seconds left", "12 minutes left": rounded up as people say it.
[[nodiscard]] Sentence time_left(std::chrono::seconds left);

}  // namespace weighmaster::words
