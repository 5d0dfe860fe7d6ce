#include "model/collection.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/file.h"
#include "base/limits.h"
#include "model/access.h"
#include "model/hub.h"
#include "model/model_marks.h"
#include "model/ollama.h"

namespace weighmaster::model {
namespace {

namespace fs = std::filesystem;
using base::Code;
namespace limits = base::limits;

/// How many letters of a revision tell it from others.
constexpr std::size_t short_revision = 8;

/// Entries by name; links stand apart, since nothing is followed.
struct Listing {
  Entries entries;
  std::vector<std::string> folder_links;
  bool is_cut = false;
};

std::optional<Listing> list(const fs::path& folder) {
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  if (error) return std::nullopt;
  Listing listing;
  std::size_t count = 0;
  for (const fs::directory_iterator end; entry != end; entry.increment(error)) {
    if (error) return std::nullopt;
    listing.is_cut = ++count > limits::folder_files;
    if (listing.is_cut) break;
    std::error_code unknown;
    const auto name = entry->path().filename().string();
    const auto kind = entry->symlink_status(unknown).type();
    if (kind == fs::file_type::directory) {
      listing.entries.folders.push_back(name);
    } else if (kind == fs::file_type::symlink && fs::is_directory(entry->path(), unknown)) {
      listing.folder_links.push_back(name);
    } else {
      listing.entries.files.push_back(name);
    }
  }
  if (error) return std::nullopt;
  for (auto* names : {&listing.entries.files, &listing.entries.folders, &listing.folder_links})
    std::sort(names->begin(), names->end());
  return listing;
}

bool is_link(const fs::path& path) {
  std::error_code error;
  return fs::is_symlink(fs::symlink_status(path, error));
}

/// "models/" and "models/." are "models". A link that the person names stands for what it leads to.
fs::path tidy(const fs::path& place) {
  std::error_code error;
  auto path = fs::absolute(place, error).lexically_normal();
  if (!path.has_filename() && path.has_relative_path()) path = path.parent_path();
  if (!is_link(path)) return path;
  const auto target = fs::canonical(path, error);
  return error ? path : target;
}

class Search {
 public:
  explicit Search(const base::Task& task) : task_(task) {}

  void look_into_place(const fs::path& place) {
    const auto before = all();
    const auto path = tidy(place);
    const auto status = access::status_of(path);
    if (!status) {
      const bool absent = status.error() == std::errc::no_such_file_or_directory;
      return note(absent ? Code::file_not_found : Code::file_unreadable, path, status.error().message());
    }
    if (status->kind == access::Kind::file) return take_file(path);
    if (status->kind != access::Kind::folder) return note(Code::model_path, path);
    place_ = path;
    look_into(path, 0);
    if (all() == before && !task_.stopped()) note(Code::scan_nothing, path);
  }

  Collection take() {
    if (task_.stopped()) found_.findings.push_back(base::as_finding(base::cancelled()));
    return std::move(found_);
  }

 private:
  [[nodiscard]] std::size_t all() const {
    return found_.models.size() + found_.left_out.size() + found_.findings.size() + repeated_;
  }

  void note(Code code, const fs::path& path, std::string detail = {}) {
    found_.findings.push_back({code, base::utf8(path), std::move(detail)});
  }

  /// Says once that there is more than is looked at.
  void give_up(const fs::path& path, std::string detail) {
    if (!is_full_) note(Code::scan_too_many, path, std::move(detail));
    is_full_ = true;
  }

  void add(const fs::path& path, Layout layout, std::string label) {
    std::error_code error;
    // A file by its own path: a link in a snapshot leads to a blob that others share.
    const auto folder = fs::weakly_canonical(path.parent_path(), error);
    const auto key = layout == Layout::folder || layout == Layout::hub ? fs::weakly_canonical(path, error)
                                                                       : folder / path.filename();
    if (known_.contains(key)) {
      ++repeated_;
    } else if (found_.models.size() == limits::scan_models) {
      give_up(place_, "more than " + std::to_string(limits::scan_models) + " models");
    } else {
      known_.insert(key);
      found_.models.push_back({path, layout, std::move(label)});
    }
  }

  void take_file(const fs::path& path) {
    if (ollama_store_of(path)) return add(path, Layout::ollama, ollama_name(path));
    add(path, Layout::file, base::utf8(path.filename()));
  }

  /// The path below the place that was named; of the place itself its name.
  [[nodiscard]] std::string label(const fs::path& path) const {
    return base::utf8(path == place_ ? path.filename() : path.lexically_relative(place_));
  }

