#include "verdict/steps/certificate.h"

#include <algorithm>

#include "crypto/chain.h"

namespace weighmaster::verdict {
namespace {

using base::Code;
using base::Finding;
using crypto::Certificate;
using crypto::Chain;
using crypto::ChainState;

std::vector<Certificate> behind_leaf(const signature::CertificateMaterial& material) {
  return {material.certificates.begin() + 1, material.certificates.end()};
}

/// What the states of a path mean where the roots are known; `no_path` is the caller's to explain.
std::optional<Finding> path_finding(const Chain& chain) {
  const auto subject =
      chain.refused_at < chain.path.size() ? chain.path[chain.refused_at].subject() : std::string();
  switch (chain.state) {
    case ChainState::good:
    case ChainState::no_path:
      return std::nullopt;
    case ChainState::not_valid_at:
      return Finding{Code::certificate_time, subject, chain.detail};
    case ChainState::not_authority:
    case ChainState::refused:
      return Finding{Code::certificate_chain_refused, subject, chain.detail};
    case ChainState::false_signature:
      return Finding{Code::certificate_chain_false, subject, chain.detail};
  }
  return std::nullopt;
}

void find_usage(const Certificate& leaf, bool must_state_purpose, std::vector<Finding>& findings) {
  if (!leaf.may_sign_data()) {
    findings.push_back({Code::certificate_usage, leaf.subject(), "key usage lacks digitalSignature"});
  }
  if ((must_state_purpose || leaf.has_purposes()) && !leaf.has_purpose(crypto::purpose_code_signing)) {
    findings.push_back({Code::certificate_usage, leaf.subject(), "extended key usage lacks codeSigning"});
  }
}

void add_once(Finding finding, std::vector<Finding>& findings) {
  if (std::find(findings.begin(), findings.end(), finding) == findings.end())
    findings.push_back(std::move(finding));
}

/// Certificate method: a leaf that says neither what its key is for nor what it is for as a certificate was
/// not issued for signing models, and is refused, as the reference does.
void find_leaf(const Certificate& leaf, std::vector<Finding>& findings) {
  find_usage(leaf, false, findings);
  if (!leaf.has_key_usage() && !leaf.has_purposes()) {
    findings.push_back({Code::certificate_usage, leaf.subject(), "it states no usage at all"});
  }
  if (leaf.is_authority()) findings.push_back({Code::certificate_leaf_marked_authority, leaf.subject(), {}});
}

/// An issuer that is limited to other purposes can't vouch for a signing certificate (RFC 5280
/// section 4.2.1.12).
void find_issuer_usage(const std::vector<Certificate>& path, std::vector<Finding>& findings) {
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (path[i].has_purposes() && !path[i].has_purpose(crypto::purpose_code_signing)) {
      add_once({Code::certificate_usage, path[i].subject(), "extended key usage lacks codeSigning"},
               findings);
    }
  }
}

/// A path that ends early still says which certificates are out of their time.
void find_times(const std::vector<Certificate>& certificates, base::TimePoint at,
                std::vector<Finding>& findings) {
  for (const auto& certificate : certificates) {
    const bool known = std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
      return finding.code == Code::certificate_time && finding.subject == certificate.subject();
    });
    if (!known && !certificate.validity().contains(at)) {
      findings.push_back(
          {Code::certificate_time, certificate.subject(), "not valid at " + base::to_rfc3339(at)});
    }
  }
}

std::vector<ChainLink> links(const std::vector<Certificate>& certificates, Outcome outcome,
                             bool ends_at_anchor) {
  std::vector<ChainLink> chain;
  for (const auto& certificate : certificates) chain.push_back({certificate, outcome, false});
  if (ends_at_anchor && !chain.empty()) chain.back().is_anchor = true;
  return chain;
}

void mark_times(std::vector<ChainLink>& chain, base::TimePoint at) {
  for (auto& link : chain) {
    if (!link.certificate.validity().contains(at)) link.outcome = Outcome::failed;
  }
}

void show_chain(CertificateCheck& check, const signature::CertificateMaterial& material, const Chain& chain,
                base::TimePoint at) {
  const bool good = chain.state == ChainState::good;
  check.chain = good ? links(chain.path, Outcome::passed, true)
                     : links(material.certificates, Outcome::not_checked, false);
  mark_times(check.chain, at);
  if (good && chain.path.size() > 1) check.issuer = chain.path[1];
}

