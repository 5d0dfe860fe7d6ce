#include "verdict/deciding_entry.h"

#include <algorithm>

namespace weighmaster::verdict {
namespace {

bool is_identity(const Signer& signer, const trust::ExpectedIdentity& expected) {
  return signer.identity && expected.has_name(signer.identity->name) &&
         expected.has_issuer(signer.identity->issuer);
}

bool is_under(const Signer& signer, const crypto::Certificate& root) {
  return std::any_of(signer.chain.begin(), signer.chain.end(),
                     [&](const ChainLink& link) { return link.is_anchor && link.certificate == root; });
}

bool is_they(const Signer& signer, const trust::Signers& entry) {
  const auto& identities = entry.identities.any_of;
  const auto& keys = entry.keys.any_of;
  const auto& anchors = entry.roots.anchors;
  switch (signer.method) {
    case signature::Method::sigstore:
      return std::any_of(identities.begin(), identities.end(),
                         [&](const auto& expected) { return is_identity(signer, expected); });
    case signature::Method::key:
      return signer.key && std::find(keys.begin(), keys.end(), *signer.key) != keys.end();
    case signature::Method::certificate:
      return std::any_of(anchors.begin(), anchors.end(),
                         [&](const auto& root) { return is_under(signer, root); });
  }
  return false;
}

}  // namespace

const trust::AppliedEntry* deciding_entry(const Report& report) {
  if (!report.rule || !report.signer || report.step(StepId::signer).outcome != Outcome::passed)
    return nullptr;
  const auto& entries = report.rule->entries;
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const trust::AppliedEntry& entry) {
    return is_they(*report.signer, entry.signer);
  });
  return found == entries.end() ? nullptr : &*found;
}

const trust::AppliedEntry* expecting_entry(const Report& report) {
  return report.rule && report.rule->entries.size() == 1 ? &report.rule->entries.front() : nullptr;
}

}  // namespace weighmaster::verdict
