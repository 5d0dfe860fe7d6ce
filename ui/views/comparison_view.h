#pragma once

#include <QWidget>

#include "ui/models/comparison.h"

namespace weighmaster::ui {

class WrappedLabel;

/// Two texts in a monospace face, one under the other, every letter that differs marked, and spelled out.
class ComparisonView : public QWidget {
  Q_OBJECT

 public:
  /// Whether what differs is said in words here, too, or elsewhere: screen readers are told in any case.
  enum class Words { here, elsewhere };
  explicit ComparisonView(Words words, QWidget* parent = nullptr);

  void setComparison(const Comparison& comparison);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void setFonts();

  Words words_;
  WrappedLabel* spelledOut_;
  WrappedLabel* expected_;
  WrappedLabel* found_;
};

}  // namespace weighmaster::ui
