#pragma once

#include <QDialog>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>

#include "ui/jobs/services.h"
#include "ui/jobs/trust_desk.h"

class QPushButton;
class QProgressBar;

namespace weighmaster::ui {

class FactsForm;
class WrappedLabel;

/// Which trusted root is in use, how old it is, and the ways to another. Nothing counts before it was shown;
/// an update that fails leaves what is in use as it is.
class TrustDialog : public QDialog {
  Q_OBJECT

 public:
  using Trust = std::shared_ptr<const update::TrustInUse>;

  explicit TrustDialog(std::shared_ptr<const Services> services, QWidget* parent = nullptr);
  /// Whatever is still asked for is abandoned.
  ~TrustDialog() override;
  TrustDialog(const TrustDialog&) = delete;
  TrustDialog& operator=(const TrustDialog&) = delete;
  TrustDialog(TrustDialog&&) = delete;
  TrustDialog& operator=(TrustDialog&&) = delete;

  void update();
  using QWidget::update;
  /// Asks for a file, and shows what it holds; it counts once the person says so.
  void importFile();

 signals:
  /// Another trusted root is in use.
  void changed(const std::shared_ptr<const weighmaster::update::TrustInUse>& trust);

 private:
  enum class State { idle, reading, updating, looking };
  using Answer = base::Result<update::TrustInUse>;
  using Work = std::function<Answer(const base::Task&)>;

  void makeButtons();
  /// Does the work on a thread of its own; `then` gets what came of it, if it came.
  void run(State state, const QString& line, Work work, std::function<void(const Answer&)> then);
  void read();
  void look(const std::filesystem::path& file);
  void import();
  void useUsual();
  void cancel();
  void take(const Answer& answer, const QString& done);
  void fill(const update::TrustInUse& trust);
  void say(const QString& headline, const QString& line);
  void setState(State state);

  std::shared_ptr<const Services> services_;
  std::stop_source stop_;
  State state_ = State::idle;
  /// The file that is looked at, and what it holds, before it counts.
  std::filesystem::path file_;
  update::TrustInUse looked_;
  WrappedLabel* headline_;
  WrappedLabel* line_;
  QProgressBar* bar_;
  FactsForm* form_;
  QPushButton* update_ = nullptr;
  QPushButton* import_ = nullptr;
  QPushButton* usual_ = nullptr;
  QPushButton* cancel_ = nullptr;
  QPushButton* accept_ = nullptr;
  QPushButton* close_ = nullptr;
};

}  // namespace weighmaster::ui
