#include "report_file_options.h"

#include "shared_options.h"

namespace weighmaster::terminal {

CLI::Option* add_report_file_options(CLI::App& verb, const std::string& name, const std::string& description,
                                     ReportFileOptions& options) {
  auto* file = takes_file(verb.add_option(name, options.file, description));
  const std::map<std::string, audit::Form> forms{
      {"pdf", audit::Form::pdf}, {"html", audit::Form::html}, {"json", audit::Form::json}};
  verb.add_option("--format", options.format, "pdf, html or json; by the file's name if not given")
      ->type_name("FORMAT")
      ->transform(CLI::CheckedTransformer(forms).description(""));
  verb.add_option("--paper", options.paper, "Of a PDF: a4 (by default) or letter")
      ->type_name("PAPER")
      ->check(CLI::IsMember({"a4", "letter"}));
  verb.add_flag("--overwrite", options.overwrite, "Replace a file that is there");
  return file;
}

void check_report_file_options(const CLI::App& verb, const std::string& name,
                               const ReportFileOptions& options) {
  if (options.file.empty()) {
    for (const char* other : {"--format", "--paper", "--overwrite"}) {
      if (verb.count(other) > 0) throw CLI::RequiresError(other, name);
    }
  } else if (!options.format && !form_named(options.file)) {
    throw CLI::ValidationError(name, "its name ends in none of .pdf, .html and .json: say --format");
  }
}

}  // namespace weighmaster::terminal
