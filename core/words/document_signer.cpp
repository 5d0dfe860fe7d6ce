#include "words/document_parts.h"
#include "words/signer_name.h"

namespace weighmaster::words {
namespace {

using signature::Method;
using verdict::Report;
using verdict::Signer;
using verdict::Verdict;

std::string digest_text(const crypto::Digest& digest) {
  return std::string(crypto::name(digest.algorithm())) + ":" + digest.hex();
}

std::vector<Cell> key_cells(const Signer& signer) {
  if (!signer.key) return {words_cell(phrases::fact_key_unknown), literal_cell(signer.key_hint)};
  return {words_cell(phrases::fact_key_given), literal_cell(signer.key->hint())};
}

void add_key(FactsList& list, const Signer& signer) {
  if (signer.key) {
    const auto type = with_value(phrases::audit_value, std::string(crypto::name(signer.key->type())));
    list.rows.push_back({phrases::audit_key, {words_cell(type), literal_cell(signer.key->hint())}});
  }
  add_literal(list, phrases::audit_key_hint, signer.key_hint);
}

void add_names(FactsList& list, const Signer& signer) {
  if (signer.identity) {
    add_literal(list, phrases::audit_identity, signer.identity->name);
    add_literal(list, phrases::audit_issuer, signer.identity->issuer);
  }
  std::vector<Cell> names;
  for (const auto& alternative : signer.names) names.push_back(literal_cell(alternative.value));
  if (!names.empty()) list.rows.push_back({phrases::audit_names, std::move(names)});
}

/// Without `with_names` only what can be compared.
Section certificate_part(const verdict::ChainLink& link, std::size_t number, bool with_names) {
  const auto& certificate = link.certificate;
  FactsList list;
  add_row(list, phrases::audit_outcome, outcome_cell(link.outcome));
  if (with_names) {
    add_literal(list, phrases::audit_subject, certificate.subject());
    add_literal(list, phrases::audit_certificate_issuer, certificate.issuer());
  }
  add_literal(list, phrases::audit_serial_number, certificate.serial_number());
  const auto validity = certificate.validity();
  if (validity.start) add_row(list, phrases::audit_valid_from, time_cell(*validity.start));
  if (validity.end) add_row(list, phrases::audit_valid_to, time_cell(*validity.end));
  add_literal(list, phrases::audit_fingerprint, certificate.fingerprint().hex());
  const auto title = link.is_anchor ? phrases::audit_anchor : phrases::audit_certificate;
  return {with_value(title, grouped(number)), {list}, {}};
}

Section extensions_part(const Signer& signer) {
  Table table{{{phrases::audit_name, 2}, {phrases::audit_what_it_says, 3, Cell::Kind::literal}}, {}};
  for (const auto& extension : signer.extensions) {
    const auto name = with_value(phrases::audit_value, std::string(extension.label));
    table.rows.push_back({words_cell(name), literal_cell(extension.value)});
  }
  return {phrase(phrases::audit_extensions), {table}, {}};
}

/// One kind of expectation after the other.
struct Expected {
  FactsList& list;

  void operator()(const trust::NoExpectation&) const {}
  void operator()(const trust::ExpectedIdentities& expected) const {
    for (const auto& identity : expected.any_of) {
      add(phrases::audit_identity, identity.name, identity.name_is_pattern);
      add(phrases::audit_issuer, identity.issuer, identity.issuer_is_pattern);
    }
  }
  void operator()(const trust::ExpectedKeys& expected) const {
    for (const auto& key : expected.any_of) add_literal(list, phrases::audit_key, key.hint());
  }
  void operator()(const trust::ExpectedRoots& expected) const {
    for (const auto& root : expected.anchors) {
      list.rows.push_back({phrases::audit_root_certificate,
                           {literal_cell(root.subject()), literal_cell(digest_text(root.fingerprint()))}});
    }
  }

