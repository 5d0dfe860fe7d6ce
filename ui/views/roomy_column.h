#pragma once

#include <QObject>

class QTreeView;

namespace weighmaster::ui {

/// Gives a column what the others leave of a view's width, but never less than it takes to be read: then the
/// view scrolls sideways instead, and what the row comes to is moved beside it: nobody should have to look
/// for that.
class RoomyColumn : public QObject {
  Q_OBJECT

 public:
  /// Belongs to the view. `outcome`: the column that says what a row comes to; none where it stands beside
  /// the other anyway.
  RoomyColumn(QTreeView* view, int column, int outcome = -1);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fit();
  void placeOutcome(bool isNarrow);

  QTreeView* view_;
  int column_;
  int outcome_;
};

}  // namespace weighmaster::ui
