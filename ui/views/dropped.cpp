#include "ui/views/dropped.h"

#include <QUrl>

#include "ui/models/text.h"

namespace weighmaster::ui {

bool mayHoldFiles(const QMimeData& data) {
  return data.hasUrls() || data.text().startsWith(u"http");
}

bool isNamedAsSignature(const std::filesystem::path& path) {
  const auto name = fromPath(path.filename());
  return name.endsWith(u".sig") || name.endsWith(u".sigstore") || name.endsWith(u".sigstore.json");
}

Dropped readDropped(const QMimeData& data) {
  Dropped dropped;
  dropped.hasRemote = !data.hasUrls();
  for (const auto& url : data.urls()) {
    if (!url.isLocalFile()) {
      dropped.hasRemote = true;
      continue;
    }
    auto path = toPath(url.toLocalFile()).lexically_normal();
    if (!path.has_filename() && path.has_relative_path()) path = path.parent_path();
    dropped.opened.push_back({std::move(path), std::nullopt});
  }
  if (dropped.opened.size() != 2) return dropped;
  auto& first = dropped.opened.front();
  auto& second = dropped.opened.back();
  if (isNamedAsSignature(first.path) == isNamedAsSignature(second.path)) return dropped;
  if (isNamedAsSignature(first.path)) std::swap(first, second);
  first.signature = second.path;
  dropped.opened.pop_back();
  return dropped;
}

}  // namespace weighmaster::ui
