#include "ui/views/scan_page.h"

#include <QAction>
#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/models_list_model.h"
#include "ui/models/text.h"
#include "ui/views/cell_delegate.h"
#include "ui/views/chip.h"
#include "ui/views/flow_layout.h"
#include "ui/views/roomy_column.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {
namespace {

using verdict::Verdict;

/// The chip for all stands before those for verdicts, whose ids are their places.
constexpr int allChip = 9;
constexpr int verdicts = 9;

}  // namespace

ScanPage::ScanPage(ScanModel* model, QWidget* parent)
    : QWidget(parent),
      model_(model),
      headline_(new WrappedLabel(this)),
      line_(new WrappedLabel(this)),
      bar_(new QProgressBar(this)),
      chips_(new QButtonGroup(this)),
      text_(new QLineEdit(this)),
      view_(new QTreeView(this)),
      remarks_(new WrappedLabel(this)) {
  headline_->setObjectName(QStringLiteral("scanHeadline"));
  remarks_->setObjectName(QStringLiteral("scanRemarks"));
  filter_.setSourceModel(model);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(2 * unit, 2 * unit, 2 * unit, unit);
  column->setSpacing(unit);
  column->addWidget(headline_);
  column->addWidget(line_);
  column->addWidget(bar_);
  column->addWidget(makeFilterRow());
  column->addWidget(view_, 1);
  column->addWidget(remarks_);
  column->addWidget(makeButtons());
  bar_->setTextVisible(false);
  bar_->setAccessibleName(tr("How many models are checked"));
  remarks_->hide();
  makeView();
  for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
    connect(model, signal, this, &ScanPage::showCounts);
  connect(model, &QAbstractItemModel::dataChanged, this, &ScanPage::showCounts);
  look();
  showCounts();
}

QWidget* ScanPage::makeFilterRow() {
  auto* row = new QWidget(this);
  auto* flow = new FlowLayout(unit);
  row->setLayout(flow);
  const auto add = [&](int id) {
    auto* chip = new Chip(row);
    chips_->addButton(chip, id);
    flow->addWidget(chip);
  };
  add(allChip);
  for (int verdict = verdicts - 1; verdict >= 0; --verdict) add(verdict);
  chips_->button(allChip)->setChecked(true);
  connect(chips_, &QButtonGroup::idToggled, this, [this](int id, bool on) {
    if (on) filter_.setVerdict(id == allChip ? std::nullopt : std::optional(static_cast<Verdict>(id)));
  });
  text_->setPlaceholderText(tr("Filter models"));
  text_->setAccessibleName(tr("Filter models by name or signer"));
  text_->setClearButtonEnabled(true);
  text_->setAcceptDrops(false);
  text_->setMinimumWidth(fontMetrics().averageCharWidth() * 26);
  connect(text_, &QLineEdit::textChanged, &filter_, &ScanFilter::setText);
  flow->addWidget(text_);
  return row;
}

QWidget* ScanPage::makeButtons() {
  auto* row = new QWidget(this);
  auto* line = new QHBoxLayout(row);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(unit);
  line->addStretch();
  stop_ = new QPushButton(tr("Stop"), row);
  stop_->setObjectName(QStringLiteral("scanStop"));
  stop_->setAccessibleName(tr("Stop checking models"));
  export_ = new QPushButton(tr("Export table…"), row);
  export_->setObjectName(QStringLiteral("scanExport"));
  export_->setAccessibleName(tr("Export the table of models"));
  connect(stop_, &QPushButton::clicked, this, &ScanPage::stopWanted);
  connect(export_, &QPushButton::clicked, this, &ScanPage::exportWanted);
  for (auto* button : {stop_, export_}) line->addWidget(button);
  return row;
}

