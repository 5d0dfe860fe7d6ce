#pragma once

#include "ui/models/checks_model.h"
#include "ui/views/page.h"

class QTreeView;

namespace weighmaster::ui {

/// Each step of the check, its outcome, and the reasons with their codes.
class ChecksPage : public Page {
  Q_OBJECT

 public:
  explicit ChecksPage(QWidget* parent = nullptr);
  void setReport(const ReportPtr& report);

 private:
  ChecksModel model_;
  QTreeView* view_;
};

}  // namespace weighmaster::ui
