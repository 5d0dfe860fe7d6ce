#include "signing/login/inbox.h"

#include "signing/login/callback.h"

namespace weighmaster::signing {

using base::Code;
using base::fail;
using base::Result;

net::Page Inbox::receive(const std::vector<net::Parameter>& query) {
  const std::lock_guard lock(mutex_);
  auto answer = over_ ? std::nullopt : read_callback(query, provider_, state_);
  if (!answer) {
    ++turned_away_;
    return make_page(texts_, texts_.not_ours, 400);
  }
  over_ = true;
  answer_ = std::move(answer);
  arrived_.notify_all();
  return answer_->has_value() ? make_page(texts_, texts_.done, 200) : make_page(texts_, texts_.refused, 400);
}

Result<crypto::Secret> Inbox::wait(std::chrono::milliseconds patience, const base::Task& task) {
  std::unique_lock lock(mutex_);
  const bool came = arrived_.wait_for(lock, task.stop, patience, [this] { return answer_.has_value(); });
  over_ = true;
  if (task.stopped()) return fail(base::cancelled());
  if (came) return std::move(*answer_);
  if (turned_away_ == 0) return fail(Code::login_timeout);
  return fail(Code::login_answer, {}, std::to_string(turned_away_) + " were turned away, and no other came");
}

}  // namespace weighmaster::signing
