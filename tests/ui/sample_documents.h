#pragma once

#include <string>

#include "verdict/report.h"
#include "words/document.h"

/// Audit reports made by hand, as the words room makes them, for what only paints them.
namespace weighmaster::tests {

/// A chapter of each kind, and a table of as many files as the report has.
[[nodiscard]] words::Document document_of(const verdict::Report& report);
/// In which everything that comes from outside is `text`, escaped by nobody.
[[nodiscard]] words::Document hostile_document(const std::string& text);
/// 64 hexadecimal digits, other ones for each number.
[[nodiscard]] std::string digest_of(std::size_t number);

}  // namespace weighmaster::tests
