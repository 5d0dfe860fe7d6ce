#pragma once

#include <functional>

#include "ui/jobs/model_session.h"
#include "ui/views/verdict_card.h"

namespace weighmaster::ui {

/// What the buttons of a card do.
struct CardDeeds {
  std::function<void(words::Action)> act;
  /// For a signature that was opened alone.
  std::function<void()> chooseModel;
  /// For a model that nobody has named: the address book may know it by its name.
  std::function<void()> nameModel;
};

/// The card of a session that is done.
[[nodiscard]] CardContent cardContent(const ModelSession& session, const CardDeeds& deeds);

}  // namespace weighmaster::ui
