#include "verdict/steps/differences.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/text.h"
#include "base/twins.h"
#include "model/stand_in.h"

namespace weighmaster::verdict {
namespace {

using base::Code;

/// In a model of which all is different, each file's reason is the same, and nobody reads them all.
constexpr std::size_t most_read = 100;
/// Names are compared in pairs.
constexpr std::size_t most_paired = 100;

std::string sizes_in_words(std::uint64_t found, std::uint64_t signed_) {
  return std::to_string(found) + " of " + std::to_string(signed_) + " bytes";
}

/// By its size alone. Only shards tell how long the signed file was.
void explain_size(FileRow& row) {
  const auto size = row.size.value_or(0);
  if (size == 0) {
    row.findings.push_back({Code::content_empty, row.name, {}});
    return;
  }
  std::uint64_t signed_ = 0;
  for (const auto& shard : row.shards) {
    if (shard.expected) signed_ = std::max(signed_, shard.range.end);
  }
  if (signed_ == 0 || signed_ == size) return;
  row.findings.push_back({size < signed_ ? Code::content_shorter : Code::content_longer, row.name,
                          sizes_in_words(size, signed_)});
}

/// "4.98 GB; of the signed digest": what a Git LFS pointer says of the content it stands for.
std::string pointer_in_words(const model::LfsPointer& pointer, const FileRow& row) {
  const bool same = row.expected && row.expected->algorithm() == crypto::DigestAlgorithm::sha256 &&
                    row.expected->hex() == pointer.sha256;
  return "for " + base::format_size(pointer.size) +
         (same           ? ", with the digest that was signed"
          : row.expected ? ", with another digest"
                         : "");
}

void explain_content(const model::StandIn& stand_in, FileRow& row) {
  if (const auto* pointer = std::get_if<model::LfsPointer>(&stand_in)) {
    row.findings.push_back({Code::content_lfs_pointer, row.name, pointer_in_words(*pointer, row)});
  } else if (std::holds_alternative<model::WebPage>(stand_in)) {
    row.findings.push_back({Code::content_web_page, row.name, {}});
  }
}

void explain_changed(const model::Tree& tree, Report& report) {
  std::size_t read = 0;
  for (auto& row : report.files) {
    if (row.state != FileState::changed) continue;
    explain_size(row);
    if (read == most_read || row.size.value_or(0) == 0) continue;
    ++read;
    explain_content(model::stand_in(tree, row.name), row);
  }
}

/// What the bytes of a file are known by: one digest, or those of its shards. Empty where something is
/// missing.
std::string content_key(const FileRow& row, bool of_signed) {
  const auto hex = [&](const std::optional<crypto::Digest>& expected,
                       const std::optional<crypto::Digest>& found) {
    const auto& digest = of_signed ? expected : found;
    return digest ? digest->hex() : std::string();
  };
  if (row.shards.empty()) return hex(row.expected, row.found);
  std::string key;
  for (const auto& shard : row.shards) {
    const auto text = hex(shard.expected, shard.found);
    if (text.empty()) return {};
    key += std::to_string(shard.range.end) + ":" + text + ";";
  }
  return key;
}

struct Lost {
  std::vector<FileRow*> missing;
  std::vector<const FileRow*> unsigned_files;
};

Lost lost_files(Report& report) {
  Lost lost;
  for (auto& row : report.files) {
    if (row.state == FileState::missing) lost.missing.push_back(&row);
    if (row.state == FileState::unsigned_) lost.unsigned_files.push_back(&row);
  }
  return lost;
}

/// The unsigned file whose name is the signed one's, but for how it is written.
class Twins {
 public:
  explicit Twins(const std::vector<const FileRow*>& files) : files_(files) {
    for (const auto* file : files) by_lower_case_.emplace(base::lower_case(file->name), file);
  }

  [[nodiscard]] const FileRow* of(const std::string& name) const {
    if (const auto found = by_lower_case_.find(base::lower_case(name)); found != by_lower_case_.end())
      return found->second;
    if (base::is_ascii(name) && files_.size() > most_paired) return nullptr;
    for (std::size_t i = 0; i < std::min(files_.size(), most_paired); ++i) {
      if (base::differ_in_composition(name, files_[i]->name)) return files_[i];
    }
    return nullptr;
  }

 private:
  const std::vector<const FileRow*>& files_;
  std::unordered_map<std::string, const FileRow*> by_lower_case_;
};

/// An empty file is like every other one: that says nothing of where it went.
std::unordered_map<std::string, const FileRow*> by_content(const std::vector<const FileRow*>& files) {
  std::unordered_map<std::string, const FileRow*> found;
  for (const auto* file : files) {
    if (auto key = content_key(*file, false); !key.empty() && file->size.value_or(0) > 0)
      found.emplace(std::move(key), file);
  }
  return found;
}

void explain_missing(Report& report) {
  const Lost lost = lost_files(report);
  if (lost.missing.empty() || lost.unsigned_files.empty()) return;
  const Twins twins(lost.unsigned_files);
  const auto contents = by_content(lost.unsigned_files);
  for (FileRow* row : lost.missing) {
    if (const auto* twin = twins.of(row->name)) {
      row->findings.push_back({Code::content_name_twin, row->name, twin->name});
      continue;
    }
    const auto same = contents.find(content_key(*row, true));
    if (same != contents.end())
      row->findings.push_back({Code::content_renamed, row->name, same->second->name});
  }
}

}  // namespace

void explain_differences(const model::Tree& tree, Report& report) {
  explain_changed(tree, report);
  explain_missing(report);
}

}  // namespace weighmaster::verdict
