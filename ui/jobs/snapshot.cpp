#include "ui/jobs/snapshot.h"

namespace weighmaster::ui {

namespace fs = std::filesystem;

std::optional<Snapshot> Snapshot::take(const fs::path& model, const base::Task& task) {
  auto tree = model::list_model(model, {}, {task.stop, {}});
  if (!tree) return std::nullopt;
  return Snapshot(std::move(*tree), Time::clock::now());
}

std::optional<Snapshot::Stamp> Snapshot::stamp(const fs::path& path) {
  std::error_code failed;
  Stamp stamp{fs::last_write_time(path, failed), 0};
  if (!failed) stamp.size = fs::file_size(path, failed);
  if (failed) return std::nullopt;
  return stamp;
}

void Snapshot::watchSignature(const std::optional<fs::path>& signature) {
  signature_ = signature;
  signatureStamp_ = signature ? stamp(*signature) : std::nullopt;
}

bool Snapshot::stillHolds() const {
  const auto now = signature_ ? stamp(*signature_) : std::nullopt;
  if (now != signatureStamp_) return false;
  // Written during the check, after it may have been read.
  if (now && now->time > began_) return false;
  return tree_.changes_since({}).empty();
}

}  // namespace weighmaster::ui
