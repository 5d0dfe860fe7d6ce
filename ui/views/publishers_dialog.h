#pragma once

#include <QDialog>
#include <functional>
#include <memory>

#include "ui/jobs/services.h"

class QPushButton;
class QTableView;

namespace weighmaster::ui {

class PublishersModel;
class WrappedLabel;

/// The address book: whom the person trusts to sign which models. Each change is written at once and can be
/// taken back; what is imported is shown first.
class PublishersDialog : public QDialog {
  Q_OBJECT

 public:
  explicit PublishersDialog(std::shared_ptr<const Services> services, QWidget* parent = nullptr);

 signals:
  /// Others are trusted than before, or for other models.
  void changed();

 private:
  enum class State { idle, busy, looking };
  using Book = PublishersDesk::Book;
  using Change = std::function<Book(const trust::Publishers&)>;

  void makeTable();
  void makeButtons();
  void say(const QString& headline, const QString& line);
  void setState(State state);
  void read();
  /// Whether a change can make a difference to what models come to.
  enum class Concerns { verdicts, notes };
  /// Writes a change; `done` is said where it was.
  void change(const Change& change, const QString& done, Concerns concerns = Concerns::verdicts);
  void take(const Book& book, const QString& done, Concerns concerns);
  void fill(const trust::Publishers& book);

  void add();
  void editNote();
  void remove();
  void undo();
  void chooseImport();
  void look(const std::filesystem::path& file);
  void import();
  void exportBook();
  [[nodiscard]] const trust::Publisher* chosen() const;

  std::shared_ptr<const Services> services_;
  State state_ = State::busy;
  /// What was taken out last, to be put back.
  std::vector<trust::Publisher> removed_;
  /// What is looked at, before it counts.
  std::vector<trust::Publisher> news_;
  PublishersModel* model_;
  WrappedLabel* headline_;
  WrappedLabel* line_;
  QTableView* table_;
  QPushButton* add_ = nullptr;
  QPushButton* note_ = nullptr;
  QPushButton* remove_ = nullptr;
  QPushButton* undo_ = nullptr;
  QPushButton* import_ = nullptr;
  QPushButton* export_ = nullptr;
  QPushButton* accept_ = nullptr;
  QPushButton* cancel_ = nullptr;
};

}  // namespace weighmaster::ui
