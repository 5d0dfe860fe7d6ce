#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/code.h"
#include "base/result.h"
#include "base/time.h"
#include "crypto/certificate.h"
#include "crypto/digest.h"
#include "crypto/timestamp.h"
#include "manifest/manifest.h"
#include "model/code_risk.h"
#include "model/tree.h"
#include "signature/attestation.h"
#include "signature/bundle.h"
#include "signature/fulcio.h"
#include "signature/merkle.h"
#include "signature/statement.h"
#include "trust/policy.h"

namespace weighmaster::verdict {

/// Best first, so that the worst of two is the greater.
enum class Verdict : std::uint8_t {
  trusted,
  partial,
  extra_files,
  unknown_signer,
  unsigned_,
  undetermined,
  wrong_signer,
  changed,
  signature_invalid,
};

/// "trusted", …, "unsigned", "signature_invalid".
[[nodiscard]] std::string_view name(Verdict verdict);

/// The checks, in the order of the specifications (OMS section 8, Sigstore client specification).
enum class StepId : std::uint8_t {
  signature_file,   // found, read, well-formed
  signing_time,     // a time somebody known vouches for
  certificate,      // chain, validity, purposes
  certificate_log,  // SCT
  signer,           // who the person expects
  log_promise,
  log_inclusion,
  log_checkpoint,
  log_entry,  // speaks of this very bundle
  timestamps,
  signature,     // over the envelope
  statement,     // well-formed, root digest true
  files,         // every signed file is here, as signed
  nothing_else,  // no file that is not signed
};
inline constexpr std::size_t step_count = 14;

/// "signature_file", "signing_time", …
[[nodiscard]] std::string_view name(StepId id);

/// What was signed, and so what is compared.
enum class Content : std::uint8_t {
  model,        // a statement that lists a model's files
  file,         // a file itself
  attestation,  // a statement about files, each named by its digests
};
/// "model", "file", "attestation".
[[nodiscard]] std::string_view name(Content content);

enum class Outcome : std::uint8_t { passed, failed, not_checked, not_applicable };
[[nodiscard]] std::string_view name(Outcome outcome);

struct Step {
  StepId id = StepId::signature_file;
  Outcome outcome = Outcome::not_checked;
  std::vector<base::Finding> findings;
};

enum class FileState : std::uint8_t {
  waiting,  // not hashed yet
  matches,
  changed,
  missing,
  unsigned_,
  ignored,
  not_checked,  // could not be read, is a link or special file, or the check was cancelled
};
[[nodiscard]] std::string_view name(FileState state);

/// A shard of a file: what was signed of it, and what was found.
struct ShardRow {
  manifest::ByteRange range;
  std::optional<crypto::Digest> expected;
  std::optional<crypto::Digest> found;
};

/// One row of the Files page: a file that is here, or signed, or both.
struct FileRow {
  std::string name;
  FileState state = FileState::waiting;
  /// Bytes on disk; absent where the file is not here.
  std::optional<std::uint64_t> size;
  std::optional<crypto::Digest> expected;
  std::optional<crypto::Digest> found;
  /// With method `shards`, instead of the two above.
  std::vector<ShardRow> shards;
  model::CodeRisk risk = model::CodeRisk::none;
  /// The tool that leaves such files, or empty.
  std::string_view leftover_of;
  std::optional<model::IgnoreReason> ignored_for;
  /// Why a file was not checked, or another remark.
  std::vector<base::Finding> findings;

