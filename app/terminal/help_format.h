#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace weighmaster::terminal {

/// Help in two columns of at most 100 characters, without CLI11's notes on types and exclusions.
class HelpFormat : public CLI::Formatter {
 public:
  HelpFormat() { column_width(32); }

  std::string make_option_name(const CLI::Option* option, bool is_positional) const override;
  std::string make_option_opts(const CLI::Option* option) const override;
  std::string make_option_desc(const CLI::Option* option) const override;
};

}  // namespace weighmaster::terminal
