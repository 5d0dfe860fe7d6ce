#pragma once

#include <QProcess>
#include <QStringList>
#include <string>

#include "support/places.h"

namespace weighmaster::tests {

/// A server of support/, server.py if no other is named, for as long as the object lives.
class LocalServer {
 public:
  explicit LocalServer(const QStringList& options = {}, const char* name = "server.py") {
    const auto script = source_dir() / "tests" / "support" / name;
    process_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process_.start("python3", QStringList{QString::fromStdString(script.string())} + options);
    while (!process_.canReadLine() && process_.waitForReadyRead(20'000)) {
    }
    port_ = process_.readLine().trimmed().toStdString();
  }
  ~LocalServer() {
    process_.closeWriteChannel();
    if (!process_.waitForFinished(5'000)) process_.kill();
    process_.waitForFinished(5'000);
  }
  LocalServer(const LocalServer&) = delete;
  LocalServer& operator=(const LocalServer&) = delete;
  LocalServer(LocalServer&&) = delete;
  LocalServer& operator=(LocalServer&&) = delete;

  [[nodiscard]] bool runs() const { return !port_.empty(); }
  [[nodiscard]] const std::string& port() const { return port_; }
  [[nodiscard]] std::string url(const std::string& path, const std::string& scheme = "http",
                                const std::string& host = "127.0.0.1") const {
    return scheme + "://" + host + ":" + port_ + path;
  }
  /// The requests since the last call: "GET /path".
  [[nodiscard]] QStringList requests() {
    process_.waitForReadyRead(100);
    return QString::fromUtf8(process_.readAllStandardOutput()).split('\n', Qt::SkipEmptyParts);
  }

 private:
  QProcess process_;
  std::string port_;
};

}  // namespace weighmaster::tests
