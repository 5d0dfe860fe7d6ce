#pragma once

#include "verdict/report.h"
#include "verdict/steps/artifact.h"

namespace weighmaster::verdict {

/// Whether the file is a subject of the signed statement, by its digest and whatever it is called (in-toto
/// attestation framework). Settles the step `files`. SHA-256 is asked first; other algorithms only where
/// subjects have them; all digests of the subject have to be the file's. Codes: artifact.not_subject,
/// artifact.digest, artifact.needed, and those of Artifact.
void check_subjects(const signature::Attestation& attestation, Artifact& artifact, Report& report);

}  // namespace weighmaster::verdict
