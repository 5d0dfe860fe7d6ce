#include "ui/views/files_page.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QButtonGroup>
#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/models/text.h"
#include "ui/views/cell_delegate.h"
#include "ui/views/chip.h"
#include "ui/views/flow_layout.h"
#include "ui/views/roomy_column.h"
#include "ui/views/theme.h"

namespace weighmaster::ui {
namespace {

QString kindText(FileKind kind) {
  switch (kind) {
    case FileKind::all:
      return FilesPage::tr("All");
    case FileKind::changed:
      return FilesPage::tr("Changed");
    case FileKind::missing:
      return FilesPage::tr("Missing");
    case FileKind::unsigned_:
      return FilesPage::tr("Not signed");
    case FileKind::canRunCode:
      return FilesPage::tr("Can run code");
    case FileKind::ignored:
      return FilesPage::tr("Ignored");
    case FileKind::notChecked:
      return FilesPage::tr("Not checked");
  }
  return {};
}

/// Where rows change by the thousand, a tree view asks each one where it stands, seen or not, to find what to
/// paint anew. All are of one height here: it is what is on the screen.
class FilesView : public QTreeView {
 public:
  using QTreeView::QTreeView;

  void dataChanged(const QModelIndex& first, const QModelIndex& last, const QList<int>& roles) override {
    constexpr int few = 100;
    // Who listens to the view instead of looking at it is told by the view.
    if (last.row() - first.row() < few || QAccessible::isActive())
      QTreeView::dataChanged(first, last, roles);
    else
      viewport()->update();
  }
};

}  // namespace

FilesPage::FilesPage(QWidget* parent)
    : Page(parent), chips_(new QButtonGroup(this)), text_(new QLineEdit(this)), view_(new FilesView(this)) {
  sayWhatThisIs(nullptr);
  column()->addWidget(makeFilterRow());
  column()->addWidget(view_, 1);
  makeView();
  showCounts();
}

QWidget* FilesPage::makeFilterRow() {
  auto* row = new QWidget(this);
  auto* flow = new FlowLayout(unit);
  row->setLayout(flow);
  for (std::size_t i = 0; i < fileKinds.size(); ++i) {
    auto* chip = new Chip(row);
    chips_->addButton(chip, static_cast<int>(i));
    flow->addWidget(chip);
  }
  chips_->button(0)->setChecked(true);
  connect(chips_, &QButtonGroup::idToggled, this, [this](int, bool on) {
    if (on) applyFilter();
  });
  text_->setPlaceholderText(tr("Filter files"));
  text_->setAccessibleName(tr("Filter files by name"));
  text_->setClearButtonEnabled(true);
  text_->setAcceptDrops(false);
  text_->setMinimumWidth(fontMetrics().averageCharWidth() * 26);
  connect(text_, &QLineEdit::textChanged, this, &FilesPage::applyFilter);
  flow->addWidget(text_);
  return row;
}

void FilesPage::makeView() {
  view_->setModel(&model_);
  view_->setUniformRowHeights(true);
  view_->setRootIsDecorated(false);
  view_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  view_->setTextElideMode(Qt::ElideMiddle);
  view_->setItemDelegate(
      new CellDelegate(FilesModel::stateColumn, FilesModel::toneRole, FilesModel::monospaceRole, view_));
  view_->setAccessibleName(tr("Files"));
  view_->setMinimumHeight(fontMetrics().height() * 10);
  auto* header = view_->header();
  header->setAccessibleName(tr("Columns of the files"));
  header->setStretchLastSection(false);
  header->setSortIndicatorShown(false);
  const int letter = fontMetrics().averageCharWidth();
  view_->setColumnWidth(FilesModel::sizeColumn, letter * 12);
  view_->setColumnWidth(FilesModel::expectedColumn, letter * 28);
  view_->setColumnWidth(FilesModel::foundColumn, letter * 16);
  view_->setColumnWidth(FilesModel::stateColumn, letter * 30);
  new RoomyColumn(view_, FilesModel::nameColumn, FilesModel::stateColumn);
  header->setSectionsClickable(true);
  connect(header, &QHeaderView::sectionClicked, this, &FilesPage::sortAsIndicated);
  makeMenu();
}

void FilesPage::makeMenu() {
  auto* copy = new QAction(tr("Copy rows"), view_);
  copy->setShortcut(QKeySequence::Copy);
  copy->setShortcutContext(Qt::WidgetShortcut);
  connect(copy, &QAction::triggered, this, &FilesPage::copySelected);
  view_->addAction(copy);
  // Headers can't be clicked by keyboard.
  for (int column = 0; column < FilesModel::columns; ++column) {
    auto* sort = new QAction(
        tr("Sort by %1").arg(model_.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().trimmed()),
        view_);
    connect(sort, &QAction::triggered, this, [this, column] {
      auto* header = view_->header();
      const bool turn = header->isSortIndicatorShown() && header->sortIndicatorSection() == column &&
                        header->sortIndicatorOrder() == Qt::AscendingOrder;
      header->setSortIndicator(column, turn ? Qt::DescendingOrder : Qt::AscendingOrder);
      sortAsIndicated();
    });
    view_->addAction(sort);
  }
  view_->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void FilesPage::sortAsIndicated() {
  auto* header = view_->header();
  header->setSortIndicatorShown(true);
  model_.sort(header->sortIndicatorSection(), header->sortIndicatorOrder());
}

void FilesPage::sayWhatThisIs(const AnswerPtr& answer) {
  // An empty table does not mean an empty folder.
  const bool hasNoList = answer && answer->report.files.empty();
  setLine(hasNoList
              ? tr("No file is listed: without a list of what was signed there is nothing to compare with.")
              : tr("Every file that is here or was signed, and whether the two are the same."));
}

void FilesPage::setAnswer(const AnswerPtr& answer) {
  sayWhatThisIs(answer);
  model_.setAnswer(answer);
  view_->setRootIsDecorated(model_.isNested());
  showCounts();
}

void FilesPage::update(const std::vector<RowUpdate>& rows) {
  model_.update(rows);
  showCounts();
}

void FilesPage::showKind(FileKind kind) {
  text_->clear();
  chips_->button(static_cast<int>(kind))->setChecked(true);
  view_->setFocus(Qt::OtherFocusReason);
  if (model_.rowCount() > 0) view_->setCurrentIndex(model_.index(0, 0));
}

void FilesPage::applyFilter() {
  filter_.kind = fileKinds.at(static_cast<std::size_t>(chips_->checkedId()));
  filter_.text = text_->text();
  model_.setFilter(filter_);
  view_->setRootIsDecorated(model_.isNested());
}

void FilesPage::showCounts() {
  const auto counts = model_.counts();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto kind = fileKinds.at(i);
    auto* chip = static_cast<Chip*>(chips_->button(static_cast<int>(i)));
    const auto text = kindText(kind) + u' ' + grouped(qint64(counts.at(i)));
    chip->say(text, tr("Show files: %1").arg(text));
    // Rare: it takes no place where there is none.
    if (kind == FileKind::notChecked) chip->setVisible(counts.at(i) > 0 || chip->isChecked());
  }
}

void FilesPage::copySelected() {
  const auto rows = view_->selectionModel()->selectedRows();
  if (!rows.isEmpty()) QApplication::clipboard()->setText(model_.asText(rows));
}

}  // namespace weighmaster::ui
