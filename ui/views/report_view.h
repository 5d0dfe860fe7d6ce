#pragma once

#include <QPointer>

#include "ui/jobs/report_session.h"
#include "ui/models/report_models.h"
#include "ui/views/answer_view.h"
#include "ui/views/verdict_card.h"

class QTabWidget;
class QTreeView;

namespace weighmaster::ui {

class ChecksPage;
class WrappedLabel;

/// An audit report that was opened: whether it still holds, what it says, and of which models.
class ReportView : public AnswerView {
  Q_OBJECT

 public:
  explicit ReportView(QWidget* parent = nullptr);

  void show(ReportSession* session);
  using QWidget::show;
  [[nodiscard]] ReportSession* session() const { return session_; }

 private:
  void makeTable();
  void makeTabs();
  void begin();
  void finish();
  void showModel(std::size_t place);
  [[nodiscard]] CardContent content();
  [[nodiscard]] CardContent contentWithout(const base::Error& error);
  [[nodiscard]] std::vector<CardButton> buttons();
  [[nodiscard]] const ReportAnswer* answer() const;
  void sayWhoSigned();
  void compare();

  QPointer<ReportSession> session_;
  ReportModels models_;
  ChangesModel changes_;
  /// Of the answer's models, the one that is shown.
  std::size_t place_ = 0;
  WrappedLabel* headline_;
  WrappedLabel* about_;
  QTreeView* table_ = nullptr;
  WrappedLabel* modelName_;
  WrappedLabel* aboutModel_;
  QTabWidget* tabs_ = nullptr;
  ChecksPage* checks_ = nullptr;
};

}  // namespace weighmaster::ui
