#include "model/tree.h"

#include <algorithm>

#include "base/file.h"
#include "model/walker.h"

namespace weighmaster::model {

using base::Code;
using base::fail;
using base::Finding;
using base::Result;
namespace fs = std::filesystem;

namespace {

Finding changing(const std::string& name, std::string what) {
  return {Code::folder_changing, name, std::move(what)};
}

/// Compares the files of a listing with those that a second walk comes upon, without a second list of them:
/// there may be millions.
class FileChanges {
 public:
  explicit FileChanges(const Tree::Listing& before) : before_(before), seen_(before.files.size()) {}

  void take(const std::string& name, const access::Stamp& is) {
    const auto place = place_of(name);
    if (!place) return changes_.push_back(changing(name, "appeared"));
    seen_[*place] = true;
    const auto& was = before_.sources[*place].stamp;
    if (was != is) changes_.push_back(changing(name, was.size != is.size ? "another size" : "another time"));
  }

  /// In the order of the names.
  [[nodiscard]] std::vector<Finding> finish() {
    for (std::size_t place = 0; place < seen_.size(); ++place) {
      if (!seen_[place]) changes_.push_back(changing(before_.files[place].name, "vanished"));
    }
    std::sort(changes_.begin(), changes_.end(),
              [](const Finding& a, const Finding& b) { return a.subject < b.subject; });
    return std::move(changes_);
  }

 private:
  /// Mostly the one behind the last.
  std::optional<std::size_t> place_of(const std::string& name) {
    const auto& files = before_.files;
    if (next_ == files.size() || files[next_].name != name) {
      const auto found =
          std::lower_bound(files.begin(), files.end(), name,
                           [](const File& file, const std::string& text) { return file.name < text; });
      if (found == files.end() || found->name != name) return std::nullopt;
      next_ = static_cast<std::size_t>(found - files.begin());
    }
    return next_++;
  }

  const Tree::Listing& before_;
  std::vector<bool> seen_;
  std::size_t next_ = 0;
  std::vector<Finding> changes_;
};

/// Links, special files and the like that were not there before.
std::vector<Finding> new_findings(const Tree::Listing& before, const Tree::Listing& now) {
  std::vector<Finding> changes;
  for (const auto& finding : now.findings) {
    const auto [first, last] =
        std::equal_range(before.findings.begin(), before.findings.end(), finding,
                         [](const Finding& a, const Finding& b) { return a.subject < b.subject; });
    if (std::find(first, last, finding) == last) {
      changes.push_back(changing(finding.subject, std::string(base::name(finding.code))));
    }
  }
  return changes;
}

tl::unexpected<base::Error> path_failure(const fs::path& path, const std::error_code& error) {
  const bool absent = error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory;
  return fail(absent ? Code::file_not_found : Code::file_unreadable, base::utf8(path), error.message());
}

/// The listing of a model, without its files where they are taken by another.
Result<std::shared_ptr<Tree::Listing>> walked(const fs::path& path, const ListOptions& options,
                                              const base::Task& task, Walker::TakeFile take_file = {}) {
  const auto status = access::status_of(path);
  if (!status) return path_failure(path, status.error());
  const bool single_file = status->kind == access::Kind::file;
  if (!single_file && status->kind != access::Kind::folder) return fail(Code::model_path, base::utf8(path));
  std::error_code error;
  const auto real = fs::canonical(path, error);
  if (error) return path_failure(path, error);
  auto folder = access::open_folder(single_file ? real.parent_path() : real);
  if (!folder) return path_failure(path, folder.error());
  const auto root = access::status(*folder);
  if (!root) return path_failure(path, root.error());

  auto listing = std::make_shared<Tree::Listing>(
      Tree::Listing{path, options, single_file, std::move(*folder), {}, {}, {}, {}, {}, {}, 0});
  Walker walker(*listing, real, task, std::move(take_file));
  if (single_file) {
    walker.take_single_file(path.filename().string(), real, status->stamp);
  } else {
    auto done = walker.walk({listing->folder, root->stamp.identity, {}, {}, 0, nullptr});
    if (!done) return fail(std::move(done.error()));
  }
  walker.finish();
  return listing;
}

}  // namespace

Result<Tree> list_model(const fs::path& path, const ListOptions& options, const base::Task& task) {
  auto listing = walked(path, options, task);
  if (!listing) return fail(std::move(listing.error()));
  return Tree(std::move(*listing));
}

const std::filesystem::path& Tree::root() const {
  return listing_->root;
}

bool Tree::is_single_file() const {
  return listing_->is_single_file;
}

const std::vector<File>& Tree::files() const {
  return listing_->files;
}

const std::vector<Ignored>& Tree::ignored() const {
  return listing_->ignored;
}

const std::vector<std::string>& Tree::exclusions() const {
  return listing_->exclusions;
}

const std::vector<Finding>& Tree::findings() const {
  return listing_->findings;
}

std::uint64_t Tree::total_size() const {
  return listing_->total_size;
}

std::vector<Finding> Tree::changes_since(const base::Task& task) const {
  base::Task again{task.stop, {}};
  if (task.progress) {
    again.progress = [&task](base::Progress progress) {
      progress.phase = base::Phase::comparing;
      task.progress(progress);
    };
  }
  FileChanges files(*listing_);
  const auto now =
      walked(listing_->root, listing_->options, again,
             [&](const std::string& name, const Source& source) { files.take(name, source.stamp); });
  if (!now && now.error().code == Code::task_cancelled) return {base::as_finding(now.error())};
  if (!now) return {changing(base::utf8(listing_->root), now.error().detail)};
  auto changes = files.finish();
  auto others = new_findings(*listing_, **now);
  std::move(others.begin(), others.end(), std::back_inserter(changes));
  return changes;
}

}  // namespace weighmaster::model
