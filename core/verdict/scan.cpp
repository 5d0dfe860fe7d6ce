#include "verdict/scan.h"

#include <algorithm>

#include "trust/model_name.h"

namespace weighmaster::verdict {
namespace {

/// All files of the report's rows that are here; nothing was listed where there was no signature to compare
/// with.
std::optional<std::uint64_t> size_of(const Report& report, const std::filesystem::path& model,
                                     const base::Task& task) {
  if (report.files.empty()) {
    const auto tree = model::list_model(model, {}, {task.stop, {}});
    return tree ? std::optional(tree->total_size()) : std::nullopt;
  }
  std::uint64_t size = 0;
  for (const auto& row : report.files) size += row.size.value_or(0);
  return size;
}

/// Nobody is expected, and why.
void explain(const base::Error& error, Report& report) {
  Step& signer = report.step(StepId::signer);
  if (report.method) signer.findings.push_back(base::as_finding(error));
}

void check(const ScanRequest& request, std::size_t place, const base::Task& task, const ScanWatch& watch) {
  const auto& found = request.models[place];
  const auto name = name_of(found, request.labels_are_names);
  VerifyRequest one = request.each;
  one.model = found.path;
  one.model_name = name;
  one.signature.reset();
  auto policy = request.policy_for ? request.policy_for(name) : trust::Policy{};
  one.policy = policy ? *policy : trust::Policy{};
  Report report = verify_model(one, task);
  if (!policy) explain(policy.error(), report);
  if (watch.finished) watch.finished({place, name, report, size_of(report, found.path, task), &one});
}

}  // namespace

std::string name_of(const model::FoundModel& model, bool labels_are_names) {
  if (auto name = trust::model_name_from_path(model.path)) return std::move(*name);
  const bool is_folder = model.layout == model::Layout::folder;
  return labels_are_names && is_folder && trust::is_model_name(model.label) ? model.label : std::string();
}

void scan(const ScanRequest& request, const base::Task& task, const ScanWatch& watch) {
  for (std::size_t place = 0; place < request.models.size() && !task.stopped(); ++place) {
    if (watch.begun) watch.begun(place);
    check(request, place, task, watch);
  }
}

int worst_exit_code(const std::vector<Ending>& endings) {
  constexpr int stopped = 130;
  const auto rank = [](const Ending& ending) {
    if (ending.exit_code == stopped) return static_cast<int>(Verdict::signature_invalid) + 1;
    // Files that are not signed, and the person lets pass.
    if (ending.exit_code == 0) return static_cast<int>(Verdict::trusted);
    if (ending.exit_code == 4) return static_cast<int>(Verdict::partial);
    return static_cast<int>(ending.verdict);
  };
  const auto worst = std::max_element(endings.begin(), endings.end(),
                                      [&](const Ending& a, const Ending& b) { return rank(a) < rank(b); });
  return worst == endings.end() ? 0 : worst->exit_code;
}

}  // namespace weighmaster::verdict
