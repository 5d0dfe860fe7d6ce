#include <algorithm>
#include <array>

#include "words/basis.h"
#include "words/document_parts.h"

namespace weighmaster::words {
namespace {

using model::IgnoreReason;
using verdict::FileRow;
using verdict::FileState;
using verdict::Report;

FactMark mark_of(FileState state) {
  switch (state) {
    case FileState::matches:
      return FactMark::good;
    case FileState::changed:
    case FileState::missing:
      return FactMark::bad;
    case FileState::unsigned_:
    case FileState::not_checked:
      return FactMark::doubt;
    case FileState::waiting:
    case FileState::ignored:
      break;
  }
  return FactMark::none;
}

/// The one algorithm of all digests; nothing where they have several or there are none.
std::optional<crypto::DigestAlgorithm> algorithm_of(const Report& report) {
  std::optional<crypto::DigestAlgorithm> all;
  const auto add = [&](const std::optional<crypto::Digest>& digest) {
    if (!digest) return true;
    if (!all) all = digest->algorithm();
    return *all == digest->algorithm();
  };
  for (const auto& row : report.files) {
    if (!add(row.expected) || !add(row.found)) return std::nullopt;
    for (const auto& shard : row.shards) {
      if (!add(shard.expected) || !add(shard.found)) return std::nullopt;
    }
  }
  return all;
}

class FilesTable {
 public:
  explicit FilesTable(bool names_algorithms) : names_algorithms_(names_algorithms) {}

  void add(const FileRow& row) {
    if (row.shards.empty()) return add(row.name, row, row.expected, row.found);
    for (const auto& shard : row.shards) {
      const auto& range = shard.range;
      add(row.name + ":" + std::to_string(range.start) + ":" + std::to_string(range.end), row, shard.expected,
          shard.found);
    }
  }

  [[nodiscard]] Table table() && { return std::move(table_); }

 private:
  void add(const std::string& name, const FileRow& row, const std::optional<crypto::Digest>& expected,
           const std::optional<crypto::Digest>& found) {
    table_.rows.push_back({literal_cell(name), words_cell(title(row.state), mark_of(row.state)),
                           row.size ? number_cell(*row.size) : words_cell(phrases::audit_none),
                           digest(expected), digest(found)});
  }
  [[nodiscard]] Cell digest(const std::optional<crypto::Digest>& digest) const {
    if (!digest) return words_cell(phrases::audit_none);
    const auto algorithm = std::string(crypto::name(digest->algorithm())) + ":";
    return literal_cell((names_algorithms_ ? algorithm : std::string()) + digest->hex());
  }

  bool names_algorithms_;
  Table table_{{{phrases::audit_file, 4, Cell::Kind::literal},
                {phrases::audit_state, 2},
                {phrases::audit_bytes, 2, Cell::Kind::number},
                {phrases::audit_signed_digest, 5, Cell::Kind::literal},
                {phrases::audit_found_digest, 5, Cell::Kind::literal}},
               {}};
};

Table remarks_table(const Report& report) {
  Table table{{{phrases::audit_file, 2, Cell::Kind::literal}, {phrases::audit_found, 4}}, {}};
  for (const auto& row : report.files) {
    for (const auto& finding : row.findings)
      table.rows.push_back({literal_cell(row.name), finding_cell(finding)});
  }
  return table;
}

Sentence why_not_covered(const FileRow& row) {
  static constexpr std::array reasons{phrases::audit_reason_git, phrases::audit_reason_asked,
                                      phrases::audit_reason_recorded, phrases::audit_reason_signature};
  if (row.ignored_for) return phrase(reasons.at(static_cast<std::size_t>(*row.ignored_for)));
  if (row.leftover_of.empty()) return phrase(phrases::audit_reason_unsigned);
  return with_value(phrases::audit_reason_leftover, std::string(row.leftover_of));
}

}  // namespace

Section files_section(const Report& report) {
  Section section{phrase(phrases::audit_files), {}, {}};
  if (report.files.empty()) {
    section.blocks.emplace_back(Paragraph{phrase(phrases::audit_no_files)});
    return section;
  }
  const auto algorithm = algorithm_of(report);
  section.blocks.emplace_back(
      Paragraph{counted(report.files.size(), phrases::audit_files_one, phrases::audit_files_many)});
  if (algorithm) {
    const auto hash = plain("hash", std::string(crypto::name(*algorithm)));
    section.blocks.emplace_back(Paragraph{{phrases::audit_digests_are, {hash}, {}}});
  }
  FilesTable table(!algorithm);
  for (const auto& row : report.files) table.add(row);
  section.blocks.emplace_back(std::move(table).table());
  if (auto remarks = remarks_table(report); !remarks.rows.empty())
    section.parts.push_back({phrase(phrases::audit_file_remarks), {std::move(remarks)}, {}});
  return section;
}

Section not_covered_section(const Report& report) {
  Table table{{{phrases::audit_file, 2, Cell::Kind::literal}, {phrases::audit_reason, 2}}, {}};
  for (const auto& row : report.files) {
    if (row.state == FileState::ignored || row.state == FileState::unsigned_)
      table.rows.push_back({literal_cell(row.name), words_cell(why_not_covered(row))});
  }
  Section section{phrase(phrases::audit_not_covered), {}, {}};
  const bool any = !table.rows.empty();
  section.blocks.emplace_back(
      Paragraph{phrase(any ? phrases::audit_not_covered_means : phrases::audit_nothing_left_out)});
  if (any) section.blocks.emplace_back(std::move(table));
  return section;
}

Section code_section(const Report& report) {
  Table table{{{phrases::audit_file, 2, Cell::Kind::literal}, {phrases::audit_risk, 2}}, {}};
  for (const auto& row : report.files) {
    if (row.risk != model::CodeRisk::none)
      table.rows.push_back({literal_cell(row.name), words_cell(title(row.risk))});
  }
  Section section{phrase(phrases::audit_code_on_loading), {}, {}};
  if (table.rows.empty()) {
    section.blocks.emplace_back(Paragraph{phrase(phrases::audit_no_code)});
  } else {
    section.blocks.emplace_back(std::move(table));
  }
  return section;
}

}  // namespace weighmaster::words
