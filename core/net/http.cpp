#include "net/http.h"

#include <algorithm>

#include "base/text.h"
#include "net/address.h"

namespace weighmaster::net {

using base::Code;
using base::Error;
using base::Result;

std::optional<std::string_view> Answer::header(std::string_view name) const {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const Header& header) { return header.name == name; });
  return found == headers.end() ? std::nullopt : std::optional<std::string_view>(found->value);
}

Result<Answer> Offline::send(const Request& request, const base::Task& /*task*/) {
  return base::fail(Code::net_offline, host_of(request.url));
}

Error refusal(const Request& request, const Answer& answer) {
  std::string detail = "HTTP " + std::to_string(answer.status);
  const auto said = as_text(answer.body);
  const bool repeats = std::any_of(request.secrets.begin(), request.secrets.end(), [&](const auto& secret) {
    return !secret.empty() && said.find(secret) != std::string_view::npos;
  });
  // Four bytes a character at most: what is cut off is not even looked at.
  const auto excerpt =
      base::visible(said.substr(0, base::limits::answer_excerpt * 4), base::limits::answer_excerpt);
  if (!repeats && !excerpt.empty()) detail += ": " + excerpt;
  return {Code::net_status, host_of(request.url), std::move(detail)};
}

Result<Answer> fetch(Http& http, const Request& request, const base::Task& task) {
  auto answer = http.send(request, task);
  if (answer && !answer->good()) return base::fail(refusal(request, *answer));
  return answer;
}

}  // namespace weighmaster::net
