#include "ui/jobs/verify_job.h"

#include <mutex>
#include <thread>
#include <utility>

namespace weighmaster::ui {

/// Shared by the worker and the job; it outlives both.
struct VerifyJob::Box {
  std::mutex mutex;
  ReportPtr prepared;
  std::vector<RowUpdate> rows;
  std::optional<base::Progress> progress;
  std::optional<Checked> checked;
};

namespace {

constexpr int emptyEveryMilliseconds = 50;

}  // namespace

VerifyJob::VerifyJob(Work work, QObject* parent) : QObject(parent), box_(std::make_shared<Box>()) {
  connect(&timer_, &QTimer::timeout, this, &VerifyJob::emptyBox);
  timer_.start(emptyEveryMilliseconds);

  std::thread([box = box_, stop = stop_.get_token(), work = std::move(work)] {
    const base::Task task{stop, [&](const base::Progress& progress) {
                            const std::scoped_lock lock(box->mutex);
                            box->progress = progress;
                          }};
    verdict::Watch watch;
    watch.prepared = [&](const verdict::Report& report) {
      auto copy = std::make_shared<const verdict::Report>(report);
      const std::scoped_lock lock(box->mutex);
      box->prepared = std::move(copy);
    };
    watch.row = [&](std::size_t place, const verdict::FileRow& row) {
      auto copy = std::make_shared<const verdict::FileRow>(row);
      const std::scoped_lock lock(box->mutex);
      box->rows.push_back({place, std::move(copy)});
    };
    auto checked = work(task, watch);
    const std::scoped_lock lock(box->mutex);
    box->checked = std::move(checked);
  }).detach();
}

VerifyJob::~VerifyJob() {
  stop_.request_stop();
}

void VerifyJob::cancel() {
  stop_.request_stop();
}

void VerifyJob::emptyBox() {
  ReportPtr ready;
  std::vector<RowUpdate> rows;
  std::optional<base::Progress> progress;
  std::optional<Checked> checked;
  {
    const std::scoped_lock lock(box_->mutex);
    ready = std::exchange(box_->prepared, nullptr);
    rows = std::exchange(box_->rows, {});
    progress = std::exchange(box_->progress, std::nullopt);
    checked = std::exchange(box_->checked, std::nullopt);
  }
  if (ready) emit prepared(ready);
  if (progress) emit progressed(*progress);
  if (!checked) {
    if (!rows.empty()) emit rowsFinished(rows);
    return;
  }
  // The report holds all rows: those of the last moment need not be shown one by one.
  timer_.stop();
  emit finished(*checked);
}

}  // namespace weighmaster::ui
