#pragma once

#include <QObject>

class QTreeView;

namespace weighmaster::ui {

/// Gives a column what the others leave of a view's width, but never less than it takes to be read: then the
/// view scrolls sideways instead.
class RoomyColumn : public QObject {
  Q_OBJECT

 public:
  /// Belongs to the view.
  RoomyColumn(QTreeView* view, int column);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fit();

  QTreeView* view_;
  int column_;
};

}  // namespace weighmaster::ui
