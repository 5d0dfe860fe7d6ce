#include "report.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "answer.h"
#include "audit/pdf.h"
#include "audit/report.h"
#include "base/file.h"
#include "progress.h"
#include "report_text.h"
#include "verdict/report_json.h"
#include "verdict/verify.h"

namespace weighmaster::terminal {
namespace {

using audit::Form;
using base::Code;
using base::Result;

/// The pages, as the window program paints them.
Result<audit::PaintedPdf> painted(const words::Document& document, const ReportOptions& options,
                                  const Console& console) {
  if (!console.paint) return base::fail(Code::audit_painter);
  const auto json = words::to_json(document).dump(-1, ' ', true, base::Json::error_handler_t::replace);
  const auto answer = console.paint(as_bytes(json), options.paper, console.stop);
  if (!answer) return base::fail(answer.error());
  auto pages = audit::painted_from_json(*answer);
  // It is another program, and may be of another version.
  if (!pages) return base::fail(Code::audit_painter, {}, std::string(base::name(pages.error().code)));
  return pages;
}

Result<Bytes> content(const audit::AuditReport& report, Form form, const ReportOptions& options,
                      const Console& console) {
  if (form == Form::json) return audit::json_form(report);
  if (form == Form::html) return audit::html_form(report);
  const auto pages = painted(report.document, options, console);
  if (!pages) return base::fail(pages.error());
  return audit::pdf_form(*pages, report);
}

void answer(const verdict::Report& report, const ReportOptions& options, Form form,
            const CommonOptions& common, const Console& console) {
  if (!common.json) {
    write_report(console.out, report, {console.colour, options.verify.all_files, false});
    console.out << "\nReport  " << options.output << '\n';
    return;
  }
  auto json = verdict::to_json(report);
  json["output"] = options.output;
  json["form"] = audit::name(form);
  write_json(console.out, json);
}

}  // namespace

std::string program_and_version() {
  return "Weighmaster " WEIGHMASTER_VERSION;
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

int report(const ReportOptions& options, const CommonOptions& common, const Console& console) {
  if (options.check) return check_report(options, common, console);
  const auto existing = options.overwrite ? base::Existing::replace : base::Existing::keep;
  if (auto can = base::check_target(options.output, existing); !can)
    return give_up(can.error(), common, console);
  const auto form = options.form ? *options.form : form_named(options.output).value_or(Form::json);
  auto asked = verify_request(options.verify, common, console);
  if (!asked) return give_up(asked.error(), common, console);
  const auto checked = [&] {
    ProgressLine line(console.err, console.progress && common.progress());
    return verdict::verify_model(*asked, line.task(console.stop));
  }();
  const auto made = audit::make_report({{checked, *asked}}, program_and_version());
  const auto bytes = content(made, form, options, console);
  if (!bytes) return give_up(bytes.error(), common, console);
  if (auto written = base::write_file(options.output, *bytes, existing); !written)
    return give_up(written.error(), common, console);
  answer(checked, options, form, common, console);
  return verdict::exit_code(checked);
}

}  // namespace weighmaster::terminal
