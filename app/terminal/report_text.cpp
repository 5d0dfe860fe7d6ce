#include "report_text.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <iomanip>
#include <ostream>
#include <sstream>

#include "base/encoding.h"
#include "base/file.h"
#include "base/text.h"
#include "painter.h"
#include "signature/sct.h"
#include "trust_text.h"
#include "words/words.h"

namespace weighmaster::terminal {
namespace {

using base::Code;
using base::visible;
using verdict::FileRow;
using verdict::FileState;
using verdict::Outcome;
using verdict::Report;
using verdict::Verdict;

/// Rows and findings that are shown unasked.
constexpr std::size_t shown_unasked = 20;

std::string local_time(base::TimePoint time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm local{};
  if (localtime_r(&seconds, &local) == nullptr) return base::to_rfc3339(time);
  std::array<char, 16> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%H:%M", &local)};
}

std::string_view mark(Outcome outcome) {
  static constexpr std::array<std::string_view, 4> marks{"✓", "✗", "?", "–"};
  return marks.at(static_cast<std::size_t>(outcome));
}

words::Tone tone_of(Outcome outcome) {
  static constexpr std::array<words::Tone, 4> tones{words::Tone::good, words::Tone::bad, words::Tone::caution,
                                                    words::Tone::neutral};
  return tones.at(static_cast<std::size_t>(outcome));
}

void fact(std::ostream& out, std::string_view name, const std::string& value) {
  out << "  " << std::left << std::setw(12) << name << value << '\n';
}

void write_card(std::ostream& out, const words::Card& card, const Painter& painter) {
  out << painter.bold(words::tone(card.verdict), words::fill(card.headline)) << "\n\n";
  for (const auto& sentence : card.basis) out << "  " << words::fill(sentence) << '\n';
  out << "\n  " << words::fill(card.advice) << "\n\n";
}

void write_signer(std::ostream& out, const verdict::Signer& signer) {
  if (signer.identity) {
    fact(out, "Signer", visible(signer.identity->name));
    fact(out, "vouched by", visible(signer.identity->issuer));
  } else if (!signer.chain.empty()) {
    fact(out, "Signer", visible(signer.chain.front().certificate.subject()));
    fact(out, "issued by", visible(signer.chain.front().certificate.issuer()));
  }
  if (signer.key) {
    fact(out, "Key", std::string(crypto::name(signer.key->type())) + ", " + signer.key->hint());
  } else if (!signer.key_hint.empty()) {
    fact(out, "Key named", visible(signer.key_hint));
  }
}

/// What logs of certificates promised, as it stands in the signer's certificate.
void write_scts(std::ostream& out, const verdict::Signer& signer) {
  if (signer.chain.empty()) return;
  const auto list = signer.chain.front().certificate.extension(signature::sct_list_oid);
  const auto scts =
      list ? signature::parse_sct_list(*list) : std::vector<signature::SignedCertificateTimestamp>{};
  if (!scts) return;
  for (const auto& sct : *scts) {
    fact(out, "logged",
         base::to_rfc3339(sct.time) + " by certificate log " + base::to_hex(sct.log_id).substr(0, 16));
  }
}

void write_log(std::ostream& out, const verdict::LogFacts& log) {
  std::string text = "no. " + std::to_string(log.entry.log_index);
  if (!log.base_url.empty()) text += " of " + visible(log.base_url);
  fact(out, "Log entry", text);
  if (log.entry.proof) {
    fact(out, "",
         "no. " + std::to_string(log.entry.proof->log_index) + " of the tree’s " +
             std::to_string(log.entry.proof->tree_size));
  }
  if (log.entry.integrated_time)
    fact(out, "", base::to_rfc3339(*log.entry.integrated_time) + " by the log’s clock");
  for (const auto& witness : log.witnesses)
    fact(out, "", "cosigned as " + visible(witness) + ", not checked");
}

std::string precision(const crypto::TimestampInfo& info) {
  if (!info.accuracy) return {};
  std::ostringstream text;
  text << " ± " << std::chrono::duration<double>(*info.accuracy).count() << " s";
  return text.str();
}

void write_timestamp(std::ostream& out, const verdict::TimestampFacts& timestamp) {
  if (!timestamp.info) return fact(out, "Timestamp", "cannot be read");
  fact(out, "Timestamp", base::to_rfc3339(timestamp.info->time) + precision(*timestamp.info));
  const auto& by = timestamp.authority.empty() ? timestamp.certificate : timestamp.authority;
  if (!by.empty()) fact(out, "", "by " + visible(by));
}

/// Fulcio's leaves have no subject: the name stands among the alternatives.
std::string holder(const crypto::Certificate& certificate) {
  const auto names = certificate.alternative_names();
  const auto subject = certificate.subject();
  return visible(subject.empty() && !names.empty() ? names.front().value : subject);
}

void write_fingerprints(std::ostream& out, const verdict::Signer& signer) {
  for (const auto& link : signer.chain) {
    out << "  Certificate of " << holder(link.certificate) << '\n';
    out << "    SHA-256 " << link.certificate.fingerprint().hex() << '\n';
  }
}

/// Where everything is, and who signed. Under a signature that is not valid no signer is named.
void write_facts(std::ostream& out, const Report& report, const TextStyle& style) {
  if (!report.model.empty()) {
    const bool is_file = report.content != verdict::Content::model;
    fact(out, is_file ? "File" : "Model", visible(base::utf8(report.model)));
  }
  if (report.signature) fact(out, "Signature", visible(base::utf8(*report.signature)));
  for (const auto& other : report.other_signatures) fact(out, "also found", visible(base::utf8(other.path)));
  if (report.rule) {
    const auto& rule = *report.rule;
    fact(out, "Policy", visible(rule.file));
    fact(out, "rule", visible(rule.name) + (rule.model.empty() ? "" : ", for " + visible(rule.model)));
  }
  if (!report.method) return;
  fact(out, "Signed", std::string(words::title(*report.method)));
  if (verdict::verdict(report) == Verdict::signature_invalid) return;
  if (report.signer) {
    write_signer(out, *report.signer);
    write_scts(out, *report.signer);
  }
  if (report.signed_at) fact(out, "Signed at", base::to_rfc3339(*report.signed_at));
  for (const auto& log : report.log) write_log(out, log);
  for (const auto& timestamp : report.timestamps) write_timestamp(out, timestamp);
  if (report.method == signature::Method::sigstore && !report.trust.source.empty()) {
    const auto& trust = report.trust;
    fact(out, "Trust root",
         visible(trust.source) + age_text(trust.version, trust.updated_at, report.checked_at));
  }
  if (style.fingerprints && report.signer) write_fingerprints(out, *report.signer);
}

/// The list of files says these.
bool is_about_content(Code code) {
  using enum Code;
  static constexpr std::array about_content{
      content_changed,   content_missing, content_unsigned,    content_left_out,  content_ignored,
      content_not_asked, content_renamed, content_from_cache,  content_name_twin, content_empty,
      content_shorter,   content_longer,  content_lfs_pointer, content_web_page};
  return std::find(about_content.begin(), about_content.end(), code) != about_content.end();
}

void write_findings(std::ostream& out, const verdict::Step& step) {
  std::size_t shown = 0;
  std::size_t rest = 0;
  for (const auto& finding : step.findings) {
    if (is_about_content(finding.code)) continue;
    if (shown == shown_unasked) {
      ++rest;
      continue;
    }
    ++shown;
    out << "      " << words::fill(words::what_is_so(finding)) << '\n';
  }
  if (rest > 0) out << "      … and " << rest << " more\n";
}

void write_steps(std::ostream& out, const Report& report, const Painter& painter) {
  out << '\n' << painter.heading("Checks") << '\n';
  for (const auto& step : report.steps) {
    // Without a signature that could be read no other check had anything to look at.
    if (!report.method && step.findings.empty()) continue;
    const auto state = std::string(mark(step.outcome)) + " ";
    out << "  " << painter.in(tone_of(step.outcome), state) << std::left << std::setw(20)
        << words::title(step.id) << words::title(step.outcome) << '\n';
    write_findings(out, step);
  }
}

/// Worst first.
int rank(FileState state) {
  static constexpr std::array<int, 7> ranks{3, 6, 0, 1, 4, 5, 2};
  return ranks.at(static_cast<std::size_t>(state));
}

void write_row(std::ostream& out, const FileRow& row) {
  out << "  " << std::left << std::setw(13) << words::title(row.state) << visible(row.name);
  if (row.size) out << "  " << base::format_size(*row.size);
  if (row.risk != model::CodeRisk::none) out << "  (" << words::title(row.risk) << ')';
  if (!row.leftover_of.empty()) out << "  (left by " << visible(row.leftover_of) << ')';
  out << '\n';
  for (const auto& finding : row.findings) out << "      " << words::fill(words::what_is_so(finding)) << '\n';
}

/// The signature file itself can't be signed by what is in it, and that the person did not ask about a file
/// is no news to them.
bool needs_a_word(const FileRow& row) {
  const bool not_asked =
      std::any_of(row.findings.begin(), row.findings.end(),
                  [](const base::Finding& finding) { return finding.code == Code::content_not_asked; });
  return row.state != FileState::matches && row.ignored_for != model::IgnoreReason::signature && !not_asked;
}

std::string heading_of(const std::vector<const FileRow*>& rows, const TextStyle& style) {
  if (style.all_files) return "Files";
  const bool none_else = std::all_of(rows.begin(), rows.end(),
                                     [](const FileRow* row) { return row->state == FileState::ignored; });
  return none_else ? "Left out" : "Files that are not as signed, or were left out";
}

void write_files(std::ostream& out, const Report& report, const TextStyle& style, const Painter& painter) {
  std::vector<const FileRow*> rows;
  for (const auto& row : report.files) {
    if (style.all_files || needs_a_word(row)) rows.push_back(&row);
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const FileRow* a, const FileRow* b) { return rank(a->state) < rank(b->state); });
  if (rows.empty()) return;
  out << '\n' << painter.heading(heading_of(rows, style)) << '\n';
  const std::size_t shown = style.all_files ? rows.size() : std::min(rows.size(), shown_unasked);
  for (std::size_t i = 0; i < shown; ++i) write_row(out, *rows[i]);
  if (shown < rows.size()) out << "  … and " << rows.size() - shown << " more (--all-files shows them)\n";
}

void write_covered(std::ostream& out, const signature::Statement& statement, const TextStyle& style,
                   const Painter& painter) {
  const auto& manifest = statement.manifest;
  const auto& resources = manifest.resources();
  out << '\n' << painter.heading("Files it claims to cover") << '\n';
  const std::size_t shown = style.all_files ? resources.size() : std::min(resources.size(), shown_unasked);
  for (std::size_t i = 0; i < shown; ++i) {
    out << "  " << resources[i].digest.hex() << "  " << visible(resources[i].name()) << '\n';
  }
  if (shown < resources.size())
    out << "  … and " << resources.size() - shown << " more (--all-files shows them)\n";
}

std::string with_algorithm(const crypto::Digest& digest) {
  return std::string(crypto::name(digest.algorithm())) + ":" + digest.hex();
}

void write_attestation(std::ostream& out, const signature::Attestation& attestation, const TextStyle& style,
                       const Painter& painter) {
  fact(out, "Statement", visible(attestation.type));
  fact(out, "of the type", visible(attestation.predicate_type));
  const auto& subjects = attestation.subjects;
  out << '\n' << painter.heading("Files it claims to be about") << '\n';
  const std::size_t shown = style.all_files ? subjects.size() : std::min(subjects.size(), shown_unasked);
  for (std::size_t i = 0; i < shown; ++i) {
    for (const auto& digest : subjects[i].digests)
      out << "  " << with_algorithm(digest) << "  " << visible(subjects[i].name) << '\n';
    if (subjects[i].digests.empty()) out << "  no digest known here  " << visible(subjects[i].name) << '\n';
  }
  if (shown < subjects.size())
    out << "  … and " << subjects.size() - shown << " more (--all-files shows them)\n";
}

void write_signed_file(std::ostream& out, const Report& report) {
  fact(out, "Over", "a file itself");
  if (report.claimed_file) fact(out, "", with_algorithm(*report.claimed_file));
}

void write_statement(std::ostream& out, const signature::Statement& statement) {
  const auto& manifest = statement.manifest;
  const auto& serialization = manifest.serialization();
  if (!statement.subject_name.empty()) fact(out, "Model named", visible(statement.subject_name));
  fact(out, "Root digest", "sha256:" + manifest.root_digest().hex());
  if (!statement.root_agrees()) fact(out, "", "which is not the root digest that it states");
  std::string how = std::string(crypto::name(serialization.hash)) + " of whole files";
  if (serialization.method == manifest::Method::shards) {
    how = std::string(crypto::name(serialization.hash)) + " of pieces of " +
          base::format_size(serialization.shard_size);
  }
  fact(out, "Hashed", how + (serialization.allow_symlinks ? ", symbolic links followed" : ""));
  for (const auto& path : serialization.ignore_paths) fact(out, "Left out", visible(path));
}

}  // namespace

void write_report(std::ostream& out, const Report& report, const TextStyle& style, const MakeCard& card) {
  const Painter painter(style.colour);
  const auto time = local_time(report.checked_at);
  write_card(out, card ? card(time) : words::card(report, time), painter);
  write_facts(out, report, style);
  if (report.signature) write_steps(out, report, painter);
  write_files(out, report, style, painter);
}

void write_claims(std::ostream& out, const Report& report, const TextStyle& style) {
  const Painter painter(style.colour);
  out << painter.bold(words::Tone::neutral, "What the signature file claims; not checked") << "\n\n";
  write_facts(out, report, style);
  if (report.statement) {
    write_statement(out, *report.statement);
    write_covered(out, *report.statement, style, painter);
  } else if (report.attestation) {
    write_attestation(out, *report.attestation, style, painter);
  } else if (report.content == verdict::Content::file) {
    write_signed_file(out, report);
  } else {
    fact(out, "Statement", "cannot be read");
  }
}

}  // namespace weighmaster::terminal
