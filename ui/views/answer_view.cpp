#include "ui/views/answer_view.h"

#include <QApplication>
#include <QVBoxLayout>

#include "ui/views/progress_card.h"
#include "ui/views/theme.h"
#include "ui/views/verdict_card.h"

namespace weighmaster::ui {

AnswerView::AnswerView(QWidget* parent) : QScrollArea(parent) {
  auto* content = new QWidget;
  column_ = new QVBoxLayout(content);
  column_->setContentsMargins(2 * unit, 2 * unit, 2 * unit, unit);
  column_->setSpacing(unit + unit / 2);
  card_ = new VerdictCard;
  progress_ = new ProgressCard;
  // What is left where nothing that is shown takes more than it needs: the card keeps its height.
  column_->addStretch();
  add(card_);
  add(progress_);
  setWidget(content);
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::NoFocus);
  connect(progress_, &ProgressCard::cancelled, this, [this] {
    progress_->setStopping();
    emit cancelled();
  });
}

void AnswerView::add(QWidget* widget, int stretch) {
  column_->insertWidget(column_->count() - 1, widget, stretch);
}

void AnswerView::showProgress(bool waits) {
  // The keyboard stays where it was of use: a button that goes away would hand it to anybody.
  if (card_->isAncestorOf(QApplication::focusWidget())) progress_->setFocus();
  card_->hide();
  if (waits)
    progress_->wait();
  else
    progress_->begin();
  progress_->show();
}

void AnswerView::showCard() {
  progress_->end();
  progress_->hide();
  card_->show();
}

void AnswerView::announce() {
  if (!QApplication::activeModalWidget()) card_->announce();
}

}  // namespace weighmaster::ui
