#include "base/limits.h"
#include "fuzz.h"
#include "trust/pattern.h"
#include "trust/policy_file.h"

using namespace weighmaster;
using fuzz::must;

namespace {

base::Result<Bytes> no_file(const std::string& path) {
  return base::fail(base::Code::file_not_found, path);
}

}  // namespace

/// A policy that is read names somebody in every rule, decides each model that it names, and leaves no name
/// open.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto policy = trust::PolicyFile::parse({data, size}, "policy", no_file);
  if (!policy) return 0;
  must(!policy->rules().empty() && policy->rules().size() <= base::limits::policy_rules, "rules are capped");
  for (const auto& rule : policy->rules()) {
    const auto& signers = rule.signers;
    const auto count =
        signers.identities.any_of.size() + signers.keys.any_of.size() + signers.roots.anchors.size();
    must(count > 0, "a rule names somebody");
    for (const auto& identity : signers.identities.any_of) {
      must(!identity.name.empty() && !identity.issuer.empty(), "an identity is named and vouched for");
      if (identity.name_is_pattern)
        must(trust::check_identity_pattern(identity.name).has_value(), "a pattern was checked");
    }
    for (const auto& model : rule.models) {
      // Taken as a name, a pattern is one of the models that it names.
      const auto decided = policy->policy_for(model == "*" ? "" : model);
      must(decided.has_value(), "a model that is named is decided");
    }
  }
  return 0;
}
