#pragma once

#include <QWidget>

#include "crypto/secret.h"
#include "trust/service_event.h"

class QLineEdit;
class QPushButton;

namespace weighmaster::ui {

class WrappedLabel;

/// While somebody logs in and services are asked: what has happened so far, the link to log in by, and where
/// the code is pasted that it may end in.
class LoginPage : public QWidget {
  Q_OBJECT

 public:
  explicit LoginPage(QWidget* parent = nullptr);

  /// Nothing has happened yet.
  void clear();
  void add(const trust::ServiceEvent& event);
  /// `opened`: a browser was.
  void showLink(const QString& url, bool opened);
  void askForCode(const QString& url);
  /// Takes it out of its field.
  [[nodiscard]] crypto::Secret takeCode();

 signals:
  void codeGiven();

 private:
  void giveCode();
  void showFields(bool link, bool code);

  WrappedLabel* events_;
  WrappedLabel* remark_;
  QLineEdit* link_;
  QPushButton* copy_;
  QLineEdit* code_;
  QPushButton* use_;
};

}  // namespace weighmaster::ui
