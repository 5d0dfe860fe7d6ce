#include "ui/views/recent_menu.h"

#include <system_error>

#include "ui/jobs/background.h"
#include "ui/models/reading_order.h"
#include "ui/models/text.h"
#include "ui/views/panel.h"

namespace weighmaster::ui {
namespace {

/// Text from outside in a menu: an ampersand is no shortcut, and nothing of it is copied.
QString menuText(const Recent& recent, const QFontMetrics& metrics) {
  constexpr int most = 80;  // letters; whole it is in the tooltip
  auto path = metrics.elidedText(ReadingOrder(shownPath(recent.path)).text(), Qt::ElideMiddle,
                                 metrics.averageCharWidth() * most);
  path.replace(u'&', QStringLiteral("&&"));
  return recent.isReport ? RecentMenu::tr("%1 (report)").arg(path) : path;
}

/// What can't be looked at is not said to be gone.
bool isGone(const std::filesystem::path& path) {
  std::error_code failed;
  const auto kind = std::filesystem::status(path, failed).type();
  return kind == std::filesystem::file_type::not_found;
}

}  // namespace

RecentMenu::RecentMenu(const Recents& recents, const QString& title, QWidget* parent)
    : QMenu(title, parent), recents_(recents) {
  setToolTipsVisible(true);
  connect(this, &QMenu::aboutToShow, this, &RecentMenu::fill);
}

void RecentMenu::fill() {
  clear();
  ++filled_;
  const auto recents = recents_.list();
  for (const auto& recent : recents) {
    auto* entry = addAction(menuText(recent, fontMetrics()), this, [this, recent] { emit wanted(recent); });
    entry->setToolTip(plainToolTip(shownPath(recent.path)));
  }
  if (recents.empty()) {
    addAction(tr("Nothing was checked yet"))->setEnabled(false);
    return;
  }
  addSeparator();
  addAction(tr("Forget all"), this, &RecentMenu::forgetWanted);
  lookForGone(recents);
}

void RecentMenu::lookForGone(const std::vector<Recent>& recents) {
  // One thread each: those of a drive that hangs do not keep the others waiting.
  for (std::size_t place = 0; place < recents.size(); ++place) {
    inBackground(
        this, [path = recents[place].path] { return isGone(path); },
        [this, place, recent = recents[place], filled = filled_](bool gone) {
          if (!gone || filled != filled_) return;
          auto* entry = actions().at(static_cast<qsizetype>(place));
          entry->setText(tr("%1: not there any more").arg(menuText(recent, fontMetrics())));
        });
  }
}

}  // namespace weighmaster::ui
