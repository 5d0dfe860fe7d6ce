#pragma once

#include <QWidget>

#include "ui/jobs/answer.h"

class QHBoxLayout;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace weighmaster::ui {

class FactsForm;
class WrappedLabel;

/// A page about a report. Opens with one plain line that says what it is.
class Page : public QWidget {
  Q_OBJECT

 public:
  explicit Page(QWidget* parent = nullptr);

 protected:
  void setLine(const QString& line);
  [[nodiscard]] QVBoxLayout* column() const { return column_; }
  /// A form that scrolls by itself, with a button that copies it.
  FactsForm* addForm(const QString& accessibleName);
  /// A button beside that one.
  QPushButton* addButton(const QString& text, const QString& accessibleName);

  void changeEvent(QEvent* event) override;

 private:
  WrappedLabel* line_;
  QVBoxLayout* column_;
  QHBoxLayout* buttons_ = nullptr;
};

}  // namespace weighmaster::ui
