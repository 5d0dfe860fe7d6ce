#include "model/statuses.h"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>

namespace weighmaster::model {
namespace {

/// Below that a thread costs more than it saves on a local disk. Measured.
constexpr std::size_t names_of_a_thread = 256;
constexpr std::size_t most_threads = 8;
constexpr std::size_t at_a_time = 32;

}  // namespace

std::vector<access::SystemResult<access::Status>> statuses_at(const access::Handle& folder,
                                                              std::span<const std::string> names) {
  std::vector<access::SystemResult<access::Status>> statuses(names.size());
  std::atomic<std::size_t> next{0};
  // Few at a time, so that all end together, however many cores there are for them.
  const auto ask = [&] {
    for (auto begin = next.fetch_add(at_a_time); begin < names.size(); begin = next.fetch_add(at_a_time)) {
      const auto end = std::min(begin + at_a_time, names.size());
      for (auto i = begin; i < end; ++i) statuses[i] = access::status_at(folder, names[i]);
    }
  };
  const auto threads = std::clamp<std::size_t>(names.size() / names_of_a_thread, 1, most_threads);
  std::vector<std::jthread> others;
  try {
    while (others.size() + 1 < threads) others.emplace_back(ask);
  } catch (const std::system_error&) {
    // The system has no further thread to give: those that run do the work.
  }
  ask();
  return statuses;
}

}  // namespace weighmaster::model
