#include "fuzz.h"
#include "signature/entry_body.h"

using namespace weighmaster;
using fuzz::must;

/// A body that is read is of a kind that is known, and says what was signed and by whom.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto body = signature::parse_entry_body({data, size});
  if (!body) return 0;
  const bool is_v2 = signature::is_of_rekor_2(body->kind, body->version);
  must(is_v2 == (body->version == "0.0.2" && body->kind != "intoto"), "the version says which Rekor it is");
  if (const auto* record = std::get_if<signature::HashedRekordBody>(&body->content)) {
    must(body->kind == "hashedrekord", "kind and content agree");
    must(!record->digest.bytes().empty(), "there is a digest");
  } else if (const auto* dsse = std::get_if<signature::DsseBody>(&body->content)) {
    must(body->kind == "dsse", "kind and content agree");
    must(!dsse->signatures.empty(), "there is a signature");
  } else {
    must(body->kind == "intoto" && body->version == "0.0.2", "kind and content agree");
    must(!std::get<signature::IntotoBody>(body->content).signatures.empty(), "there is a signature");
  }
  return 0;
}
