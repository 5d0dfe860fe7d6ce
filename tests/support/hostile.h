#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "verdict/report.h"

/// Texts that lie about themselves, and reports that are full of them.
namespace weighmaster::tests {

struct HostileText {
  const char* name;
  std::string text;
};

/// What people write into every field that comes from outside: markup, format letters, control and
/// bidirectional characters, forged lines, bytes that are no text, much too much.
[[nodiscard]] const std::vector<HostileText>& hostile_texts();

/// The report with the text in every field that can come from outside; what it came to stays the same.
/// Fields that are absent stay so.
[[nodiscard]] verdict::Report filled_with(verdict::Report report, const std::string& text);

/// Puts the text in place of every name and address of a service in a trusted root.
void name_services(base::Json& trusted_root, const std::string& text);

/// One of every code there is, each about the text.
[[nodiscard]] std::vector<base::Finding> findings_of_every_code(const std::string& text);

}  // namespace weighmaster::tests
