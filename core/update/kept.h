#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "update/source.h"
#include "update/updater.h"

namespace weighmaster::update {

/// Everything that a whole update verified, in one file, so that it is there whole or not at all: the
/// metadata and the targets that were wanted. As a source it serves the same client again, without a network.
/// A file that was tampered with is refused by that client, not here.
class Kept final : public Source {
 public:
  Kept(Evidence evidence, std::map<std::string, Bytes> targets, base::TimePoint updated_at)
      : evidence_(std::move(evidence)), targets_(std::move(targets)), updated_at_(updated_at) {}

  /// Errors: json.*, base64.malformed, time.malformed.
  [[nodiscard]] static base::Result<std::unique_ptr<Kept>> parse(BytesView json);
  [[nodiscard]] std::string json() const;

  /// When the update was, by this computer's clock.
  [[nodiscard]] base::TimePoint updated_at() const { return updated_at_; }

  [[nodiscard]] base::Result<std::optional<Bytes>> root(std::int64_t version,
                                                        const base::Task& task) override;
  /// Error: update.mismatch where the role is not among what was kept.
  [[nodiscard]] base::Result<Bytes> metadata(const Wanted& wanted, const base::Task& task) override;
  [[nodiscard]] base::Result<Bytes> target(const TargetFile& file, bool by_hash,
                                           const base::Task& task) override;

 private:
  Evidence evidence_;
  std::map<std::string, Bytes> targets_;
  base::TimePoint updated_at_;
};

}  // namespace weighmaster::update
