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
  void setProgress(const base::Progress& progress);
  void setStopping();
  /// The check is over.
  void end();

 signals:
  void cancelled();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void setFonts();
  void tell(const base::Progress& progress, const base::Pace& pace);

  PaceMeter meter_;
  bool isStopping_ = false;
  WrappedLabel* headline_;
  WrappedLabel* line_;
  QProgressBar* bar_;
  QPushButton* cancel_;
};

/// words::pace_line, translated.
[[nodiscard]] QString paceText(const base::Progress& progress, const base::Pace& pace);

}  // namespace weighmaster::ui
