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

/// What is in one of the two sorted lists of files only, or differs.
std::vector<Finding> file_changes(const Tree::Listing& before, const Tree::Listing& now) {
  std::vector<Finding> changes;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < before.files.size() || j < now.files.size()) {
    const bool only_before =
        j == now.files.size() || (i < before.files.size() && before.files[i].name < now.files[j].name);
    const bool only_now =
        i == before.files.size() || (j < now.files.size() && now.files[j].name < before.files[i].name);
    if (only_before) {
      changes.push_back(changing(before.files[i++].name, "vanished"));
    } else if (only_now) {
      changes.push_back(changing(now.files[j++].name, "appeared"));
    } else {
      const auto& was = before.sources[i].stamp;
      const auto& is = now.sources[j++].stamp;
      if (was != is)
        changes.push_back(
            changing(before.files[i].name, was.size != is.size ? "another size" : "another time"));
      ++i;
    }
  }
  return changes;
}

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

}  // namespace

Result<Tree> list_model(const fs::path& path, const ListOptions& options, const base::Task& task) {
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
  Walker walker(*listing, real, task);
  if (single_file) {
    walker.take_single_file(path.filename().string(), real, status->stamp);
  } else {
    const auto walked = walker.walk({listing->folder, root->stamp.identity, {}, {}, 0, nullptr});
    if (!walked) return fail(walked.error());
  }
  walker.finish();
  return Tree(std::move(listing));
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
  const auto now = list_model(listing_->root, listing_->options, again);
  if (!now && now.error().code == Code::task_cancelled) return {base::as_finding(now.error())};
  if (!now) return {changing(base::utf8(listing_->root), now.error().detail)};
  auto changes = file_changes(*listing_, now->listing());
  auto others = new_findings(*listing_, now->listing());
  std::move(others.begin(), others.end(), std::back_inserter(changes));
  return changes;
}

}  // namespace weighmaster::model
