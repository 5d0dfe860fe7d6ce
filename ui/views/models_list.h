#pragma once

#include <QListView>
#include <QStyledItemDelegate>

namespace weighmaster::ui {

/// A row of the list on the left: a symbol, the name, and a line under it.
class ModelDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                 const QModelIndex& index) override;
};

/// The models that were opened.
class ModelsList : public QListView {
  Q_OBJECT

 public:
  explicit ModelsList(QWidget* parent = nullptr);
  [[nodiscard]] QSize sizeHint() const override;
};

}  // namespace weighmaster::ui
