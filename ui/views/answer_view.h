#pragma once

#include <QScrollArea>

class QVBoxLayout;

namespace weighmaster::ui {

class ProgressCard;
class VerdictCard;

/// What was checked, in a column that scrolls: the answer's card, or how far the check is, and all that
/// belongs to it below.
class AnswerView : public QScrollArea {
  Q_OBJECT

 public:
  explicit AnswerView(QWidget* parent = nullptr);

  [[nodiscard]] VerdictCard* card() const { return card_; }
  [[nodiscard]] ProgressCard* progress() const { return progress_; }

 signals:
  /// The person wants no answer any more.
  void cancelled();

 protected:
  /// Below what is there already.
  void add(QWidget* widget, int stretch = 0);
  /// In place of the card, while a check waits for its turn or works.
  void showProgress(bool waits);
  /// The card again, which has its content.
  void showCard();
  /// Tells the new answer, unless a dialog has the person's attention.
  void announce();

 private:
  QVBoxLayout* column_;
  VerdictCard* card_;
  ProgressCard* progress_;
};

}  // namespace weighmaster::ui
