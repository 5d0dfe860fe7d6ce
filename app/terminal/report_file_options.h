#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "report_file.h"

namespace weighmaster::terminal {

/// The option `name` ("--output"), which takes the report's file, and --format, --paper and --overwrite.
CLI::Option* add_report_file_options(CLI::App& verb, const std::string& name, const std::string& description,
                                     ReportFileOptions& options);

/// Throws CLI::ParseError where nothing says which form the file has, or nothing is written in it.
void check_report_file_options(const CLI::App& verb, const std::string& name,
                               const ReportFileOptions& options);

}  // namespace weighmaster::terminal
