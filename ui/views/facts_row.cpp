#include "ui/views/facts_row.h"

#include <QHBoxLayout>

#include "ui/models/text.h"
#include "ui/views/fact_button.h"
#include "ui/views/theme.h"

namespace weighmaster::ui {

FactsRow::FactsRow(QWidget* parent) : QWidget(parent) {
  const std::array<QString, places> titles{tr("Files"), tr("Signer"), tr("Log entry"), tr("Certificates")};
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(unit);
  for (std::size_t place = 0; place < places; ++place) {
    buttons_.at(place) = new FactButton(titles.at(place), this);
    row->addWidget(buttons_.at(place), 1);
  }
  connect(buttons_[files], &QPushButton::clicked, this, &FactsRow::filesWanted);
  connect(buttons_[signer], &QPushButton::clicked, this, &FactsRow::signerWanted);
  connect(buttons_[log], &QPushButton::clicked, this, &FactsRow::logWanted);
  connect(buttons_[certificates], &QPushButton::clicked, this, &FactsRow::certificatesWanted);
}

void FactsRow::setSession(const ModelSession& session) {
  if (!session.report()) {
    for (auto* button : buttons_) button->setFact(words::FactMark::pending, tr("not yet known"), {}, true);
    return;
  }
  const auto facts = words::facts(*session.report());
  const bool calm = session.state() != ModelSession::State::done || session.mayHaveChanged() ||
                    verdict::verdict(*session.report()) != verdict::Verdict::trusted;
  const std::array all{&facts.files, &facts.signer, &facts.log, &facts.certificates};
  for (std::size_t place = 0; place < places; ++place) {
    const auto& fact = *all.at(place);
    buttons_.at(place)->setFact(fact.mark, say(fact.value), say(fact.remark), calm);
  }
}

void FactsRow::setSoFar(const KindCounts& counts, std::size_t done, std::size_t all) {
  const auto of = [&](FilesFilter::Kind kind) { return counts.at(static_cast<std::size_t>(kind)); };
  const auto changed = of(FilesFilter::Kind::changed);
  const auto value = tr("%1 of %2 so far").arg(grouped(qint64(done)), grouped(qint64(all)));
  const auto remark = changed == 0 ? tr("all match so far") : tr("%1 changed").arg(grouped(qint64(changed)));
  const auto mark = changed == 0 ? words::FactMark::pending : words::FactMark::bad;
  buttons_[files]->setFact(mark, value, remark, true);
}

}  // namespace weighmaster::ui
