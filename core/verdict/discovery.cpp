#include "verdict/discovery.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/file.h"
#include "model/access.h"
#include "model/hub.h"
#include "signature/bundle.h"

namespace weighmaster::verdict {
namespace {

namespace fs = std::filesystem;

/// Signature files beside a model are few and, in a folder where a person keeps downloads, not worth reading
/// if huge.
constexpr std::size_t most_candidates = 16;
constexpr std::uint64_t most_bytes = 64ULL << 20U;
constexpr std::size_t sniffed_bytes = 4096;

bool has_signature_name(const fs::path& path) {
  static constexpr std::array<std::string_view, 3> endings{".sig", ".sigstore.json", ".sigstore"};
  const auto name = base::utf8(path.filename());
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

/// 0 for the names that custom gives the signature of this very model, then others.
int rank(const fs::path& signature, const fs::path& model) {
  const auto name = base::utf8(signature.filename());
  const auto of = base::utf8(model.filename());
  if (name == "model.sig") return 0;
  if (name == of + ".sig" || name == of + ".sigstore.json" || name == of + ".sigstore") return 1;
  return 2;
}

/// In a hub's cache each file is a link into the store.
bool is_small_regular_file(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(fs::symlink_status(path, error)) && !model::is_hub_link(path)) return false;
  const auto size = fs::file_size(path, error);
  return !error && size > 0 && size <= most_bytes;
}

/// The signature files of one folder. Beside a model stand other models' signatures too: there only its own
/// names count.
void look_in(const fs::path& folder, const fs::path& model, bool only_own_names, Discovery& discovery) {
  discovery.looked_in.push_back(folder);
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const auto& path = entry->path();
    const bool wanted = has_signature_name(path) && (!only_own_names || rank(path, model) < 2);
    if (wanted && path != model && is_signature_file(path)) found.push_back(path);
  }
  std::sort(found.begin(), found.end());
  discovery.found.insert(discovery.found.end(), found.begin(), found.end());
}

}  // namespace

Discovery find_signatures(const fs::path& model) {
  Discovery discovery;
  std::error_code error;
  const auto folder = model::model_folder(model).value_or(model);
  const auto whole = fs::absolute(folder, error).lexically_normal();
  // "folder/" and "folder" are the same model.
  const auto path = whole.has_filename() ? whole : whole.parent_path();
  if (fs::is_directory(path, error)) look_in(path, path, false, discovery);
  look_in(path.parent_path(), path, true, discovery);
  // By rank before place, and only then cut: a heap of other signatures must not hide the model's own.
  std::stable_sort(discovery.found.begin(), discovery.found.end(),
                   [&](const fs::path& a, const fs::path& b) { return rank(a, path) < rank(b, path); });
  if (discovery.found.size() > most_candidates) discovery.found.resize(most_candidates);
  return discovery;
}

/// By its start: what tells a bundle from other JSON is the name of its first member.
bool is_signature_file(const fs::path& path) {
  if (!is_small_regular_file(path)) return false;
  const auto file = model::access::open_file(path);
  if (!file) return false;
  const auto status = model::access::status(*file);
  if (!status || status->kind != model::access::Kind::file) return false;
  std::array<std::uint8_t, sniffed_bytes> start{};
  const auto got = model::access::read_at(*file, start, 0);
  return got && signature::looks_like_bundle(BytesView(start).first(*got));
}

}  // namespace weighmaster::verdict
