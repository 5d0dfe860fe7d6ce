#include <algorithm>

#include "base/limits.h"
#include "fuzz.h"
#include "trust/pattern.h"

using namespace weighmaster;
using fuzz::must;

namespace {

/// The same by the definition, tried every way: for short ones.
bool matches_plainly(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern.front() != '*')
    return !name.empty() && name.front() == pattern.front() &&
           matches_plainly(pattern.substr(1), name.substr(1));
  for (std::size_t taken = 0;; ++taken) {
    if (matches_plainly(pattern.substr(1), name.substr(taken))) return true;
    if (taken == name.size() || name[taken] == '/' || name[taken] == '@') return false;
  }
}

}  // namespace

/// Two lines: a pattern and a name. The matcher agrees with the definition; what an identity pattern lets in
/// has the domain, or scheme and host, of the pattern.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  const auto end = std::min(text.find('\n'), text.size());
  const auto pattern = text.substr(0, end);
  const auto name = text.substr(std::min(end + 1, text.size()));
  const bool fits = trust::matches(pattern, name);
  if (std::count(pattern.begin(), pattern.end(), '*') <= 6 && name.size() <= 64)
    must(fits == matches_plainly(pattern, name), "the matcher agrees with the definition");
  if (!fits || !trust::check_identity_pattern(pattern)) return 0;
  if (const auto scheme = pattern.find("://"); scheme != std::string_view::npos) {
    const auto host_end = std::min(pattern.find('/', scheme + 3), pattern.size());
    must(name.starts_with(pattern.substr(0, host_end)), "scheme and host are those of the pattern");
  } else {
    must(name.ends_with(pattern.substr(pattern.find('@'))), "the domain is that of the pattern");
    must(std::count(name.begin(), name.end(), '@') == 1, "there is one domain");
  }
  return 0;
}
