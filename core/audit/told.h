#pragma once

#include <vector>

#include "audit/check.h"
#include "words/words.h"

/// A checked report in words, the same in the terminal and in the window.
namespace weighmaster::audit {

/// What the report as a whole is worth. It holds no text from outside.
[[nodiscard]] words::Sentence headline(const CheckedReport& report);

/// What is to be known of the report as a whole: what to do next, its pages, its own signature, and where it
/// contradicts its evidence.
[[nodiscard]] std::vector<words::Sentence> about_report(const CheckedReport& report);

/// What one model comes to now, as a card; without a model at hand, what its signature does.
[[nodiscard]] words::Card card(const CheckedModel& model, const std::string& checked_at_local);

/// What it says of one model, by which root that was checked, where it contradicts its evidence, and what has
/// changed since. What the model comes to now, its report says (`CheckedModel::now`).
[[nodiscard]] std::vector<words::Sentence> about_model(const CheckedModel& model, const std::string& program);

}  // namespace weighmaster::audit
