#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "net/http.h"
#include "update/store.h"

namespace weighmaster::ui {

/// Trust in Sigstore as the window has it and changes it. It is kept in a folder that the terminal program
/// shares. Every call reads files or asks the network: on a thread of its own.
class TrustDesk {
 public:
  struct Ways {
    update::Store store;
    /// Those that the program knows by itself; the first is the usual one.
    std::vector<update::Instance> instances;
    /// To ask with, made anew for each update.
    std::function<std::shared_ptr<net::Http>()> http;
  };

  explicit TrustDesk(Ways ways) : ways_(std::move(ways)) {}

  /// What is in use, verified anew: the fresher of what an update brought and what is shipped, or what was
  /// imported. Errors: update::Store's.
  [[nodiscard]] base::Result<update::TrustInUse> inUse() const;
  /// Asks the instance that is in use, the usual one where a file is. What was kept stays if anything fails.
  /// Errors: update::Store's.
  [[nodiscard]] base::Result<update::TrustInUse> update(base::TimePoint now, const base::Task& task) const;
  /// What a file holds; changes nothing. Errors: file.*, TrustedRoot::parse's.
  [[nodiscard]] static base::Result<update::TrustInUse> look(const std::filesystem::path& file,
                                                             base::TimePoint now);
  /// From then on the file's content is in use. Errors: as of `look`, and file.not_written.
  [[nodiscard]] base::Result<update::TrustInUse> import(const std::filesystem::path& file,
                                                        base::TimePoint now) const;
  /// Back to the usual instance. Errors: update::Store's.
  [[nodiscard]] base::Result<update::TrustInUse> useUsual() const;
  /// All that this computer knows, whichever is in use (update::known_trust).
  [[nodiscard]] std::vector<update::TrustInUse> known() const;
  /// Whether the usual instance is in use: the first of the ways.
  [[nodiscard]] bool isUsual() const { return ways_.store.in_use() == ways_.instances.front().name; }

 private:
  [[nodiscard]] const update::Instance* known(const std::string& name) const;

  Ways ways_;
};

}  // namespace weighmaster::ui
