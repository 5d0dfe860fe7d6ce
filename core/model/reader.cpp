#include "model/reader.h"

namespace weighmaster::model {

using access::Handle;
using base::Code;
using base::fail;
using base::Result;

namespace {

/// What opening says when the entry, or a folder above it, is not what was listed.
bool is_gone(const std::error_code& error) {
  return error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory ||
         error == std::errc::too_many_symbolic_link_levels || error == std::errc::no_such_device_or_address;
}

}  // namespace

access::SystemResult<Handle> Reader::open_source(const Source& source) {
  if (source.store) return access::open_file_at(listing_.stores[*source.store].handle, source.path);
  const auto slash = source.path.rfind('/');
  if (slash == std::string::npos) return access::open_file_at(listing_.folder, source.path);
  const auto folder_path = source.path.substr(0, slash);
  if (!folder_ || folder_path_ != folder_path) {
    auto folder = access::open_folder_below(listing_.folder, folder_path);
    if (!folder) return folder;
    folder_ = std::move(*folder);
    folder_path_ = folder_path;
  }
  return access::open_file_at(*folder_, source.path.substr(slash + 1));
}

Result<Handle> Reader::open(std::size_t file) {
  auto handle = open_source(listing_.sources[file]);
  if (!handle) {
    const auto code = is_gone(handle.error()) ? Code::folder_changing : Code::file_unreadable;
    return fail(code, listing_.files[file].name, handle.error().message());
  }
  const auto checked = check(*handle, file);
  if (!checked) return fail(checked.error());
  return std::move(*handle);
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

}  // namespace weighmaster::model
