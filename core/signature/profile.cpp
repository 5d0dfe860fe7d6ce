#include "signature/profile.h"

namespace weighmaster::signature {
namespace {

using base::Code;
using base::fail;
using base::Result;

Result<void> check_entry(BundleVersion version, const LogEntry& entry) {
  if (version == BundleVersion::v0_1) {
    if (!entry.promise) return fail(Code::bundle_profile, {}, "a log entry without the log's promise");
    return {};
  }
  if (!entry.proof) return fail(Code::bundle_profile, {}, "a log entry without an inclusion proof");
  if (entry.proof->checkpoint.empty()) {
    return fail(Code::bundle_profile, {}, "an inclusion proof without a checkpoint");
  }
  return {};
}

Result<void> without_entries(Method method, const std::vector<LogEntry>& log_entries) {
  if (log_entries.empty()) return {};
  return fail(Code::bundle_profile, {}, std::string(name(method)) + " bundles have no log entries");
}

Result<Method> with_entries(Method method, BundleVersion version, const std::vector<LogEntry>& log_entries) {
  for (const auto& entry : log_entries) {
    if (const auto checked = check_entry(version, entry); !checked) return fail(checked.error());
  }
  return method;
}

Result<Method> keyless(BundleVersion version, const std::vector<LogEntry>& log_entries) {
  if (log_entries.empty()) return fail(Code::bundle_profile, {}, "a keyless signature without a log entry");
  return with_entries(Method::sigstore, version, log_entries);
}

Result<Method> with_certificate(const std::vector<LogEntry>& log_entries) {
  if (auto none = without_entries(Method::certificate, log_entries); !none)
    return fail(std::move(none.error()));
  return Method::certificate;
}

}  // namespace

Result<Method> method_by_profile(BundleVersion version, MaterialKind material,
                                 const std::vector<LogEntry>& log_entries) {
  switch (material) {
    case MaterialKind::public_key:
      return with_entries(Method::key, version, log_entries);
    case MaterialKind::certificate_chain:
      if (version == BundleVersion::v0_3) return with_certificate(log_entries);
      return keyless(version, log_entries);
    case MaterialKind::certificate:
      if (version == BundleVersion::v0_3) return keyless(version, log_entries);
      return fail(Code::bundle_profile, {}, "a single certificate needs a bundle 0.3");
  }
  return fail(Code::bundle_profile);
}

Result<void> check_model_profile(const Bundle& bundle) {
  if (bundle.method() != Method::key) return {};
  if (bundle.version() != BundleVersion::v0_3)
    return fail(Code::bundle_profile, {}, "a model signed with a key needs a bundle 0.3");
  return without_entries(Method::key, bundle.log_entries());
}

}  // namespace weighmaster::signature
