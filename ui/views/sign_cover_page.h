#pragma once

#include <QWidget>

#include "ui/jobs/pace.h"
#include "ui/jobs/sign_job.h"
#include "ui/models/coverage_model.h"

class QProgressBar;
class QTreeView;

namespace weighmaster::ui {

class HashChoice;
class WrappedLabel;

/// Signing, first step: what will be covered, what is left out, and what has changed since the last time.
class SignCoverPage : public QWidget {
  Q_OBJECT

 public:
  explicit SignCoverPage(QWidget* parent = nullptr);

  /// How the person wants it hashed.
  [[nodiscard]] manifest::Serialization how() const;

  /// Nothing is known yet: it waits for its turn, or is read.
  void setWaiting();
  void setReading();
  void setListed(const Listed& listed);
  void setProgress(const base::Progress& progress);
  void setMeasured(const Measured& measured);
  void setFailed(const base::Error& error);

 signals:
  /// It is to be hashed in another way.
  void howChanged();

 private:
  void tell(const base::Progress& progress, const base::Pace& pace);
  void showCoverage(const CoveragePtr& coverage);

  PaceMeter meter_;
  CoverageModel model_;
  bool signedBefore_ = false;
  WrappedLabel* summary_;
  QTreeView* view_;
  HashChoice* hash_;
  QProgressBar* bar_;
  WrappedLabel* line_;
};

}  // namespace weighmaster::ui
