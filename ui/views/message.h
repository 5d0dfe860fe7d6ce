#pragma once

#include <QString>

class QWidget;

namespace weighmaster::ui {

/// A message in plain text that waits for nobody: the window goes on behind it.
void showMessage(QWidget* parent, const QString& headline, const QString& text);

}  // namespace weighmaster::ui
