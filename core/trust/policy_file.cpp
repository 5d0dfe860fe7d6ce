#include "trust/policy_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/limits.h"
#include "trust/model_name.h"
#include "trust/pattern.h"
#include "trust/policy_reader.h"

namespace weighmaster::trust {
namespace {

using base::Code;
using base::Result;

constexpr std::uint64_t schema = 1;

/// Whether each model that the later pattern names is named by the earlier one too. A `*` of the later is
/// then a letter like any other.
bool covers(const std::string& earlier, const std::string& later) {
  return earlier == "*" || matches(earlier, later);
}

/// A pattern that earlier rules leave nothing to would be a rule that a person believes in, and that is never
/// applied.
Result<void> check_reached(const std::vector<PolicyRule>& rules, const PolicyReader& reader) {
  std::size_t count = 0;
  for (const auto& rule : rules) count += rule.models.size();
  if (count > base::limits::policy_models) {
    return reader.refuse(
        "rules", "they may name at most " + std::to_string(base::limits::policy_models) + " models together");
  }
  for (std::size_t later = 1; later < rules.size(); ++later) {
    for (const auto& pattern : rules[later].models) {
      for (std::size_t earlier = 0; earlier < later; ++earlier) {
        const auto& patterns = rules[earlier].models;
        const bool covered = std::any_of(patterns.begin(), patterns.end(),
                                         [&](const std::string& one) { return covers(one, pattern); });
        if (covered) {
          return reader.refuse(
              "rules[" + std::to_string(later) + "].models",
              "“" + pattern + "” is decided by rules[" + std::to_string(earlier) + "] already");
        }
      }
    }
  }
  return {};
}

}  // namespace

Result<PolicyFile> PolicyFile::parse(BytesView text, const std::string& path, const ReadNamedFile& read) {
  const auto json = base::parse_json(text, path);
  if (!json) return base::fail(json.error());
  const PolicyReader reader(path, read);
  if (auto known = reader.check_members(*json, "policy", {"$schema", "comment", "schema", "rules"}); !known)
    return base::fail(std::move(known.error()));
  if (!json->contains("schema") || (*json)["schema"] != schema)
    return reader.refuse("schema", "it has to be 1, the only one there is");
  const auto list = reader.list(*json, "rules", "rules", base::limits::policy_rules);
  if (!list) return base::fail(list.error());

  PolicyFile file;
  file.path_ = path;
  for (std::size_t i = 0; i < (*list)->size(); ++i) {
    auto rule = reader.rule((**list)[i], "rules[" + std::to_string(i) + "]");
    if (!rule) return base::fail(std::move(rule.error()));
    file.rules_.push_back(std::move(*rule));
  }
  if (auto reached = check_reached(file.rules_, reader); !reached)
    return base::fail(std::move(reached.error()));
  return file;
}

Result<Policy> PolicyFile::policy_for(const std::string& model) const {
  const auto names = [&](const std::string& pattern) {
    return pattern == "*" || (!model.empty() && matches(pattern, model));
  };
  const auto rule = std::find_if(rules_.begin(), rules_.end(), [&](const PolicyRule& each) {
    return std::any_of(each.models.begin(), each.models.end(), names);
  });
  if (rule == rules_.end()) return base::fail(Code::policy_no_rule, model, path_);
  return Policy{NoExpectation{}, rule->allow_unsigned_files,
                AppliedRule{path_, rule->name, model, rule->signers}, rule->independent_times};
}

}  // namespace weighmaster::trust
