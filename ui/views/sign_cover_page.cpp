#include "ui/views/sign_cover_page.h"

#include <QHeaderView>
#include <QProgressBar>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/models/text.h"
#include "ui/views/cell_delegate.h"
#include "ui/views/hash_choice.h"
#include "ui/views/progress_card.h"
#include "ui/views/roomy_column.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"
#include "words/progress.h"

namespace weighmaster::ui {
namespace {

QString number(std::size_t count) {
  return grouped(qint64(count));
}

QString sinceText(const std::optional<manifest::Difference>& since) {
  if (!since) {
    return SignCoverPage::tr(
        "The signature that lies here can't be compared with: it can't be read, or was made in "
        "another way.");
  }
  if (since->empty()) {
    return SignCoverPage::tr(
        "Nothing has changed since the signature that lies here. Whether it is valid was not "
        "checked.");
  }
  return SignCoverPage::tr(
             "Since the signature that lies here, which was not checked: %1 changed, %2 new, %3 renamed, "
             "%4 gone.")
      .arg(number(since->changed.size()), number(since->added.size()), number(since->renamed.size()),
           number(since->removed.size()));
}

}  // namespace

SignCoverPage::SignCoverPage(QWidget* parent)
    : QWidget(parent),
      summary_(new WrappedLabel(this)),
      view_(new QTreeView(this)),
      hash_(new HashChoice(this)),
      bar_(new QProgressBar(this)),
      line_(new WrappedLabel(this)) {
  summary_->setFont(largeFont(font()));
  view_->setModel(&model_);
  view_->setRootIsDecorated(false);
  view_->setUniformRowHeights(true);
  view_->setItemDelegate(new CellDelegate(CoverageModel::stateColumn, CoverageModel::toneRole, -1, view_));
  view_->setAccessibleName(tr("What will be covered, and what is left out"));
  auto* header = view_->header();
  header->setAccessibleName(tr("Columns of the files"));
  header->setStretchLastSection(false);
  const int letter = fontMetrics().averageCharWidth();
  view_->setColumnWidth(CoverageModel::sizeColumn, letter * 14);
  view_->setColumnWidth(CoverageModel::stateColumn, letter * 34);
  new RoomyColumn(view_, CoverageModel::nameColumn);
  bar_->setTextVisible(false);
  bar_->setRange(0, 1000);
  bar_->setFixedHeight(unit);
  bar_->setAccessibleName(tr("Progress of hashing"));

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(unit);
  column->addWidget(summary_);
  column->addWidget(view_, 1);
  column->addWidget(bar_);
  column->addWidget(line_);
  column->addWidget(hash_);
  connect(hash_, &HashChoice::changed, this, &SignCoverPage::howChanged);
  connect(&meter_, &PaceMeter::told, this, &SignCoverPage::tell);
  setReading();
}

manifest::Serialization SignCoverPage::how() const {
  return hash_->how();
}

void SignCoverPage::setWaiting() {
  meter_.begin();
  summary_->setText(tr("Waiting for its turn"));
  line_->setText(tr("Another model is being read. This one begins as soon as that one is done."));
  bar_->setValue(0);
}

void SignCoverPage::setReading() {
  summary_->setText(tr("Looking at the model"));
  line_->setText({});
  bar_->setValue(0);
  meter_.begin();
}

void SignCoverPage::showCoverage(const CoveragePtr& coverage) {
  const auto size = own(base::format_size(coverage->bytes));
  auto text = coverage->files == 1 ? tr("1 file, %1, will be covered.").arg(size)
                                   : tr("%1 files, %2, will be covered.").arg(number(coverage->files), size);
  if (coverage->leftOut > 0) text += u' ' + tr("Left out: %1, listed below.").arg(number(coverage->leftOut));
  summary_->setText(text);
  model_.setCoverage(coverage);
}

void SignCoverPage::setListed(const Listed& listed) {
  signedBefore_ = listed.previous.has_value();
  showCoverage(listed.coverage);
  line_->setText(tr("Hashing has begun; you can go on meanwhile."));
}

void SignCoverPage::setProgress(const base::Progress& progress) {
  meter_.take(progress);
}

void SignCoverPage::tell(const base::Progress& progress, const base::Pace& pace) {
  const bool hashes = progress.phase == base::Phase::hashing;
  line_->setText(hashes ? paceText(progress, pace) : say(words::what_it_is_at(progress)));
  if (progress.bytes_total > 0)
    bar_->setValue(static_cast<int>(base::share_done(progress) * bar_->maximum()));
}

void SignCoverPage::setMeasured(const Measured& measured) {
  meter_.end();
  showCoverage(measured.coverage);
  bar_->setValue(bar_->maximum());
  line_->setText(signedBefore_ ? sinceText(measured.since) : tr("All files are hashed."));
}

void SignCoverPage::setFailed(const base::Error& error) {
  meter_.end();
  summary_->setText(say(words::what_is_so(error)));
  summary_->setColour(toneColours(palette(), words::Tone::bad).text);
  line_->setText(say(words::what_to_do(error.code)));
}

}  // namespace weighmaster::ui
