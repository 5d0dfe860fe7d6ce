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

  std::condition_variable_any answered;
  std::optional<crypto::Secret> code;
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
    std::unique_lock lock(box->mutex);
    box->codeFrom = url;
    box->code.reset();
    const bool came = box->answered.wait(lock, task.stop, [&box] { return box->code.has_value(); });
    if (!came) return base::fail(base::cancelled());
    return std::move(*std::exchange(box->code, std::nullopt));
  };
}

void LoginTalk::answer(crypto::Secret code) {
  const std::scoped_lock lock(box_->mutex);
  box_->code = std::move(code);
  box_->answered.notify_all();
}

void LoginTalk::emptyBox() {
  std::vector<trust::ServiceEvent> events;
  std::optional<std::string> link;
  std::optional<signing::DevicePrompt> device;
  std::optional<std::string> codeFrom;
  {
    const std::scoped_lock lock(box_->mutex);
    events = std::exchange(box_->events, {});
    link = std::exchange(box_->link, std::nullopt);
    device = std::exchange(box_->device, std::nullopt);
    codeFrom = std::exchange(box_->codeFrom, std::nullopt);
  }
  for (const auto& event : events) emit happened(event);
  if (link) emit linkShown(QString::fromStdString(*link));
  if (device) emit deviceShown(*device);
  if (codeFrom) emit codeWanted(QString::fromStdString(*codeFrom));
}

}  // namespace weighmaster::ui
