#include "ui/views/remember_choice.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>

#include "trust/model_name.h"
#include "ui/models/text.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {
namespace {

std::string publisherOf(const std::string& model) {
  const auto slash = model.find('/');
  return slash == std::string::npos ? std::string() : model.substr(0, slash);
}

}  // namespace

RememberChoice::RememberChoice(QWidget* parent)
    : QWidget(parent),
      form_(new QFormLayout(this)),
      choice_(new QComboBox(this)),
      name_(new QLineEdit(this)),
      remark_(new WrappedLabel(this)) {
  choice_->setObjectName(QStringLiteral("remember"));
  choice_->setAccessibleName(tr("Remember this"));
  choice_->addItems({tr("No, only for this check"), tr("For this model"),
                     tr("For all models of this publisher"), tr("For any model")});
  name_->setObjectName(QStringLiteral("modelName"));
  name_->setAccessibleName(tr("Which model it is"));
  name_->setPlaceholderText(tr("publisher/model, as the hub's page names it"));
  form_->setContentsMargins(0, 0, 0, 0);
  form_->setVerticalSpacing(unit);
  form_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form_->addRow(tr("&Remember this"), choice_);
  form_->addRow(tr("&Which model it is"), name_);
  form_->addRow(remark_);
  connect(choice_, &QComboBox::currentIndexChanged, this, &RememberChoice::refresh);
  connect(name_, &QLineEdit::textChanged, this, &RememberChoice::refresh);
  refresh();
}

void RememberChoice::setName(const std::string& name) {
  name_->setText(shown(name));
  name_->setReadOnly(!name.empty());
  refresh();
}

void RememberChoice::startFrom(const std::string& models) {
  for (const auto choice : {Choice::model, Choice::publisher, Choice::any}) {
    setChoice(choice);
    if (this->models() == models) return;
  }
  setChoice(Choice::nothing);
}

void RememberChoice::setChoice(Choice choice) {
  choice_->setCurrentIndex(static_cast<int>(choice));
}

RememberChoice::Choice RememberChoice::choice() const {
  return static_cast<Choice>(choice_->currentIndex());
}

bool RememberChoice::needsName() const {
  return choice() == Choice::model || choice() == Choice::publisher;
}

std::string RememberChoice::name() const {
  const auto name = name_->text().trimmed().toStdString();
  return trust::is_model_name(name) ? name : std::string();
}

bool RememberChoice::isComplete() const {
  return !needsName() || models().has_value();
}

std::optional<std::string> RememberChoice::models() const {
  const auto model = name();
  switch (choice()) {
    case Choice::nothing:
      return std::nullopt;
    case Choice::model:
      return model.empty() ? std::nullopt : std::optional(model);
    case Choice::publisher:
      return publisherOf(model).empty() ? std::nullopt : std::optional(publisherOf(model) + "/*");
    case Choice::any:
      return "*";
  }
  return std::nullopt;
}

void RememberChoice::refresh() {
  name_->setVisible(needsName());
  form_->labelForField(name_)->setVisible(needsName());
  remark_->setVisible(choice() != Choice::nothing);
  if (!isComplete()) {
    remark_->setText(
        choice() == Choice::model
            ? tr("Write the model's name as you read it on the hub's page: not as the folder is called, "
                 "and not as the signature says.")
            : tr("Write the model's name as you read it on the hub's page, with its publisher before "
                 "the slash."));
  } else if (const auto models = this->models()) {
    remark_->setText(
        *models == "*"
            ? tr("Whoever signs as this is then trusted for every model, also for those of others.")
            : tr("From now on this signer is trusted for “%1”. Publishers… in the Trust menu shows it and "
                 "takes it back.")
                  .arg(shown(*models)));
  }
  emit changed();
}

}  // namespace weighmaster::ui
