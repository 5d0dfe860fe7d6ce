#include "model/stand_in.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/number.h"
#include "base/twins.h"
#include "model/reader.h"

namespace weighmaster::model {
namespace {

/// What stands behind `key` and a space in its line; nothing where there is no such line.
std::optional<std::string_view> line_of(std::string_view text, std::string_view key) {
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ' ')
      return line.substr(key.size() + 1);
    at = end + 1;
  }
  return std::nullopt;
}

std::optional<LfsPointer> lfs_pointer(std::string_view text) {
  if (!text.starts_with("version https://git-lfs.github.com/spec/v1\n")) return std::nullopt;
  constexpr std::string_view sha256 = "sha256:";
  const auto oid = line_of(text, "oid");
  const auto size = line_of(text, "size");
  if (!oid || !size || !oid->starts_with(sha256)) return std::nullopt;
  const auto bytes = base::whole_number<decltype(LfsPointer::size)>(*size);
  const auto digest = oid->substr(sha256.size());
  if (!bytes || digest.size() != 64) return std::nullopt;
  return LfsPointer{std::string(digest), *bytes};
}

bool is_called_a_page(std::string_view name) {
  static constexpr std::array<std::string_view, 4> endings{".html", ".htm", ".xhtml", ".xml"};
  const auto lower = base::lower_case(name);
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return lower.ends_with(ending); });
}

/// HTML by its start, and the errors of object stores, which come in XML.
bool is_web_page(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  const auto lower = base::lower_case(text);
  return lower.starts_with("<!doctype html") || lower.starts_with("<html") || lower.starts_with("<error>") ||
         (lower.starts_with("<?xml") &&
          (lower.find("<html") != std::string::npos || lower.find("<error>") != std::string::npos));
}

/// The whole of what the Hugging Face hub answers where there is no such file, or the person may not have it.
bool is_hub_refusal(std::uint64_t size, std::string_view text) {
  static constexpr std::array<std::string_view, 3> answers{"Entry not found", "Repository not found",
                                                           "Invalid username or password."};
  return size == text.size() && std::find(answers.begin(), answers.end(), text) != answers.end();
}

}  // namespace

StandIn stand_in_of(std::string_view name, std::uint64_t size, BytesView head) {
  const auto text = as_text(head);
  if (size <= stand_in_bytes) {
    if (auto pointer = lfs_pointer(text)) return std::move(*pointer);
  }
  if (!is_called_a_page(name) && (is_web_page(text) || is_hub_refusal(size, text))) return WebPage{};
  return {};
}

StandIn stand_in(const Tree& tree, const std::string& name) {
  const auto& files = tree.files();
  const auto at =
      std::lower_bound(files.begin(), files.end(), name,
                       [](const File& file, const std::string& text) { return file.name < text; });
  if (at == files.end() || at->name != name) return {};
  Reader reader(tree.listing());
  const auto file = reader.open(static_cast<std::size_t>(at - files.begin()));
  if (!file) return {};
  std::array<std::uint8_t, stand_in_bytes> head{};
  const auto got = access::read_at(*file, head, 0);
  return got ? stand_in_of(name, at->size, BytesView(head).first(*got)) : StandIn{};
}

}  // namespace weighmaster::model
