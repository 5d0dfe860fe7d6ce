#include "ui/views/publishers_dialog.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include "base/file.h"
#include "base/limits.h"
#include "ui/jobs/background.h"
#include "ui/models/publishers_model.h"
#include "ui/models/text.h"
#include "ui/views/add_publisher_dialog.h"
#include "ui/views/ask_text.h"
#include "ui/views/cell_delegate.h"
#include "ui/views/choose.h"
#include "ui/views/flow_layout.h"
#include "ui/views/message.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {

PublishersDialog::PublishersDialog(std::shared_ptr<const Services> services, QWidget* parent)
    : QDialog(parent),
      services_(std::move(services)),
      model_(new PublishersModel(this)),
      headline_(new WrappedLabel(this)),
      line_(new WrappedLabel(this)),
      table_(new QTableView(this)) {
  setWindowTitle(tr("Publishers"));
  headline_->setObjectName(QStringLiteral("publishersHeadline"));
  headline_->setFont(boldFont(largeFont(font())));
  line_->setObjectName(QStringLiteral("publishersLine"));
  line_->setBoldQuotes(true);
  makeTable();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(3 * unit, 3 * unit, 3 * unit, 2 * unit);
  column->setSpacing(2 * unit);
  column->addWidget(headline_);
  column->addWidget(line_);
  column->addWidget(table_, 1);
  makeButtons();
  resize(fontMetrics().averageCharWidth() * 130, fontMetrics().height() * 30);
  read();
}

void PublishersDialog::makeTable() {
  table_->setModel(model_);
  table_->setItemDelegate(new CellDelegate(-1, -1, -1, table_));
  table_->setAccessibleName(tr("The address book"));
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setTabKeyNavigation(false);
  table_->setWordWrap(true);
  table_->setTextElideMode(Qt::ElideMiddle);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  auto* header = table_->horizontalHeader();
  header->setSectionResizeMode(QHeaderView::Interactive);
  header->setSectionResizeMode(PublishersModel::signer, QHeaderView::Stretch);
  header->setHighlightSections(false);
  header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  const auto letters = fontMetrics().averageCharWidth();
  header->resizeSection(PublishersModel::models, letters * 26);
  header->resizeSection(PublishersModel::since, letters * 14);
  header->resizeSection(PublishersModel::how, letters * 22);
  header->resizeSection(PublishersModel::note, letters * 22);
  connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          [this] { setState(state_); });
}

void PublishersDialog::makeButtons() {
  auto* row = new QWidget(this);
  auto* flow = new FlowLayout(unit);
  row->setLayout(flow);
  const auto button = [&](const char* name, const QString& text, auto press) {
    auto* made = new QPushButton(text, row);
    made->setObjectName(QLatin1String(name));
    made->setAccessibleName(QString(text).remove(u'&'));
    made->setAutoDefault(false);
    makeRoomy(*made);
    connect(made, &QPushButton::clicked, this, press);
    flow->addWidget(made);
    return made;
  };
  add_ = button("publisherAdd", tr("&Add…"), &PublishersDialog::add);
  note_ = button("publisherNote", tr("Edit &note…"), &PublishersDialog::editNote);
  remove_ = button("publisherRemove", tr("&Remove"), &PublishersDialog::remove);
  undo_ = button("publisherUndo", tr("&Undo"), &PublishersDialog::undo);
  import_ = button("publisherImport", tr("&Import…"), &PublishersDialog::chooseImport);
  export_ = button("publisherExport", tr("&Export…"), &PublishersDialog::exportBook);
  accept_ = button("publisherAccept", tr("Add &these"), &PublishersDialog::import);
  cancel_ = button("publisherCancel", tr("Cancel"), [this] { read(); });
  auto* close = button("publisherClose", tr("Close"), &QDialog::reject);
  auto* line = new QHBoxLayout;
  line->setSpacing(unit);
  line->addWidget(row, 1);
  line->addWidget(close, 0, Qt::AlignTop);
  static_cast<QVBoxLayout*>(layout())->addLayout(line);
}

void PublishersDialog::say(const QString& headline, const QString& line) {
  headline_->setText(headline);
  line_->setText(line);
  line_->setVisible(!line.isEmpty());
}

void PublishersDialog::setState(State state) {
  state_ = state;
  const bool idle = state == State::idle;
  for (auto* button : {add_, note_, remove_, import_, export_}) {
    if (button) button->setVisible(state != State::looking);
  }
  if (!add_) return;
  add_->setEnabled(idle);
  import_->setEnabled(idle);
  export_->setEnabled(idle && model_->rowCount() > 0);
  for (auto* button : {note_, remove_}) {
    button->setEnabled(idle && chosen());
    button->setToolTip(button->isEnabled() ? QString() : tr("Choose an entry first."));
  }
  undo_->setVisible(idle && !removed_.empty());
  accept_->setVisible(state == State::looking);
  cancel_->setVisible(state == State::looking);
}

