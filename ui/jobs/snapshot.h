#pragma once

#include <filesystem>
#include <optional>

#include "base/task.h"
#include "model/tree.h"

namespace weighmaster::ui {

/// How a model and its signature lay on the disk when they were checked: names, sizes and times, no content.
class Snapshot {
 public:
  using Time = std::filesystem::file_time_type;

  /// As the check found it, before it read any file: what changed during it is seen too. `began`: when the
  /// check did.
  Snapshot(model::Tree tree, Time began) : tree_(std::move(tree)), began_(began) {}
  /// As it is now, for a check that read no file. Nothing where the model can't be listed.
  [[nodiscard]] static std::optional<Snapshot> take(const std::filesystem::path& model,
                                                    const base::Task& task);

  /// The signature that the check came to use; where none was used, none is watched.
  void watchSignature(const std::optional<std::filesystem::path>& signature);

  /// Of all files, in bytes.
  [[nodiscard]] std::uint64_t size() const { return tree_.total_size(); }

  /// Lists everything again. Slow on slow disks: not for the interface thread.
  [[nodiscard]] bool stillHolds() const;

 private:
  struct Stamp {
    Time time;
    std::uintmax_t size = 0;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  [[nodiscard]] static std::optional<Stamp> stamp(const std::filesystem::path& path);

  model::Tree tree_;
  Time began_;
  std::optional<std::filesystem::path> signature_;
  std::optional<Stamp> signatureStamp_;
};

}  // namespace weighmaster::ui
