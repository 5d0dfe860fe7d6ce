#pragma once

#include <QDialog>
#include <QTimer>
#include <memory>
#include <stop_token>

#include "ui/jobs/model_session.h"
#include "ui/report/export.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace weighmaster::ui {

class WrappedLabel;

/// Writes the report of a check to a file: as a PDF, a web page or JSON. It exports what the check came to,
/// also one that was stopped or found nothing good.
class ExportDialog : public QDialog {
  Q_OBJECT

 public:
  /// `order`: of which models, and what was passed over. `about`: the model, or whatever lies where the
  /// report is to be and gives it its name.
  ExportDialog(std::shared_ptr<const Services> services, ExportOrder order, std::filesystem::path about,
               QWidget* parent = nullptr);
  /// What is still made is abandoned; nothing is left of it.
  ~ExportDialog() override;
  ExportDialog(const ExportDialog&) = delete;
  ExportDialog& operator=(const ExportDialog&) = delete;
  ExportDialog(ExportDialog&&) = delete;
  ExportDialog& operator=(ExportDialog&&) = delete;

  /// Exports there; the ending, where it names a form, decides about the form.
  void exportTo(const std::filesystem::path& target);

 private:
  enum class State { choosing, working, exists, done };
  struct Box;
  using Outcome = std::shared_ptr<const base::Result<void>>;

  void makeChoices();
  void makeButtons();
  void chooseTarget();
  void start(base::Existing existing);
  void take(const base::Result<void>& outcome);
  void showProgress();
  void explainForm();
  void say(const QString& headline, const QString& line);
  void setState(State state);
  void openFile(const std::filesystem::path& path);
  [[nodiscard]] Form form() const;

  std::shared_ptr<const Services> services_;
  std::filesystem::path about_;
  ExportOrder order_;
  std::shared_ptr<Box> box_;
  std::stop_source stop_;
  QTimer timer_;
  WrappedLabel* headline_;
  WrappedLabel* line_;
  QWidget* choices_ = nullptr;
  QComboBox* form_ = nullptr;
  QComboBox* paper_ = nullptr;
  QLabel* paperLabel_ = nullptr;
  QProgressBar* bar_;
  QPushButton* export_ = nullptr;
  QPushButton* replace_ = nullptr;
  QPushButton* open_ = nullptr;
  QPushButton* folder_ = nullptr;
  QPushButton* cancel_ = nullptr;
  QPushButton* close_ = nullptr;
};

}  // namespace weighmaster::ui
