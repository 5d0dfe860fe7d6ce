#include "base/code.h"

#include <algorithm>
#include <array>
#include <utility>

namespace weighmaster::base {
namespace {

struct Row {
  std::string_view name;
  Effect effect;
};

constexpr auto rows = std::to_array<Row>({
#define WEIGHMASTER_CODE(enumerator, name, effect) {name, Effect::effect},
#include "base/codes.def"
#undef WEIGHMASTER_CODE
});

constexpr auto codes = std::to_array<Code>({
#define WEIGHMASTER_CODE(enumerator, name, effect) Code::enumerator,
#include "base/codes.def"
#undef WEIGHMASTER_CODE
});

const Row& row(Code code) {
  return rows.at(static_cast<std::size_t>(code));
}

}  // namespace

std::string_view name(Code code) {
  return row(code).name;
}

Effect effect(Code code) {
  return row(code).effect;
}

std::optional<Code> code_from_name(std::string_view name) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.name == name; });
  if (found == rows.end()) return std::nullopt;
  return codes.at(static_cast<std::size_t>(found - rows.begin()));
}

std::span<const Code> all_codes() {
  return codes;
}

}  // namespace weighmaster::base
