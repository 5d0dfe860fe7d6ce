#pragma once

#include "ui/views/page.h"

namespace weighmaster::ui {

class OrderedText;

/// The signed JSON, readable. What was not signed stands under a heading that says so.
class StatementPage : public Page {
  Q_OBJECT

 public:
  explicit StatementPage(QWidget* parent = nullptr);
  void setReport(const ReportPtr& report);

 protected:
  /// The text is made when it is first looked at: for a large model it takes a while.
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void fill();
  [[nodiscard]] static QString lineFor(const ReportPtr& report);

  ReportPtr report_;
  bool filled_ = true;
  OrderedText* text_;
};

}  // namespace weighmaster::ui
