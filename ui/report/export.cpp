#include "ui/report/export.h"

#include <QString>

#include "audit/pdf.h"
#include "audit/report.h"
#include "ui/report/painter.h"

namespace weighmaster::ui {
namespace {

base::Result<Bytes> made(const ExportOrder& order, const base::Task& task) {
  audit::ReportMaker maker(order.program, order.form != Form::json);
  for (const auto& model : order.models) {
    if (task.stopped()) return base::fail(base::cancelled());
    if (model.report) {
      maker.add(*model.report, *model.asked);
      continue;
    }
    const auto anew = model.check(task, {});
    if (task.stopped()) return base::fail(base::cancelled());
    maker.add(anew.report, *anew.asked);
  }
  const auto report = std::move(maker).finish(order.scope);
  switch (order.form) {
    case Form::json:
      return audit::json_form(report);
    case Form::html:
      return audit::html_form(report);
    case Form::pdf:
      break;
  }
  const auto painted = paintReport(report.document, order.paper, task);
  if (!painted) return base::fail(painted.error());
  return audit::pdf_form(*painted, report);
}

}  // namespace

ExportModel exportModel(const ModelSession& session) {
  if (session.state() == ModelSession::State::done) return {session.report(), session.asked(), {}};
  return {nullptr, nullptr, session.work()};
}

ExportOrder exportOrder(const ModelSession& session) {
  ExportOrder order;
  order.models.push_back(exportModel(session));
  return order;
}

std::optional<Form> formNamed(const std::filesystem::path& path) {
  const auto ending = QString::fromStdString(base::utf8(path.extension())).toLower();
  if (ending == u".pdf") return Form::pdf;
  if (ending == u".html" || ending == u".htm") return Form::html;
  if (ending == u".json") return Form::json;
  return std::nullopt;
}

std::string endingOf(Form form) {
  return "." + std::string(audit::name(form));
}

base::Result<void> exportReport(const ExportOrder& order, const base::Task& task) {
  if (auto can = base::check_target(order.target, order.existing); !can) return can;
  const auto bytes = made(order, task);
  if (!bytes) return base::fail(bytes.error());
  if (task.stopped()) return base::fail(base::cancelled());
  return base::write_file(order.target, *bytes, order.existing);
}

}  // namespace weighmaster::ui
