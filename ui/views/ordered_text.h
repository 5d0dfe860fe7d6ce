#pragma once

#include <QPlainTextEdit>

namespace weighmaster::ui {

/// A text of many lines to read and to copy from, its letters in reading order (ui/models/reading_order.h).
class OrderedText : public QPlainTextEdit {
  Q_OBJECT

 public:
  explicit OrderedText(QWidget* parent = nullptr);

 protected:
  /// The text itself, without the marks that order it.
  [[nodiscard]] QMimeData* createMimeDataFromSelection() const override;
};

}  // namespace weighmaster::ui
