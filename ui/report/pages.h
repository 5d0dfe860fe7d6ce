#pragma once

#include <QCoreApplication>
#include <QPainter>
#include <QPdfWriter>
#include <functional>
#include <vector>

#include "audit/pdf.h"
#include "base/task.h"
#include "ui/report/paper.h"
#include "ui/report/row.h"
#include "ui/report/type.h"

namespace weighmaster::ui {

/// The pages of a report, one after the other, and how far down the last one is filled. They are made twice
/// with the same content: first without a writer, only to be counted, so that each page can say how many
/// there are and the contents on which page a chapter begins; then painted.
class Pages {
  Q_DECLARE_TR_FUNCTIONS(Pages)

 public:
  /// What the count came to.
  struct Counted {
    int pages = 0;
    std::vector<audit::Bookmark> bookmarks;
    std::vector<audit::Link> links;
  };
  /// What stands on every page: the title above, who made it below.
  struct Margins {
    QString title;
    Copy foot;
  };

  Pages(const Types& types, Paper paper, Margins margins);
  /// Paints: `writer` has the same paper, and dotsPerInch.
  Pages(const Types& types, Paper paper, Margins margins, QPdfWriter& writer, Counted counted);

  [[nodiscard]] const Types& types() const { return types_; }
  [[nodiscard]] qreal left() const { return body_.left(); }
  [[nodiscard]] qreal width() const { return body_.width(); }
  [[nodiscard]] qreal y() const { return y_; }
  [[nodiscard]] qreal room() const { return body_.bottom() - y_; }
  [[nodiscard]] int page() const { return page_; }
  /// Null while they are only counted.
  [[nodiscard]] QPainter* painter() { return painter_.isActive() ? &painter_ : nullptr; }
  [[nodiscard]] const Counted& counted() const { return counted_; }

  /// Goes on at the top of a new page, unless this one is empty.
  void turn();
  /// Goes on where this much is left.
  void need(qreal height);
  /// Leaves room; none at the top of a page.
  void skip(qreal height);
  /// A chapter begins here: `level` 0, or 1 within another.
  void mark(const QString& title, int level);
  /// A place on this page, in dots, leads to a chapter: the bookmark of that number, from 0 on.
  void link(const QRectF& place, std::size_t bookmark);

  /// What is painted around a part of a row before the row itself, and what stands again on top of each page
  /// that it goes on on; both may be empty.
  struct Around {
    std::function<void(QPainter&, const QRectF&)> under;
    std::function<void()> again;
    qreal above = 0;
    qreal below = 0;
  };
  /// Sets a row on this page, or on the next where it fits whole; one that takes most of a page is broken
  /// between lines.
  void set(const Row& row, const Around& around);
  void set(const Row& row) { set(row, Around{}); }
  void rule(qreal thickness, const QColor& colour);

  /// The count, once all is set.
  [[nodiscard]] Counted finish();

 private:
  void layOut(Paper paper);
  void turnTo(const Around& around);
  void setPart(const Row& row, int from, int to, const Around& around);
  void paintMargins();

  const Types& types_;
  Margins margins_;
  SetText foot_;
  QPdfWriter* writer_ = nullptr;
  QPainter painter_;
  QSizeF sheet_;
  QRectF body_;
  Counted counted_;
  std::vector<audit::Bookmark> bookmarks_;
  std::vector<audit::Link> links_;
  QString shortTitle_;
  QString chapter_;
  /// The one that this page begins in.
  QString chapterAbove_;
  int page_ = 1;
  qreal y_ = 0;
};

}  // namespace weighmaster::ui
