#include "manifest/plan.h"

#include <algorithm>
#include <queue>
#include <tuple>
#include <utility>

#include "base/limits.h"
#include "manifest/list_json.h"

namespace weighmaster::manifest {

using base::Code;
using base::fail;
using base::Result;

namespace {

Result<void> check_names(const std::vector<PlannedFile>& files) {
  const PlannedFile* previous = nullptr;
  for (const auto& file : files) {
    const auto name = normal_name(file.name);
    if (!name) return fail(name.error());
    if (*name != file.name) return fail(Code::manifest_name, file.name, "not in normal form");
    if (previous != nullptr && file.name <= previous->name)
      return fail(Code::plan_malformed, {}, file.name + " is not in the order of the names, or there twice");
    previous = &file;
  }
  return {};
}

/// Neither the bytes nor the pieces are more than can be counted.
Result<void> check_sizes(const Serialization& serialization, const std::vector<PlannedFile>& files) {
  std::uint64_t bytes = 0;
  std::uint64_t pieces = 0;
  for (const auto& file : files) {
    if (file.size > std::uint64_t{INT64_MAX} - bytes)
      return fail(Code::plan_malformed, {}, "the sizes together are 2^63 bytes or more");
    bytes += file.size;
    const auto more = piece_count(serialization, file.size);
    if (more > base::limits::resources - pieces)
      return fail(Code::manifest_too_many, {}, std::to_string(base::limits::resources));
    pieces += more;
  }
  return {};
}

std::uint64_t total_bytes(const std::vector<PlannedFile>& files) {
  std::uint64_t bytes = 0;
  for (const auto& file : files) bytes += file.size;
  return bytes;
}

/// Whole files, the largest first, each to the part that has the fewest bytes, then the fewest files, then
/// the lowest number. The places of those that this part gets.
std::vector<std::size_t> files_of_part(const Plan& plan, std::uint64_t number) {
  const auto& files = plan.files();
  std::vector<std::size_t> order(files.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return files[a].size > files[b].size; });
  using Load = std::tuple<std::uint64_t, std::uint64_t, std::uint64_t>;  // bytes, files, number of the part
  std::priority_queue<Load, std::vector<Load>, std::greater<>> loads;
  for (std::uint64_t part = 1; part <= plan.parts(); ++part) loads.emplace(0, 0, part);
  std::vector<std::size_t> own;
  for (const std::size_t place : order) {
    const auto [bytes, count, part] = loads.top();
    loads.pop();
    loads.emplace(bytes + files[place].size, count + 1, part);
    if (part == number) own.push_back(place);
  }
  std::sort(own.begin(), own.end());
  return own;
}

std::vector<Share> whole_files(const Plan& plan, std::uint64_t number) {
  std::vector<Share> shares;
  for (const std::size_t place : files_of_part(plan, number))
    shares.push_back({place, {0, plan.files()[place].size}});
  return shares;
}

/// Cuts the pieces of all files, laid end to end, at the borders that are nearest to equal parts.
class Cutter {
 public:
  explicit Cutter(const Plan& plan) : total_(total_bytes(plan.files())), parts_(plan.parts()) {}

  /// The part of the next piece of so many bytes.
  std::uint64_t next(std::uint64_t bytes) {
    const auto middle = at_ + bytes / 2;
    while (part_ < parts_ && middle >= end_of(part_)) ++part_;
    at_ += bytes;
    return part_;
  }

 private:
  [[nodiscard]] std::uint64_t end_of(std::uint64_t part) const {
    return total_ / parts_ * part + total_ % parts_ * part / parts_;
  }

  std::uint64_t total_;
  std::uint64_t parts_;
  std::uint64_t at_ = 0;
  std::uint64_t part_ = 1;
};

std::vector<Share> ranges_of_files(const Plan& plan, std::uint64_t number) {
  std::vector<Share> shares;
  Cutter cutter(plan);
  for (std::size_t place = 0; place < plan.files().size(); ++place) {
    const auto size = plan.files()[place].size;
    std::uint64_t start = 0;
    do {
      const auto end = start + std::min(plan.serialization().shard_size, size - start);
      const bool own = cutter.next(end - start) == number;
      const bool goes_on = own && start > 0 && !shares.empty() && shares.back().file == place &&
                           shares.back().range.end == start;
      if (goes_on) {
        shares.back().range.end = end;
      } else if (own) {
        shares.push_back({place, {start, end}});
      }
      start = end;
    } while (start < size);
  }
  return shares;
}

}  // namespace

std::vector<ByteRange> pieces(const Serialization& serialization, const Share& share) {
  if (serialization.method == Method::files) return {share.range};
  std::vector<ByteRange> cut;
  for (auto start = share.range.start; start < share.range.end;) {
    const auto end = start + std::min(serialization.shard_size, share.range.end - start);
    cut.push_back({start, end});
    start = end;
  }
  return cut;
}

bool is_result_of(const DigestList& list, const Plan& plan, std::uint64_t number) {
  const PartOfPlan part{plan.digest(), number, plan.parts()};
  if (list.part != part || list.serialization != plan.serialization() || list.listing != plan.listing())
    return false;
  const auto shares = plan.shares(number);
  const auto same_ranges = [&](const FileDigests& file, const Share& share) {
    const auto ranges = pieces(plan.serialization(), share);
    return file.name == plan.files()[share.file].name && file.size == plan.files()[share.file].size &&
           std::equal(file.pieces.begin(), file.pieces.end(), ranges.begin(), ranges.end(),
                      [](const RangeDigest& piece, const ByteRange& range) { return piece.range == range; });
  };
  return std::equal(list.files.begin(), list.files.end(), shares.begin(), shares.end(), same_ranges);
}

Result<Plan> Plan::create(Serialization serialization, std::vector<PlannedFile> files, std::uint64_t parts) {
  auto checked = check_shard_size(serialization);
  if (!checked) return fail(std::move(checked.error()));
  if (parts == 0 || parts > base::limits::plan_parts)
    return fail(Code::plan_malformed, {}, "not 1 to " + std::to_string(base::limits::plan_parts) + " parts");
  if (files.empty()) return fail(Code::manifest_empty);
  checked = check_names(files);
  if (checked) checked = check_sizes(serialization, files);
  if (!checked) return fail(std::move(checked.error()));
  return Plan(std::move(serialization), std::move(files), parts);
}

Listing Plan::listing() const {
  ListingMaker maker;
  for (const auto& file : files_) maker.add({file.name, file.size});
  return maker.finish();
}

crypto::Digest Plan::digest() const {
  return crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes(plan_text(*this)));
}

Result<void> Plan::check_part(std::uint64_t number) const {
  if (number >= 1 && number <= parts_) return {};
  return fail(Code::plan_part, std::to_string(number), "it has " + std::to_string(parts_));
}

std::vector<Share> Plan::shares(std::uint64_t number) const {
  return serialization_.method == Method::files ? whole_files(*this, number) : ranges_of_files(*this, number);
}

}  // namespace weighmaster::manifest
