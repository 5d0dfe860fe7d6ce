#pragma once

#include <QDialog>

#include "ui/models/comparison.h"

namespace weighmaster::ui {

/// Whom the person expects and who it is, letter by letter.
class CompareDialog : public QDialog {
  Q_OBJECT

 public:
  explicit CompareDialog(const Comparison& comparison, QWidget* parent = nullptr);
};

}  // namespace weighmaster::ui
