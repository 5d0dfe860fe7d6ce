#pragma once

#include <memory>

#include "ui/jobs/file_index.h"
#include "verdict/report.h"
#include "verdict/verify.h"
#include "words/scan_row.h"
#include "words/words.h"

namespace weighmaster::ui {

/// A report with all that the window says of it. To derive that takes passes over all rows; so the thread
/// that made the report does it, and the interface thread only shows it. Immutable.
struct Answer {
  verdict::Report report;
  /// What it answers, with what the address book made of it; null while the check runs.
  std::shared_ptr<const verdict::VerifyRequest> asked;
  verdict::Verdict verdict = verdict::Verdict::undetermined;
  words::Card card;
  words::Facts facts;
  /// As one of many; its size is that of the files that were listed.
  words::ScanRow row;
  FileIndex files;
  /// The answer before this one, if its files have the same names and shards in the same order: to exchange
  /// the two moves nothing.
  std::weak_ptr<const Answer> sameFilesAs;
};

using AnswerPtr = std::shared_ptr<const Answer>;
using ReportPtr = std::shared_ptr<const verdict::Report>;
using RequestPtr = std::shared_ptr<const verdict::VerifyRequest>;

/// `before`: what was shown until now, or null.
[[nodiscard]] AnswerPtr answerFrom(verdict::Report report, const AnswerPtr& before = nullptr,
                                   RequestPtr asked = nullptr);

/// The report of an answer, kept alive with it; null for null.
[[nodiscard]] ReportPtr reportOf(const AnswerPtr& answer);

}  // namespace weighmaster::ui
