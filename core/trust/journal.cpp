#include "trust/journal.h"

namespace weighmaster::trust {
namespace {

using base::Code;

/// What the authority certifies and what a log is given becomes public.
bool publishes(ServiceRole role) {
  return role == ServiceRole::certificate_authority || role == ServiceRole::log;
}

/// Whether a request that ended so may have been acted on: what was never reached did nothing.
bool may_have_acted(Code code) {
  return code == Code::net_timeout || code == Code::net_answer || code == Code::net_too_large ||
         code == Code::net_status || code == Code::task_cancelled;
}

}  // namespace

std::string_view name(ServiceRole role) {
  switch (role) {
    case ServiceRole::login:
      return "login";
    case ServiceRole::certificate_authority:
      return "certificate_authority";
    case ServiceRole::timestamp_authority:
      return "timestamp_authority";
    case ServiceRole::log:
      return "log";
  }
  return {};
}

ServiceWatch Journal::watch(ServiceWatch next) {
  return [this, next = std::move(next)](const ServiceEvent& event) {
    note(event);
    if (next) next(event);
  };
}

void Journal::note(const ServiceEvent& event) {
  const std::lock_guard lock(mutex_);
  refused_ = event.kind == ServiceEvent::Kind::refused;
  if (event.kind != ServiceEvent::Kind::answered) {
    // Also where it is asked for something else, or once more: what may have happened is not undone by that.
    const bool was_unclear = unanswered_ && unanswered_->unclear && unanswered_->role == event.role &&
                             unanswered_->host == event.host;
    unanswered_ = event;
    unanswered_->unclear = event.unclear || was_unclear;
    return;
  }
  unanswered_.reset();
  if (publishes(event.role)) published_.push_back({event.role, event.host, event.log_index});
}

std::optional<ServiceEvent> Journal::unanswered() const {
  const std::lock_guard lock(mutex_);
  return unanswered_;
}

std::vector<Publication> Journal::published(std::optional<Code> ended_by) const {
  const std::lock_guard lock(mutex_);
  auto all = published_;
  if (!unanswered_ || !publishes(unanswered_->role)) return all;
  if (unanswered_->unclear || (!refused_ && ended_by && may_have_acted(*ended_by)))
    all.push_back({unanswered_->role, unanswered_->host, {}, true});
  return all;
}

}  // namespace weighmaster::trust
