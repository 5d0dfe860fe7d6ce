#include "signing/services/service.h"

#include <condition_variable>
#include <mutex>

#include "net/address.h"

namespace weighmaster::signing {
namespace {

using base::Code;
using base::Result;

constexpr int request_timeout = 408;
constexpr int conflict = 409;
constexpr int too_many_requests = 429;
/// What gRPC's "canceled" is over HTTP: Rekor 2 says so of an entry that it has taken and waits for no more.
constexpr int canceled = 499;
constexpr int server_errors = 500;
constexpr int unavailable = 503;

/// Waits, but not longer than the task goes on.
void pause(std::chrono::milliseconds time, const base::Task& task) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, task.stop, time, [] { return false; });
}

/// The service itself says that it did nothing now and may do it later.
bool refused_for_now(const net::Answer& answer) {
  return answer.status == too_many_requests || answer.status == unavailable;
}

/// It ended on the way: what is behind a gate that fails may have done it.
bool gave_up(const net::Answer& answer) {
  return answer.status >= server_errors || answer.status == canceled || answer.status == request_timeout;
}

/// It says itself that it did not do it.
bool refused(const net::Answer& answer) {
  return refused_for_now(answer) || (!answer.good() && !gave_up(answer));
}

/// Whether it may be otherwise next time, and asking again does no harm.
bool worth_another_try(const Result<net::Answer>& answer, Repeat repeat) {
  if (answer && refused_for_now(*answer)) return true;
  if (repeat != Repeat::harmless) return !answer && answer.error().code == Code::net_unreachable;
  if (answer) return gave_up(*answer);
  const auto code = answer.error().code;
  return code == Code::net_unreachable || code == Code::net_timeout || code == Code::net_answer;
}

/// Whether it may have acted: it was reached, and has not said that it did nothing.
bool is_unclear(const Result<net::Answer>& answer) {
  return answer ? !refused(*answer) : answer.error().code != Code::net_unreachable;
}

}  // namespace

Result<net::Answer> ask(const ServiceAccess& access, ServiceRole role, const net::Request& request,
                        Repeat repeat, const base::Task& task) {
  const auto host = net::host_of(request.url);
  auto wait = access.patience.first_wait;
  access.tell({ServiceEvent::Kind::asked, role, host});
  auto answer = access.http->send(request, task);
  for (int tried = 1; tried < access.patience.attempts && worth_another_try(answer, repeat); ++tried) {
    pause(wait, task);
    if (task.stopped()) return base::fail(base::cancelled());
    wait *= 2;
    access.tell({ServiceEvent::Kind::asked_again, role, host, {}, is_unclear(answer)});
    answer = access.http->send(request, task);
  }
  // That it has done it already is no refusal.
  if (answer && refused(*answer) && answer->status != conflict)
    access.tell({ServiceEvent::Kind::refused, role, host});
  return answer;
}

base::Error not_understood(const std::string& host, const base::Error& error) {
  if (error.code == Code::net_answer) return {Code::net_answer, host, error.detail};
  std::string what(base::name(error.code));
  if (!error.detail.empty()) what += ": " + error.detail;
  return {Code::net_answer, host, std::move(what)};
}

std::string address_below(std::string base, std::string_view path) {
  if (base.ends_with('/')) base.pop_back();
  return base.append(path);
}

}  // namespace weighmaster::signing