  /// Whether the statement lists it, whole or in shards.
  [[nodiscard]] bool is_signed() const;
};

/// A certificate of the chain that was built or given, and how its link came out.
struct ChainLink {
  crypto::Certificate certificate;
  Outcome outcome = Outcome::not_checked;
  bool is_anchor = false;
};

/// Who signed, as far as the signature file says. What of it holds, the steps say.
struct Signer {
  signature::Method method = signature::Method::key;
  /// Keyless: the name that was compared (or the first one), and the issuer.
  std::optional<trust::Identity> identity;
  std::vector<crypto::AlternativeName> names;
  std::vector<signature::FulcioExtension> extensions;
  /// Key: the key that was given; the hint that the file holds.
  std::optional<crypto::PublicKey> key;
  std::string key_hint;
  std::vector<ChainLink> chain;
};

/// A log entry as shown.
struct LogFacts {
  signature::LogEntry entry;
  /// The log's address, where it is known here.
  std::string base_url;
  std::vector<signature::MerkleStep> proof_steps;
  std::optional<crypto::Digest> leaf;
  /// One outcome each: promise, inclusion, checkpoint, binding.
  Outcome promise = Outcome::not_checked;
  Outcome inclusion = Outcome::not_checked;
  Outcome checkpoint = Outcome::not_checked;
  Outcome binding = Outcome::not_checked;
  /// Who signed the checkpoint beside the log: shown, not judged.
  std::vector<std::string> witnesses;
};

/// A timestamp as shown.
struct TimestampFacts {
  /// What it states; nothing where it can't be read.
  std::optional<crypto::TimestampInfo> info;
  /// The authority's address, where it is known here.
  std::string authority;
  /// The subject of the certificate that stamped, as far as the timestamp carries it.
  std::string certificate;
  Outcome outcome = Outcome::not_checked;
};

/// A signature that was found too, and what it came to on its own.
struct OtherSignature {
  std::filesystem::path path;
  std::vector<base::Finding> findings;
};

/// Which trusted root was used.
struct TrustFacts {
  std::string source;  // "shipped with the program", or a path
  std::optional<crypto::Digest> digest;
  /// Of the metadata that lists it, where it came by an update.
  std::optional<std::int64_t> version = {};
  /// When it was updated, imported or taken into the program; its age is that of the report less this.
  std::optional<base::TimePoint> updated_at = {};
};

/// Everything that was looked at and what came out. The verdict is derived from it, never stored.
struct Report {
  std::filesystem::path model;
  std::optional<std::filesystem::path> signature;
  /// The very bytes of it that were judged; null where none could be read.
  std::shared_ptr<const Bytes> signature_content;
  base::TimePoint checked_at{};
  std::optional<signature::Method> method;
  std::optional<signature::BundleVersion> bundle_version;
  std::string media_type;
  /// The strictest where it can't be told.
  Content content = Content::model;
  /// What the model is called, as its hub's path or the person says; empty: nobody said.
  std::string model_name = {};
  trust::Expectation expectation;
  /// The rule of the person's policy file, or the entries of their address book, that say who is expected.
  std::optional<trust::AppliedRule> rule;
  bool allow_unsigned_files = false;
  /// What the check was restricted to, as it was given; empty: to nothing.
  std::vector<std::string> only;

  /// All steps, always, in order.
  std::vector<Step> steps;
  std::vector<FileRow> files;

  std::optional<Signer> signer;
  std::vector<LogFacts> log;
  std::vector<TimestampFacts> timestamps;
  /// The earliest proven time at which the signature existed.
  std::optional<base::TimePoint> signed_at;
  /// The statement, if it could be read; read as signed only if `statement_is_signed`, else a mere claim.
  std::optional<signature::Statement> statement;
  /// The same of a statement that is not a model's.
  std::optional<signature::Attestation> attestation;
  Bytes statement_text;
  /// Also where a file itself was signed, and it is known which.
  bool statement_is_signed = false;
  /// Which file was signed, as the signature file says and nobody vouches for.
  std::optional<crypto::Digest> claimed_file;

  /// Where a signature was looked for, if none was given.
  std::vector<std::filesystem::path> looked_in;
  std::vector<OtherSignature> other_signatures;
  TrustFacts trust;
  std::uint64_t bytes_hashed = 0;
  std::chrono::milliseconds took{0};

  [[nodiscard]] const Step& step(StepId id) const { return steps.at(static_cast<std::size_t>(id)); }
  [[nodiscard]] Step& step(StepId id) { return steps.at(static_cast<std::size_t>(id)); }
  [[nodiscard]] bool has(base::Code code) const;
  [[nodiscard]] std::size_t count(FileState state) const;
  /// Files that the statement lists, whatever became of them.
  [[nodiscard]] std::size_t count_signed() const;
};

/// What a step comes to by its findings: passed where none weighs, not_checked where the worst only keeps it
/// from being decided, else failed.
[[nodiscard]] Outcome outcome_of(const std::vector<base::Finding>& findings);

/// Whether nobody has said who should have signed: no expectation, no rule of a policy file, no entry of the
/// address book.
[[nodiscard]] bool expects_nobody(const Report& report);

/// A report in which nothing has been checked yet.
[[nodiscard]] Report empty_report();

/// The steps that must have passed for `trusted`; the others are further evidence. A keyless bundle 0.1 may
/// bring the log's promise instead of its proof (Sigstore client specification). A file that was signed
/// itself has no statement, and a single file nothing beside it.
[[nodiscard]] std::vector<StepId> required_steps(signature::Method method, signature::BundleVersion version,
                                                 Content content);

/// The worst of all findings' effects; `undetermined` at best where a required step did not pass,
/// `unknown_signer` at best where that is only because nobody was expected.
[[nodiscard]] Verdict verdict(const Report& report);

/// What the verdict would be if the files were as signed: of a signature alone, before they are looked at.
[[nodiscard]] Verdict verdict_without_files(const Report& report);

/// The terminal's exit code: 0 trusted; 1 changed, extra files, invalid; 3 signer; 4 partial; 5 undetermined;
/// 6 unsigned.
[[nodiscard]] int exit_code(Verdict verdict);
/// Also 130 where it was cancelled. Extra files that the person's option allows exit 0, or 4 with signed ones
/// missing.
[[nodiscard]] int exit_code(const Report& report);

}  // namespace weighmaster::verdict
