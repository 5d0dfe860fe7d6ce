#include "trust/model_name.h"

#include <algorithm>

#include "base/file.h"

namespace weighmaster::trust {
namespace {

constexpr std::string_view prefix = "models--";
constexpr std::size_t longest = 96;

bool is_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '.' || letter == '_' || letter == '-';
}

bool is_part(std::string_view part) {
  const auto ends_badly = [](char letter) { return letter == '.' || letter == '-'; };
  return !part.empty() && part.size() <= longest && std::all_of(part.begin(), part.end(), is_letter) &&
         !ends_badly(part.front()) && !ends_badly(part.back()) && part.find("--") == std::string_view::npos &&
         part.find("..") == std::string_view::npos;
}

/// Of the folder `models--organisation--model`; not yet known to be a name.
std::string name_of_store(std::string folder) {
  folder.erase(0, prefix.size());
  if (const auto dashes = folder.find("--"); dashes != std::string::npos) folder.replace(dashes, 2, "/");
  return folder;
}

}  // namespace

bool is_model_name(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return is_part(text);
  return is_part(text.substr(0, slash)) && is_part(text.substr(slash + 1));
}

std::optional<std::string> model_name_from_path(const std::filesystem::path& model) {
  std::error_code error;
  const auto path = std::filesystem::weakly_canonical(model, error);
  if (error) return std::nullopt;
  std::optional<std::string> name;
  for (const auto& part : path) {
    auto text = base::utf8(part);
    if (!text.starts_with(prefix)) continue;
    text = name_of_store(std::move(text));
    // A folder of a cache within a folder of a cache says nothing that can be relied on.
    if (name || !is_model_name(text)) return std::nullopt;
    name = std::move(text);
  }
  return name;
}

std::optional<std::string> model_name_of_snapshot(const std::filesystem::path& snapshot) {
  if (snapshot.parent_path().filename() != "snapshots") return std::nullopt;
  auto store = base::utf8(snapshot.parent_path().parent_path().filename());
  if (!store.starts_with(prefix)) return std::nullopt;
  auto name = name_of_store(std::move(store));
  if (!is_model_name(name)) return std::nullopt;
  return name;
}

}  // namespace weighmaster::trust
