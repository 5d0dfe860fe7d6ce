#include "ui/views/timestamp_choice.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QVBoxLayout>

#include "signing/timestamp_authority.h"
#include "ui/models/text.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {
namespace {

QString whatItGets() {
  return TimestampChoice::tr(
      "It is asked over the network, once, and is sent one digest of the signature: no file, no name of one. "
      "The signature then holds after a certificate has expired, too.");
}

}  // namespace

TimestampChoice::TimestampChoice(QWidget* parent)
    : QWidget(parent),
      wanted_(new QCheckBox(tr("Have a timestamp &authority vouch for the time"), this)),
      address_(new QLineEdit(this)),
      remark_(new WrappedLabel(this)) {
  address_->setAccessibleName(tr("Address of the timestamp authority"));
  address_->setPlaceholderText(tr("its address, beginning with https:// or http://"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(unit);
  for (auto* widget :
       {static_cast<QWidget*>(wanted_), static_cast<QWidget*>(address_), static_cast<QWidget*>(remark_)}) {
    column->addWidget(widget);
  }
  connect(wanted_, &QCheckBox::toggled, this, [this](bool on) {
    showFields();
    if (on) address_->setFocus(Qt::OtherFocusReason);
  });
  connect(address_, &QLineEdit::textChanged, this, &TimestampChoice::showFields);
  showFields();
}

void TimestampChoice::showFields() {
  const bool on = wanted_->isChecked();
  address_->setVisible(on);
  remark_->setVisible(on);
  const auto text = address_->text().toStdString();
  const auto parsed = signing::timestamp_address(text);
  remark_->setText(text.empty() ? whatItGets()
                   : !parsed    ? say(words::what_is_so(parsed.error()))
                   : parsed->secure() || parsed->loopback()
                       ? whatItGets()
                       : whatItGets() + u' ' +
                             tr("The way there is not encrypted: others on it can see that digest, and that "
                                "you sign now. They can't change the time."));
  emit changed();
}

bool TimestampChoice::isComplete() const {
  return !wanted_->isChecked() || signing::timestamp_address(address_->text().toStdString()).has_value();
}

std::optional<std::string> TimestampChoice::url() const {
  if (!wanted_->isChecked()) return std::nullopt;
  return address_->text().toStdString();
}

}  // namespace weighmaster::ui
