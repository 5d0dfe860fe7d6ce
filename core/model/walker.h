#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "model/exclusions.h"
#include "model/links.h"
#include "model/listing.h"

namespace weighmaster::model {

/// An open folder on the way down.
struct Place {
  const access::Handle& handle;
  access::Identity identity;
  std::string name;  // as shown: through links that were followed
  std::string real;  // without links
  std::size_t depth = 0;
  const Place* above = nullptr;
};

/// One name in a folder.
struct Entry {
  const Place& in;
  std::string own_name;
  std::string name;  // relative to the root
  const access::SystemResult<access::Status>& status;
};

/// Walks a folder once and fills a listing.
class Walker {
 public:
  /// Who takes the files as they are come upon, in no order to rely on.
  using TakeFile = std::function<void(const std::string& name, Source source)>;

  /// `real_root` is listing.root without links. All arguments outlive the walker. With `take_file` the
  /// listing gets no files.
  Walker(Tree::Listing& listing, std::filesystem::path real_root, const base::Task& task,
         TakeFile take_file = {});

  /// Errors: model.too_many, task.cancelled.
  [[nodiscard]] base::Result<void> walk(const Place& place);
  /// The named file alone; its folder is open.
  void take_single_file(const std::string& name, const std::filesystem::path& real,
                        const access::Stamp& stamp);
  /// Puts what was found in code point order.
  void finish();

 private:
  [[nodiscard]] base::Result<std::vector<std::string>> names_in(const Place& place);
  [[nodiscard]] base::Result<void> visit(const Entry& entry);
  [[nodiscard]] base::Result<void> visit_kind(const Entry& entry);
  [[nodiscard]] base::Result<void> visit_link(const Entry& entry);
  [[nodiscard]] base::Result<void> visit_target(const Entry& entry, const std::string& path);
  [[nodiscard]] base::Result<void> enter(const Place& above, const access::Handle& folder, std::string name,
                                         std::string real);
  [[nodiscard]] bool take_hub_file(const Entry& entry, const LinkTarget& target);
  [[nodiscard]] std::optional<std::size_t> store(const std::filesystem::path& folder);

  void take_file(const std::string& name, Source source);
  void sort_files();
  void leave_out(const Entry& entry, IgnoreReason reason);
  void remark(base::Code code, const std::string& name, std::string detail = {});

  Tree::Listing& listing_;
  std::filesystem::path real_root_;
  const base::Task& task_;
  Exclusions exclusions_;
  TakeFile take_file_;
  std::size_t taken_ = 0;
  std::size_t visited_ = 0;
  std::size_t followed_folders_ = 0;
};

}  // namespace weighmaster::model
