#include "trust/journal.h"

#include <algorithm>

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

std::vector<ServiceEvent>::iterator Journal::find(const ServiceEvent& event) {
  return std::find_if(unanswered_.begin(), unanswered_.end(), [&](const ServiceEvent& asked) {
    return asked.role == event.role && asked.host == event.host;
  });
}

void Journal::note(const ServiceEvent& event) {
  const std::lock_guard lock(mutex_);
  waits_ = event.kind != ServiceEvent::Kind::answered;
  auto now = event;
  if (const auto before = find(event); before != unanswered_.end()) {
    // Also where it is asked for something else, or once more: what may have happened is not undone by that.
    now.unclear = now.unclear || before->unclear;
    unanswered_.erase(before);
  }
  // Whoever did not answer before another was turned to may have acted.
  for (auto& other : unanswered_) other.unclear = other.unclear || other.kind != ServiceEvent::Kind::refused;
  if (waits_) {
    unanswered_.push_back(std::move(now));
  } else if (publishes(event.role)) {
    published_.push_back({event.role, event.host, event.log_index});
  }
}

std::optional<ServiceEvent> Journal::unanswered() const {
  const std::lock_guard lock(mutex_);
  return waits_ ? std::optional(unanswered_.back()) : std::nullopt;
}

std::vector<Publication> Journal::published(std::optional<Code> ended_by) const {
  const std::lock_guard lock(mutex_);
  auto all = published_;
  for (const auto& asked : unanswered_) {
    // The error is that of whoever was asked last.
    const bool is_last = waits_ && &asked == &unanswered_.back();
    const bool may_have =
        is_last && asked.kind != ServiceEvent::Kind::refused && ended_by && may_have_acted(*ended_by);
    if (publishes(asked.role) && (asked.unclear || may_have))
      all.push_back({asked.role, asked.host, {}, true});
  }
  return all;
}

}  // namespace weighmaster::trust
