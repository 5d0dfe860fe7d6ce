#include "base/limits.h"
#include "fuzz.h"
#include "trust/roots.h"

using namespace weighmaster;
using fuzz::must;

/// A trusted root that is read names its logs, has chains that are not empty, and reads the same again.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto root = trust::TrustedRoot::parse({data, size});
  if (!root) return 0;
  must(root->logs().size() <= base::limits::trusted_logs, "logs are capped");
  must(root->certificate_authorities().size() <= base::limits::trusted_logs, "authorities are capped");
  for (const auto& log : root->logs()) must(!log.log_id.empty(), "a log has an id");
  for (const auto& log : root->certificate_logs()) must(!log.log_id.empty(), "a log has an id");
  for (const auto& authority : root->certificate_authorities())
    must(!authority.chain.empty(), "a chain is not empty");
  const auto again = trust::TrustedRoot::parse({data, size});
  must(again && again->digest() == root->digest(), "it reads the same again");
  return 0;
}
