#pragma once

#include <QStringList>

class QWidget;

namespace weighmaster::tests {

/// What is wrong with the texts of a widget and of all that is in it, where some of them hold `hostile`:
/// every property that is a text, what assistive technology is told, the tabs, every cell and heading of a
/// table in every role. One line for each fault: where, which, and the text.
///
/// - a character that hides itself or moves others,
/// - a line that came from outside,
/// - text that is, or may be, taken for markup,
/// - an ampersand that is taken for a shortcut,
/// - what is wider than a screen.
[[nodiscard]] QStringList faultsOf(QWidget& root, const QString& hostile);

/// The same of the tool tips of the tables that are seen, as they come up.
[[nodiscard]] QStringList faultsOfTips(QWidget& root, const QString& hostile);

}  // namespace weighmaster::tests
