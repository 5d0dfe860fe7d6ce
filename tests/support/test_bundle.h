#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "crypto/certificate.h"
#include "manifest/manifest.h"
#include "support/test_key.h"

/// Signed models, made for one test. All comes as JSON that can be changed anywhere before it is dumped:
///
///   const ModelFiles model{{"config.json", "{}"}, {"weights.bin", "1234"}};
///   const auto key = TestKey::generate();
///   auto bundle = key_bundle(key, oms_statement(model));
///   bundle["mediaType"] = "text/plain";
///   Bundle::parse(as_bytes(bundle.dump()));
namespace weighmaster::tests {

/// Content by name, names "/"-separated and in code point order.
using ModelFiles = std::map<std::string, std::string>;

/// Writes the files below `folder`.
void write_model(const std::filesystem::path& folder, const ModelFiles& files);

/// The OMS statement v1.0 about these files, with their true digests and root digest. In shards, empty files
/// are left out.
[[nodiscard]] base::Json oms_statement_json(const ModelFiles& files,
                                            const manifest::Serialization& serialization = {},
                                            std::string_view subject_name = "model");
/// The same as payload text.
[[nodiscard]] std::string oms_statement(const ModelFiles& files,
                                        const manifest::Serialization& serialization = {},
                                        std::string_view subject_name = "model");
/// The statement of model-signing 0.2.0 about these files: `Digests/v0.1`, each file a subject.
[[nodiscard]] base::Json digests_statement_json(const ModelFiles& files);

/// A DSSE envelope, signed with the hash that goes with the key's curve.
[[nodiscard]] base::Json envelope(const TestKey& key, std::string_view payload,
                                  std::string_view payload_type = "application/vnd.in-toto+json");

/// A bundle 0.3 that names the key by its hint (OMS section 4.1).
[[nodiscard]] base::Json key_bundle(const TestKey& key, std::string_view payload);

/// An in-toto statement v1 about files, each a subject by its SHA-256, with a predicate that says nothing of
/// models: what a CI system signs.
[[nodiscard]] base::Json provenance_json(const ModelFiles& files);

/// A bundle 0.3 that names the key by its hint, and whose signature is over a file itself, as `cosign
/// sign-blob` makes it.
[[nodiscard]] base::Json file_signature(const TestKey& key, std::string_view content);

/// A bundle 0.3 with the chain, leaf first, signed with the leaf's key: OMS's certificate method.
[[nodiscard]] base::Json certificate_bundle(const TestKey& leaf_key,
                                            const std::vector<crypto::Certificate>& chain,
                                            std::string_view payload);

/// A bundle 0.3 with the one certificate and these log entries (a JSON array): the keyless method.
[[nodiscard]] base::Json keyless_bundle(const TestKey& leaf_key, const crypto::Certificate& leaf,
                                        base::Json log_entries, std::string_view payload);

}  // namespace weighmaster::tests