  void look_into(const fs::path& folder, std::size_t depth) {
    if (task_.stopped() || is_full_) return;
    if (const auto kind = store_kind(folder)) return take_store(folder, *kind);
    if (is_snapshot(folder)) return add(folder, Layout::hub, snapshot_label(folder));
    if (folder.filename() == "snapshots" && store_kind(folder.parent_path()))
      return take_store(folder.parent_path(), *store_kind(folder.parent_path()));
    if (is_ollama_store(folder)) return take_lists(folder / "manifests", 0);
    if (++folders_ > limits::scan_folders)
      return give_up(place_, "more than " + std::to_string(limits::scan_folders) + " folders");
    const auto listing = list(folder);
    if (!listing) return note(Code::folder_unreadable, folder);
    if (listing->is_cut) return note(Code::scan_too_many, folder);
    take_models(folder, *listing, depth);
  }

  void take_models(const fs::path& folder, const Listing& listing, std::size_t depth) {
    for (const auto& name : signed_files(listing.entries))
      add(folder / name, Layout::file, label(folder / name));
    if (is_model(listing.entries)) return add(folder, Layout::folder, label(folder));
    for (const auto& name : listing.folder_links) note(Code::folder_link, folder / name);
    if (listing.entries.folders.empty()) return;
    if (depth == limits::scan_depth)
      return note(Code::scan_too_many, folder, "deeper than " + std::to_string(depth) + " folders");
    for (const auto& name : listing.entries.folders) look_into(folder / name, depth + 1);
  }

  // Hubs

  static bool is_snapshot(const fs::path& folder) {
    return folder.parent_path().filename() == "snapshots" &&
           store_kind(folder.parent_path().parent_path()) == StoreKind::model;
  }

  static std::string snapshot_label(const fs::path& snapshot) {
    return hub_name(snapshot.parent_path().parent_path()) + "@" +
           base::utf8(snapshot.filename()).substr(0, short_revision);
  }

  void take_store(const fs::path& store, StoreKind kind) {
    if (kind != StoreKind::model) {
      const auto reason = kind == StoreKind::dataset ? LeftOutReason::dataset : LeftOutReason::space;
      return found_.left_out.push_back({store, reason});
    }
    if (is_link(store / "snapshots")) return note(Code::folder_link, store / "snapshots");
    const auto revisions = revisions_in_use(store);
    for (const auto& revision : revisions) {
      const auto snapshot = store / "snapshots" / revision;
      if (is_link(snapshot)) {
        note(Code::folder_link, snapshot);
      } else {
        add(snapshot, Layout::hub, revisions.size() == 1 ? hub_name(store) : snapshot_label(snapshot));
      }
    }
    if (revisions.empty()) found_.left_out.push_back({store, LeftOutReason::empty_store});
  }

  // Ollama

  /// Registry, namespace, name: three levels of folders, and lists in the last.
  void take_lists(const fs::path& folder, int level) {
    constexpr int last = 3;
    const auto listing = list(folder);
    if (!listing) return note(Code::folder_unreadable, folder);
    for (const auto& name : listing->folder_links) note(Code::folder_link, folder / name);
    for (const auto& name : listing->entries.files) take_list(folder / name, level == last);
    for (const auto& name : listing->entries.folders) {
      if (task_.stopped() || is_full_) return;
      if (level == last) {
        note(Code::scan_store, folder / name, "it is a folder");
      } else {
        take_lists(folder / name, level + 1);
      }
    }
  }

  void take_list(const fs::path& path, bool is_in_place) {
    // What file managers leave: ".DS_Store".
    if (base::utf8(path.filename()).starts_with(".")) return;
    std::error_code error;
    const auto kind = fs::symlink_status(path, error).type();
    if (kind == fs::file_type::symlink) return note(Code::folder_link, path);
    if (kind != fs::file_type::regular) return note(Code::scan_store, path, "it is no file");
    if (!is_in_place) return note(Code::scan_store, path, "it lies where no list does");
    add(path, Layout::ollama, ollama_name(path));
  }

  const base::Task& task_;
  Collection found_;
  std::set<fs::path> known_;
  std::size_t repeated_ = 0;
  fs::path place_;
  std::size_t folders_ = 0;
  bool is_full_ = false;
};

}  // namespace

std::string_view name(Layout layout) {
  switch (layout) {
    case Layout::folder:
      return "folder";
    case Layout::file:
      return "file";
    case Layout::hub:
      return "hub";
    case Layout::ollama:
      return "ollama";
  }
  return {};
}

std::string_view name(LeftOutReason reason) {
  switch (reason) {
    case LeftOutReason::dataset:
      return "dataset";
    case LeftOutReason::space:
      return "space";
    case LeftOutReason::empty_store:
      return "empty_store";
  }
  return {};
}

Collection find_models(const std::vector<fs::path>& places, const base::Task& task) {
  Search search(task);
  for (const auto& place : places) search.look_into_place(place);
  return search.take();
}

}  // namespace weighmaster::model
