#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audit/beside.h"
#include "audit/enclosed.h"
#include "base/task.h"
#include "verdict/verify.h"

namespace weighmaster::audit {

/// A trusted root that this computer knows: shipped, updated, imported, or given by the person.
struct KnownRoot {
  std::shared_ptr<const trust::TrustedRoot> root;
  std::string source;
  std::optional<std::int64_t> version = {};
  std::optional<base::TimePoint> updated_at = {};
};

struct CheckRequest {
  /// What the person asks now: whom they expect, by which method, under which root, at what time; `model`
  /// where `has_model`. Its signature is the report's, whatever is named here.
  verdict::VerifyRequest now;
  bool has_model = false;
  /// Of a report of many, which one the model is: its place there. Nothing: the report is of one.
  std::optional<std::size_t> which = {};
  std::vector<KnownRoot> known_roots;
  /// The root in the report counts, whoever made it: then anybody can have made all of it.
  bool accept_enclosed_root_unsafe = false;
  /// Where the report lies: a signature beside it is checked too. Empty: nowhere.
  std::filesystem::path file = {};
  /// Whom the person expects to have signed the report itself.
  trust::Expectation report_signer = {};
};

/// Under which root the evidence was checked.
enum class RootUsed : std::uint8_t {
  none,             // it takes none
  known,            // the report's, which is known here
  another,          // this computer's: the report's is not known here
  enclosed_unsafe,  // the report's, because the person asked for that
};
[[nodiscard]] std::string_view name(RootUsed used);

/// A file that is not as the report says.
struct Since {
  std::string name;
  /// Nothing where there was, or is, no such file.
  std::optional<verdict::FileState> then;
  std::optional<verdict::FileState> now;
};

/// One model of a report.
struct CheckedModel {
  /// In the report.
  std::size_t place = 0;
  /// Whether it was a folder, as the report says.
  bool of_a_folder = true;
  /// What its evidence and its rows amount to, if all its claims were true: its expectation, its root, its
  /// time. For telling what the report says; nothing of it is believed.
  verdict::Report stated;
  /// The verdict that the report states.
  std::optional<verdict::Verdict> stated_verdict;
  /// Found out now, under what the person expects and this computer trusts. Without a model the files are
  /// not_checked.
  verdict::Report now;
  bool has_model = false;
  RootUsed root = RootUsed::none;
  /// Where the report contradicts its evidence (audit.statement_differs), and audit.root_unknown.
  std::vector<base::Finding> findings;
  /// With a model: what has changed since, of the files that were compared.
  std::vector<Since> since;
};
/// Whether files were compared: a model was given, and what was signed is known. Without the publisher's key
/// nobody knows what to compare with.
[[nodiscard]] bool is_compared(const CheckedModel& model);

/// What is to be read in a report, apart from what its evidence says.
enum class Pages : std::uint8_t {
  none,           // JSON has none
  same,           // made anew, and the same byte by byte
  other_version,  // of another version of this program
  differ,         // not what the evidence says
  not_compared,   // a PDF's
};
[[nodiscard]] std::string_view name(Pages pages);

struct CheckedReport {
  Form form = Form::json;
  std::string program;
  Pages pages = Pages::none;
  /// Of the evidence as a whole: audit.evidence_missing, audit.evidence_differs, audit.statement_differs.
  std::vector<base::Finding> findings;
  std::vector<CheckedModel> models;
  /// What the report says it passed over, where it is of many models that were looked for.
  std::optional<verdict::ScanScope> scope;
  /// The report's own signature, where there is one or somebody is expected to have signed.
  std::optional<Beside> beside;
};

/// Checks a report against its evidence, the evidence against what this computer trusts and the person
/// expects, and the model, where one is given, against what was signed. The verdict is computed anew; what a
/// report says about who was expected, or about the time, is told and never used for it. `program`: this one,
/// as in make_report. Errors: read_enclosed's; audit.malformed also for a model beside a report of many,
/// where it is not said which one it is; task.cancelled between two models.
[[nodiscard]] base::Result<CheckedReport> check_report(BytesView file, const std::string& subject,
                                                       const CheckRequest& request,
                                                       const std::string& program, const base::Task& task);

/// The worst of what was found: now, of the report itself, and of its signature. Without a model `partial` at
/// best; of a report that says it does not speak for all, `undetermined`.
[[nodiscard]] verdict::Verdict verdict(const CheckedModel& model);
[[nodiscard]] verdict::Verdict verdict(const CheckedReport& report);
/// Whether the report says nothing but what follows from its evidence.
[[nodiscard]] bool agrees_with_itself(const CheckedModel& model);
[[nodiscard]] bool agrees_with_itself(const CheckedReport& report);
/// Whether a model hangs on a root that is not known here (audit.root_unknown); of a report, one of its
/// models.
[[nodiscard]] bool rests_on_unknown_root(const CheckedModel& model);
[[nodiscard]] bool rests_on_unknown_root(const CheckedReport& report);
/// As verdict::exit_code has it.
[[nodiscard]] int exit_code(const CheckedReport& report);

/// docs/report.md, "report --check".
[[nodiscard]] base::Json to_json(const CheckedReport& report);

}  // namespace weighmaster::audit