 private:
  void add(std::string_view label, const std::string& value, bool is_pattern) const {
    std::vector<Cell> cells{literal_cell(value)};
    if (is_pattern) cells.push_back(words_cell(phrases::audit_expected_pattern));
    list.rows.push_back({label, std::move(cells)});
  }
};

Cell nobody_expected() {
  return words_cell(phrases::audit_nobody_expected, FactMark::doubt);
}

}  // namespace

FactsList expected_list(const Report& report) {
  FactsList list;
  const Expected expected{list};
  if (report.rule) {
    expected(report.rule->signers.identities);
    expected(report.rule->signers.keys);
    expected(report.rule->signers.roots);
  } else {
    std::visit(expected, report.expectation);
  }
  return list;
}

bool may_name_signer(const Report& report) {
  return verdict::verdict(report) != Verdict::signature_invalid;
}

std::vector<Cell> signer_cells(const Report& report) {
  if (!may_name_signer(report)) return {words_cell(phrases::audit_nobody, FactMark::bad)};
  if (!report.signer) return {words_cell(phrases::audit_not_known, FactMark::doubt)};
  const auto signer = signer_name(report);
  if (signer.kind == SignerName::Kind::key) return key_cells(*report.signer);
  if (signer.kind == SignerName::Kind::claim)
    return {literal_cell(signer.name), words_cell(phrases::audit_claim, FactMark::doubt)};
  std::vector<Cell> cells{literal_cell(signer.name)};
  if (report.signer->identity) {
    const auto& issuer = report.signer->identity->issuer;
    cells.push_back(words_cell({phrases::audit_vouched_for, {quoted_name("issuer", issuer)}, {}}));
  }
  return cells;
}

std::vector<Cell> expected_cells(const Report& report) {
  std::vector<Cell> cells;
  const auto list = expected_list(report);
  for (const auto& row : list.rows) {
    // A key is only hexadecimal: what it is has to be said.
    if (row.label == phrases::audit_key) cells.push_back(words_cell(row.label));
    cells.insert(cells.end(), row.values.begin(), row.values.end());
  }
  if (cells.empty()) cells.push_back(nobody_expected());
  return cells;
}

Section signer_section(const Report& report) {
  const bool with_names = may_name_signer(report);
  Section section{phrase(phrases::audit_who), {}, {}};
  if (!with_names) section.blocks.emplace_back(Paragraph{phrase(phrases::audit_names_nobody), true});
  FactsList list;
  if (report.method) add_row(list, phrases::audit_method, words_cell(title(*report.method)));
  list.rows.push_back({phrases::audit_signer, signer_cells(report)});
  if (report.signer && with_names) add_names(list, *report.signer);
  if (report.signer) add_key(list, *report.signer);
  section.blocks.emplace_back(list);
  if (!report.signer) return section;
  const auto& chain = report.signer->chain;
  for (std::size_t i = 0; i < chain.size(); ++i)
    section.parts.push_back(certificate_part(chain[i], i + 1, with_names));
  if (with_names && !report.signer->extensions.empty())
    section.parts.push_back(extensions_part(*report.signer));
  return section;
}

Section policy_section(const Report& report) {
  auto list = expected_list(report);
  if (list.rows.empty()) add_row(list, phrases::audit_expected, nobody_expected());
  if (report.rule) {
    const bool of_a_book = !report.rule->entries.empty();
    add_literal(list, of_a_book ? phrases::audit_entries_for : phrases::audit_rule, report.rule->name);
    add_literal(list, of_a_book ? phrases::audit_address_book : phrases::audit_policy_file,
                report.rule->file);
    add_literal(list, phrases::audit_rule_model, report.rule->model);
  }
  add_row(list, phrases::audit_unsigned_files,
          words_cell(report.allow_unsigned_files ? phrases::audit_unsigned_allowed
                                                 : phrases::audit_unsigned_forbidden));
  std::vector<Cell> only;
  for (const auto& path : report.only) only.push_back(literal_cell(path));
  if (!only.empty()) list.rows.push_back({phrases::audit_only, std::move(only)});
  return {phrase(phrases::audit_policy), {list}, {}};
}

}  // namespace weighmaster::words
