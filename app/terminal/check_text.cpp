#include "check_text.h"

#include <ostream>

#include "audit/told.h"
#include "base/file.h"
#include "base/text.h"
#include "words/scan_row.h"

namespace weighmaster::terminal {
namespace {

using audit::CheckedModel;
using audit::CheckedReport;
using words::Sentence;

void write(std::ostream& out, const std::vector<Sentence>& sentences) {
  for (const auto& sentence : sentences) out << words::fill(sentence) << '\n';
}

/// One of many, in short: "1  not complete  /models/a", and what there is to say of it.
void write_in_short(std::ostream& out, const CheckedModel& model, const std::string& program) {
  const auto verdict = audit::verdict(model);
  out << '\n'
      << model.place + 1 << "  " << words::title(verdict) << "  "
      << base::visible(base::utf8(model.stated.model)) << '\n';
  // Without a model nothing is complete, which the first line has said of all.
  if (verdict > verdict::Verdict::partial)
    out << "    " << words::fill(audit::card(model, {}).headline) << '\n';
  for (const auto& sentence : audit::about_model(model, program))
    out << "    " << words::fill(sentence) << '\n';
}

}  // namespace

void write_checked(std::ostream& out, const CheckedReport& report, const TextStyle& style) {
  out << words::fill(audit::headline(report)) << '\n';
  write(out, audit::about_report(report));
  const bool in_short = report.models.size() > 1 && !style.all_files;
  for (const auto& model : report.models) {
    if (in_short) {
      write_in_short(out, model, report.program);
      continue;
    }
    out << '\n';
    write(out, audit::about_model(model, report.program));
    out << '\n';
    write_report(out, model.now, style, [&](const std::string& time) { return audit::card(model, time); });
  }
}

}  // namespace weighmaster::terminal
