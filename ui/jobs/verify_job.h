#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "ui/jobs/services.h"
#include "ui/jobs/snapshot.h"

namespace weighmaster::ui {

/// A row of the Files page that was finished; `place` is its place in the prepared report. Copied once, by
/// the worker.
struct RowUpdate {
  std::size_t place = 0;
  std::shared_ptr<const verdict::FileRow> row;
};

/// What a check leaves behind.
struct Checked {
  ReportPtr report;
  std::optional<Snapshot> snapshot;
};

/// One check on a thread of its own. The worker puts what it has into a box, and the interface thread empties
/// the box twenty times a second, however fast the worker is. Deleting the job abandons the worker: it is
/// asked to stop, nobody waits for it, and what it still says goes nowhere. So a read that hangs on a dead
/// network drive holds up nothing.
class VerifyJob : public QObject {
  Q_OBJECT

 public:
  using Work = std::function<Checked(const base::Task&, const verdict::Watch&)>;

  explicit VerifyJob(Work work, QObject* parent = nullptr);
  ~VerifyJob() override;
  VerifyJob(const VerifyJob&) = delete;
  VerifyJob& operator=(const VerifyJob&) = delete;
  VerifyJob(VerifyJob&&) = delete;
  VerifyJob& operator=(VerifyJob&&) = delete;

  /// Asks the worker to stop; its report, with what it did not do left open, still comes.
  void cancel();

 signals:
  /// All but the files is decided; the rows are listed and waiting.
  void prepared(const weighmaster::ui::ReportPtr& report);
  void rowsFinished(const std::vector<weighmaster::ui::RowUpdate>& rows);
  void progressed(const weighmaster::base::Progress& progress);
  /// The last signal.
  void finished(const weighmaster::ui::Checked& checked);

 private:
  struct Box;

  void emptyBox();

  std::shared_ptr<Box> box_;
  std::stop_source stop_;
  QTimer timer_;
};

}  // namespace weighmaster::ui
