#include "resources/shipped.h"

#include <string>
#include <system_error>

#ifdef _WIN32
#include <windows.h>
#endif

namespace weighmaster::resources {

namespace fs = std::filesystem;

/// Made by embed.cmake.
namespace embedded {
extern const unsigned char public_good_root[];
extern const unsigned long public_good_root_size;
extern const unsigned char staging_root[];
extern const unsigned long staging_root_size;
extern const unsigned char public_good_signing_config[];
extern const unsigned long public_good_signing_config_size;
extern const unsigned char staging_signing_config[];
extern const unsigned long staging_signing_config_size;
extern const unsigned char public_good_tuf_root[];
extern const unsigned long public_good_tuf_root_size;
extern const unsigned char staging_tuf_root[];
extern const unsigned long staging_tuf_root_size;
extern const unsigned char source_record[];
extern const unsigned long source_record_size;
}  // namespace embedded

namespace {

std::string_view text(const unsigned char* bytes, unsigned long size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

fs::path this_program() {
#ifdef _WIN32
  std::wstring name(32768, L'\0');
  name.resize(GetModuleFileNameW(nullptr, name.data(), static_cast<DWORD>(name.size())));
  return name;
#else
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error);
#endif
}

}  // namespace

std::string_view trusted_root() {
  return text(embedded::public_good_root, embedded::public_good_root_size);
}

std::string_view staging_trusted_root() {
  return text(embedded::staging_root, embedded::staging_root_size);
}

std::string_view signing_config() {
  return text(embedded::public_good_signing_config, embedded::public_good_signing_config_size);
}

std::string_view staging_signing_config() {
  return text(embedded::staging_signing_config, embedded::staging_signing_config_size);
}

std::string_view tuf_root() {
  return text(embedded::public_good_tuf_root, embedded::public_good_tuf_root_size);
}

std::string_view staging_tuf_root() {
  return text(embedded::staging_tuf_root, embedded::staging_tuf_root_size);
}

std::string_view source_record() {
  return text(embedded::source_record, embedded::source_record_size);
}

std::optional<fs::path> examples_folder() {
  constexpr int levels = 3;  // bin/ when installed; app/desktop/ and the like in a build tree
  fs::path folder = this_program().parent_path();
  for (int level = 0; level < levels && folder.has_relative_path(); ++level) {
    folder = folder.parent_path();
    const fs::path examples = folder / "share" / "weighmaster" / "examples";
    std::error_code error;
    if (fs::is_directory(examples, error)) return examples;
  }
  return std::nullopt;
}

}  // namespace weighmaster::resources
