#pragma once

#include <QLayout>
#include <QList>

namespace weighmaster::ui {

/// Widgets one after another, in as many lines as they need.
class FlowLayout : public QLayout {
 public:
  explicit FlowLayout(int spacing);
  ~FlowLayout() override;
  FlowLayout(const FlowLayout&) = delete;
  FlowLayout& operator=(const FlowLayout&) = delete;
  FlowLayout(FlowLayout&&) = delete;
  FlowLayout& operator=(FlowLayout&&) = delete;

  void addItem(QLayoutItem* item) override { items_.push_back(item); }
  [[nodiscard]] int count() const override { return static_cast<int>(items_.size()); }
  [[nodiscard]] QLayoutItem* itemAt(int index) const override { return items_.value(index); }
  QLayoutItem* takeAt(int index) override;
  [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSize() const override;
  void setGeometry(const QRect& rect) override;

 private:
  enum class Moving { yes, no };
  /// The height that the lines take.
  int arrange(const QRect& rect, Moving moving) const;
  /// Behind the last item that fits into a line of this width; how high the line is.
  [[nodiscard]] qsizetype endOfLine(qsizetype first, int width, int& height) const;

  QList<QLayoutItem*> items_;
};

}  // namespace weighmaster::ui
