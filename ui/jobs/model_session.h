#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ui/jobs/services.h"
#include "ui/jobs/turns.h"
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
  enum class State { idle, waiting, working, stopping, done };

  /// `turns` outlives it.
  ModelSession(std::shared_ptr<const Services> services, Turns& turns, Opened opened,
               QObject* parent = nullptr);

  [[nodiscard]] const Opened& opened() const { return opened_; }
  [[nodiscard]] State state() const { return state_; }
  /// The last answer; while a check runs, what it has prepared. Null before that.
  [[nodiscard]] const AnswerPtr& answer() const { return answer_; }
  [[nodiscard]] ReportPtr report() const { return reportOf(answer_); }
  /// What the last check was asked: null before it.
  [[nodiscard]] RequestPtr asked() const { return answer_ ? answer_->asked : nullptr; }
  /// A signature file was opened without a model: the report tells claims.
  [[nodiscard]] bool claimsOnly() const { return state_ == State::done && answer_->report.model.empty(); }
  /// Of all files of the model, as far as that is known.
  [[nodiscard]] std::optional<std::uint64_t> size() const;
  [[nodiscard]] bool mayHaveChanged() const { return mayHaveChanged_; }
  [[nodiscard]] const trust::Expectation& expectation() const { return expectation_; }
  /// As the person or the path of a hub says; empty where neither does, or nothing was checked yet.
  [[nodiscard]] std::string modelName() const;
  [[nodiscard]] const Services& services() const { return *services_; }
  /// The next check, to be done beside this session; its report does not come here.
  [[nodiscard]] VerifyJob::Work work() const;

  /// Checks from the beginning, once it is its turn; a check that runs is abandoned.
  void check();
  /// Stops at once: a worker that does not answer within a moment is left behind.
  void cancel();

  /// Lets go of what came of the check, which can be large: it has to be checked again before it is shown.
  void forget();

  // Each takes effect with the next check.
  void expect(trust::Expectation expectation) { expectation_ = std::move(expectation); }
  /// What the model is called, as the person says; a hub's path says it by itself.
  void nameModel(std::string name) { modelName_ = std::move(name); }
  void useModel(const std::filesystem::path& model);
  void useSignature(const std::filesystem::path& signature) { opened_.signature = signature; }
  void useTrustedRoot(std::shared_ptr<const trust::TrustedRoot> root, verdict::TrustFacts facts);
  /// Leaves these out of the model, relative names.
  void leaveOut(std::vector<std::string> names) { leftOut_ = std::move(names); }

  /// Compares sizes and times with those at the check, off the interface thread.
  void lookForChanges();

 signals:
  /// It waits for its turn, or has it.
  void started();
  void prepared();
  void rowsFinished(const std::vector<weighmaster::ui::RowUpdate>& rows);
  void progressed(const weighmaster::base::Progress& progress);
  void finished();
  void changeSuspected();

 private:
  [[nodiscard]] verdict::VerifyRequest request() const;
  void begin();
  void finish(const AnswerPtr& answer, const std::shared_ptr<const Snapshot>& snapshot);
  void giveUp();

  std::shared_ptr<const Services> services_;
  Opened opened_;
  trust::Expectation expectation_;
  std::string modelName_;
  std::shared_ptr<const trust::TrustedRoot> trustedRoot_;
  verdict::TrustFacts trustFacts_;
  std::vector<std::string> leftOut_;

  Turns& turns_;
  std::shared_ptr<Turns::Turn> turn_;
  State state_ = State::idle;
  std::unique_ptr<VerifyJob> job_;
  QTimer patience_;
  AnswerPtr answer_;
  std::shared_ptr<const Snapshot> snapshot_;
  bool looking_ = false;
  bool mayHaveChanged_ = false;
};

}  // namespace weighmaster::ui
