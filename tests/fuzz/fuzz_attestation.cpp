#include "fuzz.h"
#include "signature/attestation.h"
#include "signature/statement.h"

using namespace weighmaster;
using fuzz::must;

/// A statement about files has subjects, each found by each of its digests; and none is read as a model's
/// statement too.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto attestation = signature::parse_unverified_attestation({data, size});
  if (!attestation) return 0;
  must(!attestation->subjects.empty(), "there are subjects");
  must(!attestation->predicate_type.empty(), "it says of what type it is");
  for (const auto& subject : attestation->subjects) {
    for (const auto& digest : subject.digests) {
      must(subject.has(digest), "a subject has its digests");
      must(attestation->about(digest) != nullptr, "it is about its subjects");
    }
  }
  must(!signature::parse_unverified_statement({data, size}), "it is no model's statement");
  return 0;
}
