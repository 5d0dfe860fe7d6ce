#include "ui/views/choose.h"

#include <QDir>

#include "ui/models/text.h"

namespace weighmaster::ui {

void choose(QWidget* parent, const Choice& choice, std::function<void(const std::filesystem::path&)> then) {
  const auto start = choice.startIn.empty() ? QDir::homePath() : fromPath(choice.startIn);
  auto* dialog = new QFileDialog(parent, choice.title, start, choice.filter);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(choice.mode);
  dialog->setAcceptMode(choice.use);
  dialog->setOption(QFileDialog::DontConfirmOverwrite);
  if (choice.mode == QFileDialog::Directory) dialog->setOption(QFileDialog::ShowDirsOnly);
  if (!choice.name.empty()) dialog->selectFile(fromPath(choice.name));
  QObject::connect(dialog, &QFileDialog::fileSelected, parent,
                   [then = std::move(then)](const QString& path) { then(toPath(path)); });
  dialog->open();
}

}  // namespace weighmaster::ui
