#pragma once

#include <vector>

#include "base/result.h"
#include "trust/disclosure.h"
#include "trust/journal.h"
#include "trust/policy.h"
#include "words/sentence.h"

namespace weighmaster::words {

/// One thing that a person agrees to: "The log “rekor.example” shows everybody …".
[[nodiscard]] Sentence what_leaves(const trust::Disclosure& disclosure);

/// Who is asked, or what they gave: one line of progress.
[[nodiscard]] Sentence what_happens(const trust::ServiceEvent& event);

/// Who logged in: "Logged in as “alice@example.com” (by “https://issuer.example”)."
[[nodiscard]] Sentence who_logged_in(const trust::Identity& who);
/// The same, and whether they are to sign.
[[nodiscard]] Sentence ask_identity(const trust::Identity& who);

/// One thing that is public for ever, or may be.
[[nodiscard]] Sentence what_is_public(const trust::Publication& publication);

/// Why a signature by login could not be made, in order: what went wrong, what that means where it is a code,
/// which service it was, and what is public of it. What to do about it is words::what_to_do's to say.
[[nodiscard]] std::vector<Sentence> why_not_signed(const base::Error& error, const trust::Journal& journal);

}  // namespace weighmaster::words
