#include "fuzz.h"
#include "known_key.h"
#include "signature/checkpoint.h"

using namespace weighmaster;
using fuzz::must;
using signature::Checkpoint;

/// What is signed is the note's own beginning, up to the blank line; and nobody signs for a key without it.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto note = as_text({data, size});
  const auto checkpoint = Checkpoint::parse(note);
  if (!checkpoint) return 0;
  const auto& text = checkpoint->signed_text;
  must(note.starts_with(text + "\n"), "what is signed is where the note begins");
  must(text.ends_with('\n'), "what is signed ends with its line");
  must(text.starts_with(checkpoint->origin + "\n" + std::to_string(checkpoint->tree_size) + "\n"),
       "origin and size are the first lines");
  must(checkpoint->tree_size >= 0, "the size is natural");
  must(!checkpoint->signatures.empty(), "there is a signature");
  must(checkpoint->signed_by(fuzz::known_key(), checkpoint->name_in_origin()) !=
           Checkpoint::SignedBy::this_key,
       "nobody signs without the key");
  return 0;
}
