#include "report_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "audit/pdf.h"
#include "audit/report.h"
#include "base/file.h"
#include "base/limits.h"

namespace weighmaster::terminal {
namespace {

using audit::Form;
using base::Code;
using base::Existing;
using base::Result;

/// The pages, as the window program paints them.
Result<audit::PaintedPdf> painted(const words::Document& document, const std::string& paper,
                                  const Console& console) {
  if (!console.paint) return base::fail(Code::audit_painter);
  const auto json = words::to_json(document).dump(-1, ' ', true, base::Json::error_handler_t::replace);
  const auto answer = console.paint(as_bytes(json), paper, console.stop);
  if (!answer) return base::fail(answer.error());
  auto pages = audit::painted_from_json(*answer);
  // It is another program, and may be of another version.
  if (!pages) return base::fail(Code::audit_painter, {}, std::string(base::name(pages.error().code)));
  return pages;
}

Result<Bytes> content(const audit::AuditReport& report, const ReportFileOptions& options,
                      const Console& console) {
  if (options.form() == Form::json) return audit::json_form(report);
  if (options.form() == Form::html) return audit::html_form(report);
  const auto pages = painted(report.document, options.paper, console);
  if (!pages) return base::fail(pages.error());
  return audit::pdf_form(*pages, report);
}

Existing existing(const ReportFileOptions& options) {
  return options.overwrite ? Existing::replace : Existing::keep;
}

}  // namespace

Form ReportFileOptions::form() const {
  return format ? *format : form_named(file).value_or(Form::json);
}

std::optional<Form> form_named(const std::string& file) {
  auto ending = std::filesystem::path(file).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  if (ending == ".pdf") return Form::pdf;
  if (ending == ".html" || ending == ".htm") return Form::html;
  if (ending == ".json") return Form::json;
  return std::nullopt;
}

Result<void> check_report_target(const ReportFileOptions& options) {
  return base::check_target(options.file, existing(options));
}

Result<void> write_report_file(const audit::AuditReport& report, const ReportFileOptions& options,
                               const Console& console) {
  const auto bytes = content(report, options, console);
  if (!bytes) return base::fail(bytes.error());
  if (bytes->size() > base::limits::audit_report_bytes)
    return base::fail(Code::file_too_large, options.file, std::to_string(bytes->size()) + " bytes");
  return base::write_file(options.file, *bytes, existing(options));
}

void tell_report_file(const ReportFileOptions& options, base::Json& answer) {
  answer["output"] = options.file;
  answer["form"] = audit::name(options.form());
}

std::string program_and_version() {
  return "Weighmaster " WEIGHMASTER_VERSION;
}

}  // namespace weighmaster::terminal
