#include "trust/pattern.h"

#include <algorithm>
#include <optional>

#include "base/limits.h"
#include "base/text.h"

namespace weighmaster::trust {
namespace {

using base::Code;
using base::Result;
using std::string_view;

bool separates(char letter) {
  return letter == '/' || letter == '@';
}

bool has_star(string_view text) {
  return text.find('*') != string_view::npos;
}

tl::unexpected<base::Error> refuse(string_view pattern, std::string why) {
  return base::fail(Code::policy_pattern, std::string(pattern), std::move(why));
}

/// What no pattern may be, whatever it is for.
Result<void> check_text(string_view pattern) {
  if (pattern.empty()) return refuse(pattern, "it is empty");
  if (pattern.size() > base::limits::pattern_bytes) return refuse(pattern, "it is too long");
  if (!base::is_utf8(pattern)) return refuse(pattern, "it is not UTF-8");
  const bool unseen = std::any_of(pattern.begin(), pattern.end(), [](char letter) {
    return static_cast<unsigned char>(letter) <= ' ' || letter == '\x7f';
  });
  if (unseen) return refuse(pattern, "it holds spaces or control characters");
  if (pattern.find("**") != string_view::npos) return refuse(pattern, "two * in a row");
  const bool regular_expression = pattern.find_first_of("^$\\()[]{}|") != string_view::npos ||
                                  pattern.find(".*") != string_view::npos ||
                                  pattern.find(".+") != string_view::npos;
  if (regular_expression) return refuse(pattern, "it looks like a regular expression; only * is special");
  return {};
}

/// Scheme, host and the first part of the path stand in full.
Result<void> check_address(string_view pattern, std::size_t scheme_end) {
  const auto scheme = pattern.substr(0, scheme_end);
  auto rest = pattern.substr(scheme_end + 3);
  const auto host = rest.substr(0, rest.find('/'));
  if (scheme.empty() || has_star(scheme))
    return refuse(pattern, "the scheme before :// has to stand in full");
  if (host.empty() || host.find_first_of("*@?#") != string_view::npos)
    return refuse(pattern, "the host has to stand in full");
  rest.remove_prefix(host.size());
  if (!has_star(rest)) return {};
  const auto first = rest.substr(1, rest.find('/', 1) - 1);
  if (first.empty() || has_star(first) || first.find_first_of("@?#") != string_view::npos)
    return refuse(pattern, "the first part of the path, which says whose it is, has to stand in full");
  return {};
}

Result<void> check_mail(string_view pattern) {
  const auto at = pattern.find('@');
  const auto domain = pattern.substr(at + 1);
  if (at == 0 || domain.find_first_of("@/*") != string_view::npos)
    return refuse(pattern, "a mail address has one @ and behind it a domain without *");
  if (domain.empty() || domain.find('.') == string_view::npos || domain.front() == '.' ||
      domain.back() == '.')
    return refuse(pattern, "the domain behind @ has to stand in full");
  return {};
}

}  // namespace

bool matches(string_view pattern, string_view name) {
  std::size_t p = 0;
  std::size_t n = 0;
  // Where to go on after the last * takes one letter more.
  std::optional<std::size_t> star;
  std::size_t taken = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = ++p;
      taken = n;
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      // No * reaches beyond a separator: what matched before it stays so.
      if (separates(name[n])) star.reset();
      ++p;
      ++n;
    } else if (star && !separates(name[taken])) {
      p = *star;
      n = ++taken;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

Result<void> check_identity_pattern(string_view pattern) {
  if (auto checked = check_text(pattern); !checked) return checked;
  if (const auto scheme = pattern.find("://"); scheme != string_view::npos)
    return check_address(pattern, scheme);
  if (pattern.find('@') != string_view::npos) return check_mail(pattern);
  return refuse(pattern, "it is neither a mail address nor an address with ://");
}

Result<void> check_provider_pattern(string_view pattern) {
  if (auto checked = check_text(pattern); !checked) return checked;
  if (!pattern.starts_with("https://")) return refuse(pattern, "it has to start with https://");
  return check_address(pattern, std::string_view("https").size());
}

Result<void> check_model_pattern(string_view pattern) {
  if (auto checked = check_text(pattern); !checked) return checked;
  if (pattern == "*") return {};
  const auto slash = pattern.find('/');
  if (slash == 0 || slash + 1 == pattern.size() || std::count(pattern.begin(), pattern.end(), '/') > 1)
    return refuse(pattern, "a model is named organisation/model");
  if (pattern.find('@') != string_view::npos) return refuse(pattern, "no model name holds @");
  if (slash == string_view::npos ? has_star(pattern) : has_star(pattern.substr(0, slash)))
    return refuse(pattern, "the organisation has to stand in full; * alone is every model");
  return {};
}

}  // namespace weighmaster::trust
