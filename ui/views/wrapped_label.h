#pragma once

#include <QLabel>
#include <QList>
#include <QTextLayout>

#include "ui/models/stretch.h"

namespace weighmaster::ui {

/// Plain text that breaks anywhere when it must, so that nothing of it is ever cut: a name of a thousand
/// letters, a headline in letters of twice the size. Never reads markup. Copied whole through its menu.
class WrappedLabel : public QLabel {
  Q_OBJECT

 public:
  explicit WrappedLabel(QWidget* parent = nullptr);

  /// Text between “ and ” is set in bold: names from outside stand out.
  void setBoldQuotes(bool bold);
  /// With its digests shortened; whole they are in the tooltip and in what is copied.
  void setTextWithDigests(const QString& text);
  /// What is copied.
  [[nodiscard]] QString wholeText() const;
  void setColour(const QColor& colour);
  /// Sets letters off from the others, in the colours of text and ground exchanged; a place between two
  /// letters by a line.
  void setMarks(const QList<Stretch>& marks);

  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  [[nodiscard]] QList<QTextLayout::FormatRange> formats() const;
  /// Breaks the text into lines of this width; the size of all of them.
  QSizeF breakLines(QTextLayout& layout, qreal width) const;

  bool boldQuotes_ = false;
  QString whole_;
  QList<Stretch> marks_;
};

}  // namespace weighmaster::ui
