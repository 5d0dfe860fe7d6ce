#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ui/jobs/verify_job.h"

namespace weighmaster::ui {

/// What a person opened: a model, perhaps with the signature they chose, or a signature file alone.
struct Opened {
  std::filesystem::path path;
  std::optional<std::filesystem::path> signature;
};

/// One row of the list on the left: a model, what is expected of it, and what came of checking it.
class ModelSession : public QObject {
  Q_OBJECT

 public:
  enum class State { idle, working, stopping, done };

  ModelSession(std::shared_ptr<const Services> services, Opened opened, QObject* parent = nullptr);

  [[nodiscard]] const Opened& opened() const { return opened_; }
  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] bool busy() const { return state_ == State::working || state_ == State::stopping; }
  /// The last report; while a check runs, what it has prepared. Null before that.
  [[nodiscard]] const ReportPtr& report() const { return report_; }
  /// A signature file was opened without a model: the report tells claims.
  [[nodiscard]] bool claimsOnly() const { return state_ == State::done && report_->model.empty(); }
  [[nodiscard]] bool mayHaveChanged() const { return mayHaveChanged_; }
  [[nodiscard]] const trust::Expectation& expectation() const { return expectation_; }

  /// Checks from the beginning; a check that runs is abandoned.
  void check();
  /// Stops at once: a worker that does not answer within a moment is left behind.
  void cancel();

  // Each takes effect with the next check.
  void expect(trust::Expectation expectation) { expectation_ = std::move(expectation); }
  void useModel(const std::filesystem::path& model);
  void useSignature(const std::filesystem::path& signature) { opened_.signature = signature; }
  void useTrustedRoot(std::shared_ptr<const trust::TrustedRoot> root, std::string source);
  /// Leaves these out of the model, relative names.
  void leaveOut(std::vector<std::string> names) { leftOut_ = std::move(names); }

  /// Compares sizes and times with those at the check, off the interface thread.
  void lookForChanges();

 signals:
  void started();
  void prepared();
  void rowsFinished(const std::vector<weighmaster::ui::RowUpdate>& rows);
  void progressed(const weighmaster::base::Progress& progress);
  void finished();
  void changeSuspected();

 private:
  [[nodiscard]] verdict::VerifyRequest request() const;
  [[nodiscard]] VerifyJob::Work work() const;
  void finish(const Checked& checked);
  void giveUp();

  std::shared_ptr<const Services> services_;
  Opened opened_;
  trust::Expectation expectation_;
  std::shared_ptr<const trust::TrustedRoot> trustedRoot_;
  std::string trustedRootSource_;
  std::vector<std::string> leftOut_;

  State state_ = State::idle;
  std::unique_ptr<VerifyJob> job_;
  QTimer patience_;
  ReportPtr report_;
  std::shared_ptr<const Snapshot> snapshot_;
  bool looking_ = false;
  bool mayHaveChanged_ = false;
};

}  // namespace weighmaster::ui
