#include "ui/views/pem_input.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "base/file.h"
#include "base/limits.h"
#include "ui/jobs/background.h"
#include "ui/models/text.h"
#include "ui/views/choose.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {
namespace {

/// Whether the file lies in the model's folder, or in the folder that holds the model.
bool liesBeside(const std::filesystem::path& file, const std::filesystem::path& model) {
  if (model.empty()) return false;
  const auto folder = file.parent_path().lexically_normal();
  if (folder == model.parent_path().lexically_normal()) return true;
  const auto relative = folder.lexically_relative(model.lexically_normal());
  return !relative.empty() && *relative.begin() != "..";
}

}  // namespace

PemInput::PemInput(const QString& accessibleName, const QString& chooseText, QWidget* parent)
    : QWidget(parent),
      text_(new QPlainTextEdit(this)),
      remark_(new WrappedLabel(this)),
      warning_(new WrappedLabel(this)) {
  text_->setAccessibleName(accessibleName);
  text_->setPlaceholderText(QStringLiteral("-----BEGIN …"));
  text_->setFont(monospaceFont(font()));
  text_->setTabChangesFocus(true);
  text_->setAcceptDrops(false);
  auto* button = new QPushButton(chooseText, this);
  button->setAutoDefault(false);
  button->setAccessibleName(chooseText);
  warning_->setColour(toneColours(palette(), words::Tone::caution).text);
  warning_->hide();

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(unit);
  column->addWidget(text_, 1);
  column->addWidget(button, 0, Qt::AlignLeft);
  column->addWidget(remark_);
  column->addWidget(warning_);
  connect(text_, &QPlainTextEdit::textChanged, this, [this] {
    warning_->hide();
    emit changed();
  });
  connect(button, &QPushButton::clicked, this, [this, chooseText] {
    choose(this, {chooseText, QFileDialog::ExistingFile, {}, {}}, [this](const auto& path) { read(path); });
  });
}

std::string PemInput::pem() const {
  return text_->toPlainText().toStdString();
}

void PemInput::setPem(const std::string& pem) {
  text_->setPlainText(own(pem));
}

void PemInput::setRemark(const QString& remark) {
  remark_->setText(remark);
}

void PemInput::read(const std::filesystem::path& path) {
  inBackground(
      this, [path] { return base::read_file(path, base::limits::trust_file_bytes); },
      [this, path](const base::Result<Bytes>& content) {
        if (!content) return setRemark(say(words::what_is_so(content.error())));
        text_->setPlainText(own(as_text(*content)));
        warning_->setVisible(liesBeside(path, model_));
        warning_->setText(
            tr("This file lies beside the model. Whoever changed the model could have changed it too: "
               "compare it with what the publisher states elsewhere."));
      });
}

}  // namespace weighmaster::ui
