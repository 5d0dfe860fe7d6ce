#pragma once

#include <optional>
#include <string>
#include <vector>

/// What verbs have in common. The options of a verb stand in its own header.
namespace weighmaster::terminal {

/// How much a remark matters, the least first.
enum class Level { debug, info, warning, error };

/// What all verbs know.
struct CommonOptions {
  bool json = false;
  /// "debug", "info", "warning", "warn", "error", "critical" or "silent".
  std::string log_level = "info";
  /// "text" or "json": how remarks are written, not the answer.
  std::string log_format = "text";
  std::optional<std::string> output_file;
  std::optional<std::string> timeout;
  std::vector<std::string> params;

  /// Whether remarks of this level are asked for. Errors are told at every level.
  [[nodiscard]] bool says(Level level) const;
  [[nodiscard]] bool progress() const { return log_level != "silent" && log_format == "text"; }
};

/// Which files of a model are read.
struct FolderOptions {
  std::vector<std::string> ignore_paths;
  bool ignore_git_paths = true;
  bool allow_symlinks = false;
};

/// Which Sigstore instance is trusted: at most one is given, none is the public one.
struct RootOptions {
  bool use_staging = false;
  std::optional<std::string> trust_config;
  std::optional<std::string> trusted_root;

  [[nodiscard]] bool any() const { return use_staging || trust_config || trusted_root; }
};

/// How services on the network are reached.
struct NetworkOptions {
  bool offline = false;
  /// An address, "system" or "none".
  std::string proxy = "system";
  std::optional<std::string> authorities;
};

}  // namespace weighmaster::terminal
