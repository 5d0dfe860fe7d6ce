#pragma once

#include <string>

#include "manifest/manifest.h"

/// Short ways to write resources down in tests.
namespace weighmaster::tests {

inline crypto::Digest digest_of(std::string_view content,
                                crypto::DigestAlgorithm algorithm = crypto::DigestAlgorithm::sha256) {
  return crypto::digest(algorithm, as_bytes(content));
}

inline manifest::Resource file(std::string path, std::string_view content) {
  return {std::move(path), std::nullopt, digest_of(content)};
}

inline manifest::Resource shard(std::string path, std::uint64_t start, std::uint64_t end,
                                std::string_view content = "x") {
  return {std::move(path), manifest::ByteRange{start, end}, digest_of(content)};
}

inline manifest::Serialization in_shards_of(std::uint64_t size) {
  return {manifest::Method::shards, crypto::DigestAlgorithm::sha256, size, false, {}};
}

}  // namespace weighmaster::tests
