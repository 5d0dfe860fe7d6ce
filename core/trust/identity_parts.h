#pragma once

#include <string>
#include <string_view>

namespace weighmaster::trust {

/// What a signer's name is made of: a mail address, or an address as forges have it
/// ("https://github.com/owner/repository/.github/workflows/release.yml@refs/tags/v1",
/// "https://gitlab.com/group/project//.gitlab-ci.yml@refs/heads/main"). Parts that it lacks are empty. Host
/// and domain are in small letters, the rest is as it stands.
struct IdentityParts {
  enum class Kind { mail, address, other };
  Kind kind = Kind::other;
  /// Behind the @ of a mail address; the host of another.
  std::string domain;
  /// The mailbox; the first part of the path, which says whose it is.
  std::string owner;
  std::string repository;
  std::string workflow;
  std::string ref;
};

[[nodiscard]] IdentityParts parts_of(std::string_view name);

/// A domain as it is bought: "mistral" and "ai" of "mail.mistral.ai", "ox" and "ac.uk" of "ox.ac.uk". Which
/// suffixes have two parts is guessed by their usual names, without the Public Suffix List.
struct Domain {
  std::string label;
  std::string suffix;

  [[nodiscard]] std::string text() const { return suffix.empty() ? label : label + "." + suffix; }
  friend bool operator==(const Domain&, const Domain&) = default;
};

[[nodiscard]] Domain bought_domain(std::string_view domain);

}  // namespace weighmaster::trust
