#pragma once

#include <memory>
#include <thread>
#include <utility>

namespace weighmaster::ui {

/// Shares a value that takes long to free, such as a hundred thousand rows: whoever lets go of it last, often
/// the interface thread, leaves that to a thread of its own.
template <class Value>
[[nodiscard]] std::shared_ptr<const Value> sharedAside(Value value) {
  return {new Value(std::move(value)), [](const Value* old) { std::thread([old] { delete old; }).detach(); }};
}

}  // namespace weighmaster::ui