void PublishersDialog::read() {
  setState(State::busy);
  if (!services_->publishers) {
    say(tr("No address book"), tr("There is no folder in which this program could keep one."));
    add_->setEnabled(false);
    return;
  }
  inBackground(
      this, [desk = services_->publishers] { return std::make_shared<const Book>(desk->load()); },
      [this](const std::shared_ptr<const Book>& book) {
        if (!*book) {
          return say(tr("The address book can't be used"),
                     ui::say(words::what_is_so(book->error())) + u' ' +
                         ui::say(words::what_to_do(book->error().code)));
        }
        fill(**book);
        say(tr("Whom you trust to sign"),
            model_->rowCount() == 0
                ? tr("Nobody yet. Whom you add here is expected for their models from then on, and nobody "
                     "else.")
                : tr("For the models on the left nobody else is let through. The narrowest entry decides."));
      });
}

void PublishersDialog::fill(const trust::Publishers& book) {
  model_->setEntries(book.entries());
  setState(State::idle);
}

void PublishersDialog::change(const Change& change, const QString& done, Concerns concerns) {
  setState(State::busy);
  inBackground(
      this,
      [desk = services_->publishers, change] { return std::make_shared<const Book>(desk->change(change)); },
      [this, done, concerns](const std::shared_ptr<const Book>& book) { take(*book, done, concerns); });
}

void PublishersDialog::take(const Book& book, const QString& done, Concerns concerns) {
  if (!book) {
    showMessage(
        this, tr("Nothing was changed"),
        ui::say(words::what_is_so(book.error())) + u' ' + ui::say(words::what_to_do(book.error().code)));
    return read();
  }
  fill(*book);
  say(done, {});
  if (concerns == Concerns::verdicts) emit changed();
}

const trust::Publisher* PublishersDialog::chosen() const {
  const auto rows = table_->selectionModel()->selectedRows();
  return rows.empty() ? nullptr : &model_->entry(rows.front().row());
}

void PublishersDialog::add() {
  auto* dialog = new AddPublisherDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] {
    auto entry = dialog->entry();
    entry.added = services_->now();
    change([entry](const trust::Publishers& book) { return book.with(entry); }, tr("Added"));
  });
  dialog->open();
}

void PublishersDialog::editNote() {
  const auto* entry = chosen();
  if (!entry) return;
  TextQuestion question{tr("Edit the note"), tr("For yourself: where you have it from, whom you asked."),
                        tr("Note")};
  question.text = own(entry->note);
  question.fits = [](const QString& text) {
    return text.toStdString().size() <= base::limits::publisher_note_bytes;
  };
  askText(this, question, [this, id = entry->id](const QString& text) {
    change(
        [id, note = text.toStdString()](const trust::Publishers& book) { return book.with_note(id, note); },
        tr("Noted"), Concerns::notes);
  });
}

void PublishersDialog::remove() {
  const auto* entry = chosen();
  if (!entry) return;
  removed_ = {*entry};
  change([id = entry->id](const trust::Publishers& book) { return book.without(id); },
         tr("Taken out. Undo puts it back."));
}

void PublishersDialog::undo() {
  auto back = std::move(removed_);
  removed_.clear();
  change([back = std::move(back)](const trust::Publishers& book) { return book.with_all(back); },
         tr("Put back"));
}

void PublishersDialog::chooseImport() {
  const Choice choice{tr("Choose an address book or a policy file"),
                      QFileDialog::ExistingFile,
                      tr("Address books and policies (*.json);;All files (*)"),
                      {}};
  ui::choose(this, choice, [this](const auto& path) { look(path); });
}

void PublishersDialog::look(const std::filesystem::path& file) {
  setState(State::busy);
  using Imported = std::shared_ptr<const base::Result<trust::Imported>>;
  inBackground(
      this,
      [desk = services_->publishers, file, now = services_->now()]() -> Imported {
        return std::make_shared<const base::Result<trust::Imported>>(desk->look(file, now));
      },
      [this](const Imported& imported) {
        if (!*imported) {
          setState(State::idle);
          return say(tr("Nothing can be taken from this file"),
                     ui::say(words::what_is_so(imported->error())));
        }
        news_ = (*imported)->entries;
        if (news_.empty()) {
          setState(State::idle);
          return say(tr("The address book has all of it already"), {});
        }
        model_->setEntries(news_);
        setState(State::looking);
        say(tr("Trust these from now on?"),
            tr("Nothing is changed yet. Whoever is listed may then sign the models beside them.") +
                ((*imported)->drops_unsigned_files
                     ? u' ' + tr("That the policy lets unsigned files pass is not taken over.")
                     : QString()));
      });
}

void PublishersDialog::import() {
  change([news = news_](const trust::Publishers& book) { return book.with_all(news); }, tr("Added"));
}

void PublishersDialog::exportBook() {
  Choice choice{tr("Export the address book"), QFileDialog::AnyFile, tr("Address books (*.json)"), {}};
  choice.use = QFileDialog::AcceptSave;
  ui::choose(this, choice, [this](const auto& path) {
    using Written = std::shared_ptr<const base::Result<void>>;
    inBackground(
        this,
        [desk = services_->publishers, path]() -> Written {
          const auto book = desk->load();
          if (!book) return std::make_shared<const base::Result<void>>(base::fail(book.error()));
          return std::make_shared<const base::Result<void>>(
              base::write_file(path, as_bytes(book->text()), base::Existing::keep));
        },
        [this, path](const Written& written) {
          if (!*written) return say(tr("Not exported"), ui::say(words::what_is_so(written->error())));
          say(tr("Exported"), shownPath(path));
        });
  });
}

}  // namespace weighmaster::ui
