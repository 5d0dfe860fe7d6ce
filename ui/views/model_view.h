#pragma once

#include <QPointer>

#include "ui/jobs/model_session.h"
#include "ui/views/answer_view.h"
#include "ui/views/card_content.h"

class QTabWidget;

namespace weighmaster::ui {

class CertificatesPage;
class ChecksPage;
class FactsRow;
class FilesPage;
class LogPage;
class SignerPage;
class StatementPage;

/// Everything about one model: the answer, the facts, the pages.
class ModelView : public AnswerView {
  Q_OBJECT

 public:
  explicit ModelView(QWidget* parent = nullptr);

  void show(ModelSession* session);
  using QWidget::show;
  [[nodiscard]] ModelSession* session() const { return session_; }

  enum class PageId { files, signer, log, certificates, statement, checks };
  void openPage(PageId page);
  void openFiles(FileKind kind);

 signals:
  /// A button of the card that this view can't serve by itself.
  void actionWanted(weighmaster::words::Action action);
  void chooseModelWanted();
  void nameModelWanted();

 private:
  void begin();
  void prepare();
  void takeRows(const std::vector<RowUpdate>& rows);
  void finish();
  void fillCard();
  void setPages(const AnswerPtr& answer);

  QPointer<ModelSession> session_;
  std::size_t rowsDone_ = 0;
  FactsRow* facts_;
  QTabWidget* tabs_;
  FilesPage* files_;
  SignerPage* signer_;
  LogPage* log_;
  CertificatesPage* certificates_;
  StatementPage* statement_;
  ChecksPage* checks_;
};

}  // namespace weighmaster::ui
