#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/limits.h"
#include "base/result.h"
#include "trust/policy.h"

/// A policy file binds models to those who may sign them (docs/policy.md, schema 1).
namespace weighmaster::trust {

/// No bundle holds more times than these together.
inline constexpr std::size_t most_independent_times = base::limits::log_entries + base::limits::timestamps;

struct PolicyRule {
  std::string name;
  /// Patterns for model names (trust/pattern.h).
  std::vector<std::string> models;
  Signers signers;
  bool allow_unsigned_files = false;
  /// As in Policy.
  std::size_t independent_times = 1;
};

/// Gives the content of a file that the policy names, by the path as it stands there.
using ReadNamedFile = std::function<base::Result<Bytes>(const std::string& path)>;

class PolicyFile {
 public:
  /// Strict: no member that is not known, no rule that can't be reached, nobody left out. `path` names the
  /// policy in errors. Errors: parse_json's, policy.malformed (the detail says where in the file),
  /// policy.pattern, `read`'s.
  [[nodiscard]] static base::Result<PolicyFile> parse(BytesView text, const std::string& path,
                                                      const ReadNamedFile& read);

  /// The first rule that names the model; of a model without a name, the first that is for every model.
  /// Error: policy.no_rule.
  [[nodiscard]] base::Result<Policy> policy_for(const std::string& model) const;

  [[nodiscard]] const std::vector<PolicyRule>& rules() const { return rules_; }

 private:
  std::string path_;
  std::vector<PolicyRule> rules_;
};

}  // namespace weighmaster::trust
