#include "signature/profile.h"

namespace weighmaster::signature {
namespace {

using base::Code;
using base::fail;
using base::Result;

/// Key and certificate: OMS's own, beside Sigstore's rules.
Result<Method> without_log(Method method, BundleVersion version, const std::vector<LogEntry>& log_entries) {
  if (version != BundleVersion::v0_3) return fail(Code::bundle_profile, {}, "a key needs a bundle 0.3");
  if (!log_entries.empty()) {
    return fail(Code::bundle_profile, {}, std::string(name(method)) + " bundles have no log entries");
  }
  return method;
}

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

Result<Method> keyless(BundleVersion version, const std::vector<LogEntry>& log_entries) {
  if (log_entries.empty()) return fail(Code::bundle_profile, {}, "a keyless signature without a log entry");
  for (const auto& entry : log_entries) {
    if (const auto checked = check_entry(version, entry); !checked) return fail(checked.error());
  }
  return Method::sigstore;
}

}  // namespace

Result<Method> method_by_profile(BundleVersion version, MaterialKind material,
                                 const std::vector<LogEntry>& log_entries) {
  switch (material) {
    case MaterialKind::public_key:
      return without_log(Method::key, version, log_entries);
    case MaterialKind::certificate_chain:
      if (version == BundleVersion::v0_3) return without_log(Method::certificate, version, log_entries);
      return keyless(version, log_entries);
    case MaterialKind::certificate:
      if (version == BundleVersion::v0_3) return keyless(version, log_entries);
      return fail(Code::bundle_profile, {}, "a single certificate needs a bundle 0.3");
  }
  return fail(Code::bundle_profile);
}

}  // namespace weighmaster::signature
