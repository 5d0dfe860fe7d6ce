#include "ui/report/painter.h"

#include <QBuffer>
#include <QPdfWriter>

#include "ui/report/blocks.h"
#include "ui/report/contents.h"
#include "ui/report/front_page.h"

namespace weighmaster::ui {
namespace {

std::uint64_t rowsOf(const std::vector<words::Section>& sections) {
  std::uint64_t rows = 0;
  for (const auto& section : sections) {
    for (const auto& block : section.blocks) {
      if (const auto* table = std::get_if<words::Table>(&block)) rows += table->rows.size();
    }
    rows += rowsOf(section.parts);
  }
  return rows;
}

/// One document on its way to paper.
class Painting {
 public:
  Painting(const words::Document& document, Paper paper, const base::Task& task)
      : document_(document),
        paper_(paper),
        work_(task, 3 * rowsOf(document.sections)),
        copyist_(types_.prose) {}

  base::Result<audit::PaintedPdf> run() {
    if (!types_.canDrawAscii()) return base::fail(base::Code::audit_painter, {}, "this computer has no font");
    Pages counting(types_, paper_, margins());
    auto counted = set(counting);
    if (work_.stopped()) return base::fail(base::cancelled());
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(dotsPerInch);
    writer.setPageLayout(QPageLayout(pageSize(paper_), QPageLayout::Portrait, QMarginsF()));
    writer.setTitle(margins().title);
    writer.setCreator(QStringLiteral("Weighmaster"));
    Pages painting(types_, paper_, margins(), writer, std::move(counted));
    auto painted = set(painting);
    if (work_.stopped()) return base::fail(base::cancelled());
    buffer.close();
    return audit::PaintedPdf{Bytes(bytes.begin(), bytes.end()), std::move(painted.bookmarks),
                             std::move(painted.links)};
  }

 private:
  Pages::Margins margins() { return {copyist_.of(document_.title).text, copyist_.of(document_.footer)}; }

  Pages::Counted set(Pages& pages) {
    setTitle(document_, pages, copyist_);
    setCard(document_.card, pages, copyist_);
    Blocks blocks(pages, copyist_, work_, plans_);
    blocks.set(document_.summary);
    setContents(document_, pages, copyist_);
    pages.turn();
    for (const auto& section : document_.sections) blocks.set(section);
    return pages.finish();
  }

  const words::Document& document_;
  Paper paper_;
  PaintWork work_;
  Types types_;
  Copyist copyist_;
  Blocks::Plans plans_;
};

}  // namespace

base::Result<audit::PaintedPdf> paintReport(const words::Document& document, Paper paper,
                                            const base::Task& task) {
  return Painting(document, paper, task).run();
}

}  // namespace weighmaster::ui
