#include "ui/jobs/login_talk.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

namespace weighmaster::ui {

/// Shared by both sides; it outlives them.
struct LoginTalk::Box {
  std::mutex mutex;
  std::vector<trust::ServiceEvent> events;
  std::optional<std::string> link;
  std::optional<signing::DevicePrompt> device;
  std::optional<std::string> codeFrom;
  std::optional<trust::Identity> who;

  std::condition_variable_any answered;
  std::optional<crypto::Secret> code;
  std::optional<bool> confirmed;

  /// Puts the question, and waits for the answer in its place.
  template <class Question, class Answer>
  base::Result<Answer> ask(std::optional<Question>& question, Question asked, std::optional<Answer>& answer,
                           const base::Task& task) {
    std::unique_lock lock(mutex);
    question = std::move(asked);
    answer.reset();
    if (!answered.wait(lock, task.stop, [&answer] { return answer.has_value(); }))
      return base::fail(base::cancelled());
    return std::move(*std::exchange(answer, std::nullopt));
  }
};

namespace {

constexpr int emptyEveryMilliseconds = 50;

}  // namespace

LoginTalk::LoginTalk(QObject* parent) : QObject(parent), box_(std::make_shared<Box>()) {
  connect(&timer_, &QTimer::timeout, this, &LoginTalk::emptyBox);
  timer_.start(emptyEveryMilliseconds);
}

trust::ServiceWatch LoginTalk::watch() const {
  return [box = box_](const trust::ServiceEvent& event) {
    const std::scoped_lock lock(box->mutex);
    box->events.push_back(event);
  };
}

std::function<void(const std::string&)> LoginTalk::showLink() const {
  return [box = box_](const std::string& url) {
    const std::scoped_lock lock(box->mutex);
    box->link = url;
  };
}

std::function<void(const signing::DevicePrompt&)> LoginTalk::showDevice() const {
  return [box = box_](const signing::DevicePrompt& prompt) {
    const std::scoped_lock lock(box->mutex);
    box->device = prompt;
  };
}

LoginTalk::Ask LoginTalk::askForCode() const {
  return [box = box_](const std::string& url, const base::Task& task) -> base::Result<crypto::Secret> {
    return box->ask(box->codeFrom, url, box->code, task);
  };
}

signing::ServiceAccess::Confirm LoginTalk::confirmIdentity() const {
  return [box = box_](const trust::Identity& who, const base::Task& task) -> base::Result<void> {
    const auto yes = box->ask(box->who, who, box->confirmed, task);
    if (!yes) return base::fail(yes.error());
    if (!*yes) return base::fail(base::Code::signing_consent, {}, "not in the name of " + who.name);
    return {};
  };
}

void LoginTalk::answer(crypto::Secret code) {
  const std::scoped_lock lock(box_->mutex);
  box_->code = std::move(code);
  box_->answered.notify_all();
}

void LoginTalk::confirm(bool yes) {
  const std::scoped_lock lock(box_->mutex);
  box_->confirmed = yes;
  box_->answered.notify_all();
}

void LoginTalk::emptyBox() {
  std::vector<trust::ServiceEvent> events;
  std::optional<std::string> link;
  std::optional<signing::DevicePrompt> device;
  std::optional<std::string> codeFrom;
  std::optional<trust::Identity> who;
  {
    const std::scoped_lock lock(box_->mutex);
    events = std::exchange(box_->events, {});
    link = std::exchange(box_->link, std::nullopt);
    device = std::exchange(box_->device, std::nullopt);
    codeFrom = std::exchange(box_->codeFrom, std::nullopt);
    who = std::exchange(box_->who, std::nullopt);
  }
  for (const auto& event : events) emit happened(event);
  if (link) emit linkShown(QString::fromStdString(*link));
  if (device) emit deviceShown(*device);
  if (codeFrom) emit codeWanted(QString::fromStdString(*codeFrom));
  if (who) emit loggedIn(*who);
}

}  // namespace weighmaster::ui
