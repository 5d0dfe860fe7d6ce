#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/task.h"
#include "crypto/secret.h"
#include "net/listener.h"
#include "signing/login/pages.h"
#include "signing/login/provider.h"

namespace weighmaster::signing {

/// Where the listener's threads leave the one answer that a login waits for.
class Inbox {
 public:
  Inbox(Provider provider, std::string state, PageTexts texts)
      : provider_(std::move(provider)), state_(std::move(state)), texts_(std::move(texts)) {}

  /// Takes the first answer that has the state of this login, good or bad; the state is used up with it.
  /// Everything before and after it is turned away.
  [[nodiscard]] net::Page receive(const std::vector<net::Parameter>& query);

  /// The answer, as soon as it is there. Errors: read_callback's; login.timeout; login.answer where the only
  /// answers that came in time were not of this login; task.cancelled at once.
  [[nodiscard]] base::Result<crypto::Secret> wait(std::chrono::milliseconds patience, const base::Task& task);

 private:
  const Provider provider_;
  const std::string state_;
  const PageTexts texts_;

  std::mutex mutex_;
  std::condition_variable_any arrived_;
  std::optional<base::Result<crypto::Secret>> answer_;
  bool over_ = false;
  std::size_t turned_away_ = 0;
};

}  // namespace weighmaster::signing
