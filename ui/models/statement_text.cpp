#include "ui/models/statement_text.h"

#include <QCoreApplication>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "ui/models/text.h"

namespace weighmaster::ui {
namespace {

constexpr int indentation = 2;
constexpr std::size_t lineCharacters = 10'000;

std::string indented(BytesView payload) {
  const auto json = base::parse_json(payload, "statement");
  if (!json) return std::string(as_text(payload));
  return json->dump(indentation, ' ', false, base::Json::error_handler_t::replace);
}

}  // namespace

QString statementText(BytesView payload, std::size_t most) {
  const auto text = indented(payload);
  QString all;
  std::size_t at = 0;
  while (at < text.size() && static_cast<std::size_t>(all.size()) < most) {
    const auto end = std::min(text.find('\n', at), text.size());
    all += shown(std::string_view(text).substr(at, end - at), lineCharacters) + u'\n';
    at = end + 1;
  }
  if (at < text.size()) {
    all += QCoreApplication::translate("statement", "… and %1 more that are not shown here.")
               .arg(own(base::format_size(text.size() - at)));
  }
  return all;
}

}  // namespace weighmaster::ui
