#include "ui/sign_driver.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <algorithm>

#include "ui/views/sign_dialog.h"
#include "ui/views/wrapped_label.h"
#include "ui/window_driver.h"

namespace weighmaster::tests {

using namespace weighmaster::ui;

namespace {

constexpr int milliseconds = 20'000;

template <class Widget>
Widget* named(const QWidget& parent, const char* name) {
  for (auto* widget : parent.findChildren<Widget*>()) {
    if (widget->accessibleName() == QLatin1String(name)) return widget;
  }
  qFatal("nothing is called %s", name);
}

const MainWindow& opened(MainWindow& window, const std::filesystem::path& model) {
  if (!opens(window, model)) qFatal("the model was not looked at");
  return window;
}

}  // namespace

bool opens(MainWindow& window, const std::filesystem::path& model) {
  window.show();
  window.open({model, {}});
  return waitForVerdict(window);
}

Signing::Signing(const MainWindow& window) {
  entryOf(window, QStringLiteral("Sign…"))->trigger();
  (void)QTest::qWaitFor([&] { return (dialog = window.findChild<SignDialog*>()) != nullptr; });
  if (!dialog) qFatal("no dialog for signing");
}

Signing::Signing(MainWindow& window, const std::filesystem::path& model) : Signing(opened(window, model)) {}

QPushButton* Signing::button(const char* name) const {
  return dialog->findChild<QPushButton*>(QLatin1String(name));
}

QString Signing::headline() const {
  return dialog->findChild<WrappedLabel*>(QStringLiteral("signHeadline"))->text();
}

QLineEdit* Signing::field(const char* name) const {
  return named<QLineEdit>(*dialog, name);
}

QComboBox* Signing::choice(const char* name) const {
  return named<QComboBox>(*dialog, name);
}

QCheckBox* Signing::box(const QString& text) const {
  for (auto* box : dialog->findChildren<QCheckBox*>()) {
    if (box->text().startsWith(text)) return box;
  }
  return nullptr;
}

bool Signing::says(const QString& part) const {
  const auto labels = dialog->findChildren<WrappedLabel*>();
  return std::any_of(labels.begin(), labels.end(), [&](const WrappedLabel* label) {
    return label->isVisible() && label->text().contains(part);
  });
}

bool Signing::waitToSay(const QString& part) const {
  return QTest::qWaitFor([&] { return says(part); }, milliseconds);
}

bool Signing::canGoOn() const {
  return QTest::qWaitFor([&] { return button("next")->isEnabled(); }, milliseconds);
}

bool Signing::confirm(bool yes) const {
  auto* answer = button(yes ? "signInThisName" : "notMe");
  if (!QTest::qWaitFor([&] { return answer->isVisible(); }, milliseconds)) return false;
  QTest::mouseClick(answer, Qt::LeftButton);
  return true;
}

bool Signing::isDone() const {
  if (QTest::qWaitFor([&] { return headline() == QStringLiteral("Signed"); }, milliseconds)) return true;
  for (const auto* label : dialog->findChildren<WrappedLabel*>()) {
    if (label->isVisible()) qWarning("shown: %s", qPrintable(label->text()));
  }
  return false;
}

void Signing::next() const {
  QTest::mouseClick(button("next"), Qt::LeftButton);
}

void Signing::choose(SignWithPage::Method method) const {
  auto* methods = choice("Sign with");
  methods->setCurrentIndex(methods->findData(static_cast<int>(method)));
}

void Signing::chooseLogin(LoginWay way) const {
  next();
  choose(SignWithPage::Method::login);
  choice("Log in")->setCurrentIndex(static_cast<int>(way));
  if (!canGoOn()) qFatal("not hashed");
}

}  // namespace weighmaster::tests
