#include "signing/self_check.h"

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

}  // namespace

Result<void> self_check(BytesView file, const Material& material, const manifest::Manifest& manifest,
                        base::TimePoint now) {
  const auto bundle = signature::Bundle::parse(file);
  if (!bundle) return not_held(base::name(bundle.error().code), bundle.error().detail);
  if (bundle->method() != material.method) return not_held("signature.method_differs");
  const auto signed_ = verdict::check_signature(*bundle, material.key);
  if (auto good = passed_without_a_word(signed_.step); !good) return good;
  const auto statement = verdict::check_statement(bundle->envelope(), *signed_.payload);
  if (auto good = passed_without_a_word(statement.step); !good) return good;
  if (!(statement.statement->manifest == manifest)) return not_held("content.changed");
  return check_certificates(*bundle, material, now);
}

}  // namespace weighmaster::signing
