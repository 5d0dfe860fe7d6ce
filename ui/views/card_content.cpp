#include "ui/views/card_content.h"

#include <QCoreApplication>

#include "ui/models/text.h"

namespace weighmaster::ui {
namespace {

QString translated(const char* text) {
  return QCoreApplication::translate("card", text);
}

CardButton button(words::Action action, const CardDeeds& deeds) {
  return {say(words::label(action)), [act = deeds.act, action] { act(action); }};
}

CardContent claims(const verdict::Report& report, const CardDeeds& deeds) {
  CardContent content;
  content.headline = translated("What the signature file claims; not checked");
  content.basis =
      translated("This is a signature alone: “%1”.").arg(shownName(report.signature.value_or("")));
  for (const auto& step : report.steps) {
    for (const auto& finding : step.findings) content.basis += u' ' + say(words::what_is_so(finding));
  }
  content.advice = translated("Choose the model it belongs to, to check the two together.");
  content.buttons = {{translated("Choose the model…"), deeds.chooseModel},
                     button(words::Action::copy_details, deeds),
                     button(words::Action::check_again, deeds)};
  return content;
}

CardContent stale(const verdict::Report& report, const CardDeeds& deeds) {
  CardContent content;
  content.headline = translated("May have changed since");
  content.basis = translated("Sizes, times or names on the disk are not those of the check at %1.")
                      .arg(clockTime(report.checked_at));
  content.advice = translated("Check it again before you use it.");
  content.buttons = {button(words::Action::check_again, deeds), button(words::Action::show_checks, deeds)};
  return content;
}

/// Whether the address book could say who is expected, if it knew what the model is called.
bool isForTheBook(const ModelSession& session) {
  const auto& report = session.answer()->report;
  return session.services().publishers && report.method && session.modelName().empty() &&
         verdict::expects_nobody(report);
}

}  // namespace

CardContent cardContent(const ModelSession& session, const CardDeeds& deeds) {
  const auto& report = session.answer()->report;
  if (session.mayHaveChanged()) return stale(report, deeds);
  if (session.claimsOnly()) return claims(report, deeds);

  const auto& card = session.answer()->card;
  CardContent content;
  content.tone = words::tone(card.verdict);
  content.shape = shapeOf(card.verdict);
  content.headline = say(card.headline);
  content.basis = say(card.basis);
  content.advice = say(card.advice);
  if (card.main == words::Action::show_signer) content.comparison = compareSigner(report);
  if (card.main != words::Action::none) content.buttons.push_back(button(card.main, deeds));
  if (isForTheBook(session))
    content.buttons.push_back({translated("Say which model it is…"), deeds.nameModel});
  for (const auto action : card.others) content.buttons.push_back(button(action, deeds));
  return content;
}

}  // namespace weighmaster::ui
