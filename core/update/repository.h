#pragma once

#include <string>

#include "net/http.h"
#include "update/source.h"

namespace weighmaster::update {

/// A TUF repository behind addresses. Errors of all calls: net.*, task.cancelled, update.malformed for names
/// that could lead elsewhere.
class Repository final : public Source {
 public:
  /// The Http outlives the repository.
  Repository(net::Http& http, std::string metadata_url, std::string targets_url);

  [[nodiscard]] base::Result<std::optional<Bytes>> root(std::int64_t version,
                                                        const base::Task& task) override;
  [[nodiscard]] base::Result<Bytes> metadata(const Wanted& wanted, const base::Task& task) override;
  [[nodiscard]] base::Result<Bytes> target(const TargetFile& file, bool by_hash,
                                           const base::Task& task) override;

 private:
  net::Http& http_;
  std::string metadata_url_;
  std::string targets_url_;
};

}  // namespace weighmaster::update
