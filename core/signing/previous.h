#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "base/time.h"
#include "manifest/manifest.h"
#include "model/digest_cache.h"
#include "model/measure.h"
#include "signing/signer.h"

/// Signing a model again without hashing what has not changed (docs/decisions/0012).
namespace weighmaster::signing {

/// What an earlier signature covers, if it is the signer's own and true: made with the same key, or with the
/// same certificate. Nothing of the model is read. Errors: what keeps it from that, as verifying would say;
/// signature.method_differs for keyless signatures, whose certificates live for minutes.
[[nodiscard]] base::Result<manifest::Manifest> previous_manifest(const std::filesystem::path& signature,
                                                                 const Material& ours, base::TimePoint now);

/// The digests on which that signature and the cache agree: the signature says what was signed then, the
/// cache that the file has not been touched since. Neither is enough alone.
[[nodiscard]] model::KnownDigests unchanged_since(const manifest::Manifest& previous,
                                                  std::shared_ptr<const model::DigestCache> cache);

}  // namespace weighmaster::signing
