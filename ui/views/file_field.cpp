#include "ui/views/file_field.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <limits>

#include "base/file.h"
#include "ui/models/text.h"
#include "ui/views/choose.h"
#include "ui/views/theme.h"

namespace weighmaster::ui {
namespace {

QString whole(const std::filesystem::path& path) {
  return shown(base::utf8(path), std::numeric_limits<std::size_t>::max());
}

}  // namespace

FileField::FileField(Use use, const QString& title, QWidget* parent)
    : QWidget(parent), use_(use), title_(title), text_(new QLineEdit(this)) {
  text_->setAccessibleName(title);
  auto* button = new QPushButton(tr("Choose…"), this);
  button->setAutoDefault(false);
  button->setAccessibleName(tr("Choose: %1").arg(title));
  makeRoomy(*button);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(unit);
  row->addWidget(text_, 1);
  row->addWidget(button);
  setFocusProxy(text_);
  connect(text_, &QLineEdit::textChanged, this, &FileField::changed);
  connect(text_, &QLineEdit::editingFinished, this, &FileField::settled);
  connect(button, &QPushButton::clicked, this, &FileField::choose);
}

std::optional<std::filesystem::path> FileField::path() const {
  const auto text = text_->text();
  if (text.isEmpty()) return std::nullopt;
  return text == whole(given_) ? given_ : toPath(text);
}

void FileField::setPath(const std::filesystem::path& path) {
  given_ = path;
  text_->setText(whole(path));
}

void FileField::setPlaceholder(const QString& text) {
  text_->setPlaceholderText(text);
}

void FileField::choose() {
  const auto start = path() ? path()->parent_path() : std::filesystem::path();
  const bool writes = use_ == Use::write;
  const Choice choice{title_,
                      writes ? QFileDialog::AnyFile : QFileDialog::ExistingFile,
                      {},
                      start,
                      writes ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen};
  ui::choose(this, choice, [this](const auto& chosen) {
    setPath(chosen);
    emit settled();
  });
}

}  // namespace weighmaster::ui
