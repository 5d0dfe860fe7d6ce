#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "net/http.h"
#include "trust/policy.h"
#include "trust/service_event.h"

/// The services that make a keyless signature, and how they are asked.
namespace weighmaster::signing {

using trust::ServiceEvent;
using trust::ServiceRole;
using trust::ServiceWatch;

/// How often a service is asked that is unwell, and how long is waited before the second time; each further
/// wait is twice as long.
struct Patience {
  int attempts = 3;
  std::chrono::milliseconds first_wait{1'000};
};

/// The way to services, the same for all of a signature.
struct ServiceAccess {
  std::shared_ptr<net::Http> http;
  /// May be empty.
  ServiceWatch watch = {};
  Patience patience = {};
  /// Where a witness has failed for good: whether it is to be asked once more. May be empty: it is not.
  std::function<bool(const base::Error&)> once_more = {};
  /// Told who logged in, before anybody certifies them: whether that is who is to sign. A stranger may have
  /// ended the login in their own name. May be empty: everybody is. Errors: signing.consent; task.cancelled.
  using Confirm = std::function<base::Result<void>(const trust::Identity& who, const base::Task& task)>;
  Confirm confirm = {};

  void tell(ServiceEvent event) const {
    if (watch) watch(event);
  }
};

/// Whether a request may be made again after one of which nobody knows what came of it.
enum class Repeat : std::uint8_t {
  /// Asked twice, the service does no more than asked once.
  harmless,
  /// Asked twice, it may act twice: only where it was not reached, or has said that it is too busy.
  if_not_done,
};

/// Asks, with patience: what passes (a service that cannot be reached or is too busy, half an answer) is
/// tried again. Returns an answer of whatever status. Errors: net::Http::send's.
[[nodiscard]] base::Result<net::Answer> ask(const ServiceAccess& access, ServiceRole role,
                                            const net::Request& request, Repeat repeat,
                                            const base::Task& task);

/// What is wrong with an answer that came whole: net.answer, its detail the code of `error` and what there is
/// to say of it.
[[nodiscard]] base::Error not_understood(const std::string& host, const base::Error& error);

/// The address of a part of a service: `base`, which may end in a slash, and `path`, which begins with one.
[[nodiscard]] std::string address_below(std::string base, std::string_view path);

}  // namespace weighmaster::signing
