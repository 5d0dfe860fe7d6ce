#include "ui/models/token_driver.h"

#include "ui/models/settings.h"
#include "ui/models/text.h"

namespace weighmaster::ui {
namespace {

const QString key = QStringLiteral("tokenDriver");

}  // namespace

std::optional<std::filesystem::path> TokenDriver::path() const {
  const auto text = openSettings(file_)->value(key).toString();
  if (text.isEmpty()) return std::nullopt;
  return toPath(text);
}

void TokenDriver::remember(const std::optional<std::filesystem::path>& path) {
  const auto settings = openSettings(file_);
  if (path)
    settings->setValue(key, fromPath(*path));
  else
    settings->remove(key);
}

}  // namespace weighmaster::ui
