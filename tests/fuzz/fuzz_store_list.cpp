#include <set>

#include "fuzz.h"
#include "model/ollama.h"

using namespace weighmaster;
using fuzz::must;

/// A list that is read names at least one file, each once, by a name that stays in the store's folder.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto blobs = model::parse_store_list({data, size}, "fuzz");
  if (!blobs) {
    must(blobs.error().code == base::Code::scan_store, "one code says it");
    return 0;
  }
  must(!blobs->empty(), "a list names files");
  must(blobs->size() <= size, "no more files than bytes");
  std::set<std::string> names;
  for (const auto& blob : *blobs) {
    const auto path = model::blob_path("store", blob.digest);
    must(path.parent_path() == std::filesystem::path("store/blobs"), "it stays in the store");
    must(path.filename().string().size() == 71, "it is called by a SHA-256");
    must(names.insert(path.filename().string()).second, "each file once");
  }
  return 0;
}
