#include "manifest/name.h"

#include <optional>

#include "base/limits.h"
#include "base/number.h"
#include "base/text.h"

namespace weighmaster::manifest {

using base::Code;
using base::fail;
using base::Result;

namespace {

/// Takes the first component and the "/" behind it off the front.
std::string_view take_component(std::string_view& rest) {
  const auto component = rest.substr(0, rest.find('/'));
  rest.remove_prefix(std::min(component.size() + 1, rest.size()));
  return component;
}

bool ends_in_a_folder(std::string_view name) {
  return name.ends_with('/') || name == dot || name.ends_with("/.");
}

std::optional<std::uint64_t> decimal(std::string_view digits) {
  if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
  return base::whole_number<std::uint64_t>(digits);
}

}  // namespace

Result<std::string> normal_name(std::string_view name) {
  const auto refuse = [name](const char* why) { return fail(Code::manifest_name, std::string(name), why); };
  if (name.empty()) return refuse("empty");
  if (name.size() > base::limits::name_bytes) return refuse("too long");
  if (name.find('\0') != std::string_view::npos) return refuse("holds NUL");
  if (!base::is_utf8(name)) return refuse("not UTF-8");
  if (name.front() == '/') return refuse("absolute");
  if (ends_in_a_folder(name)) return refuse("names a folder");

  std::string normal;
  normal.reserve(name.size());
  for (auto rest = name; !rest.empty();) {
    const auto component = take_component(rest);
    if (component == "..") return refuse("leads upwards");
    if (component.empty() || component == dot) continue;
    if (!normal.empty()) normal += '/';
    normal += component;
  }
  return normal;
}

Result<ShardName> split_shard_name(std::string_view name) {
  const auto refuse = [name] { return fail(Code::manifest_shards, std::string(name), "not PATH:START:END"); };
  const auto before_end = name.rfind(':');
  if (before_end == std::string_view::npos || before_end == 0) return refuse();
  const auto before_start = name.rfind(':', before_end - 1);
  if (before_start == std::string_view::npos) return refuse();
  const auto start = decimal(name.substr(before_start + 1, before_end - before_start - 1));
  const auto end = decimal(name.substr(before_end + 1));
  if (!start || !end) return refuse();
  return ShardName{name.substr(0, before_start), {*start, *end}};
}

}  // namespace weighmaster::manifest
