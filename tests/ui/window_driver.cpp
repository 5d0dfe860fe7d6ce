#include "ui/window_driver.h"

#include <QAction>
#include <QApplication>
#include <QDropEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QTest>

#include "support/test_bundle.h"
#include "ui/models/text.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::tests {

using namespace weighmaster::ui;

Services Fixture::services() const {
  Services services;
  services.settingsFile = fromPath(folder / "settings.ini");
  return services;
}

std::unique_ptr<MainWindow> Fixture::showing(const ReportPtr& report) const {
  auto given = services();
  given.now = [report] { return report->checked_at; };
  given.verify = [report](const auto&, const auto&, const auto&) { return *report; };
  auto window = std::make_unique<MainWindow>(given);
  window->show();
  window->open({report->model, {}});
  return window;
}

std::filesystem::path Fixture::signedModel(const TestKey& key, std::string_view name) const {
  const ModelFiles files{{"config.json", "{}"}, {"weights.bin", "1234"}};
  const auto model = folder / name;
  write_model(model, files);
  write(model / "model.sig", key_bundle(key, oms_statement(files)).dump());
  return model;
}

QUrl urlOf(const std::filesystem::path& path) {
  return QUrl::fromLocalFile(fromPath(path));
}

void drop(MainWindow& window, const QList<QUrl>& urls) {
  QMimeData data;
  data.setUrls(urls);
  QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&window, &enter);
  QVERIFY(enter.isAccepted());
  QDropEvent event({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&window, &event);
}

bool isDone(const MainWindow& window) {
  return window.session() && window.session()->state() == ModelSession::State::done;
}

bool waitForVerdict(const MainWindow& window) {
  return QTest::qWaitFor([&] { return isDone(window); }, 20'000);
}

verdict::Verdict verdictOf(const MainWindow& window) {
  return verdict::verdict(*window.session()->report());
}

std::string verdictNameOf(const MainWindow& window) {
  return std::string(verdict::name(verdictOf(window)));
}

VerdictCard* cardOf(const MainWindow& window) {
  return shownIn<VerdictCard>(window);
}

QString headline(const MainWindow& window) {
  return cardOf(window)->findChild<WrappedLabel*>(QStringLiteral("headline"))->text();
}

void clickMain(const MainWindow& window) {
  QTest::mouseClick(cardOf(window)->findChild<QPushButton*>(QStringLiteral("mainButton")), Qt::LeftButton);
}

ExpectDialog* waitForExpectDialog(const MainWindow& window) {
  ExpectDialog* dialog = nullptr;
  (void)QTest::qWaitFor([&] { return (dialog = window.findChild<ExpectDialog*>()) != nullptr; });
  return dialog;
}

QPushButton* okOf(const ExpectDialog& dialog) {
  for (auto* button : dialog.findChildren<QPushButton*>()) {
    if (button->text() == ExpectDialog::tr("Check with this")) return button;
  }
  return nullptr;
}

QAction* entryOf(const MainWindow& window, const QString& text) {
  for (const auto* menu : window.findChildren<QMenu*>()) {
    for (auto* action : menu->actions()) {
      if (action->text().remove(u'&') == text) return action;
    }
  }
  return nullptr;
}

bool chooseInFileDialog(const std::filesystem::path& path) {
  QFileDialog* dialog = nullptr;
  const auto comes = [&] {
    return (dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget())) != nullptr;
  };
  if (!QTest::qWaitFor(comes)) return false;
  auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
  if (!name) return false;
  name->setText(fromPath(path));
  QMetaObject::invokeMethod(dialog, "accept");
  return QTest::qWaitFor([&] { return QApplication::activeModalWidget() != dialog; });
}

}  // namespace weighmaster::tests
