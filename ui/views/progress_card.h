#pragma once

#include <QFrame>

#include "ui/jobs/pace.h"

class QProgressBar;
class QPushButton;

namespace weighmaster::ui {

class WrappedLabel;

/// How far a check is, how fast, how long still, what holds it up, and a way out.
class ProgressCard : public QFrame {
  Q_OBJECT

 public:
  explicit ProgressCard(QWidget* parent = nullptr);

  void begin();
  /// Another check is at work.
  void wait();
  void setProgress(const base::Progress& progress, const Pace& pace);
  void setStopping();

 signals:
  void cancelled();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void setFonts();

  WrappedLabel* headline_;
  WrappedLabel* line_;
  QProgressBar* bar_;
  QPushButton* cancel_;
};

/// "8.7 GB done at 5.1 GB/s, 1 second left. Limited by the processor."
[[nodiscard]] QString paceText(const base::Progress& progress, const Pace& pace);

}  // namespace weighmaster::ui
