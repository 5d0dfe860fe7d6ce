#pragma once

#include <QWidget>

#include "ui/models/scan_filter.h"

class QButtonGroup;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QTreeView;

namespace weighmaster::ui {

class WrappedLabel;

/// Many models in a table: what each came to, filtered and sorted as the person likes.
class ScanPage : public QWidget {
  Q_OBJECT

 public:
  explicit ScanPage(ScanModel* model, QWidget* parent = nullptr);

  /// While models are looked for, in these places.
  void setLooking(bool looking);
  /// What was passed over or could not be looked at; fit to be shown, one a line.
  void setRemarks(const QStringList& remarks);
  /// Where the keyboard goes when the page is shown.
  void takeFocus();

 signals:
  /// A row of the model, by its place there.
  void opened(int row);
  void stopWanted();
  void exportWanted();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QWidget* makeFilterRow();
  QWidget* makeButtons();
  void makeView();
  /// In pixels, of all words that a verdict is told in.
  [[nodiscard]] int widestVerdict() const;
  void makeMenu();
  void sortBy(int column);
  void openCurrent();
  void showCounts();
  void look();

  ScanModel* model_;
  ScanFilter filter_;
  bool looking_ = false;
  WrappedLabel* headline_;
  WrappedLabel* line_;
  QProgressBar* bar_;
  QButtonGroup* chips_;
  QLineEdit* text_;
  QTreeView* view_;
  WrappedLabel* remarks_;
  QPushButton* stop_ = nullptr;
  QPushButton* export_ = nullptr;
};

}  // namespace weighmaster::ui
