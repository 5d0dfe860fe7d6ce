#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "support/test_key.h"

/// Trees and notes as a log makes them, written plainly after their definitions and not after the code under
/// test.
namespace weighmaster::tests {

/// MTH of RFC 6962 section 2.1, by its recursive definition. At least one leaf.
[[nodiscard]] Bytes tree_root(const std::vector<Bytes>& leaves);
/// PATH of RFC 6962 section 2.1.1: the hashes from the leaf up.
[[nodiscard]] std::vector<Bytes> audit_path(const std::vector<Bytes>& leaves, std::size_t index);

/// Origin, size and root, each with its newline.
[[nodiscard]] std::string checkpoint_text(const std::string& origin, std::size_t size, const Bytes& root);
/// "— name base64": one line of a signed note, newline included.
[[nodiscard]] std::string note_signature(const std::string& text, const std::string& name,
                                         const TestKey& key);
/// A witness's line (C2SP tlog-cosignature, Ed25519) at a time in seconds since 1970.
[[nodiscard]] std::string cosignature(const std::string& text, const std::string& name, const TestKey& key,
                                      std::uint64_t time);
/// The id of a key on notes under a name, whole (C2SP signed-note).
[[nodiscard]] Bytes note_key_id(const std::string& name, const crypto::PublicKey& key);

}  // namespace weighmaster::tests
