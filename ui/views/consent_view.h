#pragma once

#include <QWidget>

#include "trust/disclosure.h"

namespace weighmaster::ui {

class WrappedLabel;

/// What becomes public for ever, and what is sent besides, where somebody signs by logging in.
class ConsentView : public QWidget {
  Q_OBJECT

 public:
  explicit ConsentView(const trust::Consent& consent, QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void look();

  WrappedLabel* headline_;
};

}  // namespace weighmaster::ui
