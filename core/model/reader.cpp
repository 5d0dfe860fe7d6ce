#include "model/reader.h"

#include <algorithm>
#include <span>

#include "base/text.h"

namespace weighmaster::model {

using access::Handle;
using base::Code;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t block_bytes = 1U << 20U;

/// What opening says when the entry, or a folder above it, is not what was listed.
bool is_gone(const std::error_code& error) {
  return error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory ||
         error == std::errc::too_many_symbolic_link_levels || error == std::errc::no_such_device_or_address;
}

}  // namespace

access::SystemResult<Handle> Reader::open_source(std::size_t file) {
  const auto* elsewhere = listing_.sources[file].elsewhere.get();
  const auto& path = elsewhere != nullptr ? elsewhere->path : listing_.files[file].name;
  if (elsewhere != nullptr && elsewhere->store)
    return access::open_file_at(listing_.stores[*elsewhere->store].handle, path);
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return access::open_file_at(listing_.folder, path);
  const auto folder_path = std::string_view(path).substr(0, slash);
  if (!folder_ || folder_path_ != folder_path) {
    auto folder = access::open_folder_below(listing_.folder, folder_path);
    if (!folder) return folder;
    folder_ = std::move(*folder);
    folder_path_ = folder_path;
  }
  return access::open_file_at(*folder_, path.substr(slash + 1));
}

Result<Handle> Reader::open_unchecked(std::size_t file) {
  auto handle = open_source(file);
  if (handle) return std::move(*handle);
  const auto code = is_gone(handle.error()) ? Code::folder_changing : Code::file_unreadable;
  return fail(code, listing_.files[file].name, handle.error().message());
}

Result<Handle> Reader::open(std::size_t file) {
  auto handle = open_unchecked(file);
  if (!handle) return handle;
  if (auto checked = check(*handle, file); !checked) return fail(std::move(checked.error()));
  return handle;
}

void Reader::expect(std::size_t file, const manifest::ByteRange& range) {
  const auto handle = open_source(file);
  if (handle) access::will_need(*handle, range.start, range.size());
}

Result<void> Reader::check(const Handle& handle, std::size_t file) const {
  const auto& name = listing_.files[file].name;
  const auto status = access::status(handle);
  if (!status) return fail(Code::file_unreadable, name, status.error().message());
  if (status->kind != access::Kind::file || status->stamp != listing_.sources[file].stamp) {
    return fail(Code::folder_changing, name);
  }
  return {};
}

Result<Bytes> Reader::read(std::size_t file, std::uint64_t most, const base::Task& task) {
  const auto& [name, size] = listing_.files[file];
  if (size > most) return fail(Code::file_too_large, name, "at most " + base::format_size(most));
  const auto handle = open(file);
  if (!handle) return fail(handle.error());
  Bytes content(static_cast<std::size_t>(size));
  for (std::size_t at = 0; at < content.size();) {
    if (task.stopped()) return fail(base::cancelled());
    const std::span block(content.data() + at, std::min(block_bytes, content.size() - at));
    const auto got = access::read_at(*handle, block, at);
    if (!got) return fail(Code::file_unreadable, name, got.error().message());
    if (*got < block.size()) return fail(Code::folder_changing, name, "shorter than listed");
    at += block.size();
    if (task.progress) task.progress({at, size, at == size ? 1U : 0U, 1});
  }
  if (auto unchanged = check(*handle, file); !unchanged) return fail(std::move(unchanged.error()));
  return content;
}

}  // namespace weighmaster::model
