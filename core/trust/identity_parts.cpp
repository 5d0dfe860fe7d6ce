#include "trust/identity_parts.h"

#include <algorithm>
#include <array>
#include <vector>

#include "trust/skeleton.h"

namespace weighmaster::trust {
namespace {

using std::string_view;

/// What stands before the separator; the text keeps what stands behind it.
string_view take_until(string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

IdentityParts address_parts(string_view rest) {
  IdentityParts parts;
  parts.kind = IdentityParts::Kind::address;
  if (const auto at = rest.rfind('@'); at != string_view::npos) {
    parts.ref = rest.substr(at + 1);
    rest = rest.substr(0, at);
  }
  parts.domain = small(take_until(rest, '/'));
  parts.owner = take_until(rest, '/');
  // GitLab's projects lie at any depth; two slashes end their name.
  if (const auto end = rest.find("//"); end != string_view::npos) {
    parts.repository = rest.substr(0, end);
    parts.workflow = rest.substr(end + 2);
  } else {
    parts.repository = take_until(rest, '/');
    parts.workflow = rest;
  }
  return parts;
}

std::vector<string_view> labels_of(string_view domain) {
  std::vector<string_view> labels;
  while (!domain.empty()) labels.push_back(take_until(domain, '.'));
  return labels;
}

/// "ac" of "ac.uk": the second part of a suffix under a country.
bool is_second_level(string_view label) {
  static constexpr auto usual =
      std::to_array<string_view>({"ac", "co", "com", "edu", "go", "gov", "gob", "ne", "net", "or", "org"});
  return std::find(usual.begin(), usual.end(), label) != usual.end();
}

/// Where each project of a cloud has a domain of its own, that is what is bought.
constexpr string_view cloud_accounts = "iam.gserviceaccount.com";

}  // namespace

IdentityParts parts_of(string_view name) {
  if (const auto scheme = name.find("://"); scheme != string_view::npos)
    return address_parts(name.substr(scheme + 3));
  IdentityParts parts;
  const auto at = name.rfind('@');
  if (at == string_view::npos || at == 0) return parts;
  parts.kind = IdentityParts::Kind::mail;
  parts.owner = name.substr(0, at);
  parts.domain = small(name.substr(at + 1));
  return parts;
}

Domain bought_domain(string_view domain) {
  const auto own = domain.size() > cloud_accounts.size() + 1 ? domain.size() - cloud_accounts.size() - 1 : 0;
  if (own > 0 && domain.ends_with(cloud_accounts) && domain[own] == '.')
    return {std::string(domain.substr(0, own)), std::string(cloud_accounts)};
  const auto labels = labels_of(domain);
  if (labels.size() < 2) return {std::string(domain), {}};
  const auto last = labels.size() - 1;
  const bool two_parts = labels.size() > 2 && labels[last].size() == 2 && is_second_level(labels[last - 1]);
  Domain bought{std::string(labels[last - (two_parts ? 2 : 1)]), std::string(labels[last])};
  if (two_parts) bought.suffix = std::string(labels[last - 1]) + "." + bought.suffix;
  return bought;
}

}  // namespace weighmaster::trust
