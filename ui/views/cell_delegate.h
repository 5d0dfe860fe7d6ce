#pragma once

#include <QStyledItemDelegate>

namespace weighmaster::ui {

/// Draws a cell in the colour of its tone, digests in the monospace face, and shows tooltips as plain text.
class CellDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  /// A column and roles of the model; -1: it has none.
  CellDelegate(int toneColumn, int toneRole, int monospaceRole, QObject* parent);

  bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                 const QModelIndex& index) override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

 private:
  int toneColumn_;
  int toneRole_;
  int monospaceRole_;
};

}  // namespace weighmaster::ui
