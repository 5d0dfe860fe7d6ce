#pragma once

#include <QMimeData>
#include <optional>
#include <vector>

#include "ui/jobs/model_session.h"

namespace weighmaster::ui {

/// What was dropped on the window, or given on the command line.
struct Dropped {
  std::vector<Opened> opened;
  /// Addresses that are no files of this computer.
  bool hasRemote = false;
};

[[nodiscard]] bool mayHoldFiles(const QMimeData& data);
/// Two files or folders of which one is named as signatures are belong together: a model and its signature.
[[nodiscard]] Dropped readDropped(const QMimeData& data);
/// By name: "model.sig", "*.sigstore.json". What it is, its content says later.
[[nodiscard]] bool isNamedAsSignature(const std::filesystem::path& path);

}  // namespace weighmaster::ui
