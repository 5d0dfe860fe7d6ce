#include <nlohmann/json.hpp>

#include "fuzz.h"
#include "words/document.h"

using namespace weighmaster;
using fuzz::must;

/// A document that is read is written the same again, and its tables are whole.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = words::document_from_json({data, size});
  if (!document) return 0;
  const auto json = words::to_json(*document);
  const auto again = words::document_from_json(as_bytes(json.dump()));
  must(again.has_value(), "it can be read again");
  must(words::to_json(*again) == json, "it is the same");
  for (const auto& section : document->sections) {
    for (const auto& block : section.blocks) {
      const auto* table = std::get_if<words::Table>(&block);
      if (table == nullptr) continue;
      for (const auto& row : table->rows) must(row.size() == table->columns.size(), "rows are whole");
    }
  }
  return 0;
}
