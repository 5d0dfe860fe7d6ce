#include "trust/policy.h"

#include "trust/pattern.h"

namespace weighmaster::trust {
namespace {

bool fits(const std::string& expected, bool is_pattern, std::string_view found) {
  return is_pattern ? matches(expected, found) : expected == found;
}

}  // namespace

bool ExpectedIdentity::has_name(std::string_view found) const {
  return fits(name, name_is_pattern, found);
}

bool ExpectedIdentity::has_issuer(std::string_view found) const {
  return fits(issuer, issuer_is_pattern, found);
}

std::string_view name(Origin origin) {
  switch (origin) {
    case Origin::by_hand:
      return "by_hand";
    case Origin::imported:
      return "imported";
    case Origin::policy:
      return "policy";
    case Origin::window:
      return "window";
  }
  return {};
}

Expectation Signers::by(signature::Method method) const {
  switch (method) {
    case signature::Method::sigstore:
      if (!identities.any_of.empty()) return identities;
      break;
    case signature::Method::key:
      if (!keys.any_of.empty()) return keys;
      break;
    case signature::Method::certificate:
      if (!roots.anchors.empty()) return roots;
      break;
  }
  return NoExpectation{};
}

}  // namespace weighmaster::trust
