#include "crypto/pin_source.h"

#include "base/file.h"
#include "crypto/percent.h"
#include "crypto/secret_file.h"

namespace weighmaster::crypto {
namespace {

using base::Code;
using base::fail;
using base::Result;

/// The path of a file: URI without host, or with this computer's (RFC 8089); nothing where it is another.
std::optional<std::string> path_of_file_uri(std::string_view rest) {
  for (const std::string_view host : {"//localhost/", "///"}) {
    if (!rest.starts_with(host)) continue;
    rest.remove_prefix(host.size() - 1);
    break;
  }
  if (!rest.starts_with('/') || rest.starts_with("//")) return std::nullopt;
  const auto bytes = percent_decode(rest);
  if (!bytes || as_text(*bytes).find('\0') != std::string_view::npos) return std::nullopt;
  return std::string(as_text(*bytes));
}

}  // namespace

Result<Secret> read_pin_file(const std::filesystem::path& path, const base::Task& task) {
  auto pin = read_secret_file(path, task);
  if (!pin || !pin->bytes().empty()) return pin;
  return fail(Code::token_pin_missing, {}, "the file " + base::utf8(path) + " is empty");
}

Result<Secret> read_pin_source(std::string_view source, const base::Task& task) {
  constexpr std::string_view file_scheme = "file:";
  if (source.starts_with(file_scheme)) {
    const auto path = path_of_file_uri(source.substr(file_scheme.size()));
    if (!path) return fail(Code::token_uri, "pin-source", "not a file: URI of this computer");
    return read_pin_file(*path, task);
  }
  const std::filesystem::path path(source);
  if (!path.is_absolute()) {
    return fail(Code::token_uri, "pin-source", "neither an absolute path nor a file: URI");
  }
  return read_pin_file(path, task);
}

}  // namespace weighmaster::crypto
