#include "model/walker.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <tuple>

#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "model/hub.h"
#include "model/statuses.h"

namespace weighmaster::model {

using base::Code;
using base::fail;
using base::Result;
namespace fs = std::filesystem;

namespace {

std::string join(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + "/" + name;
}

bool leads_back(const Place& from, const access::Identity& folder) {
  for (const Place* place = &from; place != nullptr; place = place->above) {
    if (place->identity == folder) return true;
  }
  return false;
}

fs::path whole_path(const fs::path& path) {
  std::error_code error;
  auto whole = fs::absolute(path, error);
  return error ? path : whole;
}

/// The path without links but for its last component.
fs::path real_place(const fs::path& path) {
  std::error_code error;
  const auto folder = fs::canonical(whole_path(path).parent_path(), error);
  return error ? path : folder / path.filename();
}

template <class T>
std::vector<T> in_order(std::vector<T> values, const std::vector<std::size_t>& order) {
  std::vector<T> ordered;
  ordered.reserve(values.size());
  for (const auto place : order) ordered.push_back(std::move(values[place]));
  return ordered;
}

/// Null where that is the file's own name below the root.
std::unique_ptr<const Elsewhere> elsewhere(const std::string& name, std::optional<std::size_t> store,
                                           std::string path) {
  if (!store && path == name) return nullptr;
  return std::make_unique<const Elsewhere>(Elsewhere{store, std::move(path)});
}

}  // namespace

Walker::Walker(Tree::Listing& listing, fs::path real_root, const base::Task& task, TakeFile take_file)
    : listing_(listing),
      real_root_(std::move(real_root)),
      task_(task),
      exclusions_(whole_path(listing.root), real_root_, listing.options),
      take_file_(std::move(take_file)) {}

void Walker::remark(Code code, const std::string& name, std::string detail) {
  listing_.findings.push_back({code, name.empty() ? "." : name, std::move(detail)});
}

void Walker::take_file(const std::string& name, Source source) {
  ++taken_;
  if (take_file_) return take_file_(name, std::move(source));
  listing_.total_size += source.stamp.size;
  listing_.files.push_back({name, source.stamp.size});
  listing_.sources.push_back(std::move(source));
}

void Walker::leave_out(const Entry& entry, IgnoreReason reason) {
  const bool is_folder = entry.status && entry.status->kind == access::Kind::folder;
  listing_.ignored.push_back({entry.name, reason, is_folder});
}

/// All names at once: the folder need not stay open twice while what is below it is walked.
Result<std::vector<std::string>> Walker::names_in(const Place& place) {
  std::vector<std::string> names;
  const auto listed = access::each_name(place.handle, [&](std::string_view name) {
    names.emplace_back(name);
    ++visited_;
    return !task_.stopped() && visited_ <= base::limits::folder_files;
  });
  if (task_.stopped()) return fail(base::cancelled());
  if (visited_ > base::limits::folder_files) {
    return fail(Code::model_too_many, base::utf8(listing_.root), std::to_string(base::limits::folder_files));
  }
  if (!listed) remark(Code::folder_unreadable, place.name, listed.error().message());
  // So that most of what is found comes in order.
  std::sort(names.begin(), names.end());
  return names;
}

Result<void> Walker::walk(const Place& place) {
  const auto names = names_in(place);
  if (!names) return fail(names.error());
  for (std::size_t begin = 0; begin < names->size(); begin += statuses_at_once) {
    if (task_.progress) task_.progress({0, 0, taken_, 0, base::Phase::listing});
    const auto some = std::span(*names).subspan(begin, std::min(statuses_at_once, names->size() - begin));
    const auto statuses = statuses_at(place.handle, some);
    for (std::size_t i = 0; i < some.size(); ++i) {
      if (task_.stopped()) return fail(base::cancelled());
      auto visited = visit({place, some[i], join(place.name, some[i]), statuses[i]});
      if (!visited) return visited;
    }
  }
  return {};
}

/// What is excluded is excluded first, whatever it is.
Result<void> Walker::visit(const Entry& entry) {
  if (const auto reason = exclusions_.by_name(entry.name)) {
    leave_out(entry, *reason);
    return {};
  }
  if (!base::is_utf8(entry.name) || entry.name.size() > base::limits::name_bytes) {
    remark(Code::folder_name, base::visible(entry.name));
    return {};
  }
  if (!entry.status) {
    remark(Code::folder_unreadable, entry.name, entry.status.error().message());
    return {};
  }
  return visit_kind(entry);
}

Result<void> Walker::visit_kind(const Entry& entry) {
  const auto& status = *entry.status;
  auto real = join(entry.in.real, entry.own_name);
  switch (status.kind) {
    case access::Kind::file:
      take_file(entry.name, {status.stamp, elsewhere(entry.name, std::nullopt, std::move(real))});
      return {};
    case access::Kind::link:
      return visit_link(entry);
    case access::Kind::special:
      remark(Code::folder_special_file, entry.name);
      return {};
    case access::Kind::folder:
      break;
  }
  const auto folder = access::open_folder_at(entry.in.handle, entry.own_name);
  if (!folder) {
    remark(Code::folder_unreadable, entry.name, folder.error().message());
    return {};
  }
  return enter(entry.in, *folder, entry.name, real);
}

Result<void> Walker::enter(const Place& above, const access::Handle& folder, std::string name,
                           std::string real) {
  const auto status = access::status(folder);
  if (!status) {
    remark(Code::folder_unreadable, name, status.error().message());
    return {};
  }
  if (leads_back(above, status->stamp.identity)) {
    remark(Code::folder_link_cycle, name);
    return {};
  }
  if (above.depth == base::limits::folder_depth) {
    remark(Code::folder_unreadable, name,
           "more than " + std::to_string(base::limits::folder_depth) + " folders deep");
    return {};
  }
  return walk({folder, status->stamp.identity, std::move(name), std::move(real), above.depth + 1, &above});
}

Result<void> Walker::visit_link(const Entry& entry) {
  const auto target = follow_link(real_root_, join(entry.in.real, entry.own_name));
  // A hub's store is how the file is kept, not a link that the publisher made: the record's policy is not
  // about it.
  if (target.where == LinkTarget::Where::hub && take_hub_file(entry, target)) return {};
  if (target.where == LinkTarget::Where::not_downloaded) {
    remark(Code::folder_hub_blob_missing, entry.name);
    return {};
  }
  if (!listing_.options.allow_symlinks) {
    remark(Code::folder_link, entry.name);
    return {};
  }
  switch (target.where) {
    case LinkTarget::Where::inside:
      return visit_target(entry, target.path);
    case LinkTarget::Where::cycle:
      remark(Code::folder_link_cycle, entry.name);
      return {};
    case LinkTarget::Where::nowhere:
      remark(Code::folder_link_broken, entry.name, target.detail);
      return {};
    case LinkTarget::Where::hub:
    case LinkTarget::Where::not_downloaded:
    case LinkTarget::Where::outside:
      break;
  }
  remark(Code::folder_link_outside, entry.name);
  return {};
}

/// What a link that is allowed leads to, at `path` below the root.
Result<void> Walker::visit_target(const Entry& entry, const std::string& path) {
  const auto slash = path.rfind('/');
  const auto parent = slash == std::string::npos ? std::string{} : path.substr(0, slash);
  const auto own_name = path.empty() ? std::string(".") : path.substr(slash + 1);
  const auto folder = access::open_folder_below(listing_.folder, parent);
  const auto status =
      folder.and_then([&](const auto& opened) { return access::status_at(opened, own_name); });
  if (!status) {
    remark(Code::folder_unreadable, entry.name, status.error().message());
    return {};
  }
  if (status->kind == access::Kind::file) {
    take_file(entry.name, {status->stamp, elsewhere(entry.name, std::nullopt, path)});
    return {};
  }
  if (status->kind != access::Kind::folder) {
    remark(Code::folder_special_file, entry.name);
    return {};
  }
  const auto target = access::open_folder_at(*folder, own_name);
  if (!target) {
    remark(Code::folder_unreadable, entry.name, target.error().message());
    return {};
  }
  if (++followed_folders_ > base::limits::followed_folders) {
    return fail(Code::model_too_many, entry.name, std::to_string(base::limits::followed_folders));
  }
  return enter(entry.in, *target, entry.name, path);
}

/// The place of an open store in the listing.
std::optional<std::size_t> Walker::store(const fs::path& folder) {
  auto& stores = listing_.stores;
  const auto known =
      std::find_if(stores.begin(), stores.end(), [&](const Store& s) { return s.folder == folder; });
  if (known != stores.end()) return static_cast<std::size_t>(known - stores.begin());
  auto handle = access::open_folder(folder);
  if (!handle) return std::nullopt;
  stores.push_back({folder, std::move(*handle)});
  return stores.size() - 1;
}

bool Walker::take_hub_file(const Entry& entry, const LinkTarget& target) {
  const auto place = store(target.store);
  if (!place) return false;
  const auto status = access::status_at(listing_.stores[*place].handle, target.path);
  if (!status || status->kind != access::Kind::file) return false;
  remark(Code::folder_hub_link, entry.name, target.path);
  take_file(entry.name, {status->stamp, elsewhere(entry.name, place, target.path)});
  return true;
}

void Walker::take_single_file(const std::string& name, const fs::path& real, const access::Stamp& stamp) {
  if (!base::is_utf8(name)) {
    remark(Code::folder_name, base::visible(name));
    return;
  }
  if (is_hub_pair(real_place(listing_.root), real))
    remark(Code::folder_hub_link, name, real.filename().string());
  take_file(name, {stamp, elsewhere(name, std::nullopt, real.filename().string())});
}

/// UTF-8 sorts as its code points do. A walk sees "a/b" before "a.b".
void Walker::sort_files() {
  auto& files = listing_.files;
  const auto by_name = [](const File& a, const File& b) { return a.name < b.name; };
  if (std::is_sorted(files.begin(), files.end(), by_name)) return;
  std::vector<std::size_t> order(files.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return by_name(files[a], files[b]); });
  files = in_order(std::move(files), order);
  listing_.sources = in_order(std::move(listing_.sources), order);
}

void Walker::finish() {
  sort_files();
  std::sort(listing_.ignored.begin(), listing_.ignored.end(),
            [](const Ignored& a, const Ignored& b) { return a.name < b.name; });
  std::sort(listing_.findings.begin(), listing_.findings.end(),
            [](const base::Finding& a, const base::Finding& b) {
              return std::tie(a.subject, a.code, a.detail) < std::tie(b.subject, b.code, b.detail);
            });
  if (!listing_.is_single_file) listing_.exclusions = exclusions_.names();
}

}  // namespace weighmaster::model
