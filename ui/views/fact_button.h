#pragma once

#include <QPushButton>

#include "words/words.h"

class QLabel;

namespace weighmaster::ui {

class WrappedLabel;

/// One of the four facts that a verdict rests on; leads to its page.
class FactButton : public QPushButton {
  Q_OBJECT

 public:
  explicit FactButton(const QString& title, QWidget* parent = nullptr);

  /// Under a verdict that is not "trusted", `calm`, a good fact carries a neutral tick.
  void setFact(words::FactMark mark, const QString& value, const QString& remark, bool calm);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void colour();

  QString title_;
  words::FactMark mark_ = words::FactMark::none;
  bool calm_ = true;
  QLabel* symbol_;
  WrappedLabel* heading_;
  WrappedLabel* value_;
  WrappedLabel* remark_;
  QLabel* arrow_;
};

}  // namespace weighmaster::ui
