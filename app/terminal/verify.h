#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "console.h"
#include "crypto/digest.h"
#include "options.h"
#include "signature/bundle.h"
#include "verdict/verify.h"

namespace weighmaster::terminal {

struct VerifyOptions {
  /// None: by whatever method the policy file allows.
  std::optional<signature::Method> method;
  std::string model;
  std::optional<std::string> signature;
  FolderOptions folder;
  std::vector<std::string> only;
  bool use_digest_cache = false;
  /// Lists of digests that were made elsewhere, and whether the person vouches for them.
  std::vector<std::string> digests;
  bool vouch_for_digests = false;
  bool ignore_unsigned_files = false;
  bool all_files = false;

  std::vector<std::string> public_keys;
  std::vector<std::string> certificate_chain;
  bool log_fingerprints = false;
  /// One provider for all, or one for each identity in the same order; or one pattern for all.
  std::vector<std::string> identities;
  std::vector<std::string> identity_patterns;
  std::vector<std::string> identity_providers;
  std::optional<std::string> identity_provider_pattern;
  std::string policy;
  /// The address book: another than the person's own; not asked at all; and whether it says who is expected.
  std::optional<std::string> publishers;
  bool no_publishers = false;
  bool by_publishers = false;
  std::optional<std::string> model_name;
  RootOptions root;
  std::vector<std::string> timestamp_roots;
  /// How many independent times a keyless signature needs.
  std::size_t timestamp_threshold = 1;
  bool offline = false;
};

inline constexpr std::string_view digest_prefix = "sha256:";
/// What a person gives in place of a file: "sha256:" and 64 hexadecimal digits. Nothing where it is not that.
[[nodiscard]] std::optional<crypto::Digest> named_digest(std::string_view model);

/// All that the options say but whom they expect; of the policy only whose times are believed. Errors: those
/// of the files that are read.
[[nodiscard]] base::Result<verdict::VerifyRequest> request_without_policy(const VerifyOptions& options,
                                                                          const CommonOptions& common,
                                                                          const Console& console);
/// What the options ask for. Errors: those of the files that they name.
[[nodiscard]] base::Result<verdict::VerifyRequest> verify_request(const VerifyOptions& options,
                                                                  const CommonOptions& common,
                                                                  const Console& console);

/// Answers with a report. Returns the exit code of its verdict.
[[nodiscard]] int verify(const VerifyOptions& options, const CommonOptions& common, const Console& console);

}  // namespace weighmaster::terminal