void ScanPage::makeView() {
  view_->setModel(&filter_);
  view_->setObjectName(QStringLiteral("scanTable"));
  view_->setAccessibleName(tr("Models that were found"));
  view_->setUniformRowHeights(true);
  view_->setRootIsDecorated(false);
  view_->setTextElideMode(Qt::ElideMiddle);
  view_->setItemDelegate(new CellDelegate(ScanModel::verdictColumn, ScanModel::toneRole, -1, view_));
  view_->setMinimumHeight(fontMetrics().height() * 5);
  auto* header = view_->header();
  header->setAccessibleName(tr("Columns of the models"));
  header->setStretchLastSection(false);
  header->setSortIndicatorShown(false);
  header->setSectionsClickable(true);
  const int letter = fontMetrics().averageCharWidth();
  view_->setColumnWidth(ScanModel::verdictColumn, widestVerdict() + 3 * unit);
  view_->setColumnWidth(ScanModel::signerColumn, letter * 30);
  view_->setColumnWidth(ScanModel::sizeColumn, letter * 13);
  view_->setColumnWidth(ScanModel::timeColumn, letter * 16);
  new RoomyColumn(view_, ScanModel::modelColumn);
  connect(header, &QHeaderView::sectionClicked, this, [this](int column) {
    view_->header()->setSortIndicatorShown(true);
    filter_.sort(column, view_->header()->sortIndicatorOrder());
  });
  connect(view_, &QAbstractItemView::activated, this, &ScanPage::openCurrent);
  makeMenu();
}

int ScanPage::widestVerdict() const {
  int widest = 0;
  for (int verdict = 0; verdict < verdicts; ++verdict) {
    const auto each = static_cast<Verdict>(verdict);
    const auto text = symbol(each) + QStringLiteral(" ") + shortWords(each);
    widest = std::max(widest, fontMetrics().horizontalAdvance(text));
  }
  return widest;
}

void ScanPage::makeMenu() {
  auto* open = new QAction(tr("Open this model"), view_);
  connect(open, &QAction::triggered, this, &ScanPage::openCurrent);
  view_->addAction(open);
  // Headers can't be clicked by keyboard.
  for (int column = 0; column < ScanModel::columns; ++column) {
    auto* sort = new QAction(
        tr("Sort by %1")
            .arg(model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().trimmed()),
        view_);
    connect(sort, &QAction::triggered, this, [this, column] { sortBy(column); });
    view_->addAction(sort);
  }
  view_->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void ScanPage::sortBy(int column) {
  auto* header = view_->header();
  const bool turn = header->isSortIndicatorShown() && header->sortIndicatorSection() == column &&
                    header->sortIndicatorOrder() == Qt::AscendingOrder;
  const auto order = turn ? Qt::DescendingOrder : Qt::AscendingOrder;
  header->setSortIndicatorShown(true);
  header->setSortIndicator(column, order);
  filter_.sort(column, order);
}

void ScanPage::openCurrent() {
  const auto current = filter_.mapToSource(view_->currentIndex());
  if (current.isValid()) emit opened(current.row());
}

void ScanPage::setLooking(bool looking) {
  looking_ = looking;
  showCounts();
}

void ScanPage::setRemarks(const QStringList& remarks) {
  remarks_->setText(remarks.join(u'\n'));
  remarks_->setVisible(!remarks.isEmpty());
}

void ScanPage::takeFocus() {
  view_->setFocus(Qt::OtherFocusReason);
  if (!view_->currentIndex().isValid() && filter_.rowCount() > 0) view_->setCurrentIndex(filter_.index(0, 0));
}

void ScanPage::showCounts() {
  const int all = model_->rowCount();
  const int finished = model_->finished();
  const bool busy = looking_ || finished < all;
  headline_->setText(looking_ && all == 0
                         ? tr("Looking for models")
                         : tr("%1 of %2 models checked").arg(grouped(finished), grouped(all)));
  line_->setText(tr("Each model, what its check came to, and who signed it. Open one for all about it."));
  bar_->setVisible(busy);
  bar_->setRange(0, looking_ ? 0 : all);
  bar_->setValue(finished);
  stop_->setVisible(busy);
  export_->setEnabled(all > 0);
  const auto name = [&](int id, const QString& text, int count) {
    auto* chip = static_cast<Chip*>(chips_->button(id));
    const auto whole = text + u' ' + grouped(count);
    chip->say(whole, tr("Show models: %1").arg(whole));
    chip->setVisible(id == allChip || count > 0 || chip->isChecked());
  };
  name(allChip, tr("All"), all);
  for (int verdict = 0; verdict < verdicts; ++verdict)
    name(verdict, shortWords(static_cast<Verdict>(verdict)),
         model_->counts().at(static_cast<std::size_t>(verdict)));
}

void ScanPage::look() {
  headline_->setFont(headlineFont(font()));
  line_->setColour(quietText(palette()));
  remarks_->setColour(quietText(palette()));
  for (auto* button : findChildren<QPushButton*>()) makeRoomy(*button);
}

void ScanPage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) look();
  QWidget::changeEvent(event);
}

}  // namespace weighmaster::ui
