#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "signature/bundle.h"

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

struct VerifyOptions {
  signature::Method method = signature::Method::sigstore;
  std::string model;
  std::optional<std::string> signature;
  std::vector<std::string> ignore_paths;
  bool ignore_git_paths = true;
  bool allow_symlinks = false;
  bool ignore_unsigned_files = false;
  bool all_files = false;

  std::string public_key;
  std::vector<std::string> certificate_chain;
  bool log_fingerprints = false;
  std::string identity;
  std::string identity_provider;
  bool use_staging = false;
  std::optional<std::string> trust_config;
  std::optional<std::string> trusted_root;
  bool offline = false;
};

struct InspectOptions {
  std::string path;
  bool all_files = false;
};

struct DigestOptions {
  std::string path;
  std::vector<std::string> ignore_paths;
  bool ignore_git_paths = true;
  bool allow_symlinks = false;
  std::string hash = "sha256";
  std::optional<std::uint64_t> shard_size;
};

}  // namespace weighmaster::terminal
