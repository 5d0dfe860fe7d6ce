#include "ui/jobs/turns.h"

#include <algorithm>

namespace weighmaster::ui {

std::shared_ptr<Turns::Turn> Turns::ask(QObject* context, std::function<void()> begin) {
  auto turn = std::make_shared<Turn>(*this, context, std::move(begin));
  queue_.push_back(turn.get());
  if (queue_.size() == 1) turn->begin_();
  return turn;
}

void Turns::leave(const Turn* turn) {
  const bool wasFirst = queue_.front() == turn;
  queue_.erase(std::find(queue_.begin(), queue_.end(), turn));
  if (wasFirst && !queue_.empty()) queue_.front()->callLater();
}

Turns::Turn::Turn(Turns& turns, QObject* context, std::function<void()> begin)
    : turns_(turns), context_(context), begin_(std::move(begin)) {}

Turns::Turn::~Turn() {
  turns_.leave(this);
}

void Turns::Turn::callLater() {
  // By then it may have been given back.
  const auto begin = [turn = weak_from_this()] {
    if (const auto held = turn.lock()) held->begin_();
  };
  QMetaObject::invokeMethod(context_, begin, Qt::QueuedConnection);
}

}  // namespace weighmaster::ui
