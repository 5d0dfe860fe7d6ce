#include "ui/views/facts_row.h"

#include <QGridLayout>
#include <algorithm>

#include "ui/models/text.h"
#include "ui/views/fact_button.h"
#include "ui/views/theme.h"

namespace weighmaster::ui {

FactsRow::FactsRow(QWidget* parent) : QWidget(parent), grid_(new QGridLayout(this)) {
  const std::array<QString, places> titles{tr("Files"), tr("Signer"), tr("Log entry"), tr("Certificates")};
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setSpacing(unit);
  for (std::size_t place = 0; place < places; ++place) {
    buttons_.at(place) = new FactButton(titles.at(place), this);
  }
  arrange(places);
  connect(buttons_[files], &QPushButton::clicked, this, &FactsRow::filesWanted);
  connect(buttons_[signer], &QPushButton::clicked, this, &FactsRow::signerWanted);
  connect(buttons_[log], &QPushButton::clicked, this, &FactsRow::logWanted);
  connect(buttons_[certificates], &QPushButton::clicked, this, &FactsRow::certificatesWanted);
}

void FactsRow::arrange(int columns) {
  if (columns == columns_) return;
  columns_ = columns;
  for (int place = 0; place < places; ++place) {
    grid_->setColumnStretch(place, place < columns ? 1 : 0);
    grid_->addWidget(buttons_.at(static_cast<std::size_t>(place)), place / columns, place % columns);
  }
}

void FactsRow::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  constexpr int comfortable = 20;  // letters a button
  const int fit = width() / (fontMetrics().averageCharWidth() * comfortable + 5 * unit);
  arrange(fit >= places ? places : std::clamp(fit, 1, 2));
}

void FactsRow::setSession(const ModelSession& session) {
  const auto& answer = session.answer();
  if (!answer) {
    for (auto* button : buttons_) button->setFact(words::FactMark::pending, tr("not yet known"), {}, true);
    return;
  }
  const bool calm = session.state() != ModelSession::State::done || session.mayHaveChanged() ||
                    answer->verdict != verdict::Verdict::trusted;
  const std::array all{&answer->facts.files, &answer->facts.signer, &answer->facts.log,
                       &answer->facts.certificates};
  for (std::size_t place = 0; place < places; ++place) {
    const auto& fact = *all.at(place);
    buttons_.at(place)->setFact(fact.mark, say(fact.value), say(fact.remark), calm);
  }
}

void FactsRow::setSoFar(const KindCounts& counts, std::size_t done, std::size_t all) {
  const auto of = [&](FileKind kind) { return counts.at(static_cast<std::size_t>(kind)); };
  const auto changed = of(FileKind::changed);
  const auto value = tr("%1 of %2 so far").arg(grouped(qint64(done)), grouped(qint64(all)));
  const auto remark = changed == 0 ? tr("all match so far") : tr("%1 changed").arg(grouped(qint64(changed)));
  const auto mark = changed == 0 ? words::FactMark::pending : words::FactMark::bad;
  buttons_[files]->setFact(mark, value, remark, true);
}

}  // namespace weighmaster::ui
