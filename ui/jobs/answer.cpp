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

}  // namespace

AnswerPtr answerFrom(verdict::Report report, const AnswerPtr& before) {
  Answer answer;
  answer.verdict = verdict::verdict(report);
  answer.card = words::card(report, clockTime(report.checked_at).toStdString());
  answer.facts = words::facts(report);
  answer.files = FileIndex(report.files);
  answer.report = std::move(report);
  if (before && sameFiles(answer, *before)) answer.sameFilesAs = before;
  return sharedAside(std::move(answer));
}

ReportPtr reportOf(const AnswerPtr& answer) {
  return answer ? ReportPtr(answer, &answer->report) : nullptr;
}

}  // namespace weighmaster::ui
