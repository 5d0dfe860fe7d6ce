#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "fuzz.h"
#include "signature/log_entry.h"

using namespace weighmaster;
using fuzz::must;

/// An entry that is read has numbers that a log can give, and its promise covers exactly them.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json = base::parse_json({data, size}, "fuzz");
  if (!json) return 0;
  const auto entry = base::JsonObject::from(*json, "fuzz").and_then(signature::parse_log_entry);
  if (!entry) return 0;
  must(entry->log_index >= 0, "the index is natural");
  must(!entry->body.empty(), "there is a body");
  if (entry->proof) {
    must(entry->proof->log_index >= 0 && entry->proof->tree_size >= 0, "the proof's numbers are natural");
    for (const auto& hash : entry->proof->hashes) must(hash.size() == 32, "hashes have 32 bytes");
  }
  const auto promised = base::parse_json(signature::promised_bytes(*entry), "fuzz");
  must(promised && promised->size() == 4, "the promise covers four members");
  must((*promised)["logIndex"] == entry->log_index, "the promise covers the index");
  must((*promised)["body"] == base::to_base64(entry->body), "the promise covers the body");
  return 0;
}
