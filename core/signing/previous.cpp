#include "signing/previous.h"

#include <string>
#include <unordered_map>

#include "verdict/verify.h"

namespace weighmaster::signing {

using base::Code;
using base::fail;
using base::Result;
using manifest::Manifest;
using signature::Method;

namespace {

Result<trust::Expectation> expectation(const Material& ours) {
  switch (ours.method) {
    case Method::key:
      return trust::ExpectedKeys{{ours.key}};
    case Method::certificate:
      // The certificate itself is the anchor: nobody else's leads to it.
      return trust::ExpectedRoots{{ours.certificates.front()}};
    case Method::sigstore:
      break;
  }
  return fail(Code::signature_method_differs, std::string(name(ours.method)));
}

/// Digests by the names of their resources.
using Signed = std::unordered_map<std::string, crypto::Digest>;

Signed signed_digests(const Manifest& manifest) {
  Signed digests;
  digests.reserve(manifest.resources().size());
  for (const auto& resource : manifest.resources()) digests.emplace(resource.name(), resource.digest);
  return digests;
}

/// As a manifest by this method names the piece; empty where it has no such piece.
std::string resource_name(const model::File& file, const manifest::ByteRange& range,
                          manifest::Method method) {
  const auto end = std::to_string(range.end);
  if (method == manifest::Method::shards) return file.name + ":" + std::to_string(range.start) + ":" + end;
  return range == manifest::ByteRange{0, file.size} ? file.name : std::string();
}

}  // namespace

Result<Manifest> previous_manifest(const std::filesystem::path& signature, const Material& ours,
                                   base::TimePoint now) {
  auto expected = expectation(ours);
  if (!expected) return fail(std::move(expected.error()));
  verdict::VerifyRequest request;
  request.signature = signature;
  request.method = ours.method;
  request.policy.expectation = std::move(*expected);
  request.now = now;
  return verdict::signed_manifest(request);
}

model::KnownDigests unchanged_since(const Manifest& previous,
                                    std::shared_ptr<const model::DigestCache> cache) {
  const auto method = previous.serialization().method;
  const auto digests = std::make_shared<const Signed>(signed_digests(previous));
  model::KnownDigests known;
  known.find = [=, cache = std::move(cache)](const model::Tree& tree, const model::Piece& piece,
                                             crypto::DigestAlgorithm algorithm) {
    std::optional<crypto::Digest> agreed;
    const auto stored = cache->find(tree, piece, algorithm);
    if (!stored) return agreed;
    const auto found = digests->find(resource_name(tree.files()[piece.file], piece.range, method));
    if (found != digests->end() && found->second == stored->digest) agreed = stored->digest;
    return agreed;
  };
  return known;
}

}  // namespace weighmaster::signing
