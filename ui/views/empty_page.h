#pragma once

#include <QWidget>

class QPushButton;

namespace weighmaster::ui {

class VerdictIcon;
class WrappedLabel;

/// Where nothing is open yet: what can be done here.
class EmptyPage : public QWidget {
  Q_OBJECT

 public:
  explicit EmptyPage(bool hasExample, QWidget* parent = nullptr);

  /// Something that can be dropped is held over the window.
  void setAwaiting(bool awaiting);

 signals:
  void chooseFolder();
  void tryExample();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void look();

  bool awaits_ = false;
  VerdictIcon* icon_;
  WrappedLabel* headline_;
  WrappedLabel* text_;
  QPushButton* choose_;
};

}  // namespace weighmaster::ui
