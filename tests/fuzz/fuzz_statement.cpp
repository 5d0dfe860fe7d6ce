#include "fuzz.h"
#include "manifest/name.h"
#include "signature/statement.h"

using namespace weighmaster;
using fuzz::must;

/// A statement that is read has resources with normal names; only `Digests/v0.1` states no root digest.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto statement = signature::parse_unverified_statement({data, size});
  if (!statement) return 0;
  const auto& resources = statement->manifest.resources();
  must(!resources.empty(), "there are resources");
  for (const auto& resource : resources) {
    if (resources.size() == 1 && resource.path == manifest::dot) continue;
    const auto normal = manifest::normal_name(resource.path);
    must(normal && *normal == resource.path, "names are normal");
  }
  const bool digests = statement->predicate_type == signature::predicate_type_digests;
  must(digests == !statement->stated_root, "a root digest is stated");
  must(digests == statement->subject_name.empty(), "the model has a name");
  must(!digests || statement->root_agrees(), "what is not stated agrees");
  return 0;
}
