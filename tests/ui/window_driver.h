#pragma once

#include <QUrl>
#include <memory>

#include "support/places.h"
#include "support/test_key.h"
#include "ui/views/expect_dialog.h"
#include "ui/views/main_window.h"
#include "ui/views/verdict_card.h"

class QAction;
class QFileDialog;
class QPushButton;

/// Drives the window as a person does, through its widgets.
namespace weighmaster::tests {

/// A folder for one test, and services that keep their settings there.
class Fixture {
 public:
  [[nodiscard]] ui::Services services() const;
  /// A window that shows a report made by hand.
  [[nodiscard]] std::unique_ptr<ui::MainWindow> showing(const ui::ReportPtr& report) const;
  /// Two small files, signed with the key, in `folder / name`.
  [[nodiscard]] std::filesystem::path signedModel(const TestKey& key, std::string_view name = "model") const;

  TemporaryFolder folder;
};

[[nodiscard]] QUrl urlOf(const std::filesystem::path& path);
void drop(ui::MainWindow& window, const QList<QUrl>& urls);

[[nodiscard]] bool isDone(const ui::MainWindow& window);
[[nodiscard]] bool waitForVerdict(const ui::MainWindow& window);
[[nodiscard]] verdict::Verdict verdictOf(const ui::MainWindow& window);
/// As text, for QCOMPARE: "trusted".
[[nodiscard]] std::string verdictNameOf(const ui::MainWindow& window);

/// Of a kind of widget that several pages have, by this name if one is given, the one that is shown; null
/// where none is.
template <class Widget>
[[nodiscard]] Widget* shownIn(const ui::MainWindow& window, const char* name = "") {
  for (auto* widget : window.findChildren<Widget*>()) {
    const bool isNamed = *name == '\0' || widget->objectName() == QLatin1String(name);
    if (isNamed && widget->isVisibleTo(&window)) return widget;
  }
  return nullptr;
}
[[nodiscard]] ui::VerdictCard* cardOf(const ui::MainWindow& window);
[[nodiscard]] QString headline(const ui::MainWindow& window);
void clickMain(const ui::MainWindow& window);

/// The dialogs; null where none comes.
[[nodiscard]] ui::ExpectDialog* waitForExpectDialog(const ui::MainWindow& window);
[[nodiscard]] QPushButton* okOf(const ui::ExpectDialog& dialog);
/// The entry of a menu, by its whole text without the ampersand of its shortcut; null where there is none.
[[nodiscard]] QAction* entryOf(const ui::MainWindow& window, const QString& text);
/// Types the path into the file dialog that is open, and accepts. Whether there was one, and it took the
/// path.
[[nodiscard]] bool chooseInFileDialog(const std::filesystem::path& path);

}  // namespace weighmaster::tests
