#include "report.h"

#include <nlohmann/json.hpp>
#include <ostream>

#include "answer.h"
#include "audit/report.h"
#include "base/text.h"
#include "progress.h"
#include "report_text.h"
#include "verdict/report_json.h"
#include "verdict/verify.h"

namespace weighmaster::terminal {
namespace {

void answer(const verdict::Report& report, const ReportOptions& options, const CommonOptions& common,
            const Console& console) {
  if (!common.json) {
    write_report(console.out, report, {console.colour, options.verify.all_files, false});
    console.out << "\nReport  " << base::visible(options.output.file) << '\n';
    return;
  }
  auto json = verdict::to_json(report);
  tell_report_file(options.output, json);
  write_json(console.out, json);
}

}  // namespace

int report(const ReportOptions& options, const CommonOptions& common, const Console& console) {
  if (options.check) return check_report(options, common, console);
  if (auto can = check_report_target(options.output); !can) return give_up(can.error(), common, console);
  auto asked = verify_request(options.verify, common, console);
  if (!asked) return give_up(asked.error(), common, console);
  const auto checked = [&] {
    ProgressLine line(console.err, console.progress && common.progress());
    return verdict::verify_model(*asked, line.task(console.stop));
  }();
  const auto made = audit::make_report({{checked, *asked}}, program_and_version());
  if (auto written = write_report_file(made, options.output, console); !written)
    return give_up(written.error(), common, console);
  answer(checked, options, common, console);
  return verdict::exit_code(checked);
}

}  // namespace weighmaster::terminal
