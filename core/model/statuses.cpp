#include "model/statuses.h"

#include <algorithm>
#include <system_error>
#include <thread>

namespace weighmaster::model {
namespace {

/// Below that a thread costs more than it saves on a local disk. Measured.
constexpr std::size_t names_of_a_thread = 256;
constexpr std::size_t most_threads = 8;

}  // namespace

std::vector<access::SystemResult<access::Status>> statuses_at(const access::Handle& folder,
                                                              std::span<const std::string> names) {
  std::vector<access::SystemResult<access::Status>> statuses(names.size());
  const auto ask = [&](std::size_t begin, std::size_t end) {
    for (auto i = begin; i < end; ++i) statuses[i] = access::status_at(folder, names[i]);
  };
  const auto threads = std::clamp<std::size_t>(names.size() / names_of_a_thread, 1, most_threads);
  const auto each = names.size() / threads;
  // The last share, and what no thread could be had for, is this one's.
  std::size_t begin = 0;
  std::vector<std::jthread> others;
  try {
    for (; others.size() + 1 < threads; begin += each) others.emplace_back(ask, begin, begin + each);
  } catch (const std::system_error&) {
    // The system has no further thread to give.
  }
  ask(begin, names.size());
  return statuses;
}

}  // namespace weighmaster::model
