#include <algorithm>

#include "fuzz.h"
#include "update/file_name.h"
#include "update/pattern.h"

using namespace weighmaster;
using fuzz::must;

/// Names never lead out of their folder; a pattern's star stays between slashes. The input is pattern,
/// newline, name.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = as_text({data, size});
  const auto end = input.find('\n');
  if (end == std::string_view::npos) return 0;
  const auto pattern = input.substr(0, end);
  const auto name = input.substr(end + 1);

  must(update::percent_encoded(name).find_first_of("/\\?#:\n") == std::string::npos,
       "a name is one part of a path");
  if (const auto path = update::path_below(name)) {
    const auto parts = "/" + *path + "/";
    for (const char* part : {"/../", "/./", "//"})
      must(parts.find(part) == std::string::npos, "it stays below");
    must(path->find_first_of("?#\\ ") == std::string::npos, "it is a path");
  }
  if (update::matches(pattern, name)) {
    must(std::count(pattern.begin(), pattern.end(), '/') == std::count(name.begin(), name.end(), '/'),
         "both have as many parts");
  }
  if (pattern.find_first_of("*?[") == std::string_view::npos) {
    must(update::matches(pattern, name) == (pattern == name), "a plain pattern is the name");
  }
  return 0;
}
