#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/json.h"
#include "verdict/verify.h"

namespace weighmaster::tests {

/// A case of the public conformance suite: its folder, with bundle.sig where it is one for verifying, and
/// what config.json asks for.
struct Case {
  std::filesystem::path folder;
  base::Json config;

  /// "negative/key-simple-wrong-key_fail".
  [[nodiscard]] std::string name() const;
  [[nodiscard]] bool expects_failure() const;
};

/// All of `test-cases/verify` below the suite's folder, by name. Without the suite: none.
[[nodiscard]] std::vector<Case> conformance_cases();

/// All of `test-cases/roundtrip` but the keyless ones, which need an identity provider.
[[nodiscard]] std::vector<Case> roundtrip_cases();
/// The keyless ones.
[[nodiscard]] std::vector<Case> keyless_roundtrip_cases();

/// A file among the suite's assets.
[[nodiscard]] std::filesystem::path asset(const std::string& name);

/// Copies the model into `scratch`, changes it as the case says, and returns where it is.
[[nodiscard]] std::filesystem::path prepare_model(const Case& test, const std::filesystem::path& scratch);

/// Copies the model into `scratch`, changes it as the case says, and says what the case's person expects.
[[nodiscard]] verdict::VerifyRequest prepare(const Case& test, const std::filesystem::path& scratch);

/// The codes of all findings that weigh, each once, in alphabetical order, joined by spaces.
[[nodiscard]] std::string reasons(const verdict::Report& report);

}  // namespace weighmaster::tests
