#include <chrono>

#include "base/encoding.h"
#include "base/file.h"
#include "words/basis.h"
#include "words/document_parts.h"

namespace weighmaster::words {
namespace {

using verdict::Report;

std::string digest_text(const crypto::Digest& digest) {
  return std::string(crypto::name(digest.algorithm())) + ":" + digest.hex();
}

std::uint64_t count_of(std::int64_t number) {
  return number < 0 ? 0 : static_cast<std::uint64_t>(number);
}

void add_proof(FactsList& list, const verdict::LogFacts& facts) {
  const auto& proof = *facts.entry.proof;
  add_row(list, phrases::audit_tree_index, number_cell(count_of(proof.log_index)));
  add_row(list, phrases::audit_tree_size, number_cell(count_of(proof.tree_size)));
  add_literal(list, phrases::audit_root_hash, base::to_hex(proof.root_hash));
  if (facts.leaf) add_literal(list, phrases::audit_leaf_hash, facts.leaf->hex());
}

FactsList entry_facts(const verdict::LogFacts& facts) {
  const auto& entry = facts.entry;
  FactsList list;
  add_row(list, phrases::audit_log_address,
          facts.base_url.empty() ? words_cell(phrases::audit_log_unknown, FactMark::doubt)
                                 : literal_cell(facts.base_url));
  add_literal(list, phrases::audit_log_id, base::to_hex(entry.log_id));
  add_row(list, phrases::audit_log_index, number_cell(count_of(entry.log_index)));
  add_literal(list, phrases::audit_kind, entry.kind + " " + entry.version);
  if (entry.integrated_time) add_row(list, phrases::audit_integrated, time_cell(*entry.integrated_time));
  add_row(list, phrases::step_log_promise, outcome_cell(facts.promise));
  add_row(list, phrases::step_log_inclusion, outcome_cell(facts.inclusion));
  add_row(list, phrases::step_log_checkpoint, outcome_cell(facts.checkpoint));
  add_row(list, phrases::step_log_entry, outcome_cell(facts.binding));
  if (entry.proof) add_proof(list, facts);
  std::vector<Cell> witnesses;
  for (const auto& witness : facts.witnesses) witnesses.push_back(literal_cell(witness));
  if (!witnesses.empty()) list.rows.push_back({phrases::audit_witnesses, std::move(witnesses)});
  return list;
}

Table proof_table(const verdict::LogFacts& facts) {
  Table table{{{phrases::audit_number, 1, Cell::Kind::number},
               {phrases::audit_side, 2},
               {phrases::audit_hash, 9, Cell::Kind::literal}},
              {}};
  for (std::size_t i = 0; i < facts.proof_steps.size(); ++i) {
    const auto& step = facts.proof_steps[i];
    table.rows.push_back({number_cell(i + 1),
                          words_cell(step.sibling_is_left ? phrases::audit_left : phrases::audit_right),
                          literal_cell(step.sibling.hex())});
  }
  return table;
}

FactsList timestamp_facts(const verdict::TimestampFacts& facts, bool with_names) {
  FactsList list;
  add_row(list, phrases::audit_outcome, outcome_cell(facts.outcome));
  add_row(list, phrases::audit_authority,
          facts.authority.empty() ? words_cell(phrases::audit_authority_unknown, FactMark::doubt)
                                  : literal_cell(facts.authority));
  if (with_names) add_literal(list, phrases::audit_stamper, facts.certificate);
  if (!facts.info) return list;
  add_row(list, phrases::audit_time, time_cell(facts.info->time));
  if (facts.info->accuracy)
    add_row(list, phrases::audit_accuracy, number_cell(count_of(facts.info->accuracy->count())));
  add_literal(list, phrases::audit_timestamp_policy, facts.info->policy);
  add_literal(list, phrases::audit_serial_number, facts.info->serial_number);
  add_literal(list, phrases::audit_imprint, digest_text(facts.info->imprint));
  return list;
}

FactsList statement_facts(const signature::Statement& statement, const Report& report) {
  const auto& manifest = statement.manifest;
  const auto& how = manifest.serialization();
  FactsList list;
  add_literal(list, phrases::audit_predicate_type, statement.predicate_type);
  if (may_name_signer(report)) add_literal(list, phrases::audit_statement_name, statement.subject_name);
  add_literal(list, phrases::audit_root_digest, digest_text(manifest.root_digest()));
  add_row(list, phrases::audit_digests, number_cell(manifest.resources().size()));
  add_literal(list, phrases::audit_algorithm, crypto::name(how.hash));
  if (how.method == manifest::Method::shards)
    add_row(list, phrases::audit_shard_size, number_cell(how.shard_size));
  add_row(list, phrases::audit_links,
          words_cell(how.allow_symlinks ? phrases::audit_links_followed : phrases::audit_links_refused));
  std::vector<Cell> paths;
  for (const auto& path : how.ignore_paths) paths.push_back(literal_cell(path));
  if (!paths.empty()) list.rows.push_back({phrases::audit_recorded_paths, std::move(paths)});
  return list;
}

FactsList attestation_facts(const signature::Attestation& attestation) {
  FactsList list;
  add_literal(list, phrases::audit_statement_type, attestation.type);
  add_literal(list, phrases::audit_predicate_type, attestation.predicate_type);
  add_row(list, phrases::audit_digests, number_cell(attestation.subjects.size()));
  return list;
}

Table findings_table(const Report& report) {
  Table table{
      {{phrases::audit_check, 2}, {phrases::audit_found, 5}, {phrases::audit_code, 2, Cell::Kind::literal}},
      {}};
  const bool with_names = may_name_signer(report);
  for (const auto& step : report.steps) {
    for (const auto& finding : step.findings) {
      table.rows.push_back({words_cell(title(step.id)),
                            with_names ? finding_cell(finding) : words_cell(what_is_so(finding.code)),
                            literal_cell(base::name(finding.code))});
    }
  }
  return table;
}

Sentence age_of(base::TimePoint updated_at, base::TimePoint checked_at) {
  const auto days =
      std::chrono::floor<std::chrono::days>(checked_at) - std::chrono::floor<std::chrono::days>(updated_at);
  Sentence age = counted(days.count() < 0 ? 0 : static_cast<std::size_t>(days.count()),
                         phrases::audit_root_age_one, phrases::audit_root_age_many);
  age.arguments.push_back(plain("date", base::to_rfc3339(updated_at).substr(0, 10)));
  return age;
}

}  // namespace

std::vector<Cell> trust_root_cells(const Report& report) {
  const auto& trust = report.trust;
  if (!trust.digest) return {words_cell(phrases::audit_no_trust_root)};
  std::vector<Cell> cells{words_cell({phrases::audit_value, {quoted_name("value", trust.source)}, {}})};
  if (trust.version)
    cells.push_back(words_cell(with_value(phrases::audit_root_version, std::to_string(*trust.version))));
  if (trust.updated_at) cells.push_back(words_cell(age_of(*trust.updated_at, report.checked_at)));
  cells.push_back(literal_cell(digest_text(*trust.digest)));
  return cells;
}

Section checks_section(const Report& report) {
  Table table{{{phrases::audit_check, 2}, {phrases::audit_question, 5}, {phrases::audit_outcome, 2}}, {}};
  for (const auto& step : report.steps) {
    table.rows.push_back(
        {words_cell(title(step.id)), words_cell(question(step.id)), outcome_cell(step.outcome)});
  }
  Section section{phrase(phrases::audit_checks), {table}, {}};
  auto findings = findings_table(report);
  if (findings.rows.empty()) {
    section.blocks.emplace_back(Paragraph{phrase(phrases::audit_no_findings)});
  } else {
    section.blocks.emplace_back(std::move(findings));
  }
  return section;
}

Section log_section(const Report& report) {
  Section section{phrase(phrases::audit_log), {}, {}};
  if (report.log.empty()) section.blocks.emplace_back(Paragraph{phrase(phrases::audit_no_log)});
  for (std::size_t i = 0; i < report.log.size(); ++i) {
    const auto& facts = report.log[i];
    Section part{with_value(phrases::audit_log_entry, grouped(i + 1)), {entry_facts(facts)}, {}};
    if (!facts.proof_steps.empty()) {
      part.blocks.emplace_back(Paragraph{phrase(phrases::audit_proof)});
      part.blocks.emplace_back(proof_table(facts));
    }
    section.parts.push_back(std::move(part));
  }
  return section;
}

Section timestamps_section(const Report& report) {
  Section section{phrase(phrases::audit_timestamps), {}, {}};
  if (report.timestamps.empty()) section.blocks.emplace_back(Paragraph{phrase(phrases::audit_no_timestamps)});
  for (std::size_t i = 0; i < report.timestamps.size(); ++i) {
    section.parts.push_back({with_value(phrases::audit_timestamp, grouped(i + 1)),
                             {timestamp_facts(report.timestamps[i], may_name_signer(report))},
                             {}});
  }
  return section;
}

Section statement_section(const Report& report) {
  Section section{phrase(phrases::audit_statement), {}, {}};
  const bool has_statement = report.statement || report.attestation;
  if (has_statement) {
    const auto text = report.statement_is_signed && may_name_signer(report)
                          ? phrases::audit_statement_signed
                          : phrases::audit_statement_claimed;
    section.blocks.emplace_back(Paragraph{phrase(text)});
  } else {
    const bool is_file = report.method && report.content == verdict::Content::file;
    section.blocks.emplace_back(
        Paragraph{phrase(is_file ? phrases::audit_file_itself : phrases::audit_no_statement)});
  }
  if (report.statement) section.blocks.emplace_back(statement_facts(*report.statement, report));
  if (report.attestation) section.blocks.emplace_back(attestation_facts(*report.attestation));
  if (report.claimed_file) {
    FactsList list;
    add_literal(list, phrases::audit_claimed_file, digest_text(*report.claimed_file));
    section.blocks.emplace_back(list);
  }
  return section;
}

Section search_section(const Report& report) {
  Section section{phrase(phrases::audit_search), {}, {}};
  FactsList list;
  for (const auto& folder : report.looked_in) add_literal(list, phrases::audit_folder, base::utf8(folder));
  for (const auto& other : report.other_signatures)
    add_literal(list, phrases::audit_other_signatures, base::utf8(other.path));
  section.blocks.emplace_back(list);
  return section;
}

Section about_section(const std::vector<Enclosed>& enclosed) {
  Section section{phrase(phrases::audit_about), {}, {}};
  section.blocks.emplace_back(Paragraph{phrase(phrases::audit_pages_prove_nothing), true});
  section.blocks.emplace_back(
      Paragraph{with_value(phrases::audit_how_to_check, "weighmaster-cli report --check FILE")});
  for (const auto text : {phrases::audit_rely_on_check, phrases::audit_not_safety, phrases::audit_accessible})
    section.blocks.emplace_back(Paragraph{phrase(text)});
  if (enclosed.empty()) return section;
  Table table{{{phrases::audit_name, 3, Cell::Kind::literal},
               {phrases::audit_risk, 3},
               {phrases::audit_bytes, 2, Cell::Kind::number},
               {phrases::audit_sha256, 5, Cell::Kind::literal}},
              {}};
  for (const auto& piece : enclosed) {
    table.rows.push_back({literal_cell(piece.name), words_cell(piece.what), number_cell(piece.size),
                          literal_cell(piece.digest)});
  }
  section.parts.push_back({phrase(phrases::audit_enclosed), {table}, {}});
  return section;
}

}  // namespace weighmaster::words
