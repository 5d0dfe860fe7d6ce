#include "verdict/steps/subjects.h"

#include <algorithm>

namespace weighmaster::verdict {
namespace {

using base::Code;
using crypto::Digest;
using crypto::DigestAlgorithm;

constexpr std::array algorithms{DigestAlgorithm::sha256, DigestAlgorithm::sha512, DigestAlgorithm::sha384};

std::string last_part(const std::string& name) {
  const auto slash = name.rfind('/');
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

/// What the statement says of a file of this name, to be shown beside what was found.
std::optional<Digest> digest_by_name(const signature::Attestation& attestation, const std::string& name,
                                     DigestAlgorithm algorithm) {
  for (const auto& subject : attestation.subjects) {
    if (last_part(subject.name) != name) continue;
    for (const auto& digest : subject.digests) {
      if (digest.algorithm() == algorithm) return digest;
    }
  }
  return std::nullopt;
}

bool states(const signature::Subject& subject, DigestAlgorithm algorithm) {
  return std::any_of(subject.digests.begin(), subject.digests.end(),
                     [&](const Digest& digest) { return digest.algorithm() == algorithm; });
}

/// Whether there is a subject that only this algorithm can tell from the file.
bool may_settle(const signature::Attestation& attestation, DigestAlgorithm algorithm,
                const std::vector<DigestAlgorithm>& asked) {
  return std::any_of(attestation.subjects.begin(), attestation.subjects.end(), [&](const auto& subject) {
    const bool settled =
        std::any_of(asked.begin(), asked.end(), [&](auto before) { return states(subject, before); });
    return !settled && states(subject, algorithm);
  });
}

/// What of the subject is not the file's. A digest that can't be had, since only another one is known, says
/// nothing.
std::optional<base::Finding> contradiction(const signature::Subject& subject, Artifact& artifact) {
  for (const auto& digest : subject.digests) {
    const auto here = artifact.digest(digest.algorithm());
    if (!here && here.error().code == Code::artifact_needed) continue;
    if (!here) return base::as_finding(here.error());
    if (*here != digest) return base::Finding{Code::artifact_digest, digest.hex(), here->hex()};
  }
  return std::nullopt;
}

/// The file is a subject by this digest. A subject that is this file by one digest and another by the next
/// speaks of neither.
void settle_subject(const signature::Attestation& attestation, Artifact& artifact, const Digest& found,
                    Step& files) {
  std::optional<base::Finding> against;
  for (const auto& subject : attestation.subjects) {
    if (!subject.has(found)) continue;
    against = contradiction(subject, artifact);
    if (!against) break;
  }
  if (against) files.findings.push_back(std::move(*against));
  artifact.settle(against ? FileState::not_checked : FileState::matches, found, found);
  files.outcome = outcome_of(files.findings);
}

void settle_other(const signature::Attestation& attestation, Artifact& artifact, const Digest& found,
                  Step& files) {
  const auto& name = artifact.row().name;
  const auto by_name = digest_by_name(attestation, name, found.algorithm());
  const auto detail = (by_name ? "signed " + by_name->hex() + ", " : std::string()) + "found " + found.hex();
  files.findings.push_back({Code::artifact_not_subject, name, detail});
  artifact.settle(FileState::changed, by_name, found);
}

}  // namespace

void check_subjects(const signature::Attestation& attestation, Artifact& artifact, Report& report) {
  Step& files = report.step(StepId::files);
  std::optional<Digest> found;
  std::vector<DigestAlgorithm> asked;
  for (const auto algorithm : algorithms) {
    if (!may_settle(attestation, algorithm, asked)) continue;
    asked.push_back(algorithm);
    const auto digest = artifact.digest(algorithm);
    if (!digest) {
      files.findings.push_back(base::as_finding(digest.error()));
      artifact.settle(FileState::not_checked, std::nullopt, found);
      return;
    }
    if (!found) found = *digest;
    if (attestation.about(*digest) != nullptr) return settle_subject(attestation, artifact, *digest, files);
  }
  if (!found) {
    files.findings.push_back({Code::statement_subject, {}, "no digest that is known here"});
    artifact.settle(FileState::not_checked, std::nullopt, std::nullopt);
    return;
  }
  settle_other(attestation, artifact, *found, files);
  files.outcome = outcome_of(files.findings);
}

}  // namespace weighmaster::verdict
