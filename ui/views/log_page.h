#pragma once

#include "ui/views/page.h"

namespace weighmaster::ui {

/// The public record of the signature.
class LogPage : public Page {
  Q_OBJECT

 public:
  explicit LogPage(QWidget* parent = nullptr);
  void setReport(const ReportPtr& report);

 private:
  void showEntry(const verdict::LogFacts& facts);
  void showTimestamp(const verdict::TimestampFacts& facts);
  void showProof(const verdict::LogFacts& facts, const signature::InclusionProof& proof);

  FactsForm* form_;
};

/// "± 1 s"; empty where the authority does not say how exact its clock is.
[[nodiscard]] QString accuracyText(const crypto::TimestampInfo& info);

/// The proof as the list of steps it is, one a line, from the entry to the root.
[[nodiscard]] QString proofText(const verdict::LogFacts& facts);

}  // namespace weighmaster::ui
