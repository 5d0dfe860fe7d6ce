#pragma once

#include <QObject>
#include <QTimer>
#include <memory>

#include "base/result.h"
#include "base/task.h"
#include "crypto/secret.h"
#include "signing/login/device_login.h"
#include "signing/services/service.h"
#include "trust/service_event.h"

namespace weighmaster::ui {

/// What somebody who logs in to sign, on a thread of its own, has to tell the window, and asks of it. The
/// functions that it hands out may outlive it: then nobody hears them.
class LoginTalk : public QObject {
  Q_OBJECT

 public:
  explicit LoginTalk(QObject* parent = nullptr);

  // For other threads.

  /// Tells what services are asked and give.
  [[nodiscard]] trust::ServiceWatch watch() const;
  /// Tells the link that a browser has to open and come back from.
  [[nodiscard]] std::function<void(const std::string& url)> showLink() const;
  /// Tells the code that somebody has to type on another device.
  [[nodiscard]] std::function<void(const signing::DevicePrompt& prompt)> showDevice() const;
  /// Tells the link that may be opened anywhere, and waits for the code that it ends in, until it is stopped.
  /// Error: task.cancelled.
  using Ask = std::function<base::Result<crypto::Secret>(const std::string& url, const base::Task& task)>;
  [[nodiscard]] Ask askForCode() const;

  /// Tells who logged in, and waits for a word whether they are to sign, until it is stopped. Errors:
  /// signing.consent; task.cancelled.
  [[nodiscard]] signing::ServiceAccess::Confirm confirmIdentity() const;

  /// The code that was asked for.
  void answer(crypto::Secret code);
  /// Whether who logged in is to sign.
  void confirm(bool yes);

 signals:
  void happened(const weighmaster::trust::ServiceEvent& event);
  void linkShown(const QString& url);
  void deviceShown(const weighmaster::signing::DevicePrompt& prompt);
  void codeWanted(const QString& url);
  void loggedIn(const weighmaster::trust::Identity& who);

 private:
  struct Box;

  void emptyBox();

  std::shared_ptr<Box> box_;
  QTimer timer_;
};

}  // namespace weighmaster::ui
