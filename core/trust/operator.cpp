#include "trust/operator.h"

#include <algorithm>

namespace weighmaster::trust {
namespace {

bool is_numeric(std::string_view host) {
  return host.find(':') != std::string_view::npos ||
         std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

}  // namespace

std::string host_of(std::string_view address) {
  if (const auto scheme = address.find("://"); scheme != std::string_view::npos)
    address.remove_prefix(scheme + 3);
  address = address.substr(0, address.find_first_of("/?#"));
  if (const auto user = address.rfind('@'); user != std::string_view::npos) address.remove_prefix(user + 1);
  if (address.starts_with('[')) return std::string(address.substr(1, address.find(']') - 1));
  return std::string(address.substr(0, address.find(':')));
}

std::string operator_of(std::string_view named, std::string_view address) {
  if (!named.empty()) return std::string(named);
  auto host = host_of(address);
  if (is_numeric(host)) return host;
  const auto last = host.rfind('.');
  if (last == std::string::npos || last == 0) return host;
  const auto before = host.rfind('.', last - 1);
  return before == std::string::npos ? host : host.substr(before + 1);
}

}  // namespace weighmaster::trust
