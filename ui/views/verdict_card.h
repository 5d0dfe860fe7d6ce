#pragma once

#include <QFrame>
#include <functional>
#include <optional>
#include <vector>

#include "ui/models/comparison.h"
#include "ui/views/verdict_icon.h"
#include "words/words.h"

class QPushButton;

namespace weighmaster::ui {

class ComparisonView;
class FlowLayout;
class WrappedLabel;

struct CardButton {
  QString text;
  std::function<void()> press;
};

/// What a card says. Headline and advice are the program's own words.
struct CardContent {
  words::Tone tone = words::Tone::neutral;
  VerdictShape shape = VerdictShape::information;
  QString headline;
  QString basis;
  QString advice;
  std::optional<Comparison> comparison;
  /// The first is the main one.
  std::vector<CardButton> buttons;
};

/// The answer: the only coloured area of size.
class VerdictCard : public QFrame {
  Q_OBJECT

 public:
  explicit VerdictCard(QWidget* parent = nullptr);

  void setContent(const CardContent& content);
  [[nodiscard]] const CardContent& content() const { return content_; }
  /// Takes the keyboard and tells screen readers.
  void announce();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void makeButtons();
  void colour();

  CardContent content_;
  VerdictIcon* icon_;
  WrappedLabel* headline_;
  WrappedLabel* basis_;
  ComparisonView* comparison_;
  WrappedLabel* advice_;
  QWidget* buttonRow_;
  FlowLayout* buttonLayout_;
  std::vector<QPushButton*> buttons_;
};

}  // namespace weighmaster::ui
