#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "audit/check.h"
#include "ui/jobs/services.h"
#include "ui/jobs/turns.h"
#include "words/words.h"

namespace weighmaster::ui {

/// What came of a report, with all that the window says of it; worked out on the thread that checked it.
struct ReportAnswer {
  audit::CheckedReport checked;
  verdict::Verdict verdict = verdict::Verdict::undetermined;
  words::Sentence headline;
  std::vector<words::Sentence> about;

  struct Model {
    verdict::Verdict verdict = verdict::Verdict::undetermined;
    words::Card card;
    std::vector<words::Sentence> about;
  };
  /// One for each of `checked.models`.
  std::vector<Model> models;
};
using ReportOutcome = std::shared_ptr<const base::Result<ReportAnswer>>;

/// An audit report that was opened: it is checked against its evidence, the evidence against what this
/// computer trusts and whom the person names, and a model of theirs, where they choose one, against what was
/// signed. The trust root that the report brings never counts here. Works beside the interface, in turn with
/// the checks of models.
class ReportSession : public QObject {
  Q_OBJECT

 public:
  enum class State { waiting, working, stopping, done };

  /// `turns` outlives it.
  ReportSession(std::shared_ptr<const Services> services, Turns& turns, std::filesystem::path file,
                QObject* parent = nullptr);
  ~ReportSession() override;
  ReportSession(const ReportSession&) = delete;
  ReportSession& operator=(const ReportSession&) = delete;
  ReportSession(ReportSession&&) = delete;
  ReportSession& operator=(ReportSession&&) = delete;

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  [[nodiscard]] State state() const { return state_; }
  /// Once it is done; null before. The error says why there is no answer: it is no report, or was stopped.
  [[nodiscard]] const ReportOutcome& outcome() const { return outcome_; }
  /// The verdict of the report; `undetermined` where there is no answer.
  [[nodiscard]] verdict::Verdict verdict() const;
  [[nodiscard]] base::TimePoint checkedAt() const { return checkedAt_; }

  /// Checks from the beginning, once it is its turn; a check that runs is abandoned.
  void check();
  /// Stops at once: a worker that does not answer within a moment is left behind.
  void cancel();

  // Each takes effect with the next check.
  void expect(trust::Expectation expectation) { expectation_ = std::move(expectation); }
  [[nodiscard]] const trust::Expectation& expectation() const { return expectation_; }
  /// The model on the disk, and which of the report's it is.
  void compareWith(std::filesystem::path model, std::size_t which);
  void useServices(std::shared_ptr<const Services> services) { services_ = std::move(services); }

 signals:
  /// It waits for its turn, or has it.
  void started();
  void progressed(const weighmaster::base::Progress& progress);
  void finished();

 private:
  struct Box;
  struct Compared {
    std::filesystem::path path;
    std::size_t which = 0;
  };
  using Work = std::function<base::Result<ReportAnswer>(const base::Task&)>;

  [[nodiscard]] Work work() const;
  void begin();
  void take(const ReportOutcome& outcome);

  std::shared_ptr<const Services> services_;
  std::filesystem::path file_;
  trust::Expectation expectation_;
  std::optional<Compared> compared_;

  Turns& turns_;
  std::shared_ptr<Turns::Turn> turn_;
  State state_ = State::waiting;
  /// Which of its checks is the last one: what an earlier one still says goes nowhere.
  int run_ = 0;
  std::stop_source stop_;
  std::shared_ptr<Box> box_;
  QTimer look_;
  QTimer patience_;
  ReportOutcome outcome_;
  base::TimePoint checkedAt_{};
};

}  // namespace weighmaster::ui
