#include "signing/login/callback.h"

#include <algorithm>

#include "base/limits.h"
#include "signing/login/client.h"

namespace weighmaster::signing {
namespace {

using base::Code;
using base::fail;
using base::Result;
using crypto::Secret;
using Query = std::vector<net::Parameter>;

std::size_t count(const Query& query, std::string_view name) {
  return static_cast<std::size_t>(std::count_if(
      query.begin(), query.end(), [&](const auto& parameter) { return parameter.name == name; }));
}

/// The first of that name; empty where there is none.
std::string_view value(const Query& query, std::string_view name) {
  const auto found =
      std::find_if(query.begin(), query.end(), [&](const auto& parameter) { return parameter.name == name; });
  return found == query.end() ? std::string_view() : std::string_view(found->value);
}

Result<Secret> read_answer(const Query& query, const Provider& provider) {
  for (const char* name : {"code", "error", "error_description", "iss"}) {
    if (count(query, name) > 1) return fail(Code::login_answer, {}, std::string(name) + " is given twice");
  }
  const bool named = count(query, "iss") == 1;
  if (named && value(query, "iss") != provider.issuer)
    return fail(Code::login_answer, {}, "it is from another provider than the one that was asked");
  if (!named && provider.names_itself)
    return fail(Code::login_answer, {}, "it does not say which provider it is from");
  const bool code = count(query, "code") == 1;
  const bool error = count(query, "error") == 1;
  if (code == error)
    return fail(Code::login_answer, {}, code ? "it holds a code and an error" : "it holds no code");
  if (code) return read_code(value(query, "code"));
  const Refusal refusal{std::string(value(query, "error")), std::string(value(query, "error_description"))};
  return fail(refused(provider, refusal, {}));
}

}  // namespace

std::optional<Result<Secret>> read_callback(const Query& query, const Provider& provider,
                                            const std::string& state) {
  if (count(query, "state") != 1 || value(query, "state") != state) return std::nullopt;
  return read_answer(query, provider);
}

Result<Secret> read_code(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return fail(Code::login_answer, {}, "the code is empty");
  text = text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
  if (text.size() > base::limits::login_code_bytes)
    return fail(Code::login_answer, {}, "the code is too long");
  // RFC 6749 appendix A.11
  if (!std::all_of(text.begin(), text.end(), [](char letter) { return letter >= 0x20 && letter < 0x7F; }))
    return fail(Code::login_answer, {}, "the code holds letters that no code has");
  return Secret(to_bytes(text));
}

}  // namespace weighmaster::signing
