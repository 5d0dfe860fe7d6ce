#include "audit/check.h"
#include "audit/pdf.h"
#include "fuzz.h"

using namespace weighmaster;
using fuzz::must;
using verdict::Verdict;

namespace {

audit::CheckedReport checked(BytesView file, const audit::CheckRequest& request, bool& taken) {
  auto report = audit::check_report(file, "fuzz", request, "Weighmaster 0.1.0", {});
  taken = report.has_value();
  return report ? std::move(*report) : audit::CheckedReport{};
}

}  // namespace

/// Whatever a report says: nobody named as expected makes no signer known, and files that nobody looked at
/// make no model complete. What is read once is read again, in each form.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const BytesView file{data, size};
  static_cast<void>(audit::attachments(file));
  static_cast<void>(audit::painted_from_json(file));
  audit::CheckRequest request;
  request.accept_enclosed_root_unsafe = true;
  bool taken = false;
  const auto report = checked(file, request, taken);
  if (!taken) return 0;
  const auto worst = audit::verdict(report);
  must(worst >= Verdict::unknown_signer, "nobody was expected");
  must(audit::exit_code(report) != 0, "so it does not pass");
  const bool speaks_for_all = !report.scope || report.scope->is_whole();
  must(speaks_for_all || worst >= Verdict::undetermined, "it says that not all was looked at");
  for (const auto& model : report.models) {
    must(model.now.count(verdict::FileState::matches) == 0 || model.now.content != verdict::Content::model,
         "no file of a model was compared");
    must(verdict::expects_nobody(model.now), "a report's expectation is not taken over");
  }
  const auto enclosed = audit::read_enclosed(file, "fuzz");
  must(enclosed.has_value(), "what was checked can be read");
  std::vector<words::ModelDocument> models;
  for (const auto& model : report.models)
    models.push_back(words::model_document(model.stated, enclosed->program));
  const auto same = audit::same_report(*enclosed, std::move(models), report.scope);
  // Findings say that pieces are not what the report names: then it can't be written again.
  if (!enclosed->findings.empty()) return 0;
  const auto again = audit::read_enclosed(audit::html_form(same), "fuzz");
  must(again.has_value() && again->pieces.size() == enclosed->pieces.size(), "its page holds the same");
  return 0;
}
