#include "ui/jobs/answer.h"

#include <algorithm>

#include "ui/jobs/aside.h"
#include "ui/jobs/clock_time.h"

namespace weighmaster::ui {
namespace {

bool sameFiles(const Answer& a, const Answer& b) {
  const auto& mine = a.report.files;
  const auto& theirs = b.report.files;
  const auto same = [](const verdict::FileRow& x, const verdict::FileRow& y) {
    return x.name == y.name && x.shards.size() == y.shards.size();
  };
  return std::equal(mine.begin(), mine.end(), theirs.begin(), theirs.end(), same) &&
         a.files.groups == b.files.groups;
}

std::optional<std::uint64_t> sizeOf(const verdict::Report& report) {
  if (report.files.empty()) return std::nullopt;
  std::uint64_t size = 0;
  for (const auto& row : report.files) size += row.size.value_or(0);
  return size;
}

}  // namespace

AnswerPtr answerFrom(verdict::Report report, const AnswerPtr& before, RequestPtr asked) {
  Answer answer;
  answer.verdict = verdict::verdict(report);
  answer.card = words::card(report, clockTime(report.checked_at).toStdString());
  answer.facts = words::facts(report);
  answer.row = words::scan_row({0, {}, report, sizeOf(report)});
  answer.files = FileIndex(report.files);
  answer.report = std::move(report);
  answer.asked = std::move(asked);
  if (before && sameFiles(answer, *before)) answer.sameFilesAs = before;
  return sharedAside(std::move(answer));
}

ReportPtr reportOf(const AnswerPtr& answer) {
  return answer ? ReportPtr(answer, &answer->report) : nullptr;
}

}  // namespace weighmaster::ui
