#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/task.h"
#include "model/collection.h"
#include "verdict/verify.h"

namespace weighmaster::verdict {

/// Who the person expects of a model of this name, "org/model"; of one without a name, which is empty, only
/// what counts for every model. Error: why nobody is expected (policy.no_rule).
using PolicyFor = std::function<base::Result<trust::Policy>(const std::string& name)>;

struct ScanRequest {
  std::vector<model::FoundModel> models;
  PolicyFor policy_for;
  /// What holds for every model; `model`, `model_name`, `signature` and `policy` are not looked at.
  VerifyRequest each;
  /// The person says that folders below the places they named are called as the hubs call models
  /// ("org/model"): labels are then names where nothing better is known.
  bool labels_are_names = false;
};

/// What came of one model. The report lives no longer than the call that shows it: three hundred large ones
/// would not fit into memory.
struct Scanned {
  std::size_t place = 0;  // in ScanRequest::models
  /// As it was looked up; empty: it has none.
  const std::string& name;
  const Report& report;
  /// All files of the model, signed or not; absent where it can't be listed.
  std::optional<std::uint64_t> size;
  /// What was asked; as long-lived as the report.
  const VerifyRequest* request = nullptr;
};

/// Told on the way, one call at a time. Each may be empty.
struct ScanWatch {
  std::function<void(std::size_t place)> begun;
  std::function<void(const Scanned&)> finished;
};

/// Verifies one model after the other, for two at once would read the same disk against each other. Where
/// nobody is expected of a model it is checked all the same; a signature is then `undetermined` at best, and
/// its signer step says why. What fails on one model is in its report and stops no other. Where the task is
/// stopped, the model at work has a report that says so; the rest is not begun, and not told of.
void scan(const ScanRequest& request, const base::Task& task, const ScanWatch& watch);

/// What a model is called where expectations are looked up: by the hub's cache that holds it, else by its
/// label where the person says so. Empty: nobody says it.
[[nodiscard]] std::string name_of(const model::FoundModel& model, bool labels_are_names);

/// What a model's report came to.
struct Ending {
  Verdict verdict = Verdict::undetermined;
  int exit_code = 5;
};
/// The exit code of the worst verdict; what the person's own options let pass counts as what its code says.
/// 130 where one was stopped. None: 0.
[[nodiscard]] int worst_exit_code(const std::vector<Ending>& endings);

}  // namespace weighmaster::verdict
