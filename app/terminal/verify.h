#pragma once

#include <optional>
#include <string>
#include <vector>

#include "console.h"
#include "options.h"
#include "signature/bundle.h"

namespace weighmaster::terminal {

struct VerifyOptions {
  signature::Method method = signature::Method::sigstore;
  std::string model;
  std::optional<std::string> signature;
  FolderOptions folder;
  std::vector<std::string> only;
  bool use_digest_cache = false;
  bool ignore_unsigned_files = false;
  bool all_files = false;

  std::string public_key;
  std::vector<std::string> certificate_chain;
  bool log_fingerprints = false;
  std::string identity;
  std::string identity_provider;
  RootOptions root;
  std::vector<std::string> timestamp_roots;
  bool offline = false;
};

/// Answers with a report. Returns the exit code of its verdict.
[[nodiscard]] int verify(const VerifyOptions& options, const CommonOptions& common, const Console& console);

}  // namespace weighmaster::terminal
