#include "crypto/chain.h"

#include <algorithm>

#include "base/limits.h"
#include "crypto/path_check.h"

namespace weighmaster::crypto {
namespace {

using Certificates = std::vector<Certificate>;

bool holds(const Certificates& certificates, const Certificate& wanted) {
  return std::find(certificates.begin(), certificates.end(), wanted) != certificates.end();
}

/// Who may have issued a certificate, and whether the keys agree.
struct Issuers {
  Certificates certificates;
  bool signed_it = true;
};

/// Tries the paths from a leaf to the anchors one after the other, the anchors before the intermediates, and
/// keeps the best.
class PathSearch {
 public:
  PathSearch(const Certificates& intermediates, const Certificates& anchors, base::TimePoint at)
      : anchors_(anchors), known_(anchors), at_(at) {
    for (const auto& intermediate : intermediates) {
      if (!holds(known_, intermediate)) known_.push_back(intermediate);
    }
  }

  Chain best(const Certificate& leaf) {
    extend({leaf}, std::nullopt);
    // Who has not tried all of them can't say that none of them signed it.
    if (best_.state >= ChainState::false_signature && attempts_ == base::limits::issuer_attempts)
      return {ChainState::refused, std::move(best_.path), 0, "too many certificates of its issuer's name"};
    return std::move(best_);
  }

 private:
  /// `false_at`: the first place of the path whose signature is not its issuer's.
  void extend(const Certificates& path, std::optional<std::size_t> false_at) {
    if (holds(anchors_, path.back())) return arrive(path, false_at);
    const auto issuers = issuers_of(path);
    if (issuers.certificates.empty()) return end_early(path);
    if (!issuers.signed_it && !false_at) false_at = path.size() - 1;
    for (const auto& issuer : issuers.certificates) {
      if (best_.state == ChainState::good) return;
      auto longer = path;
      longer.push_back(issuer);
      extend(longer, false_at);
    }
  }

  void arrive(const Certificates& path, std::optional<std::size_t> false_at) {
    auto chain = false_at ? Chain{ChainState::false_signature, path, *false_at, "signature failure"}
                          : check_path(path, at_);
    if (chain.state < best_.state) best_ = std::move(chain);
  }

  void end_early(const Certificates& path) {
    if (best_.state == ChainState::no_path && best_.path.size() < path.size()) best_.path = path;
  }

  /// Those of the right name whose key made the signature. Where there is none, those that the certificate
  /// names by their key too: they are known not to have issued it.
  Issuers issuers_of(const Certificates& path) {
    const auto& certificate = path.back();
    Issuers signers;
    Issuers named{{}, false};
    if (path.size() > base::limits::certificates || certificate.is_self_signed()) return signers;
    for (const auto& candidate : known_) {
      if (!certificate.names_as_issuer(candidate) || holds(path, candidate)) continue;
      if (attempts_ == base::limits::issuer_attempts) break;
      ++attempts_;
      if (certificate.is_signed_by(candidate)) {
        signers.certificates.push_back(candidate);
      } else if (certificate.names_issuer_key_of(candidate)) {
        named.certificates.push_back(candidate);
      }
    }
    return signers.certificates.empty() ? named : signers;
  }

  const Certificates& anchors_;
  Certificates known_;
  base::TimePoint at_;
  std::size_t attempts_ = 0;
  Chain best_;
};

}  // namespace

Chain build_chain(const Certificate& leaf, const Certificates& intermediates, const Certificates& anchors,
                  base::TimePoint at) {
  return PathSearch(intermediates, anchors, at).best(leaf);
}

}  // namespace weighmaster::crypto
