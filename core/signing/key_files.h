#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "base/result.h"
#include "crypto/certificate.h"
#include "crypto/private_key.h"

/// The files in which a person keeps what they sign with.
namespace weighmaster::signing {

/// A private key in PEM; `password` may be null. Errors: file.*, and those of PrivateKey::from_pem, with the
/// file as their subject.
[[nodiscard]] base::Result<crypto::PrivateKey> read_private_key(const std::filesystem::path& path,
                                                                const crypto::Secret* password);

/// key.readable_by_others, where they can. Nothing also where the system doesn't tell.
[[nodiscard]] std::optional<base::Finding> readable_by_others(const std::filesystem::path& path);

/// All certificates of PEM files, in their order. Errors: file.*, certificate.malformed.
[[nodiscard]] base::Result<std::vector<crypto::Certificate>> read_certificates(
    const std::vector<std::filesystem::path>& paths);

}  // namespace weighmaster::signing
