#pragma once

#include <QTimer>

#include "ui/models/files_model.h"
#include "ui/views/page.h"

class QButtonGroup;
class QLineEdit;
class QPushButton;
class QTreeView;

namespace weighmaster::ui {

/// All files: those here, those signed, and how they stand to each other.
class FilesPage : public Page {
  Q_OBJECT

 public:
  explicit FilesPage(QWidget* parent = nullptr);

  void setAnswer(const AnswerPtr& answer);
  void update(const std::vector<RowUpdate>& rows);
  using QWidget::update;
  void showKind(FileKind kind);
  [[nodiscard]] const KindCounts& counts() const { return model_.counts(); }

 private:
  void sayWhatThisIs(const AnswerPtr& answer);
  QWidget* makeFilterRow();
  void makeView();
  void makeMenu();
  void sortAsIndicated();
  void applyFilter();
  void showCounts();
  void copySelected();

  FilesModel model_;
  FilesFilter filter_;
  QButtonGroup* chips_;
  QLineEdit* text_;
  QTreeView* view_;
};

}  // namespace weighmaster::ui
