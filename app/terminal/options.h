#pragma once

#include <optional>
#include <string>
#include <vector>

/// What verbs have in common. The options of a verb stand in its own header.
namespace weighmaster::terminal {

/// What all verbs know.
struct CommonOptions {
  bool json = false;
  std::string log_level = "info";
  std::optional<std::string> output_file;

  /// Notes are for levels that ask for them.
  [[nodiscard]] bool notes() const { return log_level == "debug" || log_level == "info"; }
  [[nodiscard]] bool progress() const { return log_level != "silent"; }
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
};

/// How services on the network are reached.
struct NetworkOptions {
  bool offline = false;
  /// An address, "system" or "none".
  std::string proxy = "system";
  std::optional<std::string> authorities;
};

}  // namespace weighmaster::terminal
