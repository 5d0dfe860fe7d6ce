#include "ui/views/trust_facts.h"

#include <QCoreApplication>

#include "resources/instances.h"
#include "ui/models/text.h"

namespace weighmaster::ui {
namespace {

using Face = FactsForm::Face;

QString translated(const char* text) {
  return QCoreApplication::translate("TrustFacts", text);
}

QString dayOf(base::TimePoint time) {
  return own(base::to_rfc3339(time)).left(10);
}

QString windowText(const base::Window& window) {
  if (window.start && window.end)
    return translated("from %1 to %2").arg(dayOf(*window.start), dayOf(*window.end));
  if (window.start) return translated("since %1").arg(dayOf(*window.start));
  if (window.end) return translated("until %1").arg(dayOf(*window.end));
  return translated("at any time");
}

QString ageText(base::TimePoint then, base::TimePoint now) {
  const auto days = std::chrono::floor<std::chrono::days>(now - then).count();
  if (days <= 0) return bothTimes(then);
  return bothTimes(then) + QStringLiteral(", ") +
         (days == 1 ? translated("a day old") : translated("%1 days old").arg(days));
}

void showLogs(FactsForm& form, const QString& heading, const std::vector<trust::Log>& logs) {
  form.addHeading(heading);
  for (const auto& log : logs) {
    auto counts = windowText(log.valid_for);
    if (!log.key) counts += translated(", a key that cannot be used here");
    form.add(counts, shown(log.base_url));
  }
  if (logs.empty()) form.add(translated("None"), translated("no such log is known"));
}

void showAuthorities(FactsForm& form, const QString& heading,
                     const std::vector<trust::Authority>& authorities) {
  form.addHeading(heading);
  for (const auto& authority : authorities) form.add(windowText(authority.valid_for), shown(authority.uri));
  if (authorities.empty()) form.add(translated("None"), translated("no such authority is known"));
}

}  // namespace

QString sourceText(const update::TrustInUse& trust) {
  return shown(resources::source_text(trust), 300);
}

void showTrust(FactsForm& form, const update::TrustInUse& trust, base::TimePoint now) {
  using From = update::TrustInUse::From;
  form.add(translated("Where from"), sourceText(trust));
  if (trust.version) form.add(translated("Version"), grouped(*trust.version));
  if (trust.updated_at != base::TimePoint{}) {
    const auto name = trust.from == From::updated    ? translated("Updated")
                      : trust.from == From::imported ? translated("Imported")
                                                     : translated("Taken");
    form.add(name, ageText(trust.updated_at, now));
  }
  if (trust.expires) {
    form.add(*trust.expires <= now ? translated("Overdue since") : translated("Update by"),
             bothTimes(*trust.expires));
  }
  if (trust.passed_over)
    form.add(translated("An update that is kept is not used"), say(words::what_is_so(*trust.passed_over)));
  form.add(translated("SHA-256"), fingerprint(trust.root->digest()), Face::monospace);
  const auto& root = *trust.root;
  showLogs(form, translated("Logs of signatures"), root.logs());
  showLogs(form, translated("Logs of certificates"), root.certificate_logs());
  showAuthorities(form, translated("Certificate authorities"), root.certificate_authorities());
  showAuthorities(form, translated("Timestamp authorities"), root.timestamp_authorities());
}

}  // namespace weighmaster::ui
