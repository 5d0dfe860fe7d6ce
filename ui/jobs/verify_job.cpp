#include "ui/jobs/verify_job.h"

#include <mutex>
#include <thread>
#include <utility>

#include "ui/jobs/priority.h"

namespace weighmaster::ui {

/// Shared by the worker and the job; it outlives both.
struct VerifyJob::Box {
  std::mutex mutex;
  AnswerPtr prepared;
  std::vector<RowUpdate> rows;
  std::optional<base::Progress> progress;
  AnswerPtr finished;
  std::shared_ptr<const Snapshot> snapshot;
  /// Null once it is gone.
  VerifyJob* job = nullptr;
};

namespace {

constexpr int emptyEveryMilliseconds = 50;

}  // namespace

VerifyJob::VerifyJob(Work work, QObject* parent) : QObject(parent), box_(std::make_shared<Box>()) {
  box_->job = this;
  connect(&timer_, &QTimer::timeout, this, &VerifyJob::emptyBox);
  timer_.start(emptyEveryMilliseconds);
  std::thread([box = box_, stop = stop_.get_token(), work = std::move(work)] {
    letInterfaceGoFirst();
    run(box, stop, work);
  }).detach();
}

VerifyJob::~VerifyJob() {
  stop_.request_stop();
  const std::scoped_lock lock(box_->mutex);
  box_->job = nullptr;
}

void VerifyJob::cancel() {
  stop_.request_stop();
}

void VerifyJob::run(const std::shared_ptr<Box>& box, const std::stop_token& stop, const Work& work) {
  const base::Task task{stop, [&](const base::Progress& progress) {
                          const std::scoped_lock lock(box->mutex);
                          box->progress = progress;
                        }};
  AnswerPtr prepared;
  verdict::Watch watch;
  watch.prepared = [&](const verdict::Report& report) {
    prepared = answerFrom(report);
    const std::scoped_lock lock(box->mutex);
    box->prepared = prepared;
  };
  watch.row = [&](std::size_t place, const verdict::FileRow& row) {
    RowUpdate update(place, row);
    const std::scoped_lock lock(box->mutex);
    box->rows.push_back(std::move(update));
  };
  auto checked = work(task, watch);
  auto answer = answerFrom(std::move(checked.report), prepared, std::move(checked.asked));
  const std::scoped_lock lock(box->mutex);
  box->finished = std::move(answer);
  box->snapshot = std::move(checked.snapshot);
  // A small model is checked in less time than lies between two looks into the box.
  if (box->job) QMetaObject::invokeMethod(box->job, &VerifyJob::emptyBox, Qt::QueuedConnection);
}

void VerifyJob::emptyBox() {
  AnswerPtr ready;
  std::vector<RowUpdate> rows;
  std::optional<base::Progress> progress;
  AnswerPtr last;
  std::shared_ptr<const Snapshot> snapshot;
  {
    const std::scoped_lock lock(box_->mutex);
    ready = std::exchange(box_->prepared, nullptr);
    rows = std::exchange(box_->rows, {});
    progress = std::exchange(box_->progress, std::nullopt);
    last = std::exchange(box_->finished, nullptr);
    snapshot = std::exchange(box_->snapshot, nullptr);
  }
  if (ready) emit prepared(ready);
  if (progress) emit progressed(*progress);
  if (!last) {
    if (!rows.empty()) emit rowsFinished(rows);
    return;
  }
  // The report holds all rows: those of the last moment need not be shown one by one.
  timer_.stop();
  emit finished(last, snapshot);
}

}  // namespace weighmaster::ui
