#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/task.h"
#include "ui/jobs/answer.h"
#include "ui/jobs/snapshot.h"
#include "verdict/verify.h"

namespace weighmaster::ui {

/// A row of the Files page that was finished; `place` is its place in the prepared report. Copied once, by
/// the worker.
struct RowUpdate {
  RowUpdate(std::size_t at, verdict::FileRow finished)
      : place(at), row(std::make_shared<const verdict::FileRow>(std::move(finished))), marks(*row) {}

  std::size_t place;
  std::shared_ptr<const verdict::FileRow> row;
  FileMarks marks;
};

/// What a check comes to, how model and signature lay on the disk when it began, and what it was asked.
struct Checked {
  verdict::Report report;
  std::shared_ptr<const Snapshot> snapshot;
  RequestPtr asked = {};
};

/// One check on a thread of its own. The worker puts what it has into a box, and the interface thread empties
/// the box twenty times a second, however fast the worker is, and once the worker is done. Deleting the job
/// abandons the worker: it is asked to stop, nobody waits for it, and what it still says goes nowhere. So a
/// read that hangs on a dead network drive holds up nothing.
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
  void prepared(const weighmaster::ui::AnswerPtr& answer);
  void rowsFinished(const std::vector<weighmaster::ui::RowUpdate>& rows);
  void progressed(const weighmaster::base::Progress& progress);
  /// The last signal.
  void finished(const weighmaster::ui::AnswerPtr& answer, const std::shared_ptr<const Snapshot>& snapshot);

 private:
  struct Box;

  static void run(const std::shared_ptr<Box>& box, const std::stop_token& stop, const Work& work);
  void emptyBox();

  std::shared_ptr<Box> box_;
  std::stop_source stop_;
  QTimer timer_;
};

}  // namespace weighmaster::ui
