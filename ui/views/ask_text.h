#pragma once

#include <QString>
#include <functional>

class QWidget;

namespace weighmaster::ui {

/// One line that a person types.
struct TextQuestion {
  QString title;
  /// What to write, and where it is found.
  QString line;
  /// The name of the field.
  QString field;
  QString text = {};
  QString placeholder = {};
  /// Whether a text will do; empty: any will.
  std::function<bool(const QString& text)> fits = {};
};

/// Asks without blocking; `then` gets the text, trimmed, if the person agrees.
void askText(QWidget* parent, const TextQuestion& question, std::function<void(const QString& text)> then);

}  // namespace weighmaster::ui
