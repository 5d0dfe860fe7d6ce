#pragma once

#include <cstdint>

#include "base/task.h"

namespace weighmaster::ui {

/// How far the making of pages is, in rows of tables; asked before each of them.
class PaintWork {
 public:
  PaintWork(const base::Task& task, std::uint64_t steps) : task_(task), steps_(steps) {}

  [[nodiscard]] bool stopped() const { return task_.stopped(); }
  /// One row more.
  void step() {
    constexpr std::uint64_t tellEvery = 256;
    ++done_;
    if (task_.progress && done_ % tellEvery == 0) task_.progress({0, 0, done_, steps_});
  }

 private:
  const base::Task& task_;
  std::uint64_t steps_;
  std::uint64_t done_ = 0;
};

}  // namespace weighmaster::ui
