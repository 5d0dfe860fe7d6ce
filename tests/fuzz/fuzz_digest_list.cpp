#include "fuzz.h"
#include "manifest/digest_list.h"

using namespace weighmaster;
using fuzz::must;

/// A list that is read can be written and read again and is the same; what is written of it is always the
/// same. A manifest that it makes has as many bytes and digests as the list.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto list = manifest::parse_digest_list({data, size}, "fuzz");
  if (!list) return 0;
  const auto text = manifest::digest_list_text(*list);
  const auto again = manifest::parse_digest_list(as_bytes(text), "fuzz");
  must(again.has_value(), "what was written can be read");
  must(*again == *list, "it is the same");
  must(manifest::digest_list_text(*again) == text, "it is written the same");
  const bool holds_nothing = list->files.empty();
  must(holds_nothing || !manifest::manifest_of({*list, *again}), "nothing is taken twice");
  const auto manifest = manifest::manifest_of({*list});
  if (!manifest) return 0;
  std::size_t pieces = 0;
  for (const auto& file : list->files) {
    must(file.pieces.size() == manifest::piece_count(list->serialization, file.size), "no piece is missing");
    pieces += file.pieces.size();
  }
  must(manifest->resources().size() == pieces, "each piece is a resource");
  must(manifest->in_order(), "resources are in order");
  return 0;
}
