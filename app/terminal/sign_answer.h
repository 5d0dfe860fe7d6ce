#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>

#include "base/json.h"
#include "manifest/difference.h"
#include "sign.h"
#include "signing/sign.h"

namespace weighmaster::terminal {

/// What was made.
struct Signed {
  /// What was read; nothing where lists of digests were signed.
  std::optional<model::Tree> tree;
  signing::NewSignature signature;
  /// Since the previous signature, if one was given.
  std::optional<manifest::Difference> changes;
  /// What was hashed now.
  std::uint64_t bytes_read = 0;
};

/// What was signed, for people: what it covers, what it leaves out, and how others verify it.
void write_signed(std::ostream& out, const SignOptions& options, const Signed& made);

/// The same as an object (docs/report.md).
[[nodiscard]] base::Json signed_json(const SignOptions& options, const Signed& made);

}  // namespace weighmaster::terminal
