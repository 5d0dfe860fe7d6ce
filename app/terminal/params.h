#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

/// Options given as JSON, by --params: {"model": "my-model", "public-key": "publisher.pub"}.
namespace weighmaster::terminal {

/// An option by its long name without dashes, in the spelling with `-`; or "model", the argument.
struct Parameter {
  std::string name;
  /// Texts as they would stand on the command line: "true" and "false" of flags, numbers in decimal.
  std::vector<std::string> values;
  /// Whether it was a list, also of one.
  bool is_list = false;
};

/// A JSON object of strings, whole numbers, booleans and lists of these. Errors: parse_json's,
/// json.member_type, json.duplicate_member where two names are two spellings of one.
[[nodiscard]] base::Result<std::vector<Parameter>> parse_params(BytesView text);

/// The value of --params: JSON itself, `-` for what `in` holds, or a file of at most 4 MiB. Errors:
/// parse_params' and file.*.
[[nodiscard]] base::Result<std::vector<Parameter>> read_params(const std::string& given, std::istream& in);

/// The arguments with what --params gives put in. What is given explicitly wins; of several --params the
/// later. Throws CLI::ParseError where the arguments are wrong or a parameter is not an option of the verb.
[[nodiscard]] std::vector<std::string> with_params(std::vector<std::string> arguments, std::istream& in);

}  // namespace weighmaster::terminal
