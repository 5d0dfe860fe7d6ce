#include <algorithm>

#include "fuzz.h"
#include "params.h"
#include "timeout.h"

using namespace weighmaster;
using fuzz::must;

/// Parameters that are read have names of options, each once, and a value unless it is a list; a time that is
/// read is some time, and at most a year.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (const auto time = terminal::parse_duration(as_text({data, size}))) {
    must(time->count() > 0 && *time <= std::chrono::hours(24 * 366),
         "a time is some time, and at most a year");
  }
  const auto params = terminal::parse_params({data, size});
  if (!params) return 0;
  for (const auto& each : *params) {
    must(each.is_list || each.values.size() == 1, "what is no list is one value");
    must(each.name.find('_') == std::string::npos, "names are in one spelling");
    const auto same = std::count_if(params->begin(), params->end(), [&](const terminal::Parameter& other) {
      return other.name == each.name;
    });
    must(same == 1, "each name stands once");
  }
  return 0;
}
