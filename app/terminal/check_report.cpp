#include <nlohmann/json.hpp>

#include "answer.h"
#include "audit/check.h"
#include "base/file.h"
#include "base/limits.h"
#include "check_text.h"
#include "progress.h"
#include "report.h"
#include "resources/instances.h"
#include "trust_files.h"
#include "update/store.h"

namespace weighmaster::terminal {
namespace {

using base::Result;

void add(std::vector<audit::KnownRoot>& roots, const RootInUse& root) {
  roots.push_back({root.root, root.source, root.version, root.updated_at});
}

/// What this computer knows: the root that the person names, and no other; else the one in use, what is
/// shipped and was fetched for the public instance, and what was imported. The staging instance only where it
/// is named.
Result<std::vector<audit::KnownRoot>> known_roots(const RootOptions& options, const Console& console) {
  std::vector<audit::KnownRoot> roots;
  const auto chosen = read_trusted_root(options, console.trust_folder);
  if (!chosen) return base::fail(chosen.error());
  add(roots, *chosen);
  if (options.any()) return roots;
  const auto store =
      console.trust_folder ? std::optional<update::Store>(*console.trust_folder) : std::nullopt;
  for (const auto& trust : update::known_trust(resources::public_instance(), store))
    add(roots, described(trust));
  return roots;
}

Result<trust::Expectation> report_signer(const ReportOptions& options) {
  if (options.report_public_key) {
    auto key = read_public_key(*options.report_public_key);
    if (!key) return base::fail(std::move(key.error()));
    return trust::ExpectedKeys{{std::move(*key)}};
  }
  if (!options.report_identity) return trust::NoExpectation{};
  return trust::ExpectedIdentities{{{*options.report_identity, *options.report_identity_provider}}};
}

Result<audit::CheckRequest> check_request(const ReportOptions& options, const CommonOptions& common,
                                          const Console& console) {
  audit::CheckRequest request;
  auto asked = verify_request(options.verify, common, console);
  if (!asked) return base::fail(std::move(asked.error()));
  auto roots = known_roots(options.verify.root, console);
  if (!roots) return base::fail(std::move(roots.error()));
  request.now = std::move(*asked);
  request.has_model = !options.verify.model.empty();
  request.known_roots = std::move(*roots);
  request.accept_enclosed_root_unsafe = options.accept_enclosed_root_unsafe;
  request.file = *options.check;
  auto signer = report_signer(options);
  if (!signer) return base::fail(std::move(signer.error()));
  request.report_signer = std::move(*signer);
  return request;
}

}  // namespace

int check_report(const ReportOptions& options, const CommonOptions& common, const Console& console) {
  const auto file = base::read_file(*options.check, base::limits::audit_report_bytes);
  if (!file) return give_up(file.error(), common, console);
  const auto request = check_request(options, common, console);
  if (!request) return give_up(request.error(), common, console);
  const auto checked = [&] {
    ProgressLine line(console.err, console.progress && common.progress());
    return audit::check_report(*file, *options.check, *request, program_and_version(),
                               line.task(console.stop));
  }();
  if (!checked) return give_up(checked.error(), common, console);
  if (common.json) {
    write_json(console.out, audit::to_json(*checked));
  } else {
    write_checked(console.out, *checked, {console.colour, options.verify.all_files, false});
  }
  return audit::exit_code(*checked);
}

}  // namespace weighmaster::terminal
