#include "model/code_risk.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace weighmaster::model {
namespace {

using namespace std::string_view_literals;

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return lower;
}

template <std::size_t N>
bool ends_in_one_of(std::string_view name, const std::array<std::string_view, N>& endings) {
  return std::any_of(endings.begin(), endings.end(), [&](auto ending) { return name.ends_with(ending); });
}

std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  if (at > bytes.size() || size > bytes.size() - at) return 0;
  std::uint64_t value = 0;
  for (std::size_t i = size; i > 0; --i) value = value << 8U | static_cast<unsigned char>(bytes[at + i - 1]);
  return value;
}

// Machine code

/// A program of Windows: its header says where the "PE" signature stands.
bool is_pe(std::string_view start) {
  constexpr std::size_t header_size = 64;
  if (!start.starts_with("MZ") || start.size() < header_size) return false;
  const auto at = static_cast<std::size_t>(little_endian(start, header_size - 4, 4));
  return at < start.size() && start.substr(at).starts_with("PE\0\0"sv);
}

/// One of the four headers of Mach-O, or the fat one, which Java's class files share: those have a version of
/// at least 45 where the fat header counts processors.
bool is_mach_o(std::string_view start) {
  static constexpr std::array thin{"\xFE\xED\xFA\xCE"sv, "\xFE\xED\xFA\xCF"sv, "\xCE\xFA\xED\xFE"sv,
                                   "\xCF\xFA\xED\xFE"sv};
  constexpr unsigned char smallest_java_version = 45;
  if (std::any_of(thin.begin(), thin.end(), [&](auto magic) { return start.starts_with(magic); }))
    return true;
  return start.starts_with("\xCA\xFE\xBA\xBE\0\0\0"sv) && start.size() > 7 &&
         static_cast<unsigned char>(start[7]) < smallest_java_version;
}

bool is_machine_code(std::string_view start) {
  return start.starts_with(
             "\x7F"
             "ELF"sv) ||
         is_pe(start) || is_mach_o(start);
}

// Pickles

/// Opcodes that may stand behind the protocol: Python's pickletools lists them.
bool is_pickle_opcode(char letter) {
  const auto code = static_cast<unsigned char>(letter);
  constexpr auto printable = "(.0125FIJKLMNPQRSTUVXBCGabcdeghijlopqrstu]})"sv;
  return printable.find(letter) != std::string_view::npos || (code >= 0x80 && code <= 0x98);
}

bool is_pickle(std::string_view start) {
  constexpr std::size_t shortest = 4;  // protocol, its number, something, stop
  if (start.size() < shortest || start[0] != '\x80' || start[1] < 2 || start[1] > 5) return false;
  return is_pickle_opcode(start[2]);
}

/// A NumPy array whose elements are Python objects is a pickle behind a header: the "O" stands in its
/// description.
bool is_numpy_objects(std::string_view start) {
  if (!start.starts_with("\x93NUMPY")) return false;
  const auto header = start.substr(0, start.find('\n'));
  return header.find("'|O'") != std::string_view::npos || header.find("'O'") != std::string_view::npos;
}

/// The names in a zip archive, as far as the start shows their local headers (APPNOTE 4.3.7).
template <class Predicate>
bool any_zip_entry(std::string_view start, Predicate predicate) {
  constexpr auto magic = "PK\x03\x04"sv;
  constexpr std::size_t name_size_at = 26;
  constexpr std::size_t name_at = 30;
  if (!start.starts_with(magic)) return false;
  for (std::size_t at = 0; at != std::string_view::npos; at = start.find(magic, at + 1)) {
    const auto size = static_cast<std::size_t>(little_endian(start, at + name_size_at, 2));
    if (size > 0 && start.size() - at >= name_at && predicate(start.substr(at + name_at, size))) return true;
  }
  return false;
}

bool is_pickle_entry(std::string_view name) {
  return name.ends_with(".pkl") || name.ends_with(".pickle");
}

/// Formats that are pickles whatever their first bytes are: protocols 0 and 1 have no mark, and joblib
/// compresses.
bool is_pickle_name(std::string_view name) {
  static constexpr std::array endings{".pkl"sv, ".pickle"sv, ".joblib"sv, ".dill"sv};
  return ends_in_one_of(name, endings);
}

// Configurations

/// The text with \u00XX resolved: an escape must not hide a member's name.
std::string without_escapes(std::string_view text) {
  constexpr auto escape = "\\u00"sv;
  constexpr auto digits = "0123456789abcdef"sv;
  std::string plain;
  plain.reserve(text.size());
  while (!text.empty()) {
    const auto at = std::min(text.find(escape), text.size());
    plain += text.substr(0, at);
    text.remove_prefix(at);
    if (text.empty()) break;
    const auto code = lower_case(text.substr(escape.size(), 2));
    const bool whole = code.size() == 2 && code.find_first_not_of(digits) == std::string::npos;
    if (whole) plain += static_cast<char>(digits.find(code[0]) << 4U | digits.find(code[1]));
    text.remove_prefix(whole ? escape.size() + 2 : 1);
  }
  return plain;
}

std::string_view after_white_space(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return text;
}

/// Whether `"name":` stands in the text, with a value that begins with `value`.
bool has_member(std::string_view text, std::string_view quoted_name, std::string_view value) {
  for (auto at = text.find(quoted_name); at != std::string_view::npos; at = text.find(quoted_name, at + 1)) {
    auto rest = after_white_space(text.substr(at + quoted_name.size()));
    if (!rest.starts_with(':')) continue;
    rest.remove_prefix(1);
    if (after_white_space(rest).starts_with(value)) return true;
  }
  return false;
}

bool names_a_lambda_layer(std::string_view text) {
  return has_member(text, "\"class_name\"", "\"Lambda\"");
}

CodeRisk risk_of_configuration(std::string_view name, std::string_view start) {
  static constexpr std::array keras{".keras"sv, ".h5"sv, ".hdf5"sv};
  const bool json = name.ends_with(".json");
  if (!json && !ends_in_one_of(name, keras)) return CodeRisk::none;
  const auto plain = without_escapes(start);
  if (json && has_member(plain, "\"auto_map\"", {})) return CodeRisk::remote_code;
  return names_a_lambda_layer(plain) ? CodeRisk::lambda_layer : CodeRisk::none;
}

bool is_script(std::string_view name, std::string_view start) {
  static constexpr std::array endings{".py"sv, ".pyc"sv, ".pyw"sv};
  return start.starts_with("#!") || ends_in_one_of(name, endings);
}

}  // namespace

CodeRisk code_risk(std::string_view name, BytesView start) {
  const auto content = as_text(start.first(std::min(start.size(), code_risk_bytes)));
  const auto lower_name = lower_case(name);
  // A header of 640 bytes makes a safetensors file begin as a pickle does; its readers never unpickle.
  const bool safetensors = lower_name.ends_with(".safetensors");
  if (is_machine_code(content)) return CodeRisk::shared_library;
  if (!safetensors && is_pickle(content)) return CodeRisk::pickle;
  if (is_numpy_objects(content) || any_zip_entry(content, is_pickle_entry)) return CodeRisk::pickle;
  if (is_pickle_name(lower_name)) return CodeRisk::pickle;
  if (is_script(lower_name, content)) return CodeRisk::script;
  return risk_of_configuration(lower_name, content);
}

}  // namespace weighmaster::model
