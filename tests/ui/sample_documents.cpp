#include "ui/sample_documents.h"

#include "base/text.h"
#include "support/places.h"
#include "ui/sample_reports.h"

namespace weighmaster::tests {
namespace {

using words::Cell;
using words::FactMark;
using words::Sentence;

Sentence outside(const std::string& value, bool quoted = false) {
  return {"{value}", {{"value", value, quoted}}};
}

Cell literal(const std::string& value) {
  return {outside(value), Cell::Kind::literal, FactMark::none};
}

Cell text(std::string_view words, FactMark mark = FactMark::none) {
  return {{words}, Cell::Kind::text, mark};
}

FactMark mark_of(verdict::Outcome outcome) {
  if (outcome == verdict::Outcome::passed) return FactMark::good;
  return outcome == verdict::Outcome::failed ? FactMark::bad : FactMark::doubt;
}

FactMark mark_of(verdict::FileState state) {
  if (state == verdict::FileState::matches) return FactMark::good;
  return state == verdict::FileState::changed ? FactMark::bad : FactMark::doubt;
}

std::string path_of(const verdict::Report& report) {
  return report.model.string();
}

words::FactsList summary_of(const verdict::Report& report) {
  words::FactsList facts;
  facts.rows.push_back({"Model", {literal(path_of(report))}});
  if (report.signer && report.signer->identity) {
    facts.rows.push_back(
        {"Signer", {literal(report.signer->identity->name), literal(report.signer->identity->issuer)}});
  }
  facts.rows.push_back({"Checked", {text("2026-03-12 15:00:00 UTC")}});
  facts.rows.push_back({"Files", {text("9 of 9 match", FactMark::good)}});
  facts.rows.push_back(
      {"Trust root", {text("shipped with the program, 12 days old"), literal("sha256:" + digest_of(7))}});
  return facts;
}

words::Section checks_of(const verdict::Report& report) {
  words::Table table;
  table.columns = {{"Check", 3, Cell::Kind::text},
                   {"Outcome", 2, Cell::Kind::text},
                   {"What was asked", 6, Cell::Kind::text}};
  for (const auto& step : report.steps) {
    table.rows.push_back({text(words::title(step.id)),
                          text(words::title(step.outcome), mark_of(step.outcome)),
                          text(words::question(step.id))});
  }
  return {{"Checks"}, {words::Paragraph{{"Each check was made anew for this report."}}, table}, {}};
}

words::Section log_of() {
  words::FactsList facts;
  facts.rows = {{"Log", {literal("https://rekor.sigstore.dev")}},
                {"Index", {text("598 151 086")}},
                {"Root hash", {literal("sha256:" + digest_of(1))}},
                {"Proof", {literal(digest_of(2)), literal(digest_of(3)), literal(digest_of(4))}}};
  words::Section entry{{"Entry 598 151 086"}, {facts}, {}};
  return {{"Log entries"}, {words::Paragraph{{"A public record that this signature was made."}}}, {entry}};
}

words::Section files_of(const verdict::Report& report) {
  words::Table table;
  table.columns = {{"File", 5, Cell::Kind::literal},
                   {"Size", 1, Cell::Kind::number},
                   {"State", 2, Cell::Kind::text},
                   {"SHA-256 as signed", 4, Cell::Kind::literal}};
  for (const auto& file : report.files) {
    table.rows.push_back(
        {literal(file.name),
         {outside(base::format_size(file.size.value_or(0))), Cell::Kind::number, FactMark::none},
         text(words::title(file.state), mark_of(file.state)),
         file.expected ? literal(file.expected->hex()) : Cell{}});
  }
  words::Paragraph remark{{"A signature does not say that a model is safe to run."}, true};
  return {{"Files"}, {remark, table}, {}};
}

}  // namespace

std::string digest_of(std::size_t number) {
  return crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes(std::to_string(number))).hex();
}

words::Document document_of(const verdict::Report& report) {
  words::Document document;
  document.title = {"Audit report on {model}",
                    {words::quoted_name("model", report.model.filename().string())}};
  document.card = words::card(report, "15:00");
  document.summary = summary_of(report);
  document.sections = {checks_of(report), log_of(), files_of(report)};
  document.footer = {"Weighmaster 0.1.0, checked 2026-03-12 15:00:00 UTC"};
  return document;
}

words::Document hostile_document(const std::string& text) {
  auto document = document_of(trusted_report());
  document.title = {"Audit report on {model}", {{"model", text, true}}};
  document.card.basis = {{"It is signed by {signer}.", {{"signer", text, true}}}};
  document.summary.rows.push_back({"Signer", {literal(text), {outside(text, true)}}});
  words::Table table;
  table.columns = {
      {"File", 2, Cell::Kind::literal}, {"State", 1, Cell::Kind::text}, {"Size", 1, Cell::Kind::number}};
  for (int i = 0; i < 3; ++i)
    table.rows.push_back(
        {literal(text), {outside(text)}, {outside(text), Cell::Kind::number, FactMark::none}});
  const words::Paragraph remark{{"It holds {name}.", {{"name", text, true}}}, true};
  document.sections.push_back({{"What comes from outside"}, {remark, table}, {}});
  document.footer = {"Weighmaster 0.1.0"};
  return document;
}

}  // namespace weighmaster::tests
