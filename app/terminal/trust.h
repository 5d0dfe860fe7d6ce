#pragma once

#include <optional>
#include <string>

#include "console.h"
#include "options.h"

/// Which trusted root is believed, and how a fresher one is had.
namespace weighmaster::terminal {

struct TrustUpdateOptions {
  bool use_staging = false;
  /// Another instance's repository and the root to begin with: both or neither.
  std::optional<std::string> tuf_url;
  std::optional<std::string> tuf_root;
  NetworkOptions network;
};

struct TrustImportOptions {
  std::string file;
  /// The person has seen what it holds, or the caller is a script.
  bool yes = false;
};

/// Each answers with the trusted root that is then in use and returns 0; 5 where it could not be done.
[[nodiscard]] int show_trust(const RootOptions& options, const CommonOptions& common, const Console& console);
[[nodiscard]] int update_trust(const TrustUpdateOptions& options, const CommonOptions& common,
                               const Console& console);
[[nodiscard]] int use_trust(const std::string& name, const CommonOptions& common, const Console& console);
/// Without `yes` the person is asked on their terminal, having seen what the file holds; where they are not
/// there, or say no, it changes nothing, says so, and returns 2.
[[nodiscard]] int import_trust(const TrustImportOptions& options, const CommonOptions& common,
                               const Console& console);

}  // namespace weighmaster::terminal
