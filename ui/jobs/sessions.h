#pragma once

#include <QObject>
#include <filesystem>
#include <map>
#include <memory>
#include <vector>

#include "ui/jobs/model_session.h"
#include "ui/jobs/report_session.h"

namespace weighmaster::ui {

/// The models and audit reports that are open, each once; also those of many that the person has not looked
/// at. They are checked in turn.
class Sessions : public QObject {
  Q_OBJECT

 public:
  explicit Sessions(std::shared_ptr<const Services> services, QObject* parent = nullptr);
  ~Sessions() override;
  Sessions(const Sessions&) = delete;
  Sessions& operator=(const Sessions&) = delete;
  Sessions(Sessions&&) = delete;
  Sessions& operator=(Sessions&&) = delete;

  /// The model's or the report's; a new one, that has checked nothing yet, where it is not open.
  ModelSession* ofModel(const Opened& opened);
  ReportSession* ofReport(const std::filesystem::path& file);
  /// Null where it is not open.
  [[nodiscard]] ModelSession* model(const std::filesystem::path& path) const;
  [[nodiscard]] ReportSession* report(const std::filesystem::path& file) const;

  [[nodiscard]] Turns& turns() { return turns_; }

  /// From now on these are believed: what rests on another trusted root is judged again, `first` before the
  /// others.
  void useTrust(std::shared_ptr<const Services> services, const QObject* first);
  /// The address book has changed: all about which nobody said by hand who is expected is judged again.
  void judgeByBook(const QObject* first);

 signals:
  /// What there is to tell of it is another: it waits, works, is done, or may have changed since.
  void modelChanged(const std::filesystem::path& path, weighmaster::ui::ModelSession* session);
  void reportChanged(const std::filesystem::path& file, weighmaster::ui::ReportSession* session);
  /// A check is over; the change was told before.
  void modelFinished(const std::filesystem::path& path, weighmaster::ui::ModelSession* session);
  void reportFinished(const std::filesystem::path& file, weighmaster::ui::ReportSession* session);

 private:
  using Rests = bool (*)(const ModelSession&);
  using ReportRests = bool (*)(const ReportSession&);
  void judgeAnew(Rests rests, ReportRests reportRests, const QObject* first);

  std::shared_ptr<const Services> services_;
  Turns turns_;
  std::map<std::filesystem::path, ModelSession*> models_;    // children
  std::map<std::filesystem::path, ReportSession*> reports_;  // the same
};

}  // namespace weighmaster::ui
