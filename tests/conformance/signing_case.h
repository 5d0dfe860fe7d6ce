#pragma once

#include <filesystem>
#include <memory>

#include "conformance/case.h"
#include "signing/sign.h"

namespace weighmaster::tests {

/// Where the signature of a case goes: beside the copy of its model, or into it.
[[nodiscard]] std::filesystem::path signature_path(const Case& test, const std::filesystem::path& model,
                                                   const std::filesystem::path& scratch);

/// What a roundtrip case asks to be signed, of the model that `prepare_model` made.
[[nodiscard]] signing::SignRequest sign_request(const Case& test, const std::filesystem::path& model,
                                                const std::filesystem::path& scratch);

/// Who signs it. Ends the test program where the suite's own key can't be read.
[[nodiscard]] std::unique_ptr<signing::Signer> case_signer(const Case& test, base::TimePoint now);

}  // namespace weighmaster::tests
