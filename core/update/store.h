#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/task.h"
#include "base/time.h"
#include "net/http.h"
#include "trust/roots.h"

namespace weighmaster::update {

/// A Sigstore instance, and how fresh trust in it is had.
struct Instance {
  /// "public", "staging", or the address of its TUF repository.
  std::string name;
  std::string tuf_url;
  /// The TUF root to begin with.
  Bytes tuf_root;
  /// Shipped with the program, and since when it may be out of date; empty for other people's instances.
  Bytes trusted_root = {};
  base::TimePoint shipped_at = {};
  /// The signing config that is shipped with it; empty where there is none.
  Bytes signing_config = {};
};

/// A trusted root that is fit to be used, and how it came here.
struct TrustInUse {
  enum class From { shipped, updated, imported };

  std::shared_ptr<const trust::TrustedRoot> root;
  From from = From::shipped;
  /// The instance's name; of an imported one the name that the file had.
  std::string name;
  /// Of the TUF metadata that lists it.
  std::optional<std::int64_t> version;
  std::optional<std::int64_t> tuf_root_version;
  /// When it was fetched or imported; when what is shipped was taken.
  base::TimePoint updated_at{};
  /// When the first piece of its metadata expires: told, and no reason not to use it.
  std::optional<base::TimePoint> expires;
  /// The signing config that lies beside it, or the client trust config that holds both
  /// (trust/signing_config.h).
  std::optional<Bytes> signing_config;
  /// Why what is kept was not taken, where there is something.
  std::optional<base::Error> passed_over;
};

/// The folder in which window and terminal keep trust: what updates brought, what the person imported, and
/// which of it is in use. Each file changes in one step. What is read from it is verified again.
class Store {
 public:
  explicit Store(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// The name of what is in use: an instance's, or `imported`. "public" where nothing was chosen.
  [[nodiscard]] std::string in_use() const;
  /// Errors: file.*, update.target_missing where no such instance is known here.
  [[nodiscard]] base::Result<void> use(std::string_view name) const;

  /// Another instance that is known here, by the address of its TUF repository. Errors: file.*.
  [[nodiscard]] base::Result<Instance> own_instance(const std::string& tuf_url) const;

  /// Asks the instance's repository, verifies what it says and keeps it. What was kept before stays if
  /// anything fails. An instance that nothing is shipped for becomes known here. Errors: Updater's,
  /// TrustedRoot::parse's, file.*.
  [[nodiscard]] base::Result<TrustInUse> update(const Instance& instance, net::Http& http,
                                                base::TimePoint now, const base::Task& task) const;
  /// What the last update kept, verified again from the instance's root on, without a network. Errors:
  /// file.*, json.*, TrustedSet's.
  [[nodiscard]] base::Result<TrustInUse> kept(const Instance& instance) const;
  /// The fresher of what is kept and what is shipped. Errors: those of `kept`, where nothing is shipped.
  [[nodiscard]] base::Result<TrustInUse> freshest(const Instance& instance) const;

  /// A trusted root or client trust config, from then on in use. `title` is shown. Errors:
  /// TrustedRoot::parse's, file.not_written.
  [[nodiscard]] base::Result<TrustInUse> import(BytesView json, const std::string& title,
                                                base::TimePoint now) const;
  /// Errors: file.*, json.*, TrustedRoot::parse's.
  [[nodiscard]] base::Result<TrustInUse> imported() const;

  static constexpr std::string_view public_name = "public";
  static constexpr std::string_view staging_name = "staging";
  static constexpr std::string_view imported_name = "imported";

 private:
  [[nodiscard]] std::filesystem::path folder_of(std::string_view name) const;

  std::filesystem::path folder_;
};

/// What is shipped with the program. Errors: TrustedRoot::parse's.
[[nodiscard]] base::Result<TrustInUse> shipped(const Instance& instance);

/// Every root that a computer knows for itself, whichever is in use: what is shipped for this instance, what
/// updates brought for it, and what the person imported. What can't be read is passed over. `store`: nothing
/// where nothing is kept.
[[nodiscard]] std::vector<TrustInUse> known_trust(const Instance& usual, const std::optional<Store>& store);

/// Where a person's programs keep data: `weighmaster/trust` in XDG_DATA_HOME, or ~/.local/share; on macOS
/// ~/Library/Application Support, on Windows %LOCALAPPDATA%. Nothing where the environment names no such
/// place.
[[nodiscard]] std::optional<std::filesystem::path> default_store_folder();

}  // namespace weighmaster::update
