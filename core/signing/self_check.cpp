#include "signing/self_check.h"

#include <algorithm>

#include "signing/services/fulcio.h"
#include "verdict/examination.h"
#include "verdict/steps/certificate.h"
#include "verdict/steps/signature.h"

namespace weighmaster::signing {
namespace {

using base::Code;
using base::fail;
using base::Result;

tl::unexpected<base::Error> not_held(std::string_view what, std::string_view detail = {}) {
  return fail(Code::signing_self_check, {},
              std::string(what) + (detail.empty() ? "" : ": " + std::string(detail)));
}

/// What we make ourselves has nothing to remark on.
Result<void> passed_without_a_word(const verdict::Step& step) {
  for (const auto& finding : step.findings) return not_held(base::name(finding.code), finding.detail);
  if (step.outcome != verdict::Outcome::passed) return not_held(verdict::name(step.id));
  return {};
}

/// The path to a root is whoever verifies to find; what is false in itself would be so for everybody.
Result<void> check_certificates(const signature::Bundle& bundle, const Material& material,
                                base::TimePoint now) {
  if (bundle.certificates() == nullptr) return {};
  if (bundle.certificates()->certificates != material.certificates) return not_held("bundle.material");
  if (material.method != signature::Method::certificate) return {};
  const auto checked = verdict::check_certificate(*bundle.certificates(), trust::NoExpectation{}, {}, now);
  for (const auto& finding : checked.step.findings) {
    if (base::effect(finding.code) != base::Effect::none)
      return not_held(base::name(finding.code), finding.detail);
  }
  return {};
}

/// What keeps a signature from being trusted: the worst finding, else the first step that did not pass.
tl::unexpected<base::Error> reason(const verdict::Report& report) {
  const base::Finding* worst = nullptr;
  for (const auto& step : report.steps) {
    for (const auto& finding : step.findings) {
      if (worst == nullptr || base::effect(worst->code) < base::effect(finding.code)) worst = &finding;
    }
  }
  if (worst != nullptr && base::effect(worst->code) != base::Effect::none)
    return not_held(base::name(worst->code), worst->detail);
  const auto required = verdict::required_steps(signature::Method::sigstore, signature::BundleVersion::v0_3,
                                                verdict::Content::model);
  const auto missing = std::find_if(required.begin(), required.end(), [&](verdict::StepId id) {
    return report.step(id).outcome != verdict::Outcome::passed;
  });
  return not_held(missing == required.end() ? "" : verdict::name(*missing));
}

/// All that whoever verifies will check of it, but the model's files.
Result<void> check_keyless(BytesView file, const Material& material, base::TimePoint now) {
  if (!material.trusted_root) return not_held(base::name(Code::trust_empty));
  const auto identity = certified_identity(material.certificates.front());
  if (!identity) return not_held(base::name(identity.error().code));
  verdict::VerifyRequest request;
  request.method = signature::Method::sigstore;
  request.policy.expectation = trust::ExpectedIdentities{{{identity->name, identity->issuer}}};
  request.trusted_root = material.trusted_root;
  request.now = now;
  const auto report = verdict::examine_signature(request, file).report;
  if (verdict::verdict_without_files(report) != verdict::Verdict::trusted) return reason(report);
  return {};
}

}  // namespace

Result<void> self_check(BytesView file, const Material& material, const manifest::Manifest& manifest,
                        base::TimePoint now) {
  const auto bundle = signature::Bundle::parse(file);
  if (!bundle) return not_held(base::name(bundle.error().code), bundle.error().detail);
  if (bundle->method() != material.method) return not_held("signature.method_differs");
  const auto signed_ = verdict::check_signature(*bundle, material.key);
  if (auto good = passed_without_a_word(signed_.step); !good) return good;
  const auto statement = verdict::check_statement(*bundle, *signed_.payload);
  if (auto good = passed_without_a_word(statement.step); !good) return good;
  if (!(statement.statement->manifest == manifest)) return not_held("content.changed");
  if (auto good = check_certificates(*bundle, material, now); !good) return good;
  if (material.method != signature::Method::sigstore) return {};
  return check_keyless(file, material, now);
}

}  // namespace weighmaster::signing
