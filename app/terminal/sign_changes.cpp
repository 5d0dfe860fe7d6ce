#include "sign_changes.h"

#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/text.h"
#include "words/sentence.h"

namespace weighmaster::terminal {
namespace {

/// Of each kind.
constexpr std::size_t shown_unasked = 20;

void write_names(std::ostream& out, const std::string& kind, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size() && i < shown_unasked; ++i)
    out << "  " << std::left << std::setw(12) << kind << names[i] << '\n';
  if (names.size() > shown_unasked)
    out << "  … and " << words::grouped(names.size() - shown_unasked) << " more\n";
}

std::vector<std::string> shown(const std::vector<std::string>& names) {
  std::vector<std::string> all;
  all.reserve(names.size());
  for (const auto& name : names) all.push_back(base::visible(name));
  return all;
}

}  // namespace

void write_changes(std::ostream& out, const manifest::Difference& changes, const std::string& since) {
  if (changes.empty()) {
    out << "Nothing has changed since " << base::visible(since) << ".\n";
    return;
  }
  out << "Since " << base::visible(since) << ":\n";
  write_names(out, "changed", shown(changes.changed));
  write_names(out, "added", shown(changes.added));
  write_names(out, "removed", shown(changes.removed));
  std::vector<std::string> renamed;
  for (const auto& [from, to] : changes.renamed)
    renamed.push_back(base::visible(from) + " → " + base::visible(to));
  write_names(out, "renamed", renamed);
}

base::Json changes_json(const manifest::Difference& changes) {
  auto renamed = base::Json::array();
  for (const auto& [from, to] : changes.renamed) renamed.push_back({{"from", from}, {"to", to}});
  return {{"added", changes.added},
          {"removed", changes.removed},
          {"changed", changes.changed},
          {"renamed", std::move(renamed)}};
}

}  // namespace weighmaster::terminal
