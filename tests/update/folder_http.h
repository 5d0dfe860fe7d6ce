#pragma once

#include <QByteArray>
#include <QStringList>
#include <QUrl>
#include <filesystem>
#include <map>

#include "net/http.h"
#include "support/places.h"

namespace weighmaster::tests {

/// A repository in a folder, asked as https://repository.test/: counts what is asked, and caps as CurlHttp
/// does.
class FolderHttp final : public net::Http {
 public:
  explicit FolderHttp(std::filesystem::path folder) : folder_(std::move(folder)) {}

  base::Result<net::Answer> send(const net::Request& request, const base::Task& task) override {
    if (task.stopped()) return base::fail(base::cancelled());
    const auto name = QString::fromStdString(request.url).section('/', 3);
    asked << name;
    if (const auto instead = answers.find(name); instead != answers.end()) return instead->second;
    const auto path = folder_ / name.toStdString();
    if (!std::filesystem::is_regular_file(path))
      return net::Answer{404, {}, to_bytes(std::string_view("no such file"))};
    auto content = read(path);
    if (content.size() > request.most_bytes) return base::fail(base::Code::net_too_large, "repository.test");
    return net::Answer{200, {}, std::move(content)};
  }

  static constexpr const char* address = "https://repository.test/";
  static constexpr const char* targets_address = "https://repository.test/targets/";

  QStringList asked;
  std::map<QString, net::Answer> answers;

 private:
  std::filesystem::path folder_;
};

}  // namespace weighmaster::tests
