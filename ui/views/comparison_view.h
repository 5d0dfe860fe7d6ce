#pragma once

#include <QWidget>

#include "ui/models/comparison.h"

namespace weighmaster::ui {

class WrappedLabel;

/// Two texts in a monospace face, one under the other, every letter that differs marked. What differs is told
/// to screen readers in words; the card says it to whoever sees.
class ComparisonView : public QWidget {
  Q_OBJECT

 public:
  explicit ComparisonView(QWidget* parent = nullptr);

  void setComparison(const Comparison& comparison);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void setFonts();

  WrappedLabel* expected_;
  WrappedLabel* found_;
};

}  // namespace weighmaster::ui