/// The path to any one authority at one time; what went wrong with the best one.
struct AuthorityPath {
  Chain chain;
  bool outside_window = false;
};

AuthorityPath path_to_authority(const signature::CertificateMaterial& material,
                                const trust::TrustedRoot& root, base::TimePoint at) {
  AuthorityPath best;
  for (const auto& authority : root.certificate_authorities()) {
    auto intermediates = behind_leaf(material);
    intermediates.insert(intermediates.end(), authority.chain.begin(), authority.chain.end() - 1);
    Chain chain = crypto::build_chain(material.leaf(), intermediates, {authority.chain.back()}, at);
    const bool outside = !authority.valid_for.contains(at);
    if (chain.state == ChainState::good && !outside) return {std::move(chain), false};
    if (chain.state < best.chain.state) best = {std::move(chain), outside};
  }
  return best;
}

std::optional<Finding> authority_finding(const AuthorityPath& path, const Certificate& leaf,
                                         base::TimePoint at) {
  if (auto finding = path_finding(path.chain)) return finding;
  if (path.chain.state == ChainState::no_path)
    return Finding{Code::certificate_authority_unknown, leaf.issuer(), {}};
  if (path.outside_window)
    return Finding{Code::certificate_authority_window, leaf.issuer(), base::to_rfc3339(at)};
  return std::nullopt;
}

}  // namespace

CertificateCheck check_certificate(const signature::CertificateMaterial& material,
                                   const trust::Expectation& expectation,
                                   const std::vector<base::TimePoint>& proven_times, base::TimePoint now) {
  CertificateCheck check{{StepId::certificate, Outcome::not_checked, {}}, {}, {}, false};
  auto& findings = check.step.findings;
  const auto* roots = std::get_if<trust::ExpectedRoots>(&expectation);
  bool all_reached = true;
  for (const auto at : proven_times.empty() ? std::vector{now} : proven_times) {
    const Chain chain = roots == nullptr
                            ? Chain{}
                            : crypto::build_chain(material.leaf(), behind_leaf(material), roots->anchors, at);
    const bool reached = chain.state == ChainState::good;
    if (auto finding = path_finding(chain)) add_once(std::move(*finding), findings);
    // A good path needs nothing of what else the bundle holds.
    if (!reached) find_times(material.certificates, at, findings);
    find_issuer_usage(chain.path, findings);
    check.other_root = check.other_root || (roots != nullptr && chain.state == ChainState::no_path);
    if (all_reached) show_chain(check, material, chain, at);
    all_reached = all_reached && reached;
  }
  find_leaf(material.leaf(), findings);
  if (proven_times.empty()) findings.push_back({Code::certificate_time_unproven, {}, base::to_rfc3339(now)});
  const Outcome by_findings = outcome_of(findings);
  check.step.outcome = by_findings == Outcome::passed && !all_reached ? Outcome::not_checked : by_findings;
  return check;
}

CertificateCheck check_keyless_certificate(const signature::CertificateMaterial& material,
                                           const trust::TrustedRoot& root,
                                           const std::vector<base::TimePoint>& proven_times) {
  CertificateCheck check{{StepId::certificate, Outcome::not_checked, {}}, {}, {}, false};
  check.chain = links(material.certificates, Outcome::not_checked, false);
  auto& findings = check.step.findings;
  const auto& leaf = material.leaf();
  find_usage(leaf, true, findings);
  if (leaf.is_authority()) findings.push_back({Code::certificate_is_authority, leaf.subject(), {}});
  bool all_good = true;
  for (const auto at : proven_times) {
    const auto path = path_to_authority(material, root, at);
    const auto finding = authority_finding(path, leaf, at);
    if (finding) add_once(*finding, findings);
    find_issuer_usage(path.chain.path, findings);
    if (all_good) show_chain(check, material, path.chain, at);
    all_good = all_good && !finding;
  }
  check.step.outcome = outcome_of(findings);
  // Without a proven time the chain was never looked at: a loop that ran zero times is not a pass.
  if (proven_times.empty() && check.step.outcome == Outcome::passed)
    check.step.outcome = Outcome::not_checked;
  return check;
}

}  // namespace weighmaster::verdict
