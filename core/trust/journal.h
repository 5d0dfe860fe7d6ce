#pragma once

#include <mutex>
#include <optional>
#include <vector>

#include "base/code.h"
#include "trust/service_event.h"

namespace weighmaster::trust {

/// Something about a signature that is public for ever, or may be.
struct Publication {
  /// certificate_authority: the certificate, in the log of certificates; log: the entry.
  ServiceRole role = ServiceRole::log;
  std::string host;
  std::optional<std::int64_t> log_index = {};
  /// Nobody knows whether it is: the service was asked, and no whole answer came.
  bool uncertain = false;

  friend bool operator==(const Publication&, const Publication&) = default;
};

/// What was asked of services for one signature, and what they gave: told where it could not be finished.
/// Threads may tell and ask.
class Journal {
 public:
  /// The watch that writes it, and hands each event on. This object outlives it.
  [[nodiscard]] ServiceWatch watch(ServiceWatch next = {});

  /// Who was asked last, where they have not given what they were asked for: with whom it went wrong.
  [[nodiscard]] std::optional<ServiceEvent> unanswered() const;
  /// What is public, in the order in which it became so. `ended_by`: the code of the error at which it ended,
  /// which decides whether the service that was asked last may have acted.
  [[nodiscard]] std::vector<Publication> published(std::optional<base::Code> ended_by = {}) const;

 private:
  void note(const ServiceEvent& event);
  /// The place among `unanswered_` of the service that the event is of; its end where it is not there.
  [[nodiscard]] std::vector<ServiceEvent>::iterator find(const ServiceEvent& event);

  mutable std::mutex mutex_;
  std::vector<Publication> published_;
  /// Each service once, whoever was turned to last at the end. `unclear`: it may have acted.
  std::vector<ServiceEvent> unanswered_;
  /// Whether the last of them is being waited for, or has said no.
  bool waits_ = false;
};

}  // namespace weighmaster::trust
