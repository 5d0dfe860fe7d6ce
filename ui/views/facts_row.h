#pragma once

#include <QWidget>
#include <array>

#include "ui/jobs/model_session.h"

class QGridLayout;

namespace weighmaster::ui {

class FactButton;

/// The four facts that an answer rests on, each a way to its page.
class FactsRow : public QWidget {
  Q_OBJECT

 public:
  explicit FactsRow(QWidget* parent = nullptr);

  void setSession(const ModelSession& session);
  /// While files are checked.
  void setSoFar(const KindCounts& counts, std::size_t done, std::size_t all);

 signals:
  void filesWanted();
  void signerWanted();
  void logWanted();
  void certificatesWanted();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  /// Four beside each other, or two by two, or one under the other: as the letters need it.
  void arrange(int columns);

  enum Place { files, signer, log, certificates, places };
  std::array<FactButton*, places> buttons_{};
  QGridLayout* grid_;
  int columns_ = 0;
};

}  // namespace weighmaster::ui
