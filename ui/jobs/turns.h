#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <vector>

namespace weighmaster::ui {

/// Lets one check run at a time, in the order in which they were asked for: two at once would read the same
/// disk against each other, and both would take longer. For the interface thread; outlives its turns.
class Turns {
 public:
  class Turn;

  /// A place in the queue; to drop it gives it back. `begin` is called on the way where nobody is before,
  /// else later from the event loop, while `context` lives.
  [[nodiscard]] std::shared_ptr<Turn> ask(QObject* context, std::function<void()> begin);

 private:
  void leave(const Turn* turn);

  std::vector<Turn*> queue_;  // the first one has the turn
};

class Turns::Turn : public std::enable_shared_from_this<Turn> {
 public:
  Turn(Turns& turns, QObject* context, std::function<void()> begin);
  ~Turn();
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  Turn(Turn&&) = delete;
  Turn& operator=(Turn&&) = delete;

 private:
  friend class Turns;

  void callLater();

  Turns& turns_;
  QObject* context_;
  std::function<void()> begin_;
};

}  // namespace weighmaster::ui
