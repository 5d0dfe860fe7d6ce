#include "ui/models/recents.h"

#include <algorithm>

#include "ui/models/settings.h"
#include "ui/models/text.h"

namespace weighmaster::ui {
namespace {

const QString listKey = QStringLiteral("recents");
const QString pathKey = QStringLiteral("path");
const QString verdictKey = QStringLiteral("verdict");
const QString timeKey = QStringLiteral("checkedAt");
const QString reportKey = QStringLiteral("isReport");

}  // namespace

Recents::Recents(const QString& file) : settings_(openSettings(file)) {}

std::vector<Recent> Recents::list() const {
  std::vector<Recent> recents;
  const int count = std::min(settings_->beginReadArray(listKey), most);
  for (int i = 0; i < count; ++i) {
    settings_->setArrayIndex(i);
    const auto time = base::parse_rfc3339(settings_->value(timeKey).toString().toStdString());
    const auto path = settings_->value(pathKey).toString();
    if (!time || path.isEmpty()) continue;
    recents.push_back({toPath(path), settings_->value(verdictKey).toString().toStdString(), *time,
                       settings_->value(reportKey).toBool()});
  }
  settings_->endArray();
  return recents;
}

void Recents::remember(const Recent& recent) {
  auto recents = list();
  std::erase_if(recents, [&](const Recent& known) { return known.path == recent.path; });
  recents.insert(recents.begin(), recent);
  if (recents.size() > most) recents.resize(most);
  store(recents);
}

void Recents::forgetAll() {
  store({});
}

void Recents::store(const std::vector<Recent>& recents) {
  settings_->remove(listKey);
  settings_->beginWriteArray(listKey, static_cast<int>(recents.size()));
  for (std::size_t i = 0; i < recents.size(); ++i) {
    settings_->setArrayIndex(static_cast<int>(i));
    settings_->setValue(pathKey, fromPath(recents[i].path));
    settings_->setValue(verdictKey, QString::fromStdString(recents[i].verdict));
    settings_->setValue(timeKey, QString::fromStdString(base::to_rfc3339(recents[i].checkedAt)));
    settings_->setValue(reportKey, recents[i].isReport);
  }
  settings_->endArray();
}

}  // namespace weighmaster::ui
