#pragma once

#include <QMenu>
#include <vector>

#include "ui/models/recents.h"

namespace weighmaster::ui {

/// File > Recent: what was checked on other days, one click from being checked again.
class RecentMenu : public QMenu {
  Q_OBJECT

 public:
  /// `recents` outlives it.
  RecentMenu(const Recents& recents, const QString& title, QWidget* parent);

 signals:
  void wanted(const weighmaster::ui::Recent& recent);
  void forgetWanted();

 private:
  void fill();
  /// Marks what is not there any more, once that is known: to look can hang on a drive of the network.
  void lookForGone(const std::vector<Recent>& recents);

  const Recents& recents_;
  int filled_ = 0;
};

}  // namespace weighmaster::ui
