#include "words/signer_name.h"

namespace weighmaster::words {
namespace {

using verdict::Outcome;
using verdict::Report;
using verdict::StepId;

/// Whether an authority that the person or the trust root names vouches for the certificate.
bool vouched_for(const Report& report) {
  if (report.step(StepId::certificate).outcome != Outcome::passed) return false;
  // A chain of the certificate method proves nothing before it ends at a root that the person gave.
  return report.method == signature::Method::sigstore ||
         report.step(StepId::signer).outcome == Outcome::passed;
}

std::string claimed_name(const verdict::Signer& signer) {
  if (signer.identity && !signer.identity->name.empty()) return signer.identity->name;
  return signer.chain.empty() ? std::string() : signer.chain.front().certificate.subject();
}

}  // namespace

SignerName signer_name(const Report& report) {
  if (!report.signer) return {};
  if (report.signer->method == signature::Method::key) return {SignerName::Kind::key, {}};
  return {vouched_for(report) ? SignerName::Kind::name : SignerName::Kind::claim,
          claimed_name(*report.signer)};
}

}  // namespace weighmaster::words
