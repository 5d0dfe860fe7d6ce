#pragma once

#include <QDeadlineTimer>
#include <QTimer>
#include <QWidget>
#include <initializer_list>

#include "crypto/secret.h"
#include "signing/login/device_login.h"
#include "trust/policy.h"
#include "trust/service_event.h"

class QLineEdit;
class QPushButton;

namespace weighmaster::ui {

class WrappedLabel;

/// While somebody logs in and services are asked: what has happened so far, the link to log in by, the code
/// that is typed on another device, or pasted here, and whether who logged in is to sign.
class LoginPage : public QWidget {
  Q_OBJECT

 public:
  explicit LoginPage(QWidget* parent = nullptr);

  /// Nothing has happened yet.
  void clear();
  void add(const trust::ServiceEvent& event);
  /// `opened`: a browser was.
  void showLink(const QString& url, bool opened);
  /// The code, where it is typed, and how long it can be.
  void showDevice(const signing::DevicePrompt& prompt);
  void askForCode(const QString& url);
  void askWhether(const trust::Identity& who);
  /// Takes it out of its field.
  [[nodiscard]] crypto::Secret takeCode();

 signals:
  void codeGiven();
  /// Whether who logged in is to sign.
  void confirmed(bool yes);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QWidget* rowOf(QLineEdit* field, QPushButton* button);
  QWidget* rowOf(QPushButton* yes, QPushButton* no);
  void copyFrom(QPushButton* button, const QLineEdit* field);
  /// Of all that is for logging in, shows these parts.
  void showOnly(std::initializer_list<QWidget*> parts);
  void setLink(const QString& url, const QString& remark);
  void giveCode();
  void answer(bool yes);
  void tick();
  void look();

  WrappedLabel* events_;
  WrappedLabel* remark_;
  QLineEdit* link_;
  QWidget* linkRow_;
  WrappedLabel* typeThere_;
  QLineEdit* device_;  // the code to type there
  QWidget* deviceRow_;
  WrappedLabel* left_;
  QLineEdit* code_;  // the one to paste
  QPushButton* use_;
  QWidget* codeRow_;
  WrappedLabel* who_;
  QPushButton* me_;
  QWidget* whoRow_;
  QDeadlineTimer deadline_;  // of the code to type
  QTimer clock_;
};

}  // namespace weighmaster::ui
