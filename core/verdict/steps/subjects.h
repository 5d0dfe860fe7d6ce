#pragma once

#include "verdict/report.h"
#include "verdict/steps/artifact.h"

namespace weighmaster::verdict {

/// Whether the file is a subject of the signed statement, by its digest and whatever it is called (in-toto
/// attestation framework). Settles the step `files`. SHA-256 is asked first; other algorithms only where
/// subjects have them. Codes: artifact.not_subject, artifact.needed, and those of Artifact.
void check_subjects(const signature::Attestation& attestation, Artifact& artifact, Report& report);

}  // namespace weighmaster::verdict
