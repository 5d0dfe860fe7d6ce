#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

#include "base/task.h"

namespace weighmaster::base {

/// Threads that `call_aside` has left behind and that still run: with any, a program ends by std::_Exit, for
/// what they call may not stand being unloaded meanwhile.
[[nodiscard]] int left_behind();

namespace detail {

void count_left_behind(int by);

}  // namespace detail

/// Calls what may hang in other people's code and can't be stopped there, such as a token that waits for a
/// touch: on a thread of its own, which is left behind where the task is stopped. So `work` owns all that it
/// uses. Returns what it returns, a `Result`, or task.cancelled.
template <class Work>
[[nodiscard]] std::invoke_result_t<Work&> call_aside(const Task& task, Work work) {
  using Answer = std::invoke_result_t<Work&>;
  struct Shared {
    std::mutex mutex;
    std::condition_variable_any answered;
    std::optional<Answer> answer;
    bool left = false;
  };
  if (task.stopped()) return fail(cancelled());
  const auto shared = std::make_shared<Shared>();
  std::thread([shared, given = std::move(work)]() mutable {
    std::optional<Answer> answer;
    {
      auto own = std::move(given);
      answer = own();
    }
    std::unique_lock lock(shared->mutex);
    if (!shared->left) {
      shared->answer = std::move(answer);
      shared->answered.notify_all();
      return;
    }
    answer.reset();
    detail::count_left_behind(-1);
  }).detach();
  std::unique_lock lock(shared->mutex);
  if (shared->answered.wait(lock, task.stop, [&] { return shared->answer.has_value(); }))
    return std::move(*shared->answer);
  shared->left = true;
  detail::count_left_behind(1);
  return fail(cancelled());
}

}  // namespace weighmaster::base
