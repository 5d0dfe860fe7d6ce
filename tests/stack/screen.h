#pragma once

#include <QProcess>

namespace weighmaster::tests {

/// An X server without a screen, for as long as the object lives. To be made before the application, which
/// connects to it; where there is none, the application has no screen at all.
class Screen {
 public:
  Screen() {
    // Only its abstract socket, which belongs to the network namespace: nothing of it is seen outside.
    server_.start("Xvfb", {"-displayfd", "1", "-screen", "0", "1280x1024x24", "-dpi", "96", "-nolisten",
                           "tcp", "-nolisten", "unix"});
    while (!server_.canReadLine() && server_.waitForReadyRead(20'000)) {
    }
    const auto number = server_.readLine().trimmed();
    is_there_ = !number.isEmpty();
    if (is_there_) qputenv("DISPLAY", ':' + number);
    qputenv("QT_QPA_PLATFORM", is_there_ ? "xcb" : "offscreen");
  }
  ~Screen() {
    server_.terminate();
    server_.waitForFinished(5'000);
  }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;
  Screen(Screen&&) = delete;
  Screen& operator=(Screen&&) = delete;

  [[nodiscard]] bool is_there() const { return is_there_; }

 private:
  QProcess server_;
  bool is_there_ = false;
};

}  // namespace weighmaster::tests
