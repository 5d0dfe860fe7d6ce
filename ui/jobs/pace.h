#pragma once

#include <QObject>
#include <QTimer>

#include "base/pace.h"

namespace weighmaster::ui {

/// Takes what a job tells of its progress, and tells it on with its pace: also now and then while nothing
/// comes.
class PaceMeter : public QObject {
  Q_OBJECT

 public:
  explicit PaceMeter(QObject* parent = nullptr);

  /// Another job.
  void begin();
  void take(const base::Progress& progress);
  /// The job is over.
  void end();

 signals:
  void told(const weighmaster::base::Progress& progress, const weighmaster::base::Pace& pace);

 private:
  void tell();

  base::Pace pace_;
  base::Progress progress_;
  QTimer timer_;
};

}  // namespace weighmaster::ui
