#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/code.h"
#include "trust/identity_parts.h"
#include "trust/policy.h"
#include "trust/skeleton.h"

namespace weighmaster::trust {

/// A name that could be taken for one that is known, and in what way (look_alike.*).
struct LookAlike {
  base::Code code;
  /// As it was found, and the known one that it is like. For look_alike.issuer these are issuers, for
  /// look_alike.model publishers of models.
  std::string found;
  std::string known;

  friend bool operator==(const LookAlike&, const LookAlike&) = default;
};

/// Names that are known, to be compared with those that are found. What they look like is worked out once,
/// when they are added. docs/publishers.md says what counts as alike.
class KnownNames {
 public:
  void add_identity(const ExpectedIdentity& identity);
  /// A pattern for models (trust/pattern.h): its publisher becomes known.
  void add_models(std::string_view pattern);

  /// Whether this very signer is known.
  [[nodiscard]] bool knows(std::string_view name, std::string_view issuer) const;
  /// Of a signer that is not expected: the known one that it is most like. A name that is known, by another
  /// issuer, is alike.
  [[nodiscard]] std::optional<LookAlike> like_signer(std::string_view name, std::string_view issuer) const;
  /// Of a model's name: the known publisher that its publisher is most like. Nothing where that one is known.
  [[nodiscard]] std::optional<LookAlike> like_model(std::string_view model) const;

  [[nodiscard]] bool empty() const { return signers_.empty() && publishers_.empty(); }

  struct Signer {
    ExpectedIdentity identity;
    IdentityParts parts;
    Domain domain;
    Skeleton whole;
    Skeleton owner;
    Skeleton label;
  };

 private:
  struct Publisher {
    std::string name;
    Skeleton looks;
  };

  std::vector<Signer> signers_;
  std::vector<Publisher> publishers_;
};

}  // namespace weighmaster::trust
